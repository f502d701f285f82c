"""Rows of any kind are kept as they came, without a trace in the outbox."""

import msgspec
import pytest

from sync.journal_batches import Entry
from sync.rows import Flag, Row
from tests.support.sync_rows import attached
from tests.support.sync_world import World


@pytest.fixture
def device():
    return World.calm(1).devices[0]


def rows(count, *, flags=0, kind="odd"):
    return [
        Row(kind, n.to_bytes(16, "big"), "group:g", flags, b"\x80", b"\x81\xa1x\xd4\x05\x00")
        for n in range(count)
    ]


def silently(device, work):
    with device.journal.applying():
        work()


def test_rows_come_back_as_they_were(device):
    kept = [*rows(900), Row("odd", b"e" * 16, "user:a", int(Flag.EVENT | Flag.DELETED), b"\x80", b"\x80")]
    silently(device, lambda: device.rows.put(kept))
    assert device.rows.get(row.key for row in kept) == {row.key: row for row in kept}
    assert len(list(device.rows.in_scope("group:g"))) == 900
    assert not device.journal.unsent()
    device.rows.remove([kept[0].key])
    assert device.rows.get([kept[0].key]) == {}


def test_rows_of_a_snapshot_are_taken_and_their_states_are_known(device, tmp_path):
    kept = [*rows(900), *rows(3, flags=int(Flag.EVENT), kind="done")]
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    before = device.connection.execute(triggers).fetchall()
    with attached(device.connection.real, kept, tmp_path / "s") as parts:
        assert device.transact(lambda: device.rows.adopt("group:g", parts)) == []
    assert not device.journal.unsent()
    assert device.connection.execute(triggers).fetchall() == before
    assert device.rows.get(row.key for row in kept) == {row.key: row for row in kept}
    states = device.rows.states([*(row.key for row in kept), ("card", b"no such row here")])
    assert states == {row.key: (row.scope, row.stamps, row.deleted) for row in kept}


def test_what_is_here_already_is_told_unless_it_is_the_same(device, tmp_path):
    same, other, edited, gone, *new = rows(9)
    mine = [
        same,
        msgspec.structs.replace(other, stamps=b"\x81\x01\x01"),
        edited,
        msgspec.structs.replace(gone, flags=int(Flag.DELETED)),
    ]
    silently(device, lambda: device.rows.put(mine))
    device.journal.put_entry(edited.key, Entry(0, b"\x80", knew=False, seen=None))
    with attached(device.connection.real, [same, other, edited, gone, *new], tmp_path / "s") as parts:
        assert device.transact(lambda: device.rows.adopt("group:g", parts)) == [other, edited, gone]
    assert device.rows.get(row.key for row in (*mine, *new)) == {row.key: row for row in (*mine, *new)}
