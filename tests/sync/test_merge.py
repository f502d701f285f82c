"""L0: the merge of one row, as laws over every order in which edits may arrive.

SOAK_EXAMPLES says how many examples of each law to try, as `tests/soak/nightly.sh` does; they are other ones each time.
"""

import os
import random
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.merge import Problem, merge, questions
from sync.rows import CONFLICT, Flag, Op, Row
from sync.stamps import DELETED, EVERY, decode_stamps, encode_fields, encode_stamps
from tests.support.sync_rows import ROW_ID, edit, made, plain, raw, row

T0 = (10, 1, 1)
EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "0"))
LAWS = settings(max_examples=EXAMPLES or 1_000, deadline=None, derandomize=not EXAMPLES)


class Shelf:
    """What an authority keeps of one row: the row and its open losses."""

    def __init__(self) -> None:
        self.row: Row | None = None
        self.lost: dict[tuple[str, tuple[int, int]], object] = {}

    def take(self, op: Op):
        asked = questions(self.row, op)
        outcome = merge(self.row, op, {one for one in asked if one in self.lost})
        for name, tag, _ in outcome.replaced:
            self.lost.pop((name, tag), None)
        for loss in outcome.losses:
            self.lost[loss.field, loss.stamp[1:]] = msgspec.msgpack.decode(loss.value)
        self.row = outcome.row or self.row
        return outcome

    def state(self):
        assert self.row is not None
        return plain(self.row.fields), self.row.deleted, dict(self.lost)


@st.composite
def histories(draw) -> list[Op]:
    """Edits of one field by several authors, each made from an edit that its author had seen, or its own last."""
    made_edits: list[tuple[int, int, int]] = [T0]
    bases: list[int] = [-1]
    own: dict[int, int] = {}
    for number in range(draw(st.integers(1, 6))):
        author = draw(st.integers(2, 4))
        seen = draw(st.integers(0, len(made_edits) - 1))
        base = own.get(author, 0) if draw(st.booleans()) else seen
        if own.get(author, -1) > base:
            base = own[author]
        clock = max(made_edits[base][0], made_edits[own.get(author, 0)][0]) + draw(st.integers(1, 5))
        made_edits.append((clock, author, number + 2))
        bases.append(base)
        own[author] = len(made_edits) - 1
    return [
        edit(stamp, {"title": made_edits[base][1:]}, title=f"v{stamp[2]}")
        for stamp, base in zip(made_edits[1:], bases[1:], strict=True)
    ]


def orders(ops: list[Op], seed: int) -> list[Op]:
    """A random order in which an edit comes after the one it was made from."""
    rng = random.Random(seed)
    given_tags = {(1, 1)}
    waiting, result = list(ops), []
    while waiting:
        ready = [op for op in waiting if set(base_tags(op)) <= given_tags]
        op = rng.choice(ready)
        waiting.remove(op)
        result.append(op)
        given_tags.add(decode_stamps(op.stamps)["title"][1:])
    return result


def base_tags(op: Op) -> list[tuple[int, int]]:
    return [tuple(tag) for tag in msgspec.msgpack.decode(op.base or b"\x80").values()]


def heads(ops: list[Op]) -> set[str]:
    replaced = {tag for op in ops for tag in base_tags(op)}
    return {plain(op.fields)["title"] for op in ops if decode_stamps(op.stamps)["title"][1:] not in replaced}


@LAWS
@given(histories(), st.integers(), st.integers())
def test_the_order_of_arrival_changes_nothing(ops, one, other):
    ends = []
    for seed in (one, other):
        shelf = Shelf()
        shelf.take(made(T0, title="v0"))
        for op in orders(ops, seed):
            shelf.take(op)
        ends.append(shelf.state())
    assert ends[0] == ends[1]


@LAWS
@given(histories(), st.integers())
def test_what_nobody_replaced_stands_or_is_a_conflict_and_nothing_else_is(ops, seed):
    shelf = Shelf()
    shelf.take(made(T0, title="v0"))
    for op in orders(ops, seed):
        shelf.take(op)
    values, _, lost = shelf.state()
    assert {values["title"], *lost.values()} == heads(ops)
    assert len(lost) == len(heads(ops)) - 1


@LAWS
@given(histories(), st.integers())
def test_an_edit_that_comes_again_at_once_changes_nothing(ops, seed):
    shelf = Shelf()
    shelf.take(made(T0, title="v0"))
    for op in orders(ops, seed):
        shelf.take(op)
        before = shelf.state()
        outcome = shelf.take(op)
        assert shelf.state() == before
        assert outcome.losses == []
        assert outcome.row is None


@LAWS
@given(st.integers(0, 1 << 60), st.integers(0, 1 << 60))
def test_an_edit_from_the_value_that_stands_applies_whatever_its_clock(held, clock):
    outcome = merge(
        row({EVERY: (held, 1, 1)}, title="old"), edit((clock, 2, 9), {"title": (1, 1)}, title="new"), ()
    )
    assert outcome.row is not None
    assert plain(outcome.row.fields) == {"title": "new"}
    assert decode_stamps(outcome.row.stamps)["title"][0] > held
    assert outcome.losses == []
    assert outcome.clean == (clock > held)


STATES = st.dictionaries(
    st.sampled_from(["title", "body", "mood"]),
    st.tuples(st.integers(1, 9), st.integers(1, 3), st.integers(1, 9)),
    min_size=1,
)


def carried(stamps) -> Op:
    fields = raw({name: f"{stamp}" for name, stamp in stamps.items()})
    return Op("card", ROW_ID, "group:g", Flag.CARRY, encode_stamps({EVERY: (0, 0, 0), **stamps}), fields)


@LAWS
@given(st.lists(STATES, min_size=1, max_size=4), st.randoms())
def test_lost_state_joins_in_any_order_and_number(states, rng):
    """Commutative, associative and idempotent: each field is the one with the greatest stamp."""
    ops = [carried(stamps) for stamps in states]
    more = ops + rng.choices(ops, k=3)
    rng.shuffle(more)
    results = []
    for order in (ops, more):
        shelf = Shelf()
        for op in order:
            shelf.take(op)
        results.append(shelf.state()[0])
    greatest = {name: f"{max(s[name] for s in states if name in s)}" for s in states for name in s}
    by_tag = all(
        len({s[name] for s in states if name in s and s[name][1:] == t[1:]}) == 1
        for name in greatest
        for t in [s[name] for s in states if name in s]
    )
    if by_tag:  # one tag is one edit
        assert results[0] == results[1] == greatest


DELETION = edit((20, 2, 5), {DELETED: (1, 1)}, flags=Flag.DELETED, seen={EVERY: (1, 1)})
OTHERS_EDIT = edit((15, 3, 7), {"title": (1, 1)}, title="kept")


@pytest.mark.parametrize("order", list(permutations([DELETION, OTHERS_EDIT])))
def test_an_edit_that_the_deleter_had_not_seen_keeps_the_row(order):
    shelf = Shelf()
    shelf.take(made(T0, title="v0"))
    for op in order:
        shelf.take(op)
    values, deleted, lost = shelf.state()
    assert values["title"] == "kept"
    assert not deleted
    assert list(lost.values()) == [True]


def test_a_deletion_by_somebody_who_had_seen_the_edit_deletes():
    shelf = Shelf()
    for op in (made(T0, title="v0"), OTHERS_EDIT):
        shelf.take(op)
    seen = {EVERY: (1, 1), "title": (3, 7)}
    outcome = shelf.take(edit((30, 2, 5), {DELETED: (1, 1)}, flags=Flag.DELETED, seen=seen))
    assert shelf.state() == ({"title": "kept"}, True, {})
    assert outcome.clean


def test_a_deletion_goes_through_when_what_revived_the_row_was_seen():
    shelf = Shelf()
    for op in (made(T0, title="v0"), DELETION, OTHERS_EDIT):
        shelf.take(op)
    seen = {EVERY: (1, 1), "title": (3, 7)}
    shelf.take(edit((16, 3, 8), {DELETED: (1, 1)}, flags=Flag.DELETED, seen=seen))
    assert shelf.state()[1]


def test_a_deletion_goes_through_when_an_own_edit_revived_the_row_and_was_replaced_before():
    shelf = Shelf()
    for op in (made(T0, title="v0"), DELETION, OTHERS_EDIT):
        shelf.take(op)
    # The device that revived it edits once more, deletes, and hands in both before it heard of the revival.
    seen = {EVERY: (1, 1), "title": (3, 8)}
    bases = {DELETED: (1, 1), "title": (3, 7)}
    shelf.take(edit((16, 3, 8), bases, flags=Flag.DELETED, seen=seen, title="last"))
    assert shelf.state()[:2] == ({"title": "last"}, True)


def test_an_own_edit_and_deletion_handed_in_together_delete():
    shelf = Shelf()
    shelf.take(made(T0, title="v0"))
    seen = {EVERY: (1, 1), "title": (2, 5)}
    bases = {DELETED: (1, 1), "title": (1, 1)}
    shelf.take(edit((30, 2, 5), bases, flags=Flag.DELETED, seen=seen, title="last"))
    assert shelf.state() == ({"title": "last"}, True, {})


def test_an_edit_of_a_row_known_to_be_deleted_does_not_bring_it_back():
    shelf = Shelf()
    for op in (made(T0, title="v0"), DELETION):
        shelf.take(op)
    shelf.take(edit((40, 2, 6), {"title": (1, 1)}, flags=Flag.KNEW, title="tidied"))
    assert shelf.state()[:2] == ({"title": "tidied"}, True)


def of_conflict(op: Op) -> Op:
    return msgspec.structs.replace(op, kind=CONFLICT)


NOTED = of_conflict(edit((30, 3, 7), {}, base="what was before"))
SETTLED = of_conflict(edit((20, 2, 5), {DELETED: (1, 1)}, flags=Flag.DELETED, seen={EVERY: (1, 1)}))


@pytest.mark.parametrize("order", list(permutations([NOTED, SETTLED])))
def test_what_is_noted_in_a_conflict_does_not_open_it_again(order):
    shelf = Shelf()
    shelf.take(of_conflict(made(T0, field="title")))
    for op in order:
        shelf.take(op)
    assert shelf.state() == ({"field": "title", "base": "what was before"}, True, {})


def test_deleting_and_restoring_at_once_keeps_the_row():
    restored = edit((5, 3, 8), {DELETED: (2, 5)})
    again = edit((50, 4, 9), {DELETED: (1, 1)}, flags=Flag.DELETED, seen={EVERY: (1, 1)})
    shelf = Shelf()
    for op in (made(T0, title="v0"), DELETION, restored, again):
        shelf.take(op)
    assert not shelf.state()[1]


def test_two_devices_that_make_the_same_thing_meet():
    shelf = Shelf()
    shelf.take(made((10, 1, 1), title="same", body="a"))
    shelf.take(made((11, 2, 1), title="same", body="b"))
    assert shelf.state() == ({"title": "same", "body": "b"}, False, {("body", (1, 1)): "a"})


def test_a_field_the_maker_did_not_know_is_no_loss():
    shelf = Shelf()
    shelf.take(made((10, 1, 1), title="t"))
    shelf.take(made((9, 2, 1), title="t", mood="new"))
    assert shelf.state() == ({"title": "t", "mood": "new"}, False, {})


def test_events_are_kept_as_they_came_first():
    shelf = Shelf()
    event = made(T0, flags=Flag.EVENT, grade=3)
    assert shelf.take(event).clean
    assert shelf.take(event).problem is None
    assert shelf.take(made((11, 1, 2), flags=Flag.EVENT, grade=4)).problem == Problem.EVENT_EXISTS
    assert shelf.take(edit((12, 1, 3), {"grade": (1, 1)}, grade=5)).problem == Problem.EVENT_EXISTS
    assert shelf.state()[0] == {"grade": 3}


def test_a_part_of_a_row_that_is_not_here_is_not_taken_for_the_row():
    assert merge(None, OTHERS_EDIT, ()).problem == Problem.MISSING


def test_a_move_is_a_register():
    outcome = merge(row({EVERY: T0}, title="t"), edit((20, 2, 5), {"scope": (1, 1)}, scope="user:a"), ())
    assert outcome.row is not None
    assert outcome.row.scope == "user:a"


def test_values_of_newer_versions_stay_the_bytes_they_are():
    strange = msgspec.msgpack.encode(msgspec.msgpack.Ext(7, b"\x00\xff"))
    stored = Row(
        "card",
        ROW_ID,
        "group:g",
        0,
        encode_stamps({EVERY: T0}),
        encode_fields({"new": msgspec.Raw(strange), "title": msgspec.Raw(b"\xa1a")}),
    )
    outcome = merge(stored, edit((20, 2, 5), {"title": (1, 1)}, title="b"), ())
    assert outcome.row is not None
    assert outcome.row.fields == encode_fields({"new": msgspec.Raw(strange), "title": msgspec.Raw(b"\xa1b")})


@pytest.mark.parametrize("part", ["stamps", "fields", "base"])
def test_bytes_that_are_none_of_ours_are_told(part):
    broken = msgspec.structs.replace(OTHERS_EDIT, **{part: b"\xc1"})
    with pytest.raises(msgspec.MsgspecError):
        merge(row({EVERY: T0}, title="t"), broken, ())
