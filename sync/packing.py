"""Edits of many rows packed at once, in columns, with what they add to digests. Pure; odd rows are left to others.

A row costs a microsecond or two here; an operation made for each costs five times that.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter

import msgspec

from sync.codec import UNREADABLE
from sync.digest import sums_of
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

Whole = tuple[bytes, str, int, bytes, bytes]
"""A row of a known kind: id, scope, flags, stamps, fields."""
Before = tuple[bytes, bool, str]
"""What an edit was made from: the row's stamps, whether it was deleted, where it was at home."""
_Shape = tuple[str, int, tuple[str, ...], tuple[str, ...]]
"""What rows of one run have in common: scope, flags, names of the stamps and of the values."""
_Member = tuple[tuple[Stamp, ...], tuple[Stamp, ...], tuple[msgspec.Raw, ...], bytes]
"""What is one's own in a run: stamps, those they replaced, values, id."""
_Shapes = dict[_Shape, list[_Member]]
_NONE: tuple[Stamp, ...] = ()


class Packing:
    """Runs of operations. `sums` are what the digests of (scope, bucket) change by when all of them are taken."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.sums: dict[tuple[str, int], int] = {}
        self.count = 0

    def made(self, kind: str, rows: Sequence[Whole]) -> set[bytes]:
        """Add rows that were made here, which go out whole; returns the ids of those that do not fit."""
        odd: set[bytes] = set()
        shapes: _Shapes = {}
        for row_id, scope, flags, now, raw in rows:
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
        sent = [row for row in rows if row[0] not in odd and not row[2] & Flag.DELETED]
        for scope in {row[1] for row in sent}:
            self._count(kind, scope, [(row[0], row[3]) for row in sent if row[1] == scope])
        return odd

    def changed(self, kind: str, rows: Sequence[tuple[Whole, Before]]) -> set[bytes]:
        """Add what changed in rows since `Before`; returns the ids of those that do not fit, or did not change."""
        odd: set[bytes] = set()
        shapes: _Shapes = {}
        for (row_id, scope, flags, now, raw), (base, knew, home) in rows:
            try:
                stamps, old, values = decode_stamps(now), decode_stamps(base), decode_fields(raw)
                every = old[EVERY]
            except (*UNREADABLE, KeyError):
                odd.add(row_id)
                continue
            names: tuple[str, ...] = ()
            own: tuple[Stamp, ...] = ()
            replaced: tuple[Stamp, ...] = ()
            given: tuple[msgspec.Raw, ...] = ()
            for name, stamp in stamps.items():
                if stamp != (before := old.get(name, every)):
                    names, own, replaced = (*names, name), (*own, stamp), (*replaced, before)
                    if (value := values.get(name)) is not None:
                        given = (*given, value)
            deletes = DELETED in names
            if (
                scope != home
                or len(given) + deletes != len(names)
                or not names
                or not old.keys() <= stamps.keys()
            ):
                odd.add(row_id)
                continue
            facts = flags & (Flag.EVENT | Flag.DELETED) if deletes else flags & Flag.EVENT | knew * Flag.KNEW
            fields = (*[name for name in names if name != DELETED],) if deletes else names
            shape = (scope, facts, names, fields)
            if (members := shapes.get(shape)) is None:
                members = shapes[shape] = []
            members.append((own, replaced, given, row_id))
        odd |= self._add_all(kind, shapes, whole=False)
        sent = [one for one in rows if one[0][0] not in odd]
        for scope in {row[1] for row, _ in sent}:
            here = [one for one in sent if one[0][1] == scope]
            self._count(kind, scope, [(row[0], row[3]) for row, _ in here if not row[2] & Flag.DELETED])
            self._count(kind, scope, [(row[0], base) for row, (base, knew, _) in here if not knew], -1)
        return odd

    def _count(self, kind: str, scope: str, states: Iterable[tuple[bytes, bytes]], sign: int = 1) -> None:
        for bucket, amount in sums_of(kind, states).items():
            self.sums[scope, bucket] = self.sums.get((scope, bucket), 0) + sign * amount

    def _add_all(self, kind: str, shapes: _Shapes, *, whole: bool) -> set[bytes]:
        odd: set[bytes] = set()
        for shape, members in shapes.items():
            run = _run(kind, shape, members, whole=whole) if len(self.runs) < MAX_RUNS else None
            if run is None:
                odd.update(member[3] for member in members)
            else:
                self.runs.append(run)
                self.count += len(members)
        return odd


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


def _columns(stamps: Iterable[tuple[Stamp, ...]]) -> list[tuple[tuple[int, ...], ...]]:
    """Return clocks, authors and operations of each name."""
    return [(*zip(*column, strict=True),) for column in zip(*stamps, strict=True)]
