"""A batch is taken once, within its grants, whatever its clocks say."""

import msgspec
import pytest

from shared.clock import MAX_AHEAD_MS, hybrid
from sync.change_store import MemoryChangeStore
from sync.intake import MAX_OPS, Intake, Seen
from sync.merge import Problem
from sync.protocol import Batch, Verdict
from sync.rows import CONFLICT, Flag
from sync.scopes import FULL, Access
from sync.stamps import decode_stamps
from tests.support.sync_rows import ROW_ID, edit, made, plain

DEVICE = b"d" * 16
GRANTS = {"group:g": FULL, "user:a": FULL}
NOW_MS = 1_000_000


@pytest.fixture
def store():
    return MemoryChangeStore()


def take(store, number, *ops, device=DEVICE, grants=GRANTS, seen=None, guard=None):
    batch = Batch(device, number, list(ops))
    return Intake(store, grants, NOW_MS, guard=guard).take(
        device, msgspec.msgpack.encode(batch), batch, seen or {}
    )


def test_a_batch_counts_once(store):
    first = take(store, 1, made((5, 1, 1), title="a"))
    assert (first.verdict, first.own) == (Verdict.TAKEN, {"group:g": [(1, 1)]})
    again = take(store, 1, made((5, 1, 1), title="a"))
    assert (again.verdict, again.own, again.refused) == (Verdict.TAKEN, {}, [])
    assert store.heads(["group:g"]) == {"group:g": 1}


def test_an_old_batch_that_comes_late_changes_nothing(store):
    take(store, 1, made((5, 1, 1), title="a"))
    take(store, 2, edit((6, 1, 2), {"title": (1, 1)}, title="b"))
    assert take(store, 1, made((5, 1, 1), title="a")).verdict == Verdict.TAKEN
    assert plain(store.rows([("card", ROW_ID)])["card", ROW_ID].fields) == {"title": "b"}


@pytest.mark.parametrize("number", [1, 2])
def test_another_content_under_a_used_number_is_a_fork(store, number):
    take(store, 1, made((5, 1, 1), title="a"))
    take(store, 2)
    receipt = take(store, number, made((5, 1, 1), title="other"))
    assert receipt.verdict == Verdict.FORKED
    assert plain(store.rows([("card", ROW_ID)])["card", ROW_ID].fields) == {"title": "a"}


def test_another_device_cannot_hand_in_a_batch(store):
    batch = Batch(b"e" * 16, 1, [made((5, 1, 1))])
    receipt = Intake(store, GRANTS, NOW_MS).take(DEVICE, msgspec.msgpack.encode(batch), batch, {})
    assert receipt.verdict == Verdict.FORKED


def test_a_refused_operation_does_not_stop_the_others(store):
    ops = [
        made((5, 1, 1), scope="user:other"),
        msgspec.structs.replace(made((5, 1, 2)), id=b"short"),
        msgspec.structs.replace(made((5, 1, 3)), stamps=b"\xc1"),
        msgspec.structs.replace(made((5, 1, 4)), kind=CONFLICT),
        edit((6, 1, 5), {"title": (1, 1)}, title="b"),
        made((5, 1, 6), row_id=b"x" * 16, title="a"),
    ]
    receipt = take(store, 1, *ops)
    assert [reason for _, reason in receipt.refused] == [
        Problem.NOT_GRANTED,
        Problem.MALFORMED,
        Problem.MALFORMED,
        Problem.RESERVED,
        Problem.MISSING,
    ]
    assert store.rows([("card", b"x" * 16)])


def test_somebody_elses_row_is_not_touched_through_an_own_scope(store):
    take(store, 1, made((5, 1, 1), scope="user:b", title="theirs"), grants={"user:b": FULL})
    receipt = take(store, 1, made((9, 2, 1), scope="user:a", title="mine"), device=b"e" * 16)
    assert [reason for _, reason in receipt.refused] == [Problem.NOT_GRANTED]


def test_readers_may_not_write(store):
    receipt = take(store, 1, made((5, 1, 1)), grants={"group:g": Access.READ})
    assert [reason for _, reason in receipt.refused] == [Problem.NOT_GRANTED]


def test_a_guard_may_refuse(store):
    receipt = take(
        store, 1, made((5, 1, 1)), guard=lambda _row, op: "no_cards" if op.kind == "card" else None
    )
    assert receipt.refused == [(0, "no_cards")]


def test_clocks_far_ahead_are_stamped_anew_in_their_order(store):
    year = hybrid(NOW_MS + 365 * 86_400_000)
    take(store, 1, made((year + 5, 1, 1), title="a", body="b"))
    ids = [b"x" * 16, b"y" * 16]
    take(store, 2, *(made((year + 9 - at, 1, 2 + at), row_id=one) for at, one in enumerate(ids)))
    limit = hybrid(NOW_MS + MAX_AHEAD_MS)
    clocks = [decode_stamps(store.rows([("card", one)])["card", one].stamps)["*"] for one in (ROW_ID, *ids)]
    assert clocks == [(limit + 1, 1, 1), (limit + 2, 1, 2), (limit + 1, 1, 3)]


def test_only_rows_whose_last_state_the_device_had_are_spared(store):
    take(store, 1, made((5, 1, 1), title="a", body="b"))
    take(store, 1, edit((6, 2, 1), {"body": (1, 1)}, body="theirs"), device=b"e" * 16)
    blind = take(store, 2, edit((7, 1, 2), {"title": (1, 1)}, title="c"), seen={"group:g": Seen(1)})
    assert (blind.own, blind.unclean) == ({}, [0])
    knowing = take(
        store, 3, edit((8, 1, 3), {"title": (1, 2)}, title="d"), seen={"group:g": Seen(1, ((2, 3),))}
    )
    assert (knowing.own, knowing.unclean) == ({"group:g": [(4, 4)]}, [])


def test_the_conflict_comes_before_the_row_that_won(store):
    take(store, 1, made((5, 1, 1), title="a"))
    take(store, 2, edit((6, 1, 2), {"title": (1, 1)}, title="b"))
    take(store, 1, edit((9, 2, 1), {"title": (1, 1)}, title="c"), device=b"e" * 16)
    kinds = [row.kind for row in store.feed("group:g", 0, 9)]
    assert kinds == [CONFLICT, "card"]


def test_a_loss_that_is_edited_on_is_no_longer_open(store):
    take(store, 1, made((5, 1, 1), title="a"))
    take(store, 2, edit((8, 1, 2), {"title": (1, 1)}, title="b"))
    take(store, 1, edit((6, 2, 1), {"title": (1, 1)}, title="c"), device=b"e" * 16)
    take(store, 2, edit((7, 2, 2), {"title": (2, 1)}, title="c2"), device=b"e" * 16)
    open_losses = [plain(row.fields)["value"] for row in store.living("group:g") if row.kind == CONFLICT]
    assert open_losses == [b"\xa2c2"]


def test_a_move_leaves_a_trace_in_the_old_scope(store):
    take(store, 1, made((5, 1, 1), title="a"))
    take(store, 2, edit((6, 1, 2), {"scope": (1, 1)}, scope="user:a"))
    assert [one.to for one in store.departures("group:g", 1, 9)] == ["user:a"]
    assert [row.scope for row in store.feed("user:a", 0, 9)] == ["user:a"]
    assert set(store.digests(["group:g"])["group:g"]) == {0}


def test_a_batch_beyond_the_limit_is_cut(store):
    ops = [made((5, 1, n), flags=Flag.EVENT, row_id=n.to_bytes(16, "big")) for n in range(1, MAX_OPS + 2)]
    assert take(store, 1, *ops).refused == [(MAX_OPS, Problem.MALFORMED)]
