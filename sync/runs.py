"""Events of one kind, scope and author packed in columns: a fraction of the bytes they take one by one. Pure.

An event whose id is `sync.stamps.event_id` of its stamp travels without the id, and stamps shrink to differences.
"""

from collections.abc import Iterable
from itertools import accumulate

import msgspec

from shared.clock import COUNTER_BITS
from sync.protocol import MAX_RUN, MAX_RUNS, Fed, Run
from sync.rows import Flag, Op
from sync.stamps import EVERY, decode_fields, decode_stamps, encode_fields, encode_stamps, event_bytes

_LIMIT = 1 << 63
"""Differences of numbers below it can be written; no honest stamp has a greater one."""
_COUNTER = (1 << COUNTER_BITS) - 1
_Columns = tuple[str, str, int, tuple[str, ...]]


class _Event(msgspec.Struct):
    """An event taken apart."""

    seq: int
    id: bytes
    clock: int
    operation: int
    values: list[msgspec.Raw]


def packed_ops(ops: Iterable[Op]) -> tuple[list[Op], list[Run]]:
    """Return the operations that stay as they are, and the events among them in columns, as they happened."""
    runs: dict[_Columns, list[_Event]] = {}
    plain = [
        op for op in ops if op.base is not None or op.seen is not None or not _add(runs, op, op.scope, 0)
    ]
    for events in runs.values():
        events.sort(key=lambda event: (event.clock, event.operation))
    return plain, [_run(columns, events) for columns, events in runs.items()]


def packed_rows(scope: str, rows: Iterable[Fed]) -> tuple[list[Fed], list[Run]]:
    """Return the rows of a page that stay as they are, and the events among them in columns."""
    runs: dict[_Columns, list[_Event]] = {}
    plain = [row for row in rows if not _add(runs, row, scope, row.seq)]
    return plain, [_run(columns, events) for columns, events in runs.items()]


def ops_of(run: Run) -> list[Op]:
    """Return the operations of a run. Raises ValueError or OverflowError for a run that nobody packed."""
    return [
        Op(run.kind, one.id, run.scope, Flag.EVENT, stamps, fields) for one, stamps, fields in _events(run)
    ]


def rows_of(run: Run) -> list[Fed]:
    """Return the rows of a run. Raises ValueError or OverflowError for a run that nobody packed."""
    return [
        Fed(one.seq, run.kind, one.id, Flag.EVENT, stamps, fields) for one, stamps, fields in _events(run)
    ]


def _add(runs: dict[_Columns, list[_Event]], one: Op | Fed, scope: str, seq: int) -> bool:
    """Put an event into its run; False for anything that would not come back to the byte."""
    if one.flags != Flag.EVENT:
        return False
    try:
        stamps, fields = decode_stamps(one.stamps), decode_fields(one.fields)
    except msgspec.MsgspecError:
        return False
    every = stamps.get(EVERY)
    if every is None or min(every) < 0 or max(every) >= _LIMIT:
        return False
    if encode_stamps({EVERY: every}) != one.stamps or encode_fields(fields) != one.fields:
        return False
    clock, author, operation = every
    columns = (one.kind, scope, author, tuple(fields))
    run = runs.get(columns, [])
    if len(run) >= MAX_RUN or (not run and len(runs) >= MAX_RUNS):
        return False
    runs[columns] = run
    row_id = b"" if one.id == event_bytes(every) else one.id
    run.append(_Event(seq, row_id, clock, operation, list(fields.values())))
    return True


def _run(columns: _Columns, events: list[_Event]) -> Run:
    kind, scope, author, names = columns
    return Run(
        kind,
        scope,
        author,
        list(names),
        _differences([event.seq for event in events]),
        [event.id for event in events],
        _differences([event.clock >> COUNTER_BITS for event in events]),
        [event.clock & _COUNTER for event in events],
        _differences([event.operation for event in events]),
        [list(column) for column in zip(*(event.values for event in events), strict=True)],
    )


def _events(run: Run) -> Iterable[tuple[_Event, bytes, bytes]]:
    clocks = [
        (ms << COUNTER_BITS) + counter
        for ms, counter in zip(accumulate(run.milliseconds), run.counters, strict=True)
    ]
    values = zip(*run.columns, strict=True) if run.columns else [()] * len(clocks)
    for seq, row_id, clock, operation, row in zip(
        accumulate(run.seqs), run.ids, clocks, accumulate(run.operations), values, strict=True
    ):
        stamp = (clock, run.author, operation)
        fields = encode_fields(dict(zip(run.names, row, strict=True)))
        event = _Event(seq, row_id or event_bytes(stamp), clock, operation, [])
        yield event, encode_stamps({EVERY: stamp}), fields


def _differences(numbers: list[int]) -> list[int]:
    return [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]
