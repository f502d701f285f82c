"""Stamps: who wrote a field's value, as which operation, at which clock; and their one canonical form. Pure."""

import hashlib
import struct
import uuid
from collections.abc import Callable

import msgspec

Stamp = tuple[int, int, int]
"""(hybrid clock, author, operation number of that author). Stamps compare as they break ties."""

Tag = tuple[int, int]
"""(author, operation): which edit it was. It stays when a clock is corrected."""

Stamps = dict[str, Stamp]
"""Stamp of each field of a row; `EVERY` speaks for the fields not named."""

EVERY = "*"
DELETED = "deleted"
SCOPE = "scope"
ERASED = "!"
"""Mark of a row whose content was erased by an authority: a stub that no edit changes."""
AUTHORITY = 0
"""Author of what an authority writes itself; no device has this number."""
REGISTERS = frozenset({DELETED, SCOPE})
"""What has a stamp but no place among the fields."""

_MILLISECONDS = 0xFFFF_FFFF_FFFF_0000
_VERSION, _VARIANT = 0x8 << 12, 0x2 << 62
_REST = (1 << 58) - 1
"""Bits of an event's id that are neither its clock nor what UUIDv8 sets."""
_HALVES = struct.Struct(">QQ").pack
_encode = msgspec.msgpack.Encoder(order="deterministic").encode

decode_stamps: Callable[[bytes], Stamps] = msgspec.msgpack.Decoder(Stamps).decode
"""Reads stamps. Raises `msgspec.ValidationError` or `msgspec.DecodeError`."""
encode_tags: Callable[[dict[str, Tag]], bytes] = _encode
"""Returns the one form of a map of tags."""
decode_tags: Callable[[bytes], dict[str, Tag]] = msgspec.msgpack.Decoder(dict[str, Tag]).decode
"""Reads a map of tags. Raises as `decode_stamps` does."""
encode_fields: Callable[[dict[str, msgspec.Raw]], bytes] = _encode
"""Returns the one form of a row's fields. Values stay the bytes they are."""
decode_fields: Callable[[bytes], dict[str, msgspec.Raw]] = msgspec.msgpack.Decoder(
    dict[str, msgspec.Raw]
).decode
"""Reads a row's fields; each value stays as its own msgpack bytes, whatever a newer version put there."""


def author_of(device: uuid.UUID) -> int:
    """Return the number by which stamps name a device: 63 bits of its id's SHA-256, so it fits every column."""
    return int.from_bytes(hashlib.sha256(device.bytes).digest()[:8], "big") >> 1 or 1


def event_id(stamp: Stamp) -> uuid.UUID:
    """Return the id of an event made with this stamp: a UUIDv8 of its clock and its edit, which need not travel.

    It begins with the time, so rows lie in the order in which they came to be. The clock is in it whole: a file that
    was set back uses its operation numbers a second time. Two devices meet at one clock in one of 2**58 cases.
    """
    return uuid.UUID(bytes=event_bytes(stamp))


def event_bytes(stamp: Stamp) -> bytes:
    """Return `event_id` as bytes."""
    clock, author, operation = stamp
    early = clock & _MILLISECONDS | _VERSION | clock >> 4 & 0xFFF
    return _HALVES(early, _VARIANT | (clock & 0xF) << 58 | (author + operation) & _REST)


def encode_stamps(stamps: Stamps) -> bytes:
    """Return the one form of these stamps: sorted, without what `EVERY` says already."""
    if len(stamps) > 1 and (every := stamps.get(EVERY)) is not None:
        stamps = {name: stamp for name, stamp in stamps.items() if name == EVERY or stamp != every}
    return _encode(stamps)


def stamp_of(stamps: Stamps, name: str) -> Stamp:
    """Return the stamp that counts for a field."""
    return stamps.get(name) or stamps[EVERY]


def tag_of(stamps: Stamps, name: str) -> Tag:
    """Return which edit wrote a field."""
    _, author, operation = stamps.get(name) or stamps[EVERY]
    return author, operation


def erased(stamps: Stamps) -> bool:
    """Whether these are the stamps of a row that was erased."""
    return ERASED in stamps


def overlaid(under: Stamps, over: Stamps, names: set[str]) -> Stamps:
    """Return `under` with the stamps of `names` as `over` has them."""
    result = dict(under)
    for name in names:
        result[name] = stamp_of(over, name)
    return result


def differing(one: Stamps, other: Stamps, names: set[str]) -> set[str]:
    """Return which of these fields the two hold from different edits."""
    return {name for name in names if tag_of(one, name) != tag_of(other, name)}
