"""Edits packed together are the operations that each of them would be, and their sums what the receipts add up to."""

import random

import pytest

from sync.authority import decode_batch
from sync.digest import changed_by
from sync.outgoing import freeze, op_of
from sync.packing import Edited, Packing
from sync.protocol import Receipt, Verdict
from sync.receipts import Receipts
from sync.replica import Replica
from sync.rows import Flag, Op
from sync.runs import ops_of
from sync.stamps import encode_stamps, event_id
from tests.support.sync_rows import raw
from tests.support.sync_world import Device, World

HOME = "group:g"


def edited(seed: int) -> Device:
    """A device with rows the authority has and edits it has not: made, changed, deleted, brought back, moved."""
    world = World.calm(2)
    ann, bob = world.devices
    rng = random.Random(seed)
    for device in (ann, bob):
        for _ in range(6):
            device.do(
                lambda edits: edits.create(("card", rng.randbytes(16)), HOME, {"title": "t", "body": "b"})
            )
    world.exchange(ann, bob, ann)
    for _ in range(12):
        key = rng.choice(ann.visible()).key
        work = rng.choice(["made", "event", "title", "both", "more", "deleted", "restored"])
        if work == "made":
            ann.do(lambda edits: edits.create(("card", rng.randbytes(16)), HOME, {"title": "new"}))
        elif work == "event":
            row_id = rng.choice([b"", rng.randbytes(16)])
            ann.do(lambda edits, row_id=row_id: edits.create(("answer", row_id), HOME, {"n": 1}, event=True))
        elif work == "deleted":
            ann.do(lambda edits, key=key: edits.delete(key))
        elif work == "restored":
            ann.do(lambda edits, key=key: edits.delete(key))
            world.exchange(ann)
            ann.do(lambda edits, key=key: edits.restore(key))
        else:
            names = {"title": ["title"], "both": ["title", "body"], "more": ["mood"]}[work]
            values = {name: rng.random() for name in names}
            ann.do(lambda edits, key=key, values=values: edits.change(key, values))
    return ann


def state(device: Device) -> list[object]:
    tables = ("sync_outbox", "sync_confirmed", "sync_sending", "sync_bucket", "sync_scope", "sync_refused")
    return [sorted(device.connection.execute(f"SELECT * FROM {table}").fetchall()) for table in tables]


def sent(device: Device) -> tuple[int, bytes]:
    found = device.journal.sending()
    assert found is not None
    return found


def take(device: Device) -> None:
    def work() -> None:
        replica = Replica(device.journal, device.rows, 0)
        number, _ = sent(device)
        Receipts(device.journal, device.rows, replica, 0).take(Receipt(number, Verdict.TAKEN), [])
        replica.flush()

    device.transact(work)


@pytest.mark.parametrize("noted", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_what_is_packed_is_what_each_row_would_hand_in(seed, noted):
    device = edited(seed)
    if noted:
        device.transact(device.journal.note_all)
    rows = {row.key: row for row in (device.rows.get(device.journal.waiting(99)).values())}
    expected = {
        one.key: op_of(rows[one.key], one.entry, one.confirmed) for one in device.journal.unsent_of(0)
    }
    device.transact(lambda: freeze(device.journal, device.rows, 0))
    found = {op.key: op for op in decode_batch(sent(device)[1]).ops}
    assert found == {key: op for key, op in expected.items() if op is not None}


@pytest.mark.parametrize("noted", [False, True])
@pytest.mark.parametrize("meanwhile", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_a_batch_taken_as_a_whole_leaves_what_one_taken_row_by_row_does(seed, meanwhile, noted):
    device = edited(seed)
    if noted:
        device.transact(device.journal.note_all)
    device.transact(lambda: freeze(device.journal, device.rows, 0))
    if meanwhile:
        key = random.Random(seed).choice(device.visible()).key
        device.do(lambda edits: edits.change(key, {"title": "later"}))
    image = device.image()
    take(device)
    other = Device(device.world, "other", newer=False, image=image)
    other.connection.execute("UPDATE sync_sending SET sums = NULL")
    take(other)
    assert state(device) == state(other)


def row(
    clock: int, *, author: int = 1, flags: int = 0, row_id: bytes | None = None, **values: object
) -> Edited:
    stamps = encode_stamps({"*": (clock, author, clock)})
    return (row_id or clock.to_bytes(16, "big"), None, 0, HOME, HOME, flags, stamps, raw(values))


def with_stamps(stamps: bytes) -> Edited:
    return (bytes(16), None, 0, HOME, HOME, 0, stamps, raw({"a": 1}))


def changed(row_id: bytes, now: bytes, base: bytes, *, home: str = HOME) -> Edited:
    return (row_id, base, 0, home, HOME, 0, now, raw({"a": 1, "b": 2}))


def ops(packing: Packing) -> list[Op]:
    return [op for run in packing.runs for op in ops_of(run)]


def test_rows_of_one_shape_are_one_run_in_the_order_they_were_made_in():
    packing = Packing()
    assert packing.made("card", [row(9, a=1), row(3, a=2), row(5, b=1)]) == set()
    assert [len(ops_of(run)) for run in packing.runs] == [2, 1]
    assert [op.id[-1] for op in ops(packing)] == [3, 9, 5]
    assert packing.count == 3


def test_sums_are_those_of_the_rows_that_live():
    packing = Packing()
    rows = [row(9, a=1), row(3, flags=Flag.DELETED, a=2)]
    packing.made("card", rows)
    expected = changed_by(("card", rows[0][0]), (None, False), (rows[0][6], False))
    assert packing.sums == {(HOME, 9): expected}


def test_a_change_takes_the_old_state_out_of_the_sums():
    packing = Packing()
    base = encode_stamps({"*": (1, 1, 1)})
    now = encode_stamps({"*": (1, 1, 1), "a": (2, 7, 2)})
    row_id = bytes(15) + b"\5"
    assert packing.changed("card", [changed(row_id, now, base)]) == set()
    assert packing.sums == {(HOME, 5): changed_by(("card", row_id), (base, False), (now, False))}


@pytest.mark.parametrize(
    "odd",
    [
        row(3, row_id=b"short", a=1),
        with_stamps(b"\xc1"),
        with_stamps(encode_stamps({})),
        with_stamps(encode_stamps({"*": (-1, 1, 1)})),
    ],
)
def test_what_no_program_makes_is_left_to_others(odd):
    packing = Packing()
    assert packing.made("card", [odd]) == {odd[0]}
    assert (packing.runs, packing.count) == ([], 0)


def test_rows_of_several_authors_are_a_run_each():
    packing = Packing()
    assert packing.made("card", [row(3, a=1), row(4, author=2, a=1)]) == set()
    assert sorted(run.stamps["*"] for run in packing.runs) == [1, 2]


def test_edits_of_what_several_made_are_a_run_for_each():
    packing = Packing()
    rows: list[Edited] = []
    for author in (1, 2, 1):
        base = {"*": (1, author, 1)}
        now = encode_stamps({**base, "a": (5, 7, len(rows))})
        rows.append(changed(bytes([len(rows)]) * 16, now, encode_stamps(base)))
    assert packing.changed("card", rows) == set()
    assert [(run.base, len(ops_of(run))) for run in packing.runs] == [({"a": 1}, 2), ({"a": 2}, 1)]


def test_a_row_without_an_id_is_left_to_others():
    without = (b"", *row(3, a=1)[1:])
    assert Packing().made("card", [without]) == {b""}


def test_events_go_without_the_ids_that_follow_from_their_stamps_unless_one_does_not():
    ids = [event_id((n, 1, n)).bytes for n in (3, 4)]
    events = [row(n, flags=Flag.EVENT, row_id=row_id, a=1) for n, row_id in zip((3, 4), ids, strict=True)]
    packing = Packing()
    assert packing.made("answer", events) == set()
    assert packing.runs[0].ids == b""
    assert {op.id for op in ops(packing)} == {*ids}
    own = row(5, flags=Flag.EVENT, a=1)
    assert Packing().made("answer", [own]) == set()
    assert Packing().made("answer", [*events, own]) == {*ids, own[0]}


@pytest.mark.parametrize(
    ("base", "home"),
    [
        (encode_stamps({"*": (1, 1, 1), "a": (2, 1, 2)}), HOME),
        (encode_stamps({"*": (9, 1, 9)}), HOME),
        (encode_stamps({"*": (1, 1, 1)}), "group:other"),
        (encode_stamps({"a": (1, 1, 1)}), HOME),
        (encode_stamps({"*": (1, 1, 1), "gone": (2, 1, 2)}), HOME),
    ],
)
def test_rows_that_did_not_change_or_changed_otherwise_are_left_to_others(base, home):
    now = encode_stamps({"*": (1, 1, 1), "a": (2, 1, 2)})
    packing = Packing()
    assert packing.changed("card", [changed(bytes(16), now, base, home=home)]) == {bytes(16)}
    assert packing.runs == []
