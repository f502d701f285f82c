"""Which part of a file a download asks for (RFC 9110, 13 and 14). Pure."""

import re

import msgspec

_ONE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


class Part(msgspec.Struct, frozen=True):
    """The bytes from `start` up to but not including `end`; `partial` when the answer is a 206."""

    start: int
    end: int
    partial: bool


def etag_of(sha256: bytes) -> str:
    """The strong entity tag of a content."""
    return f'"{sha256.hex()}"'


def unchanged(if_none_match: str, etag: str) -> bool:
    """Whether who asks has the content already."""
    given = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in given or etag in given


def part_of(range_: str, if_range: str, etag: str, size_bytes: int) -> Part | None:
    """What to send; None when no byte of the range exists (416).

    Several ranges, other units and what cannot be read get the whole, as does an `If-Range` of another content.
    """
    whole = Part(0, size_bytes, partial=False)
    found = _ONE.fullmatch(range_.replace(" ", ""))
    if found is None or (if_range and if_range.strip() != etag):
        return whole
    first, last = found[1], found[2]
    if not first and not last:
        return whole
    if not first:
        length = int(last)
        return Part(max(0, size_bytes - length), size_bytes, partial=True) if length and size_bytes else None
    start = int(first)
    end = min(size_bytes, int(last) + 1) if last else size_bytes
    if last and int(last) < start:
        return whole
    return Part(start, end, partial=True) if start < size_bytes else None
