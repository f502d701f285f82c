"""Golden bytes of the sync protocol, version 1: a change here is a change of the protocol.

One file per message, hexadecimal msgpack, one sample per line. An older program has to read them for two years.
"""

from pathlib import Path

import msgspec
import pytest

from sync.codec import VERSION, seal, unseal
from sync.protocol import (
    Answer,
    Batch,
    Bucket,
    Chunk,
    Exchange,
    Fed,
    Fix,
    Gone,
    Page,
    Receipt,
    Run,
    Snapshot,
    Verdict,
    Verify,
    Want,
    Why,
)
from sync.rows import Flag
from sync.runs import ops_of, rows_of
from sync.stamps import decode_stamps, decode_tags, encode_stamps
from tests.support.sync_rows import edit, made, plain

FOLDER = Path(__file__).parent
DEVICE = bytes(range(16))
STAMP = (117964800000000001, 6446953607536729484, 7)
FED = Fed(
    9,
    "card",
    DEVICE,
    Flag.DELETED,
    encode_stamps({"*": STAMP, "deleted": (STAMP[0] + 1, 2, 8)}),
    b"\x80",
)
EVENTS = Run(
    "review",
    "group:g",
    Flag.EVENT,
    {"*": STAMP[1]},
    None,
    ["card", "grade"],
    [9, 2],
    b"",
    [[STAMP[0] >> 16, 5]],
    [[0, 1]],
    [[7, 1]],
    [bytes(range(32)), [msgspec.Raw(b"\xcd\x01\x00"), msgspec.Raw(b"\xc0")]],
)
EDITS = Run(
    "card",
    "group:g",
    0,
    {"title": STAMP[1]},
    {"title": 2},
    ["title"],
    [],
    DEVICE,
    [[STAMP[0] >> 16]],
    [[1]],
    [[7], [3]],
    [[msgspec.Raw(b"\xa1t")]],
)
RECEIPT = Receipt(3, Verdict.TAKEN, [1], [(2, "not_granted")], {"group:g": [(4, 6)]})
SAMPLES: dict[str, list[msgspec.Struct]] = {
    "batch": [
        Batch(DEVICE, 1, []),
        Batch(
            DEVICE,
            2,
            [
                made(STAMP, title="t", mood=None),
                made(STAMP, flags=Flag.EVENT, grade=3),
                edit(STAMP, {"title": (5, 6)}, title="é"),
                edit(STAMP, {"deleted": (5, 6)}, flags=Flag.DELETED, seen={"*": (5, 6)}),
            ],
            [EVENTS, EDITS],
        ),
    ],
    "exchange": [
        Exchange(1, DEVICE, -1, b"", []),
        Exchange(2, DEVICE, 77, b"batch", [Want("group:g", 5, [(7, 9)], bytes(16), [1, 255])]),
    ],
    "answer": [
        Answer(1, 1_800_000_000_000, 0, Receipt()),
        Answer(
            2,
            1_800_000_000_000,
            77,
            RECEIPT,
            [Fix(2, "", None), Fix(3, "group:g", FED)],
            ["user:gone"],
            [
                Page(
                    "group:g",
                    9,
                    more=True,
                    rows=[FED],
                    gone=[Gone(8, "card", DEVICE, "user:a")],
                    runs=[EVENTS],
                )
            ],
            [Verify("group:g", why, 9, bytes(32)) for why in Why],
            [Bucket("group:g", 15, [FED])],
            [Snapshot("group:g", 9, 1, [Chunk(bytes(32), 10)])],
        ),
    ],
}


def lines(name: str) -> list[bytes]:
    return [bytes.fromhex(line) for line in (FOLDER / f"{name}.hex").read_text("ascii").split()]


@pytest.mark.parametrize("name", SAMPLES)
def test_messages_are_written_and_read_as_ever(name):
    assert [msgspec.msgpack.encode(message) for message in SAMPLES[name]] == lines(name)
    kinds = [type(message) for message in SAMPLES[name]]
    assert [
        msgspec.msgpack.decode(line, type=kind) for line, kind in zip(lines(name), kinds, strict=True)
    ] == SAMPLES[name]


@pytest.mark.parametrize("name", ["exchange", "answer"])
def test_bodies_wrap_them(name):
    for message in SAMPLES[name]:
        assert unseal(seal(message), type(message)) == message
        assert seal(message)[:3] == b"Ls" + bytes([VERSION])


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_newer_version_appends_is_passed_over(name):
    for message in SAMPLES[name]:
        longer = [*msgspec.msgpack.decode(msgspec.msgpack.encode(message)), {"newer": 1}]
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(longer), type=type(message)) == message


@pytest.mark.parametrize("name", SAMPLES)
def test_what_an_older_program_left_out_is_filled_in(name):
    """The first bytes of version 1 knew no runs."""
    for message in SAMPLES[name]:
        whole = msgspec.msgpack.decode(msgspec.msgpack.encode(message))
        field = message.__struct_fields__[-1]
        if message.__struct_defaults__:
            read = msgspec.msgpack.decode(msgspec.msgpack.encode(whole[:-1]), type=type(message))
            assert read == msgspec.structs.replace(message, **{field: []})


def test_a_run_has_its_rows():
    first, second = rows_of(EVENTS)
    assert (first.seq, second.seq, second.flags) == (9, 11, Flag.EVENT)
    assert first.id == bytes.fromhex("01a3185c5000800081782e260ca65d93")
    assert decode_stamps(second.stamps) == {"*": (((STAMP[0] >> 16) + 5 << 16) + 1, STAMP[1], 8)}
    assert plain(first.fields) == {"card": bytes(range(0, 32, 2)), "grade": 256}
    (op,) = ops_of(EDITS)
    assert (op.id, plain(op.fields), decode_tags(op.base or b"")) == (
        DEVICE,
        {"title": "t"},
        {"title": (2, 3)},
    )
    assert decode_stamps(op.stamps) == {"title": STAMP}


def test_kinds_and_reasons_of_a_newer_version_are_read():
    newer = msgspec.structs.replace(RECEIPT, refused=[(2, "a reason of tomorrow")])
    page = Page("room:of tomorrow", 9, more=False, rows=[msgspec.structs.replace(FED, kind="of tomorrow")])
    answer = Answer(2, 1, 77, newer, pages=[page])
    assert unseal(seal(answer), Answer) == answer


def test_stamps_have_their_bytes():
    raw = bytes.fromhex("81a12a93cf01a3185c500000010207")
    assert encode_stamps({"*": (117964800000000001, 2, 7)}) == raw
    assert decode_stamps(raw) == {"*": (117964800000000001, 2, 7)}
