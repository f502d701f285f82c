"""Short ways to write stamps, rows and operations in tests of the sync engine."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from sync.change_store import MemoryChangeStore
from sync.rows import Flag, Op, Row
from sync.snapshots import Part, attach, detach, parts_between, write
from sync.stamps import EVERY, Stamp, Tag, decode_fields, encode_fields, encode_stamps, encode_tags

ROW_ID = bytes(range(16))


def raw(values: dict[str, Any]) -> bytes:
    return encode_fields({name: msgspec.Raw(msgspec.msgpack.encode(value)) for name, value in values.items()})


def plain(fields: bytes) -> dict[str, Any]:
    return {name: msgspec.msgpack.decode(value) for name, value in decode_fields(fields).items()}


def made(
    stamp: Stamp, *, flags: int = 0, scope: str = "group:g", row_id: bytes = ROW_ID, **values: Any
) -> Op:
    return Op("card", row_id, scope, flags, encode_stamps({EVERY: stamp}), raw(values))


def edit(
    stamp: Stamp,
    bases: dict[str, Tag],
    *,
    flags: int = 0,
    scope: str = "group:g",
    seen: dict[str, Tag] | None = None,
    **values: Any,
) -> Op:
    stamps = encode_stamps(dict.fromkeys([*bases, *values], stamp))
    told = encode_tags(seen) if seen is not None else None
    return Op("card", ROW_ID, scope, flags, stamps, raw(values), encode_tags(bases), told)


def row(stamps: dict[str, Stamp], *, deleted: bool = False, scope: str = "group:g", **values: Any) -> Row:
    return Row("card", ROW_ID, scope, int(Flag.DELETED if deleted else 0), encode_stamps(stamps), raw(values))


@contextmanager
def attached(connection: Any, rows: Iterable[Row], path: Path) -> Generator[list[Part]]:
    """A snapshot of these rows, which are of one scope, beside a replica's."""
    listed = list(rows)
    store = MemoryChangeStore()
    store.save(listed)
    _, count = write(store, listed[0].scope, path)
    attach(connection, path)
    yield parts_between(connection, 1, count)
    detach(connection)
