"""The authority's side of an exchange: takes the batch, then gives what is new in each granted scope.

Everything happens within one open transaction of the store; the caller begins and commits it.
"""

from collections.abc import Mapping

import msgspec

from shared.errors import AppError
from sync.change_store import ChangeStore
from sync.codec import UNREADABLE
from sync.digest import joined
from sync.intake import Guard, Intake, Seen
from sync.protocol import (
    Answer,
    Batch,
    Bucket,
    Exchange,
    Fed,
    Fix,
    Gone,
    Page,
    Receipt,
    Snapshot,
    Verify,
    Want,
    Why,
)
from sync.rows import Op, Row
from sync.runs import ops_of, packed_rows
from sync.scopes import Grants, may_read
from sync.stamps import decode_fields, decode_stamps, encode_fields, encode_stamps

PAGE_ROWS = 5_000
PAGE_BYTES = 1 << 20
SNAPSHOT_ROWS = 5_000
"""A scope with more rows is given to an empty device as a snapshot."""
NO_EPOCH = -1
"""The epoch of a device that never met the authority."""


class Authority:
    """Answers exchanges. `snapshots` offers ready ones by scope; `guard` is the server's own rule on operations."""

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        snapshots: Mapping[str, Snapshot] | None = None,
        page_rows: int = PAGE_ROWS,
    ) -> None:
        self._guard = guard
        self._snapshots: Mapping[str, Snapshot] = {} if snapshots is None else snapshots
        self._page_rows = page_rows

    def answer(
        self,
        store: ChangeStore,
        exchange: Exchange,
        grants: Grants,
        now_ms: int,
        *,
        guard: Guard | None = None,
    ) -> Answer:
        """Handle one exchange of an authenticated device. Raises AppError `sync.garbled` for a batch that is none.

        `guard` is a rule for this exchange alone: it may know who asks, and what `decode_batch` finds in the batch.
        """
        epoch = store.epoch()
        set_back = exchange.epoch not in (epoch, NO_EPOCH)
        receipt, fixes = Receipt(), list[Fix]()
        if exchange.batch and not set_back:
            batch = decode_batch(exchange.batch)
            seen = {want.scope: Seen(want.cursor, tuple(want.own)) for want in exchange.wants}
            intake = Intake(store, grants, now_ms, guard=guard or self._guard)
            receipt = intake.take(exchange.device, exchange.batch, batch, seen)
            fixes = self._fixes(store, batch, receipt, grants)
        wants = {want.scope: want for want in exchange.wants}
        feeding = _Feeding(store, receipt, self._page_rows, self._snapshots, set_back=set_back)
        heads = store.heads(scope for scope in grants if may_read(grants, scope))
        for scope, head in sorted(heads.items()):
            feeding.serve(scope, wants.get(scope), head, grants)
        return Answer(
            exchange.nonce,
            now_ms,
            epoch,
            receipt,
            fixes,
            [scope for scope in wants if not may_read(grants, scope)],
            feeding.pages,
            feeding.verify,
            feeding.buckets,
            feeding.snapshots,
        )

    def _fixes(self, store: ChangeStore, batch: Batch, receipt: Receipt, grants: Grants) -> list[Fix]:
        ops = {place: batch.ops[place] for place, _ in receipt.refused}
        rows = store.rows(op.key for op in ops.values())
        fixes: list[Fix] = []
        for place, op in ops.items():
            row = rows.get(op.key)
            if row is None or not may_read(grants, row.scope):
                fixes.append(Fix(place, "", None))
            else:
                fixes.append(Fix(place, row.scope, fed(row)))
        return fixes


def decode_batch(body: bytes, *, values: bool = True) -> Batch:
    """Read a batch, with all its operations in `ops`. Raises AppError `sync.garbled`.

    Without `values`, operations that travelled in columns have no fields: who knows the row needs their stamps alone.
    """
    try:
        batch = msgspec.msgpack.decode(body, type=Batch)
        unfolded = [op for run in batch.runs for op in ops_of(run, values=values)]
        return Batch(batch.device, batch.number, [*map(_in_one_form, batch.ops), *unfolded])
    except (*UNREADABLE, ValueError, OverflowError) as cause:
        raise AppError("sync.garbled", detail="not a batch") from cause


def _in_one_form(op: Op) -> Op:
    """Return an operation with its bytes as this program writes them, which `sync.runs` relies on."""
    try:
        op.stamps = encode_stamps(decode_stamps(op.stamps))
        op.fields = encode_fields(decode_fields(op.fields))
    except UNREADABLE:
        return op  # refused by the merge
    return op


def fed(row: Row) -> Fed:
    """Return a row as the feed gives it."""
    return Fed(row.seq, row.kind, row.id, row.flags, row.stamps, row.fields)


class _Feeding:
    """What one answer gives, scope by scope, within its limits."""

    def __init__(
        self,
        store: ChangeStore,
        receipt: Receipt,
        page_rows: int,
        snapshots: Mapping[str, Snapshot],
        *,
        set_back: bool,
    ) -> None:
        self._store, self._receipt, self._snapshots = store, receipt, snapshots
        self._set_back = set_back
        self._room, self._bytes = page_rows, PAGE_BYTES
        self.pages: list[Page] = []
        self.verify: list[Verify] = []
        self.buckets: list[Bucket] = []
        self.snapshots: list[Snapshot] = []

    def serve(self, scope: str, want: Want | None, head: int, grants: Grants) -> None:
        """Give what one scope has for the device."""
        if want is None:
            want = Want(scope)
            if head == 0:
                self.pages.append(Page(scope, 0, more=False, rows=[]))
        horizon = self._store.horizon(scope)
        if self._set_back and (want.cursor or want.own):
            self._compare(scope, Why.HORIZON if want.cursor < horizon else Why.EPOCH, head)
        elif 0 < want.cursor < horizon:
            self._compare(scope, Why.HORIZON, head)
        elif want.cursor == 0 and not want.own and (offer := self._snapshots.get(scope)) is not None:
            self.snapshots.append(offer)
        else:
            self._feed(scope, want, head, grants)
            self._heal(scope, want)

    def _compare(self, scope: str, why: Why, head: int) -> None:
        self.verify.append(Verify(scope, why, head, joined(self._store.buckets(scope))))

    def _feed(self, scope: str, want: Want, head: int, grants: Grants) -> None:
        if want.cursor >= head:
            if want.digest and want.digest != self._store.digests([scope])[scope]:
                self._compare(scope, Why.DIGEST, head)
            return
        spared = sorted([*want.own, *self._receipt.own.get(scope, [])])
        rows: list[Fed] = []
        at, whole = want.cursor, False
        while self._room > 0 and self._bytes > 0:
            # What the device handed in last is at the end of the feed: it is not even read.
            for low, high in spared:
                at = max(at, high) if low <= at + 1 else at
            found = self._store.feed(scope, at, self._room) if at < head else []
            for row in found:
                if self._bytes <= 0:
                    break
                at = row.seq
                if not any(low <= row.seq <= high for low, high in spared):
                    rows.append(fed(row))
                    self._bytes -= len(row.stamps) + len(row.fields) + 40
                    self._room -= 1
            else:
                if not found or at >= head:
                    at, whole = head, True
                    break
        gone = self._gone(self._store.departures(scope, want.cursor, at), grants)
        plain, runs = packed_rows(scope, rows)
        self.pages.append(Page(scope, at, not whole, plain, gone, runs))

    def _gone(self, listed: list[Gone], grants: Grants) -> list[Gone]:
        """Return who left with where they are now: one may have gone on, perhaps to where the device sees nothing."""
        if not listed:
            return listed
        here = self._store.rows((one.kind, one.id) for one in listed)
        homes = [row.scope if (row := here.get((one.kind, one.id))) else one.to for one in listed]
        return [
            msgspec.structs.replace(one, to=home if may_read(grants, home) else "")
            for one, home in zip(listed, homes, strict=True)
        ]

    def _heal(self, scope: str, want: Want) -> None:
        for number in want.heal:
            if self._room <= 0 or self._bytes <= 0:
                return
            rows = [fed(row) for row in self._store.bucket_rows(scope, number)]
            self._room -= len(rows) + 1
            self._bytes -= sum(len(row.stamps) + len(row.fields) + 40 for row in rows)
            self.buckets.append(Bucket(scope, number, rows))
