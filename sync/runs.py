"""Operations and rows of one shape packed in columns: a fraction of the bytes they take one by one. Pure.

Of one shape are those of a kind and scope with the same flags and fields, stamped by the same authors. Stamps shrink to
differences, and an event whose id is `sync.stamps.event_id` of its stamp travels without the id.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, repeat
from operator import eq, sub
from typing import TypeVar

import msgspec

from shared.clock import COUNTER_BITS
from sync.codec import UNREADABLE
from sync.protocol import MAX_NAMES, MAX_RUN, MAX_RUNS, Column, Fed, Run
from sync.rows import Flag, Op
from sync.stamps import (
    EVERY,
    Stamp,
    Tag,
    decode_fields,
    decode_stamps,
    decode_tags,
    encode_fields,
    encode_stamps,
    encode_tags,
    event_bytes,
)

ID_BYTES = 16
_LIMIT = 1 << 63
"""Differences of numbers below it can be written; no honest stamp has a greater one."""
_COUNTER = (1 << COUNTER_BITS) - 1
_BINARY = b"\xc4\x10"
"""How msgpack begins an id among the fields."""
_ID_VALUE = len(_BINARY) + ID_BYTES
_SHORT_MAP = 16
"""From this many names on, msgpack begins a map otherwise."""
_encode = msgspec.msgpack.Encoder().encode

T = TypeVar("T", Op, Fed)

_Names = tuple[str, ...]
_Authors = tuple[int, ...]


_Shape = tuple[str, str, int, bool, _Names, _Authors, tuple[_Names, _Authors] | None, _Names]
"""Kind, scope, flags, whether ids follow from stamps; names and authors of stamps and of what was replaced; fields."""
_Member = tuple[tuple[Stamp, ...], tuple[Tag, ...], tuple[msgspec.Raw, ...], T]
"""What is one's own in a run: stamps, tags that were replaced, values; and the whole."""
_Shapes = dict[_Shape, list[_Member[T]]]
_Packed = tuple[list[T], list[Run]]


def packed_ops(ops: Iterable[Op], beside: int = 0) -> _Packed[Op]:
    """Return the operations that stay as they are, and the rest in columns, as they happened.

    So many runs are packed `beside` them already.
    """
    shapes: _Shapes[Op] = {}
    room = MAX_RUNS - beside
    plain = [
        op for op in ops if op.seen is not None or op.life or not _add(shapes, op, op.scope, op.base, room)
    ]
    for members in shapes.values():
        members.sort(key=_first_stamp)
    return _packed(shapes, plain)


def packed_rows(scope: str, rows: Iterable[Fed]) -> _Packed[Fed]:
    """Return the rows of a page that stay as they are, and the rest in columns."""
    shapes: _Shapes[Fed] = {}
    plain = [row for row in rows if not _add(shapes, row, scope, None, MAX_RUNS)]
    return _packed(shapes, plain)


def ops_of(run: Run, *, values: bool = True) -> list[Op]:
    """Return the operations of a run, without fields unless `values`.

    Raises ValueError or OverflowError for a run that nobody packed.
    """
    ids, stamps = _parts_of(run)
    fields = _fields_of(run, len(stamps)) if values else repeat(b"", len(stamps))
    bases = [None] * len(ids) if run.base is None else _bases_of(run, run.base)
    return [
        Op(run.kind, row_id, run.scope, run.flags, stamped, given, base)
        for row_id, stamped, given, base in zip(ids, stamps, fields, bases, strict=True)
    ]


def rows_of(run: Run) -> list[Fed]:
    """Return the rows of a run. Raises ValueError or OverflowError for a run that nobody packed."""
    ids, stamps = _parts_of(run)
    return [
        Fed(seq, run.kind, row_id, run.flags, stamped, fields)
        for seq, row_id, stamped, fields in zip(
            accumulate(run.seqs), ids, stamps, _fields_of(run, len(stamps)), strict=True
        )
    ]


def _first_stamp(member: _Member[Op]) -> Stamp:
    return member[0][0]


def _add(shapes: _Shapes[T], one: T, scope: str, base: bytes | None, room: int) -> bool:
    """Put one to those of its shape; False for what has none, or comes when there is no more room."""
    try:
        stamps, fields = decode_stamps(one.stamps), decode_fields(one.fields)
        tags = None if base is None else decode_tags(base)
    except UNREADABLE:
        return False
    own = (*stamps.values(),)
    before = () if tags is None else (*tags.values(),)
    derived = one.flags == Flag.EVENT and EVERY in stamps and one.id == event_bytes(stamps[EVERY])
    authors = (own[0][1],) if len(own) == 1 else (*[author for _, author, _ in own],)
    replaced = None if tags is None else ((*tags,), (*[author for author, _ in before],))
    shape = (one.kind, scope, one.flags, derived, (*stamps,), authors, replaced, (*fields,))
    members = shapes.get(shape)
    if members is None:
        if len(shapes) >= room or not own or max(len(fields), len(own), len(before)) > MAX_NAMES:
            return False
        members = shapes[shape] = []
    if len(members) >= MAX_RUN:
        return False
    members.append((own, before, (*fields.values(),), one))
    return True


def _packed(shapes: _Shapes[T], plain: list[T]) -> _Packed[T]:
    runs: list[Run] = []
    for shape, members in shapes.items():
        run = _run(shape, members)
        if run is None:
            plain += [member[-1] for member in members]
        else:
            runs.append(run)
    return plain, runs


def _run(shape: _Shape, members: list[_Member[T]]) -> Run | None:
    kind, scope, flags, derived, names, authors, base, fields = shape
    own, before, values, whole = zip(*members, strict=True)
    tags = () if base is None else base[0]
    return run_of(
        (kind, scope, flags),
        dict(zip(names, authors, strict=True)),
        None if base is None else dict(zip(tags, base[1], strict=True)),
        ids=None if derived else [one.id for one in whole],
        seqs=[one.seq for one in whole if isinstance(one, Fed)],
        stamps=[[*zip(*column, strict=True)] for column in zip(*own, strict=True)],
        replaced=[[*zip(*column, strict=True)][1] for column in zip(*before, strict=True)],
        columns=dict(zip(fields, zip(*values, strict=True), strict=True)),
    )


def run_of(
    head: tuple[str, str, int],
    authors: dict[str, int],
    base: dict[str, int] | None,
    *,
    ids: Sequence[bytes] | None,
    seqs: Sequence[int],
    stamps: Sequence[Sequence[Sequence[int]]],
    replaced: Sequence[Sequence[int]],
    columns: dict[str, Sequence[msgspec.Raw]],
) -> Run | None:
    """Return columns as they travel; None for numbers and ids that no honest program makes, and too many names.

    `head` is kind, scope and flags. `stamps` are the clocks, authors and operations of each name of `authors`,
    `replaced` the operations of each name of `base`. Without `ids` these follow from the stamps.
    """
    clocks = [column[0] for column in stamps]
    operations = [*(column[2] for column in stamps), *replaced]
    numbers = [*clocks, *operations]
    if min(map(min, numbers)) < 0 or max(map(max, numbers)) >= _LIMIT:
        return None
    if ids is not None and {*map(len, ids)} != {ID_BYTES}:
        return None
    if max(len(columns), len(authors), len(base or ())) > MAX_NAMES:
        return None
    return Run(
        *head,
        authors,
        base,
        list(columns),
        _differences(seqs),
        b"" if ids is None else _turned(ids),
        [_differences([clock >> COUNTER_BITS for clock in column]) for column in clocks],
        [_differences([clock & _COUNTER for clock in column]) for column in clocks],
        [_differences(column) for column in operations],
        [_column(column) for column in columns.values()],
    )


def _column(values: Sequence[msgspec.Raw]) -> Column:
    """Return a field's values; ids are turned, for one that names a row's id then has the bytes of that row's."""
    if len(values[0]) == _ID_VALUE and {*map(len, values)} == {_ID_VALUE}:
        raw = [bytes(value) for value in values]
        if all(value.startswith(_BINARY) for value in raw):
            return _turned([value[2:] for value in raw])
    return list(values)


def _turned(ids: Sequence[bytes]) -> bytes:
    """Return ids with their first bytes side by side, then their second ones: times compress, chance does not."""
    joined = b"".join(ids)
    return b"".join([joined[at::ID_BYTES] for at in range(ID_BYTES)])


def _ids_of(turned: bytes) -> list[bytes]:
    count, rest = divmod(len(turned), ID_BYTES)
    if rest:
        raise ValueError("not whole ids")
    joined = bytearray(len(turned))
    for at in range(ID_BYTES):
        joined[at::ID_BYTES] = turned[at * count : (at + 1) * count]
    whole = bytes(joined)
    return [whole[at : at + ID_BYTES] for at in range(0, len(whole), ID_BYTES)]


def _parts_of(run: Run) -> tuple[list[bytes], list[bytes]]:
    """Return the ids and stamps of a run's members."""
    columns: list[list[Stamp]] = [
        [
            ((ms << COUNTER_BITS) + counter, author, operation)
            for ms, counter, operation in zip(*map(accumulate, numbers), strict=True)
        ]
        for author, *numbers in zip(
            run.stamps.values(),
            run.milliseconds,
            run.counters,
            run.operations[: len(run.stamps)],
            strict=True,
        )
    ]
    if not columns:
        raise ValueError("a run without stamps")
    names = tuple(run.stamps)
    stamps = _stamps_of(names, columns)
    if run.ids:
        ids = _ids_of(run.ids)
    elif run.flags == Flag.EVENT and EVERY in run.stamps:
        ids = [event_bytes(stamp) for stamp in columns[names.index(EVERY)]]
    else:
        ids = []
    return ids, stamps


def _stamps_of(names: tuple[str, ...], columns: list[list[Stamp]]) -> list[bytes]:
    """Return the stamps of each member as `encode_stamps` would write them. Raises ValueError as `rows_of` does."""
    if len({*map(len, columns)}) > 1:
        raise ValueError("stamps of different lengths")
    if len(names) >= _SHORT_MAP or names != (*sorted({*names}),) or _repeats(names, columns):
        return [encode_stamps(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
    return [*_maps(names, [map(_encode, column) for column in columns])]


def _repeats(names: tuple[str, ...], columns: list[list[Stamp]]) -> bool:
    """Whether a field's stamp is the one of all fields, which no honest program sends."""
    if EVERY not in names:
        return False
    of_all = columns[names.index(EVERY)]
    return any(column is not of_all and any(map(eq, column, of_all)) for column in columns)


def _maps(names: Sequence[str], columns: Sequence[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield maps with these names, which are in order: values of a column are of one name."""
    # The bytes that the encoder would write, without a dictionary for each row.
    heads = [_encode(name) for name in names]
    heads[0] = bytes([0x80 + len(names)]) + heads[0]
    parts = [part for head, column in zip(heads, columns, strict=True) for part in (repeat(head), column)]
    return map(b"".join, zip(*parts, strict=False))


def _fields_of(run: Run, count: int) -> Iterator[bytes]:
    names = run.names
    if any(
        len(column) != (count * ID_BYTES if isinstance(column, bytes) else count) for column in run.columns
    ):
        raise ValueError("columns of different lengths")
    if len(run.columns) != len(names):
        raise ValueError("not a column for each name")
    columns = [
        [_BINARY + value for value in _ids_of(column)] if isinstance(column, bytes) else column
        for column in run.columns
    ]
    if 0 < len(names) < _SHORT_MAP and names == sorted({*names}):
        return _maps(names, columns)
    rows = zip(*columns, strict=True) if columns else repeat((), count)
    return (encode_fields(dict(zip(names, map(msgspec.Raw, row), strict=True))) for row in rows)


def _bases_of(run: Run, authors: dict[str, int]) -> Iterator[bytes]:
    columns = [
        [(author, operation) for operation in accumulate(numbers)]
        for author, numbers in zip(authors.values(), run.operations[len(run.stamps) :], strict=True)
    ]
    count = len(run.operations[0])
    rows = zip(*columns, strict=True) if columns else repeat((), count)
    return (encode_tags(dict(zip(authors, row, strict=True))) for row in rows)


def _differences(numbers: Sequence[int]) -> list[int]:
    return [*map(sub, numbers, [0, *numbers])]
