"""Both stores keep the same promises."""

import sys

import pytest

from sync.change_store import Departure, MemoryChangeStore, ReceiptRecord
from sync.conflicts import conflict_row, kept_for
from sync.digest import total
from sync.merge import Loss
from sync.protocol import Gone
from sync.rows import Flag, Origin, Row
from sync.sqlite_store import SqliteChangeStore, create
from tests.support.sync_world import opened


@pytest.fixture(params=["memory", "sqlite"])
def store(request):
    if request.param == "memory":
        return MemoryChangeStore()
    connection = opened()
    create(connection)
    return SqliteChangeStore(connection)


def some(number: int, seq: int, *, scope: str = "group:g", flags: int = 0, kind: str = "card") -> Row:
    return Row(kind, bytes(15) + bytes([number]), scope, flags, b"s%d" % seq, b"f", seq)


def test_the_feed_has_one_entry_per_row_and_moves_it_to_the_end(store):
    store.save([some(1, 1), some(2, 2), some(3, 3)])
    store.save([some(1, 4)])
    assert [row.seq for row in store.feed("group:g", 0, 9)] == [2, 3, 4]
    assert [row.id[-1] for row in store.feed("group:g", 2, 1)] == [3]
    assert store.rows([("card", some(1, 0).id), ("card", bytes(16))]) == {some(1, 0).key: some(1, 4)}


def test_kinds_may_share_an_id(store):
    store.save([some(1, 1), some(1, 2, kind="deck")])
    assert len(store.rows([some(1, 0).key, some(1, 0, kind="deck").key])) == 2


def test_receipts_are_known_again(store):
    assert store.last_batch(b"d" * 16) == 0
    store.keep_receipt(b"d" * 16, 3, ReceiptRecord(b"hash", b"receipt"))
    assert store.receipt(b"d" * 16, 3) == ReceiptRecord(b"hash", b"receipt")
    assert store.receipt(b"d" * 16, 2) is None
    store.keep_receipt(b"d" * 16, 4, ReceiptRecord(b"other", b"x"))
    assert store.last_batch(b"d" * 16) == 4
    assert store.receipt(b"d" * 16, 3).digest == b"hash"


def test_heads_and_digests_move_together(store):
    store.save([some(1, 1)])
    store.set_heads({"group:g": 5}, {("group:g", 1): 10, ("group:g", 2): -3})
    store.set_heads({}, {("group:g", 1): 1})
    assert store.heads(["group:g", "user:none"]) == {"group:g": 5, "user:none": 0}
    assert int.from_bytes(store.buckets("group:g")[1], "big") == 11
    assert store.digests(["group:g"])["group:g"] == total(store.buckets("group:g").values())


def test_departures_are_told_once_per_row(store):
    key = some(1, 0).key
    store.save([some(1, 1)])
    store.depart([Departure("group:g", 2, key, "user:a")])
    store.depart([Departure("group:g", 4, key, "user:b")])
    assert store.departures("group:g", 0, 9) == [Gone(4, *key, "user:b")]
    assert store.departures("group:g", 4, 9) == []
    store.depart([Departure("user:b", 5, key, "group:g")])
    assert store.departures("group:g", 0, 9) == []


def test_buckets_and_the_living(store):
    store.save([some(1, 1), some(2, 2, flags=Flag.DELETED), some(3, 3, scope="user:a")])
    assert [row.id[-1] for row in store.living("group:g")] == [1]
    assert [row.id[-1] for row in store.bucket_rows("group:g", 2)] == [2]


def test_what_is_forgotten_is_gone_and_the_horizon_tells(store):
    store.save([some(1, 1), some(2, 2, flags=Flag.DELETED)])
    store.depart([Departure("group:g", 1, some(9, 0).key, "user:a")])
    store.forget("group:g", [some(2, 0).key], 2)
    assert store.horizon("group:g") == 2
    assert store.departures("group:g", 0, 9) == []
    assert [row.id[-1] for row in store.feed("group:g", 0, 9)] == [1]
    assert store.epoch() == 0


@pytest.mark.parametrize("limit", [None, 1, 2, 9])
def test_a_dropped_scope_leaves_its_number_and_nothing_else(store, limit):
    store.save([some(1, 1), some(2, 2), some(3, 3, scope="user:a")])
    store.depart([Departure("group:g", 3, some(9, 0).key, "user:a")])
    store.set_heads({"group:g": 3}, {("group:g", 1): 5})
    while not store.drop_scope("group:g", limit):
        pass
    assert (store.feed("group:g", 0, 9), store.departures("group:g", 0, 9)) == ([], [])
    assert (store.buckets("group:g"), total([*store.digests(["group:g"]).values()])) == ({}, bytes(16))
    head = store.heads(["group:g"])["group:g"]
    assert head > 3
    assert store.horizon("group:g") == head
    assert [row.id[-1] for row in store.feed("user:a", 0, 9)] == [3]


def test_conflicts_of_a_row_are_found_in_any_scope_and_when_deleted(store):
    lost = Loss("title", b"\xa1x", (5, 1, 1))
    rows = [conflict_row(some(1, 0, scope=scope), lost) for scope in ("group:g",)]
    other = conflict_row(some(2, 0, scope="user:a"), lost)
    gone = conflict_row(some(1, 0, scope="user:a"), Loss("body", b"\xa1x", (5, 1, 1)))
    gone.flags = Flag.DELETED
    for seq, row in enumerate([*rows, other, gone, some(3, 0)], start=1):
        row.seq = seq
    store.save([*rows, other, gone, some(3, 4)])
    found = store.conflicts_of([some(1, 0).key, some(3, 0).key])
    assert sorted(found, key=lambda row: row.seq) == [*rows, gone]
    assert found == sorted(found, key=lambda row: row.id)
    assert store.conflicts_of([]) == []


def test_conflicts_of_other_rows_are_not_read(store, monkeypatch):
    """A server has many; one that only mentions a row's id in its value is not of that row."""
    wanted, read = [("card", number.to_bytes(16, "big")) for number in (7, 300, 900)], []
    rows = [
        conflict_row(Row("card", number.to_bytes(16, "big"), "group:g", 0, b"s", b"f"), loss)
        for number, loss in ((n, Loss("title", b"\xa1x", (5, 1, n))) for n in range(1, 1_000))
    ]
    mention = conflict_row(some(1, 0), Loss("link", b"\xc4\x10" + wanted[0][1], (5, 1, 1)))
    for seq, row in enumerate([*rows, mention], start=1):
        row.seq = seq
    store.save([*rows, mention])
    module = sys.modules[type(store).__module__]
    monkeypatch.setattr(module, "kept_for", lambda row: read.append(row) or kept_for(row))
    found = store.conflicts_of(wanted)
    assert sorted(row.seq for row in found) == [7, 300, 900]
    assert found == sorted(found, key=lambda row: row.id)
    assert len(read) <= 4 or isinstance(store, MemoryChangeStore)
    everything = store.conflicts_of([("card", number.to_bytes(16, "big")) for number in range(1, 1_000)])
    assert len(everything) == 1_000


def test_past_lives_go_with_their_row(store):
    rows = [some(1, 1, flags=Flag.DELETED), some(2, 2)]
    store.save(rows)
    past = [Origin(5, b"before", edited=True, carried=[(0, b"stamps")])]
    store.keep_origins({row.key: [Origin(3, b"x")] for row in rows})
    store.keep_origins({row.key: past for row in rows})
    assert store.origins([row.key for row in rows]) == {row.key: past for row in rows}
    assert store.origins([some(9, 0).key]) == {}
