"""What is packed in columns comes back to the byte; what nobody packed is refused, whatever it claims."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import AppError
from sync import runs
from sync.authority import decode_batch
from sync.engine import unfolded
from sync.protocol import MAX_LIST, MAX_NAMES, MAX_RUN, Batch, Fed, Page, Run
from sync.rows import Flag, Op
from sync.runs import ops_of, packed_ops, packed_rows, rows_of
from sync.stamps import EVERY, encode_stamps, encode_tags, event_bytes, event_id
from tests.support.sync_rows import edit, made, raw

numbers = st.integers(0, (1 << 63) - 1)
stamp_values = st.tuples(*[numbers | st.integers(-(1 << 63), (1 << 64) - 1)] * 3)
small = st.integers(-(1 << 60), 1 << 60)
names = st.sampled_from(["card", "ms", "at"])
ids = st.binary(min_size=16, max_size=16)
values = st.dictionaries(names, small | ids | st.binary(max_size=20) | st.none(), max_size=3)
stamps_of_rows = st.dictionaries(st.just(EVERY) | names, stamp_values, max_size=3)
bases = st.none() | st.dictionaries(names, st.tuples(numbers, numbers | small), max_size=2)


@st.composite
def operations(draw):
    """Events and records as programs make them, and bytes that are neither stamps nor fields."""
    flags = draw(st.sampled_from([Flag.EVENT, Flag.EVENT, 0, 0, Flag.EVENT | Flag.DELETED, Flag.KNEW]))
    stamps = {EVERY: draw(stamp_values)} if flags == Flag.EVENT else draw(stamps_of_rows)
    derived = flags == Flag.EVENT and draw(st.booleans())
    row_id = event_bytes(stamps[EVERY]) if derived else draw(ids | st.binary(max_size=3))
    kind, scope = draw(st.sampled_from(["review", "answer"])), draw(st.sampled_from(["user:a", "group:g"]))
    fields = draw(values.map(raw) | st.just(b"\xc1"))
    base = draw(bases)
    return Op(
        kind,
        row_id,
        scope,
        flags,
        draw(st.sampled_from([encode_stamps(stamps)] * 5 + [b"\x80", b"\xc1"])),
        fields,
        None if base is None else encode_tags(base),
        draw(st.sampled_from([None, None, None, b"\x80"])),
    )


def as_tuple(one):
    return msgspec.structs.astuple(one)


@settings(max_examples=200, deadline=None)
@given(st.lists(operations(), max_size=12))
def test_every_operation_comes_back_to_the_byte(ops):
    plain, packed = packed_ops(ops)
    body = msgspec.msgpack.encode(Batch(bytes(16), 1, plain, packed))
    back = decode_batch(body).ops
    assert sorted(map(as_tuple, back), key=repr) == sorted(map(as_tuple, ops), key=repr)


@settings(max_examples=200, deadline=None)
@given(st.lists(operations(), max_size=12), st.data())
def test_every_row_of_a_page_comes_back_in_the_feeds_order(ops, data):
    seqs = data.draw(st.lists(numbers, min_size=len(ops), max_size=len(ops), unique=True))
    rows = [
        Fed(n, op.kind, op.id, op.flags, op.stamps, op.fields)
        for n, op in zip(sorted(seqs), ops, strict=True)
    ]
    plain, packed = packed_rows("user:a", rows)
    page = msgspec.msgpack.decode(
        msgspec.msgpack.encode(Page("user:a", 1, False, plain, [], packed)), type=Page
    )
    assert unfolded(page) == rows


def test_what_is_not_of_one_form_is_written_so():
    """Columns have no other: an operation that came by itself is brought into it when the batch is read."""
    odd = made((5, 1, 1))
    odd.fields = b"\x82\xa1b\x02\xa1a\xcd\x00\x01"
    (back,) = decode_batch(msgspec.msgpack.encode(Batch(bytes(16), 1, [odd]))).ops
    assert back.fields == b"\x82\xa1a\xcd\x00\x01\xa1b\x02"
    assert packed_ops([back])[0] == []


def test_operations_with_more_to_tell_stay_as_they_are():
    ops = [
        edit((5, 1, 2), {"deleted": (1, 1)}, flags=Flag.DELETED, seen={EVERY: (1, 1)}),
        msgspec.structs.replace(made((5, 1, 1), flags=Flag.CARRY), life=7),
    ]
    assert packed_ops(ops) == (ops, [])


def test_edits_of_one_field_are_one_run_and_those_of_another_a_second():
    ops = [edit((5, 1, n), {name: (1, n)}, **{name: n}) for n in range(3) for name in ("title", "body")]
    plain, runs_of = packed_ops(ops)
    assert (plain, [run.names for run in runs_of]) == ([], [["title"], ["body"]])
    assert [op for run in runs_of for op in ops_of(run)] == [*ops[::2], *ops[1::2]]


def test_a_row_and_a_field_that_names_it_have_the_same_bytes():
    ids_made = [event_bytes((n, 1, n)) for n in range(40)]
    notes = [made((5, 1, n), row_id=one, front="f") for n, one in enumerate(ids_made)]
    cards = [made((6, 1, n), row_id=event_bytes((n, 2, n)), note=one) for n, one in enumerate(ids_made)]
    _, (first, second) = packed_ops([*cards, *notes])
    assert first.columns == [second.ids]


def test_an_id_that_follows_from_the_stamp_does_not_travel():
    stamp = (1 << 60, 5, 9)
    event = made(stamp, flags=Flag.EVENT, row_id=event_id(stamp).bytes, grade=3)
    _, (run,) = packed_ops([event])
    assert run.ids == b""
    assert ops_of(run) == [event]
    assert event_id(stamp).version == 8


def test_more_than_a_run_holds_goes_beside_it(monkeypatch):
    monkeypatch.setattr(runs, "MAX_RUN", 2)
    monkeypatch.setattr(runs, "MAX_RUNS", 1)
    ops = [made((5, 1, n), flags=Flag.EVENT, row_id=bytes([n]) * 16, grade=n) for n in range(3)]
    ops.append(made((5, 2, 9), flags=Flag.EVENT, row_id=b"x" * 16, grade=1))
    plain, (run,) = packed_ops(ops)
    assert (plain, ops_of(run)) == (ops[2:], ops[:2])


GOOD = Run("k", "user:a", 1, {EVERY: 1}, None, ["a"], [0], b"", [[5]], [[0]], [[1]], [[msgspec.Raw(b"\x01")]])
LONG = [0] * (MAX_RUN + 1)


@pytest.mark.parametrize(
    "run",
    [
        msgspec.structs.replace(GOOD, seqs=[0, 0]),
        msgspec.structs.replace(GOOD, ids=bytes(32)),
        msgspec.structs.replace(GOOD, ids=bytes(15)),
        msgspec.structs.replace(GOOD, flags=0),
        msgspec.structs.replace(GOOD, counters=[]),
        msgspec.structs.replace(GOOD, counters=[[]]),
        msgspec.structs.replace(GOOD, stamps={}),
        msgspec.structs.replace(GOOD, stamps={EVERY: 1, "a": 1}),
        msgspec.structs.replace(GOOD, columns=[]),
        msgspec.structs.replace(GOOD, columns=[[]]),
        msgspec.structs.replace(GOOD, columns=[b""]),
        msgspec.structs.replace(GOOD, names=["a", "b"]),
        msgspec.structs.replace(GOOD, milliseconds=[[1 << 63]]),
        msgspec.structs.replace(GOOD, base={"a": 1}),
        msgspec.structs.replace(GOOD, operations=[LONG]),
        msgspec.structs.replace(GOOD, operations=[[0]] * (2 * MAX_NAMES + 1)),
    ],
)
def test_what_nobody_packed_is_garbled(run):
    if len(run.seqs) == 1:
        with pytest.raises(AppError) as caught:
            decode_batch(msgspec.msgpack.encode(Batch(bytes(16), 1, [], [run])))
        assert caught.value.code == "sync.garbled"
    if run.base is None and len(run.operations) == 1 and len(run.operations[0]) == 1:
        with pytest.raises(AppError) as caught:
            unfolded(Page("user:a", 1, more=False, rows=[], runs=[run]))
        assert caught.value.code == "sync.garbled"


def test_a_small_body_does_not_unfold_into_a_full_memory():
    head = b"\x93\xc4\x10" + bytes(16) + b"\x01"
    with pytest.raises(AppError):
        decode_batch(head + b"\xdd" + (MAX_LIST + 1).to_bytes(4, "big"))
    assert rows_of(GOOD)[0].seq == 0


def test_stamps_have_their_one_form_whatever_a_run_says():
    """One that repeats the stamp of all fields for a field was packed by no honest program."""
    fed = Fed(
        7, "card", b"i" * 16, 0, encode_stamps({EVERY: (5 << 16, 1, 2), "title": (6 << 16, 1, 3)}), b"\x80"
    )
    _, (run,) = packed_rows("group:g", [fed])
    assert rows_of(run) == [fed]
    alike = msgspec.structs.replace(run, milliseconds=[[5], [5]], operations=[[2], [2]])
    assert [row.stamps for row in rows_of(alike)] == [encode_stamps({EVERY: (5 << 16, 1, 2)})]
    longer = [[5], [6, 1]]
    with pytest.raises(ValueError, match="lengths"):
        rows_of(msgspec.structs.replace(run, milliseconds=longer, counters=longer, operations=longer))
