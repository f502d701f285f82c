"""Ranges by their standard."""

from hypothesis import given
from hypothesis import strategies as st

from server.content.ranges import Part, etag_of, part_of, unchanged


@given(st.integers(0, 50), st.one_of(st.none(), st.integers(0, 60)), st.one_of(st.none(), st.integers(0, 60)))
def test_a_range_is_what_slicing_gives(size, first, last):
    data = bytes(range(size))
    text = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    part = part_of(text, "", "e", size)
    if first is None and last is None:
        expected = data
    elif first is None:
        expected = data[max(0, size - last) :] if last and size else None
    elif last is not None and last < first:
        expected = data
    else:
        expected = data[first : size if last is None else last + 1] if first < size else None
    assert (None if part is None else data[part.start : part.end]) == expected
    assert (
        part is None
        or part.partial == (first is not None or last is not None)
        or part == Part(0, size, partial=False)
    )


@given(st.text(max_size=30))
def test_what_cannot_be_read_gets_the_whole(text):
    part = part_of(text, "", "e", 10)
    assert part is None or 0 <= part.start <= part.end <= 10


def test_entity_tags():
    etag = etag_of(b"\x01" * 32)
    assert etag == '"' + "01" * 32 + '"'
    assert unchanged("*", etag)
    assert unchanged(f'"x", W/{etag}', etag)
    assert not unchanged("", etag)
    assert part_of("bytes=1-2", etag, etag, 10) == Part(1, 3, partial=True)
    assert part_of("bytes=1-2", '"old"', etag, 10) == Part(0, 10, partial=False)
