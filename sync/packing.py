"""Edits of many rows packed at once, in columns, with what they add to digests. Pure; odd rows are left to others.

A row costs a microsecond or two here; an operation made for each costs five times that.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter

import msgspec

from sync.codec import UNREADABLE
from sync.digest import add_states
from sync.protocol import MAX_RUNS, Run
from sync.rows import Flag
from sync.runs import run_of
from sync.stamps import (
    DELETED,
    EVERY,
    Stamp,
    decode_fields,
    decode_stamps,
    event_bytes,
)

Edited = tuple[bytes, bytes | None, int, str | None, str, int, bytes, bytes]
"""A row with edits that are not frozen yet, of a known kind: id; the stamps they were made from, whether it was deleted
then, and where it was at home (None: there is more to it, or no row); scope, flags, stamps, fields."""
_Shape = tuple[str, int, tuple[str, ...], tuple[str, ...]]
"""What rows of one run have in common: scope, flags, names of the stamps and of the values."""
_Member = tuple[tuple[Stamp, ...], tuple[Stamp, ...], tuple[msgspec.Raw, ...], bytes]
"""What is one's own in a run: stamps, those they replaced, values, id."""
_Shapes = dict[_Shape, list[_Member]]
_NONE: tuple[Stamp, ...] = ()


class Packing:
    """Runs of operations.

    `sums` are what the digests of (scope, bucket) change by when all rows are taken; they hold when no row was odd.
    """

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.sums: dict[tuple[str, int], int] = {}
        self.count = 0

    def made(self, kind: str, rows: Sequence[Edited]) -> set[bytes]:
        """Add rows that were made here, which go out whole; returns the ids of those that do not fit."""
        odd: set[bytes] = set()
        shapes: _Shapes = {}
        for row_id, _, _, _, scope, flags, now, raw in rows:
            try:
                stamps, values = decode_stamps(now), decode_fields(raw)
            except UNREADABLE:
                odd.add(row_id)
                continue
            shape = (scope, flags, (*stamps,), (*values,))
            if (members := shapes.get(shape)) is None:
                members = shapes[shape] = []
            members.append(((*stamps.values(),), _NONE, (*values.values(),), row_id))
        odd |= self._add_all(kind, shapes, whole=True)
        if not odd:
            add_states(
                self.sums, kind, [(row[4], row[0], row[6]) for row in rows if not row[5] & Flag.DELETED]
            )
        return odd

    def changed(self, kind: str, rows: Sequence[Edited]) -> set[bytes]:
        """Add what changed in rows since it was frozen last; returns the ids of those that do not fit."""
        odd: set[bytes] = set()
        shapes: _Shapes = {}
        for row in rows:
            try:
                found = _difference(row)
            except (*UNREADABLE, KeyError):
                found = None
            if found is None:
                odd.add(row[0])
            else:
                shapes.setdefault(found[0], []).append(found[1])
        odd |= self._add_all(kind, shapes, whole=False)
        if not odd:
            add_states(
                self.sums, kind, [(row[4], row[0], row[6]) for row in rows if not row[5] & Flag.DELETED]
            )
            add_states(self.sums, kind, [(row[4], row[0], row[1] or b"") for row in rows if not row[2]], -1)
        return odd

    def _add_all(self, kind: str, shapes: _Shapes, *, whole: bool) -> set[bytes]:
        odd: set[bytes] = set()
        for shape, members in shapes.items():
            if not self._add(kind, shape, members, whole=whole):
                for part in _by_authors(members):
                    if not self._add(kind, shape, part, whole=whole):
                        odd.update(member[3] for member in part)
        return odd

    def _add(self, kind: str, shape: _Shape, members: list[_Member], *, whole: bool) -> bool:
        run = _run(kind, shape, members, whole=whole) if len(self.runs) < MAX_RUNS else None
        if run is None:
            return False
        self.runs.append(run)
        self.count += len(members)
        return True


def _by_authors(members: list[_Member]) -> Iterable[list[_Member]]:
    """Return them apart by who stamped them: seldom asked, for most were made and changed by one."""
    parts: dict[tuple[int, ...], list[_Member]] = {}
    for member in members:
        authors = (*[author for _, author, _ in (*member[0], *member[1])],)
        parts.setdefault(authors, []).append(member)
    return parts.values()


def _run(kind: str, shape: _Shape, members: list[_Member], *, whole: bool) -> Run | None:
    """Return a run; None when they are not alike after all."""
    scope, flags, names, fields = shape
    members.sort(key=itemgetter(0))
    own, before, values, ids = zip(*members, strict=True)
    stamps, replaced = _columns(own), _columns(before)
    derived = False
    if flags == Flag.EVENT and names == (EVERY,):
        expected = (*map(event_bytes, map(itemgetter(0), own)),)
        derived = expected == ids
        if not derived and not {*expected}.isdisjoint(ids):
            return None
    if not names or any(len({*authors}) > 1 for _, authors, _ in [*stamps, *replaced]):
        return None
    return run_of(
        (kind, scope, flags),
        {name: authors[0] for name, (_, authors, _) in zip(names, stamps, strict=True)},
        None if whole else {name: authors[0] for name, (_, authors, _) in zip(names, replaced, strict=True)},
        ids=None if derived else ids,
        seqs=(),
        stamps=stamps,
        replaced=[operations for _, _, operations in replaced],
        columns=dict(zip(fields, zip(*values, strict=True), strict=True)),
    )


def _difference(row: Edited) -> tuple[_Shape, _Member] | None:
    """Return what changed in a row's fields and its deleted register; None when nothing did, or more than that."""
    row_id, base, knew, home, scope, flags, now, raw = row
    stamps, old, values = decode_stamps(now), decode_stamps(base or b""), decode_fields(raw)
    every = old[EVERY]
    names: tuple[str, ...] = ()
    own = replaced = _NONE
    given: tuple[msgspec.Raw, ...] = ()
    for name, stamp in stamps.items():
        if stamp != (before := old.get(name, every)):
            names, own, replaced = (*names, name), (*own, stamp), (*replaced, before)
            if (value := values.get(name)) is not None:
                given = (*given, value)
    deletes = DELETED in names
    if not names or len(given) + deletes != len(names) or scope != home or not old.keys() <= stamps.keys():
        return None
    if not deletes:
        facts = flags & Flag.EVENT | (Flag.KNEW if knew else 0)
        return (scope, facts, names, names), (own, replaced, given, row_id)
    fields = (*[name for name in names if name != DELETED],)
    return (scope, flags & (Flag.EVENT | Flag.DELETED), names, fields), (own, replaced, given, row_id)


def _columns(stamps: Iterable[tuple[Stamp, ...]]) -> list[tuple[tuple[int, ...], ...]]:
    """Return clocks, authors and operations of each name."""
    return [(*zip(*column, strict=True),) for column in zip(*stamps, strict=True)]
