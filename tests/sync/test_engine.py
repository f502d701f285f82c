"""The named rows of the fault matrix that are a device's side; the simulation mixes them all."""

import pytest

from shared.errors import AppError
from sync import engine
from sync.codec import seal
from sync.engine import STEP_ROWS
from sync.protocol import Answer, Receipt, Why
from sync.scopes import FULL, Access
from tests.support.sync_judging import check
from tests.support.sync_world import DAY_MS, KilledError, World, copied

KEY = ("card", b"1" * 16)


@pytest.fixture
def world():
    made = World.calm()
    ann, bob = made.devices
    ann.do(lambda edits: edits.create(KEY, "group:g", {"title": "t", "body": "b"}))
    made.exchange(ann, bob)
    return made


def title(device, text):
    device.do(lambda edits: edits.change(KEY, {"title": text}))


def test_different_fields_of_one_row_are_both_kept(world):
    ann, bob = world.devices
    title(ann, "ann")
    bob.do(lambda edits: edits.change(KEY, {"body": "bob"}))
    world.settle()
    assert [(d.value(KEY, "title"), d.value(KEY, "body"), d.conflicts()) for d in (ann, bob)] == [
        ("ann", "bob", [])
    ] * 2


def test_a_kill_at_any_statement_loses_nothing_and_doubles_nothing(world):
    """Before and after the freeze, while sending, after the server's commit, in the middle of each step."""
    ann, bob = world.devices
    kills = 0
    for fuse in range(200):
        title(ann, f"ann {fuse}")
        title(bob, f"bob {fuse}")
        world.exchange(bob)
        ann.connection.fuse = fuse
        try:
            world.exchange(ann)
        except KilledError:
            kills += 1
        ann.connection.fuse = -1
        ann.start()
        world.settle()
        check(world, exact=False)
        assert {ann.value(KEY, "title"), *(value for _, _, value in ann.conflicts())} >= {
            f"ann {fuse}",
            f"bob {fuse}",
        }
        for row in [row for row in ann.visible() if row.kind == "conflict" and not row.deleted]:
            ann.do(lambda edits, key=row.key: edits.delete(key))
        if ann.connection.fuse == -1 and kills <= fuse - 3:
            break
    assert kills > 30


def test_an_answer_that_got_lost_is_repeated(world):
    ann, bob = world.devices
    title(ann, "once")
    assert world.serve(ann, ann.send()) is not None
    ann.start()
    world.settle()
    assert bob.value(KEY, "title") == "once"
    assert len(world.all_rows()) == 1


def test_a_late_answer_to_an_earlier_request_is_not_applied(world):
    ann, bob = world.devices
    old = world.serve(ann, ann.send())
    title(bob, "newer")
    world.exchange(bob, ann)
    ann.receive(old)
    assert ann.value(KEY, "title") == "newer"
    assert ann.engine.steps(seal(Answer(1, 0, 0, Receipt())), 0) == []


def test_edits_between_sending_and_receiving_stay(world):
    ann, bob = world.devices
    title(ann, "first")
    request = ann.send()
    title(ann, "second")
    ann.receive(world.serve(ann, request))
    assert ann.value(KEY, "title") == "second"
    world.settle()
    assert (bob.value(KEY, "title"), bob.conflicts()) == ("second", [])


@pytest.mark.parametrize("skew_ms", [365 * DAY_MS, -365 * DAY_MS, 3_600_000])
def test_a_wrong_clock_is_corrected_and_moves_no_other(world, skew_ms):
    ann, bob = world.devices
    ann.skew_ms = skew_ms
    title(ann, "early")
    world.exchange(ann, bob)
    title(bob, "late")
    world.settle()
    assert (ann.value(KEY, "title"), ann.conflicts()) == ("late", [])
    ahead = world.now_ms + 120_000
    assert all(d.journal.one("SELECT hlc FROM sync_device") >> 16 <= ahead for d in (ann, bob))
    title(ann, "again")
    clock = ann.journal.one("SELECT hlc FROM sync_device") >> 16
    assert abs(clock - world.now_ms) < 120_000


def test_a_server_set_back_gets_again_what_it_lost(world):
    ann, bob = world.devices
    world.set_server_back()
    title(ann, "after the backup")
    bob.do(lambda edits: edits.create(("card", b"2" * 16), "group:g", {"title": "new"}))
    world.settle()
    world.set_server_back()
    world.settle()
    assert bob.value(KEY, "title") == "after the backup"
    assert len(world.all_rows()) == 2
    check(world, exact=True)


@pytest.mark.parametrize("how_far", ["waiting", "handed in", "answered"])
def test_what_is_on_its_way_back_when_the_server_is_set_back_again_is_of_the_older_life(how_far):
    """Else it would join the second life's values by its stamp, and vanish: nobody there had replaced it."""
    world = World.calm(2)
    ann, bob = world.devices
    ann.do(lambda edits: edits.create(KEY, "group:g", {"title": "t", "body": "b"}))
    world.exchange(ann, bob)
    backup = world.server_backup = copied(world.server.real)
    title(bob, "of the first life")
    world.exchange(bob)
    world.now_ms += 1_000  # lives are told apart by it
    world.set_server_back()
    world.exchange(ann, bob)
    bob.receive(world.serve(bob, bob.engine.request(bob.now_ms())))
    assert bob.journal.carries(-1)
    title(ann, "of the second")
    world.exchange(ann)
    if how_far != "waiting":
        answer = world.serve(bob, bob.send())
    if how_far == "answered":
        receipt, *_ = bob.engine.steps(answer, bob.now_ms())
        bob.transact(receipt)  # the program dies before the rows
        assert not bob.journal.unsent()
    bob.start()
    world.server_backup = backup
    world.now_ms += 1_000  # lives are told apart by it
    world.set_server_back()
    world.exchange(bob, bob, bob)
    world.settle()
    kept = {ann.value(KEY, "title"), *(value for _, _, value in ann.conflicts())}
    assert kept == {"of the first life", "of the second"}
    assert bob.journal.all_given() == []
    check(world, exact=False)


def test_a_revoked_scope_goes_and_unsent_edits_are_set_aside(world):
    bob = world.devices[1]
    title(bob, "unsent")
    bob.grants = {"user:a": FULL}
    world.exchange(bob)
    assert bob.rows.get([KEY]) == {}
    assert len(bob.journal.refused()) == 1
    bob.grants = {"user:a": FULL, "group:g": FULL}
    world.settle()
    assert bob.value(KEY, "title") == "t"
    check(world, exact=True)


def test_an_edit_without_the_right_is_set_aside_and_the_row_is_as_it_was(world):
    bob = world.devices[1]
    bob.grants = {"user:a": FULL, "group:g": Access.READ}
    title(bob, "not mine to write")
    bob.do(lambda edits: edits.create(("card", b"9" * 16), "group:g", {"title": "nor this"}))
    world.settle()
    assert bob.value(KEY, "title") == "t"
    assert bob.rows.get([("card", b"9" * 16)]) == {}
    assert len({one.id for one in bob.journal.refused()}) == 2
    check(world, exact=True)


def test_a_year_away_needs_no_question(world):
    ann, bob = world.devices
    ann.do(lambda edits: edits.create(("card", b"2" * 16), "group:g", {"title": "x"}))
    world.exchange(ann, bob)
    for key in (KEY, ("card", b"2" * 16)):
        ann.do(lambda edits, k=key: edits.delete(k))
    ann.do(lambda edits: edits.create(("card", b"3" * 16), "group:g", {"title": "y"}))
    world.exchange(ann)
    bob.do(lambda edits: edits.change(KEY, {"title": "edited away from home"}))
    assert world.compact() == 0
    world.now_ms += 365 * DAY_MS
    assert world.compact() == 2
    world.settle()
    assert bob.value(KEY, "title") == ann.value(KEY, "title") == "edited away from home"
    assert not bob.rows.get([("card", b"2" * 16)])
    check(world, exact=True)


def test_an_older_version_returns_what_it_does_not_know(world):
    ann, bob = world.devices
    strange = {"title": "t", "future": {"nested": [1, None, b"raw", {"x": 1.5}]}}
    ann.do(lambda edits: edits.create(("unheard_of", b"4" * 16), "group:g", strange))
    world.exchange(ann, bob)
    bob.do(lambda edits: edits.change(("unheard_of", b"4" * 16), {"title": "older edits"}))
    world.settle()
    key = ("unheard_of", b"4" * 16)
    assert ann.rows.get([key])[key].fields == bob.rows.get([key])[key].fields
    assert ann.value(key, "future") == strange["future"]


def test_garbage_is_refused_and_nothing_changes(world):
    ann = world.devices[0]
    ann.send()
    before = ann.journal.device(), ann.journal.sending(), ann.visible()
    for body in (b"", b"<html>hotel</html>", seal(Answer(1, 0, 0, Receipt()))[:-3]):
        with pytest.raises(AppError):
            ann.engine.steps(body, 0)
    assert before == (ann.journal.device(), ann.journal.sending(), ann.visible())


def test_nothing_to_say_is_said_in_one_small_exchange():
    """T1: ten scopes, at most 1,000 bytes both ways, whatever the size."""
    world = World.calm()
    ann = world.devices[0]
    ann.grants = {f"group:0190c1f2-7a3b-7c11-8d2e-{n:012d}": FULL for n in range(10)}
    for scope in ann.grants:
        ann.do(lambda edits, s=scope: edits.create(("card", ann._id()), s, {"title": "x"}))
    world.exchange(ann)
    world.exchange(ann)
    request = ann.send()
    answer = world.serve(ann, request)
    assert answer is not None
    assert len(request) + len(answer) <= 1_000
    assert not ann.engine.unfinished()


def test_long_pages_are_applied_in_short_transactions(world, monkeypatch):
    monkeypatch.setattr(engine, "TAKEN_ROWS", 500)
    ann, bob = world.devices
    for number in range(1_200):
        ann.do(
            lambda edits, n=number: edits.create(("card", n.to_bytes(16, "big")), "group:g", {"title": "t"})
        )
    world.exchange(ann)
    steps = bob.engine.steps(world.serve(bob, bob.send()), 0)
    changed = [len(bob.transact(step)) for step in steps]
    assert max(changed) == 500
    assert sum(changed) == 1_200
    assert bob.journal.scopes()["group:g"].cursor == world.store.heads(["group:g"])["group:g"]


@pytest.mark.parametrize("way", ["revoked", "healed"])
def test_no_transaction_holds_more_rows_than_a_step_may(world, way):
    """I8: whatever comes in one answer, the file is free again after each few rows."""
    ann, bob = world.devices
    count = 2 * STEP_ROWS + 10
    for number in range(count):  # all in one bucket
        key = ("card", number.to_bytes(15, "big") + b"\x07")
        ann.do(lambda edits, key=key: edits.create(key, "group:g", {"title": "t"}))
    world.settle()
    if way == "revoked":
        bob.grants = {"user:a": FULL}
    else:
        bob.journal.heal("group:g", [7], Why.DIGEST)
    steps = bob.engine.steps(world.serve(bob, bob.send()), bob.now_ms())
    changed = [len(bob.transact(step)) for step in steps]
    assert max(changed) <= STEP_ROWS + 1
    assert sum(changed) >= count
    world.settle()
    check(world, exact=False)
