"""Rows of any kind are kept as they came, without a trace in the outbox."""

import pytest

from sync.journal import Journal
from sync.rows import Flag, Row
from sync.snapshots import attach, detach, write
from tests.support.sync_world import World


@pytest.fixture
def device():
    return World.calm(1).devices[0]


def rows(count, *, flags=0):
    return [
        Row("odd", n.to_bytes(16, "big"), "group:g", flags, b"\x80", b"\x81\xa1x\xd4\x05\x00")
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


def test_a_snapshot_is_taken_beside_what_is_here(device, tmp_path):
    world = World.calm(1)
    world.store.save([row for n, row in enumerate(rows(5)) if not setattr(row, "seq", n + 1)])
    write(world.store, "group:g", tmp_path / "s")
    silently(device, lambda: device.rows.put(rows(1)))
    attach(device.connection.real, tmp_path / "s")
    try:
        found = []
        silently(device, lambda: found.extend(device.rows.adopt("group:g", 1, 99)))
    finally:
        detach(device.connection.real)
    assert [row.id[-1] for row in found] == [0]
    assert len(list(device.rows.in_scope("group:g"))) == 5
    assert isinstance(device.journal, Journal)
