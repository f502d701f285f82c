"""Feed places, traces of moves and digests follow from the rows that were entered."""

import msgspec
import pytest

from sync.change_store import MemoryChangeStore
from sync.changes import Changes
from sync.digest import row_hash
from sync.rows import Row

KEY = ("card", bytes(16))


def entered(store, scope, stamps):
    changes = Changes(store)
    changes.lock([scope])
    changes.load([KEY])
    old = changes.now.get(KEY)
    row = Row(*KEY, scope, 0, stamps, b"\x80")
    changes.enter(msgspec.structs.replace(old, scope=scope, stamps=stamps) if old else row)
    return changes.write()


def test_nothing_entered_writes_nothing():
    store = MemoryChangeStore()
    changes = Changes(store)
    changes.load([KEY])
    assert changes.write() == 0
    assert store.heads(["group:g"]) == {"group:g": 0}


@pytest.mark.parametrize(("scope", "old", "new"), [("group:g", 0, 2), ("user:a", 2, 1)])
def test_numbers_digests_and_traces_follow_a_row(scope, old, new):
    store = MemoryChangeStore()
    assert entered(store, "group:g", b"one") == 1
    assert entered(store, scope, b"two") == 1
    assert store.heads([scope])[scope] == new
    assert int.from_bytes(store.digests([scope])[scope], "big") == row_hash(KEY, b"two")
    assert [one.seq for one in store.departures("group:g", 0, 9)] == ([old] if old else [])
    assert len(store.feed("group:g", 0, 9)) == (scope == "group:g")
