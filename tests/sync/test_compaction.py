"""What is old is forgotten, slice by slice, with the same end as in one go. Stamps say nothing of age."""

import pytest

from sync import compaction
from sync.ages import DAY_MS
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
    return world


def head(world):
    return world.store.heads(["group:g"])["group:g"]


def test_deletions_and_conflicts_go_after_half_a_year(world):
    assert world.compact() == 0
    world.now_ms += KEPT_MS - 1
    assert world.compact() == 0
    world.now_ms += 1
    assert world.compact() == 4
    assert [row.kind for row in world.store.living("group:g") if row.kind == CONFLICT] == []
    assert set(world.store.rows(KEYS)) == set(KEYS) - set(KEYS[2::3])
    world.settle()


@pytest.mark.parametrize("size", [1, 2, 5])
def test_slices_come_to_the_same_end(world, size, monkeypatch):
    monkeypatch.setattr(compaction, "SLICE_ROWS", size)
    until, after, count, slices = head(world), 0, 0, 0
    while after is not None:
        done = forget_slice(world.store, "group:g", until, after)
        after, count, slices = done.after, count + done.rows, slices + 1
        assert done.rows <= size
    assert count == 4
    assert slices >= 12 // size
    left = [row.key for row in world.store.feed("group:g", 0, 99) if row.deleted]
    assert [kind for kind, _ in left] == [CONFLICT], "the conflict is a deletion that is new"
    world.settle()
    assert world.healed == 0


def test_a_device_from_before_the_horizon_compares(world):
    ann, _ = world.devices
    state = ann.journal.scopes()["group:g"]
    state.cursor = 1
    ann.journal.set_scope(state)
    forget(world.store, "group:g", head(world))
    (verify,) = unseal(world.serve(ann, ann.send()), Answer).verify
    assert verify.why == Why.HORIZON
    assert forget_slice(world.store, "group:g", head(world) - 1) == Forgotten(0, None)


@pytest.mark.parametrize("skew_ms", [400 * DAY_MS, -400 * DAY_MS])
def test_what_a_wrong_clock_stamped_is_as_old_as_it_is(world, skew_ms):
    """In the past it is not forgotten at once, in the future not kept for ever."""
    ann, bob = world.devices
    assert world.compact() == 0
    world.now_ms += KEPT_MS // 2
    ann.skew_ms = bob.skew_ms = skew_ms
    for device in (ann, bob):
        device.do(lambda edits, d=device: edits.change(KEYS[1], {"title": d.name}))
        world.exchange(device)
    ann.do(lambda edits: edits.delete(KEYS[3]))
    world.settle()
    conflicts = [row.key for row in world.store.living("group:g") if row.kind == CONFLICT]
    assert world.compact() == 0
    world.now_ms += KEPT_MS // 2
    assert world.compact() == 4, "of the first round"
    (kept,) = [row.key for row in world.store.living("group:g") if row.kind == CONFLICT]
    assert kept in conflicts
    assert KEYS[3] in world.store.rows(KEYS)
    world.now_ms += KEPT_MS // 2
    world.compact()
    assert [row for row in world.store.living("group:g") if row.kind == CONFLICT] == []
    assert KEYS[3] not in world.store.rows(KEYS)
    world.settle()
    assert world.healed == 0
