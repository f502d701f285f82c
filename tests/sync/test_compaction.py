"""What is old is forgotten, slice by slice, with the same end as in one go."""

import pytest

from sync import compaction
from sync.codec import unseal
from sync.compaction import KEPT_MS, Forgotten, forget, forget_slice
from sync.protocol import Answer, Why
from sync.rows import CONFLICT
from tests.support.sync_world import World

KEYS = [("card", number.to_bytes(16, "big")) for number in range(12)]


@pytest.fixture
def world():
    """Twelve rows of which four are deleted, and one conflict."""
    world = World.calm()
    ann, bob = world.devices
    for key in KEYS:
        ann.do(lambda edits, key=key: edits.create(key, "group:g", {"title": "t"}))
    world.settle()
    for device in (ann, bob):
        device.do(lambda edits, d=device: edits.change(KEYS[0], {"title": d.name}))
        world.exchange(device)
    for key in KEYS[2::3]:
        ann.do(lambda edits, key=key: edits.delete(key))
    world.settle()
    assert world.compact() == 0
    world.now_ms += KEPT_MS + 120_000
    return world


def test_deletions_and_conflicts_go_after_half_a_year(world):
    assert forget(world.store, "group:g", world.now_ms) == 4
    assert [row.kind for row in world.store.living("group:g") if row.kind == CONFLICT] == []
    assert set(world.store.rows(KEYS)) == set(KEYS) - set(KEYS[2::3])
    world.settle()


@pytest.mark.parametrize("size", [1, 2, 5])
def test_slices_come_to_the_same_end(world, size, monkeypatch):
    monkeypatch.setattr(compaction, "SLICE_ROWS", size)
    after, count, slices = 0, 0, 0
    while after is not None:
        done = forget_slice(world.store, "group:g", world.now_ms, after)
        after, count, slices = done.after, count + done.rows, slices + 1
        assert done.rows <= size
    assert count == 4
    assert slices >= 12 // size
    assert [row.key for row in world.store.feed("group:g", 0, 99) if row.deleted and row.kind == "card"] == []
    world.settle()
    assert world.healed == 0


def test_a_device_from_before_the_horizon_compares(world):
    ann, _ = world.devices
    state = ann.journal.scopes()["group:g"]
    state.cursor = 1
    ann.journal.set_scope(state)
    forget(world.store, "group:g", world.now_ms)
    (verify,) = unseal(world.serve(ann, ann.send()), Answer).verify
    assert verify.why == Why.HORIZON
    assert forget_slice(world.store, "group:g", world.now_ms) == Forgotten(0, None)
