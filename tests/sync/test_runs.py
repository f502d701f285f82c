"""Events packed in columns come back to the byte; what nobody packed is refused, whatever it claims."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import AppError
from sync import runs
from sync.authority import decode_batch
from sync.engine import unfolded
from sync.protocol import MAX_LIST, MAX_RUN, Batch, Fed, Page, Run
from sync.rows import Flag, Op
from sync.runs import ops_of, packed_ops, packed_rows, rows_of
from sync.stamps import EVERY, encode_stamps, event_bytes, event_id
from tests.support.sync_rows import edit, made, raw

numbers = st.integers(0, (1 << 63) - 1)
stamp_values = st.tuples(*[numbers | st.integers(-(1 << 63), (1 << 64) - 1)] * 3)
small = st.integers(-(1 << 60), 1 << 60)
values = st.dictionaries(
    st.sampled_from(["card", "ms", "at"]), small | st.binary(max_size=20) | st.none(), max_size=3
)
odd_fields = st.sampled_from([b"\x80", b"\xc1", b"\x81\xa1a\xcd\x00\x01"])


@st.composite
def events(draw):
    stamp = draw(stamp_values)
    row_id = event_bytes(stamp) if draw(st.booleans()) else draw(st.binary(min_size=16, max_size=16))
    kind, scope = draw(st.sampled_from(["review", "answer"])), draw(st.sampled_from(["user:a", "group:g"]))
    fields = draw(values.map(raw) | odd_fields)
    one = encode_stamps({EVERY: stamp})
    stamps = draw(
        st.sampled_from([one, one, encode_stamps({EVERY: stamp, "x": (1, 2, 3)}), b"\x80", b"\xc1"])
    )
    flags = draw(st.sampled_from([Flag.EVENT, Flag.EVENT, Flag.EVENT, 0, Flag.EVENT | Flag.DELETED]))
    return Op(kind, row_id, scope, flags, stamps, fields)


def as_tuple(one):
    return msgspec.structs.astuple(one)


@settings(max_examples=1_000, deadline=None)
@given(st.lists(events(), max_size=12))
def test_every_operation_comes_back_to_the_byte(ops):
    plain, packed = packed_ops(ops)
    body = msgspec.msgpack.encode(Batch(bytes(16), 1, plain, packed))
    back = decode_batch(body).ops
    assert sorted(map(as_tuple, back), key=repr) == sorted(map(as_tuple, ops), key=repr)


@settings(max_examples=1_000, deadline=None)
@given(st.lists(events(), max_size=12), st.data())
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


def test_records_edits_and_operations_with_more_to_tell_stay_as_they_are():
    told = msgspec.structs.replace(made((5, 1, 1), flags=Flag.EVENT), seen=b"\x80")
    ops = [made((5, 1, 1), title="t"), edit((5, 1, 2), {"title": (1, 1)}, title="u"), told]
    assert packed_ops(ops) == (ops, [])


def test_an_id_that_follows_from_the_stamp_does_not_travel():
    stamp = (1 << 60, 5, 9)
    event = made(stamp, flags=Flag.EVENT, row_id=event_id(stamp).bytes, grade=3)
    _, (run,) = packed_ops([event])
    assert run.ids == [b""]
    assert ops_of(run) == [event]
    assert event_id(stamp).version == 8


def test_more_than_a_run_holds_goes_beside_it(monkeypatch):
    monkeypatch.setattr(runs, "MAX_RUN", 2)
    monkeypatch.setattr(runs, "MAX_RUNS", 1)
    ops = [made((5, 1, n), flags=Flag.EVENT, row_id=bytes([n]) * 16, grade=n) for n in range(3)]
    ops.append(made((5, 2, 9), flags=Flag.EVENT, row_id=b"x" * 16, grade=1))
    plain, (run,) = packed_ops(ops)
    assert (plain, ops_of(run)) == (ops[2:], ops[:2])


GOOD = Run("k", "user:a", 1, ["a"], [0], [b""], [5], [0], [1], [[msgspec.Raw(b"\x01")]])
LONG = [0] * (MAX_RUN + 1)


@pytest.mark.parametrize(
    "run",
    [
        msgspec.structs.replace(GOOD, seqs=[]),
        msgspec.structs.replace(GOOD, ids=[b"", b""]),
        msgspec.structs.replace(GOOD, counters=[]),
        msgspec.structs.replace(GOOD, columns=[]),
        msgspec.structs.replace(GOOD, columns=[[]]),
        msgspec.structs.replace(GOOD, names=["a", "b"]),
        msgspec.structs.replace(GOOD, milliseconds=[1 << 63]),
        msgspec.structs.replace(GOOD, operations=LONG),
    ],
)
def test_what_nobody_packed_is_garbled(run):
    with pytest.raises(AppError) as caught:
        decode_batch(msgspec.msgpack.encode(Batch(bytes(16), 1, [], [run])))
    assert caught.value.code == "sync.garbled"
    if len(run.operations) == 1:
        with pytest.raises(AppError) as caught:
            unfolded(Page("user:a", 1, more=False, rows=[], runs=[run]))
        assert caught.value.code == "sync.garbled"


def test_a_small_body_does_not_unfold_into_a_full_memory():
    head = b"\x93\xc4\x10" + bytes(16) + b"\x01"
    with pytest.raises(AppError):
        decode_batch(head + b"\xdd" + (MAX_LIST + 1).to_bytes(4, "big"))
    assert rows_of(GOOD)[0].seq == 0
