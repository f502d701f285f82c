"""Stamps have one form, so that equal rows have equal digests."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from sync.stamps import (
    EVERY,
    author_of,
    decode_fields,
    decode_stamps,
    decode_tags,
    differing,
    encode_fields,
    encode_stamps,
    encode_tags,
    event_bytes,
    event_id,
    overlaid,
    stamp_of,
    tag_of,
)

STAMPS = st.tuples(st.integers(0, 1 << 63), st.integers(1, 1 << 63), st.integers(0, 1 << 40))
NAMES = st.sampled_from(["a", "b", "c", "deleted"])


@st.composite
def maps(draw):
    every = draw(STAMPS)
    named = draw(st.dictionaries(NAMES, st.one_of(STAMPS, st.just(every))))
    return {EVERY: every, **named}


@given(maps())
def test_what_is_written_is_read_and_has_one_form(stamps):
    encoded = encode_stamps(stamps)
    assert encode_stamps(decode_stamps(encoded)) == encoded
    assert encode_stamps(dict(reversed(stamps.items()))) == encoded
    for name in ["a", "b", "c", "deleted"]:
        assert stamp_of(decode_stamps(encoded), name) == stamp_of(stamps, name)


@given(maps(), maps(), st.sets(NAMES))
def test_an_overlay_takes_the_named_stamps_and_no_other(under, over, names):
    result = overlaid(under, over, names)
    assert differing(result, over, names) == set()
    rest = {"a", "b", "c", "deleted"} - names
    assert differing(result, under, rest) == set()


def test_tags_and_fields_are_read_as_written():
    assert decode_tags(encode_tags({"a": (1, 2)})) == {"a": (1, 2)}
    assert {n: bytes(v) for n, v in decode_fields(b"\x81\xa1a\xc0").items()} == {"a": b"\xc0"}
    assert encode_fields(decode_fields(b"\x81\xa1a\xc0")) == b"\x81\xa1a\xc0"
    assert tag_of({EVERY: (9, 1, 2)}, "a") == (1, 2)


@given(STAMPS, STAMPS)
def test_ids_of_events_are_in_the_order_of_their_clocks(one, other):
    first, second = event_id(one), event_id(other)
    assert (first.version, first.variant) == (8, uuid.RFC_4122)
    assert (first.bytes[:8] < second.bytes[:8]) <= (one[0] < other[0])
    if one[0] != other[0]:
        assert (first < second) == (one[0] < other[0])


@given(STAMPS, st.integers(1, 1 << 20))
def test_events_of_one_clock_have_ids_of_their_own(stamp, further):
    clock, author, operation = stamp
    others = {(clock, author, operation + further), (clock, author + further, operation)}
    assert event_id(stamp) not in {event_id(one) for one in others}


@given(*[st.integers(-(1 << 63), (1 << 64) - 1)] * 3)
def test_every_stamp_that_can_be_read_gives_an_id(clock, author, operation):
    assert len(event_bytes((clock, author, operation))) == 16


def test_an_author_fits_every_column():
    authors = {author_of(uuid.UUID(int=number)) for number in range(1_000)}
    assert len(authors) == 1_000
    assert all(0 < author < 1 << 63 for author in authors)
