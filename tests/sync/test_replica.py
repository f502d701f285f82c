"""What comes from the authority goes under what is unsent; what leaves takes its unsent edits aside."""

import pytest

from sync.protocol import Fed
from sync.replica import REVOKED, Replica
from sync.scopes import FULL
from tests.support.sync_judging import check
from tests.support.sync_world import World

KEY = ("card", b"1" * 16)


@pytest.fixture
def world():
    made = World.calm()
    ann, bob = made.devices
    ann.do(lambda edits: edits.create(KEY, "group:g", {"title": "t", "body": "b"}))
    made.exchange(ann, bob)
    return made


def test_unsent_fields_keep_their_value_and_their_base(world):
    ann, bob = world.devices
    ann.do(lambda edits: edits.change(KEY, {"title": "ann", "body": "ann's"}))
    world.exchange(ann)
    request = bob.send()
    bob.do(lambda edits: edits.change(KEY, {"title": "bob"}))
    bob.receive(world.serve(bob, request))
    assert (bob.value(KEY, "title"), bob.value(KEY, "body")) == ("bob", "ann's")
    world.settle()
    (conflict,) = ann.conflicts()
    assert {conflict[2], ann.value(KEY, "title")} == {"ann", "bob"}
    check(world, exact=False)


def test_a_row_follows_to_a_scope_that_may_be_seen(world):
    ann, bob = world.devices
    ann.do(lambda edits: edits.move(KEY, "user:a"))
    world.exchange(ann, bob)
    assert bob.rows.get([KEY])[KEY].scope == "user:a"
    check(world, exact=True)


def test_a_row_leaves_when_its_new_scope_may_not_be_seen(world):
    ann, bob = world.devices
    bob.grants = {"group:g": FULL}
    world.exchange(bob)
    bob.do(lambda edits: edits.change(KEY, {"title": "unsent"}))
    request = bob.engine.request(bob.now_ms())
    ann.do(lambda edits: edits.move(KEY, "user:a"))
    world.exchange(ann)
    bob.receive(world.serve(bob, request))
    assert bob.rows.get([KEY]) == {}
    assert [one.reason for one in bob.journal.refused()] == [REVOKED]
    check(world, exact=True)


def test_a_bucket_that_rotted_is_made_whole(world):
    bob = world.devices[1]
    with bob.journal.applying():
        bob.rows.remove([KEY])
    assert bob.engine.check(0) == ["group:g"]
    world.settle()
    assert bob.value(KEY, "title") == "t"
    check(world, exact=True)


def test_what_only_the_device_has_is_never_thrown_away_for_a_digest(world):
    """A fault of the authority: the row vanished there. It gets it back."""
    world.server.execute("DELETE FROM sync_record")
    world.server.execute("DELETE FROM sync_digest")
    world.server.execute("UPDATE sync_scope_head SET digest = x'00'")
    world.settle()
    assert [row.key for row in world.all_rows()] == [KEY]
    check(world, exact=True)


def test_a_row_that_is_edited_again_after_it_was_compared_is_counted_as_it_was(world):
    """The first edit arrived, without an answer: nothing is unsent of it, but it is noted as unsent."""
    bob = world.devices[1]
    bob.do(lambda edits: edits.change(KEY, {"title": "bob"}))
    world.serve(bob, bob.send())
    bob.transact(bob.journal.ask_again)
    (row,) = world.store.living("group:g")
    fed = [Fed(0, row.kind, row.id, row.flags, row.stamps, row.fields)]
    replica = Replica(bob.journal, bob.rows, bob.now_ms())
    for _ in range(2):
        bob.transact(lambda: replica.heal_rows("group:g", fed, life=None, carry=True))
        bob.transact(replica.flush)
    bob.do(lambda edits: edits.change(KEY, {"body": "again"}))
    assert replica.recount("group:g")
    world.settle()
    assert bob.value(KEY, "body") == "again"
    check(world, exact=False)


def test_digests_follow_every_step(world):
    ann, bob = world.devices
    for number in range(5):
        ann.do(lambda edits, n=number: edits.change(KEY, {"title": f"a{n}"}))
        bob.do(lambda edits, n=number: edits.change(KEY, {"body": f"b{n}"}))
        world.exchange(ann, bob)
        for device in (ann, bob):
            assert Replica(device.journal, device.rows, 0).recount("group:g")
