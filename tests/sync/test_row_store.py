"""Rows of any kind are kept as they came, without a trace in the outbox."""

import pytest

from sync.rows import Flag, Row
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


def test_rows_of_a_snapshot_are_taken_and_their_states_are_known(device):
    kept = rows(900)
    silently(device, lambda: device.rows.adopt(kept))
    assert not device.journal.unsent()
    states = device.rows.states([*(row.key for row in kept), ("card", b"no such row here")])
    assert states == {row.key: (row.scope, row.stamps, row.deleted) for row in kept}
