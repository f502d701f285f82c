"""What an authority writes itself reaches every device, never conflicts, and is digested like any edit."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.clock import hybrid
from sync.authoring import stamped, write
from sync.change_store import MemoryChangeStore
from sync.digest import row_hash
from sync.erasure import erase
from sync.rows import Flag
from sync.stamps import AUTHORITY, DELETED, EVERY, decode_stamps
from tests.support.sync_rows import plain
from tests.support.sync_world import START_MS, World

KEY = ("membership", b"m" * 16)


def say(store, values, *, scope="group:g", now_ms=START_MS, key=KEY):
    return write(store, AUTHORITY, [(*key, scope, values)], now_ms)


@pytest.fixture
def store():
    return MemoryChangeStore()


def stored(store):
    return store.rows([KEY])[KEY]


def test_only_what_differs_is_written(store):
    assert say(store, {"name": "Ann", "role": "member"}) == [KEY]
    assert say(store, {"name": "Ann"}) == []
    assert say(store, {"role": "manager"}, now_ms=0) == [KEY]
    assert plain(stored(store).fields) == {"name": "Ann", "role": "manager"}
    stamps = decode_stamps(stored(store).stamps)
    assert stamps["role"][0] > stamps[EVERY][0] == hybrid(START_MS)
    assert [row.seq for row in store.feed("group:g", 0, 9)] == [2]


def test_a_record_goes_and_comes_back(store):
    assert say(store, None) == []
    say(store, {"name": "Ann"})
    assert say(store, None) == [KEY]
    assert say(store, None) == []
    assert stored(store).deleted
    assert set(store.digests(["group:g"])["group:g"]) == {0}
    assert say(store, {"name": "Ann"}) == [KEY]
    assert not stored(store).deleted
    assert DELETED in decode_stamps(stored(store).stamps)


def test_a_record_moves(store):
    say(store, {"name": "Ann"})
    assert say(store, {}, scope="user:a") == [KEY]
    assert [one.to for one in store.departures("group:g", 0, 9)] == ["user:a"]
    assert say(store, None, scope="group:g") == [KEY]
    assert stored(store).scope == "user:a", "a deletion moves nothing"


def test_an_event_and_an_erased_row_stay_as_they_are(store):
    store.save([msgspec.structs.replace(_made(store), id=b"e" * 16, flags=Flag.EVENT, seq=99)])
    with pytest.raises(ValueError, match="never changes"):
        say(store, {"name": "x"}, key=("membership", b"e" * 16))
    erase(store, [KEY], START_MS)
    assert say(store, {"name": "x"}) == []


def _made(store):
    say(store, {"name": "Ann"})
    return stored(store)


def test_devices_have_it_and_their_unsent_edits_meet_it():
    world = World.calm()
    ann, bob = world.devices
    say(world.store, {"title": "server"}, key=("card", b"m" * 16))
    world.settle()
    key = ("card", b"m" * 16)
    assert [device.value(key, "title") for device in (ann, bob)] == ["server"] * 2
    ann.do(lambda edits: edits.change(key, {"title": "ann"}))
    world.now_ms += 1
    say(world.store, {"title": "again"}, key=key, now_ms=world.now_ms)
    world.settle()
    kept = {ann.value(key, "title"), *(value for _, _, value in ann.conflicts())}
    assert kept == {"ann", "again"}
    assert world.healed == 0


@settings(max_examples=1_000, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(["group:g", "user:a"]),
            st.none() | st.dictionaries(st.sampled_from("ab"), st.integers(0, 2)),
            st.integers(0, START_MS),
        ),
        max_size=8,
    )
)
def test_rows_feeds_and_digests_agree_whatever_is_written(writings):
    store = MemoryChangeStore()
    said: dict[bytes, dict[str, int]] = {}
    for number, scope, values, now_ms in writings:
        row_id = bytes([number]) * 16
        before = store.rows([("group", row_id)])
        write(store, AUTHORITY, [("group", row_id, scope, values)], now_ms)
        if values is not None or before:
            said.setdefault(row_id, {}).update(values or {})
            (row,) = store.rows([("group", row_id)]).values()
            assert row.deleted == (values is None)
    assert {row_id: plain(row.fields) for (_, row_id), row in _all(store).items()} == said
    for scope in ("group:g", "user:a"):
        total = sum(row_hash(row.key, row.stamps) for row in store.living(scope))
        assert int.from_bytes(store.digests([scope])[scope], "big") == total % (1 << 128)
        numbers = [row.seq for row in store.feed(scope, 0, 99)]
        assert len(set(numbers)) == len(numbers)
        assert not numbers or numbers[-1] <= store.heads([scope])[scope]


def _all(store):
    return store.rows([("group", bytes([number]) * 16) for number in range(3)])


@given(
    st.dictionaries(st.sampled_from(["*", "a"]), st.tuples(*[st.integers(0, 1 << 62)] * 3)),
    st.integers(0, 1 << 41),
)
def test_a_stamp_is_above_all_others_and_single(stamps, now_ms):
    clock, author, operation = stamped(7, stamps, now_ms)
    assert (author, operation) == (7, clock)
    assert all(clock > other for other, _, _ in stamps.values())
    assert clock >= hybrid(now_ms)
