"""How an authority takes a batch: receipts, grants, clocks, merging, feed numbers, conflict rows, digests."""

import hashlib
from collections.abc import Callable

import msgspec

from shared.clock import MAX_AHEAD_MS, hybrid
from sync.change_store import ChangeStore, ReceiptRecord
from sync.changes import Changes
from sync.codec import UNREADABLE
from sync.conflicts import conflict_key, conflict_row
from sync.merge import Merged, Problem, merge, questions
from sync.origins import Origins
from sync.protocol import Batch, Receipt, Verdict
from sync.rows import CONFLICT, Flag, Key, Op, Row
from sync.scopes import Grants, may_apply
from sync.stamps import DELETED, Tag, decode_stamps, encode_stamps, stamp_of

MAX_OPS = 4_000
Guard = Callable[[Row | None, Op], str | None]
"""A rule of the authority's own: called with the row as it stands (None: there is none) and the operation, whose
`kind`, `scope` and fields (`sync.stamps.decode_fields`) it may judge; returns a reason to refuse, or None.

Grants were checked before. It is not called for an operation that is refused already.
"""

_MADE = (0, Flag.EVENT)
"""Flags of what was made and not deleted since."""
_raw = msgspec.msgpack.encode


class Seen(msgspec.Struct, frozen=True):
    """What the device had of a scope when it sent the batch."""

    cursor: int = 0
    own: tuple[tuple[int, int], ...] = ()

    def covers(self, seq: int) -> bool:
        """Whether the device knows the row at this place of the feed."""
        return seq <= self.cursor or any(low <= seq <= high for low, high in self.own)


class Intake:
    """Takes one batch within the store's open transaction."""

    def __init__(
        self, store: ChangeStore, grants: Grants, now_ms: int, *, guard: Guard | None = None
    ) -> None:
        self._store, self._grants, self._now_ms = store, grants, now_ms
        self._guard: Guard = guard or (lambda _row, _op: None)
        self._epoch = store.epoch()
        self._changes = Changes(store)
        self._before, self._now = self._changes.before, self._changes.now
        self._doubtful: set[Key] = set()
        self._unclean: list[int] = []
        self._refused: list[tuple[int, str]] = []
        self._own: dict[str, list[tuple[int, int]]] = {}

    def take(self, device: bytes, body: bytes, batch: Batch, seen: dict[str, Seen]) -> Receipt:
        """Apply a batch once. A batch that was taken before returns its receipt without any `own`."""
        digest = hashlib.sha256(body).digest()
        if batch.device != device:
            return Receipt(batch.number, Verdict.FORKED)
        known = self._store.receipt(device, batch.number)
        if known is not None and known.digest == digest:
            return msgspec.msgpack.decode(known.receipt, type=Receipt)
        if batch.number <= self._store.last_batch(device):
            return Receipt(batch.number, Verdict.FORKED)
        self._apply(batch.ops[:MAX_OPS], seen)
        self._refused += [(place, Problem.MALFORMED) for place in range(MAX_OPS, len(batch.ops))]
        self._changes.write()
        receipt = Receipt(batch.number, Verdict.TAKEN, self._unclean, self._refused)
        self._store.keep_receipt(device, batch.number, ReceiptRecord(digest, _raw(receipt)))
        # Only the first answer may spare rows: when it is repeated, the device may have lost what it had seen.
        return msgspec.structs.replace(receipt, own=self._own)

    def _apply(self, ops: list[Op], seen: dict[str, Seen]) -> None:
        self._changes.lock({op.scope for op in ops if op.scope in self._grants})
        self._changes.load(op.key for op in ops)
        self._changes.lock({row.scope for row in self._now.values() if row.scope in self._grants})
        times = self._corrected(ops)
        if self._epoch:
            self._changes.load_origins(op.key for op in ops)
        self._load_losses(ops)
        first_life = not self._epoch and not times
        for place, op in enumerate(ops):
            try:
                if (
                    first_life
                    and op.base is None
                    and op.flags in _MADE
                    and self._now.get((op.kind, op.id)) is None
                ):
                    self._make(place, op)
                    continue
                corrected = self._restamped(op, times) if times else op
                self._one(place, corrected, seen, as_sent=corrected is op)
            except UNREADABLE:
                self._refused.append((place, Problem.MALFORMED))

    def _load_losses(self, ops: list[Op]) -> None:
        keys: set[Key] = set()
        for op in ops:
            stored = self._now.get((op.kind, op.id))
            if stored is None:
                continue
            try:
                asked = questions(stored, op, self._origins(op))
            except UNREADABLE:
                continue  # refused when it is applied
            if asked:
                keys.update(conflict_key(op.kind, op.id, field, tag) for field, tag in asked)
                self._doubtful.add(op.key)
        self._changes.load(keys)

    def _corrected(self, ops: list[Op]) -> dict[int, int]:
        """Return the clocks that are too far ahead with what to put there; their order is kept."""
        limit = hybrid(self._now_ms + MAX_AHEAD_MS)
        ahead: set[int] = set()
        for op in ops:
            try:
                ahead.update(clock for clock, _, _ in decode_stamps(op.stamps).values() if clock > limit)
            except UNREADABLE:
                continue
        return {clock: limit + order for order, clock in enumerate(sorted(ahead), start=1)}

    def _restamped(self, op: Op, times: dict[int, int]) -> Op:
        old = decode_stamps(op.stamps)
        stamps = {name: (times.get(stamp[0], stamp[0]), *stamp[1:]) for name, stamp in old.items()}
        if stamps == old:
            return op
        return msgspec.structs.replace(op, stamps=encode_stamps(stamps))

    def _one(self, place: int, op: Op, seen: dict[str, Seen], *, as_sent: bool) -> None:
        stored = self._now.get(op.key)
        reason = self._objection(stored, op)
        if reason is not None:
            self._refused.append((place, reason))
            return
        # A row that an operation of this batch changed already may raise questions that were not asked before.
        doubtful = op.key in self._doubtful or stored is not self._before.get(op.key)
        lost = self._open_losses(op, stored) if doubtful else ()
        outcome = merge(stored, op, lost, self._epoch, self._origins(op))
        if outcome.problem is not None:
            self._refused.append((place, outcome.problem))
            return
        self._settle(stored, op, outcome)
        had = seen.get(stored.scope if stored else op.scope, Seen())
        clean = outcome.clean and as_sent and (stored is None or had.covers(stored.seq))
        if outcome.row is not None:
            self._enter(outcome.row, own=clean)
        elif stored is not None and not outcome.clean:
            # The row did not change, but the device has another: the feed gives it once more.
            self._enter(msgspec.structs.replace(stored), own=False)
        if not clean:
            self._unclean.append(place)

    def _make(self, place: int, op: Op) -> None:
        """Take a row that nobody made before, as `_one` would: there is no more to a first upload."""
        reason = self._objection(None, op)
        outcome = merge(None, op, ()) if reason is None else Merged()
        if outcome.row is None:
            self._refused.append((place, reason or outcome.problem or Problem.MISSING))
        else:
            self._extend_own(op.scope, self._changes.add(outcome.row))

    def _objection(self, stored: Row | None, op: Op) -> str | None:
        if len(op.id) != 16 or not op.kind or not op.scope:
            return Problem.MALFORMED
        if stored is None and op.kind == CONFLICT and not op.flags & Flag.CARRY:
            return Problem.RESERVED
        if not may_apply(self._grants, op, stored.scope if stored else op.scope):
            return Problem.NOT_GRANTED
        return self._guard(stored, op)

    def _origins(self, op: Op) -> Origins | None:
        return self._changes.origins(op.key) if self._epoch and op.flags & Flag.CARRY else None

    def _open_losses(self, op: Op, stored: Row | None) -> set[tuple[str, Tag]]:
        return {
            (field, tag)
            for field, tag in questions(stored, op, self._origins(op))
            if (row := self._now.get(conflict_key(op.kind, op.id, field, tag))) is not None
            and not row.deleted
        }

    def _settle(self, stored: Row | None, op: Op, outcome: Merged) -> None:
        """Write conflict rows before the row itself: a device never loses a value before it has the conflict."""
        home = outcome.row or stored
        if home is None:
            return
        for field, tag, stamp in outcome.replaced:
            row = self._now[conflict_key(op.kind, op.id, field, tag)]
            stamps = decode_stamps(row.stamps)
            mine = stamp_of(stamps, DELETED)
            stamps[DELETED] = (max(stamp[0], mine[0] + 1), *stamp[1:])
            replaced = msgspec.structs.replace(
                row, flags=row.flags | Flag.DELETED, stamps=encode_stamps(stamps)
            )
            self._enter(replaced, own=False)
        for loss in outcome.losses:
            kept = conflict_row(home, loss)
            self._changes.load([kept.key])
            if kept.key not in self._now:
                self._enter(kept, own=False)

    def _enter(self, row: Row, *, own: bool) -> None:
        self._changes.enter(row)
        if own:
            self._extend_own(row.scope, row.seq)

    def _extend_own(self, scope: str, seq: int) -> None:
        ranges = self._own.setdefault(scope, [])
        if ranges and ranges[-1][1] == seq - 1:
            ranges[-1] = (ranges[-1][0], seq)
        else:
            ranges.append((seq, seq))
