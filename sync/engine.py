"""A device's side of sync without any I/O: builds the next request, turns an answer into steps to be committed.

The driver opens a transaction for each part (`prepare`, `request`, every step), sends what `request` returned, and
may be killed anywhere: nothing here lives outside the file but the number of the request under way.
"""

import secrets
import sqlite3
import uuid
from bisect import bisect_right
from collections.abc import Callable, Iterator
from operator import attrgetter

from shared.errors import AppError
from sync import snapshots
from sync.authority import decode_batch
from sync.codec import seal, unseal
from sync.copies import fork
from sync.digest import bucket_of, total, unequal
from sync.journal import Journal, ScopeState
from sync.outgoing import freeze
from sync.protocol import (
    Answer,
    Bucket,
    Exchange,
    Fed,
    Gone,
    Page,
    Snapshot,
    Verdict,
    Verify,
    Want,
    Why,
)
from sync.receipts import Receipts
from sync.replica import Replica
from sync.row_store import RowStore
from sync.rows import Flag, Key
from sync.runs import rows_of

STEP_ROWS = 500
"""Rows of one transaction: short enough that no reader and no other writer waits 50 ms."""
TAKEN_ROWS = 1_500
"""The same for rows of the feed, which are taken together."""
HEAL_BUCKETS = 32
"""Buckets asked for at once."""

Step = Callable[[], frozenset[Key]]
"""One transaction's work; returns the rows it changed."""


class Engine:
    """Sync of one file of rows with one authority. `more`: the last answer did not hold all there is."""

    def __init__(
        self,
        journal: Journal,
        rows: RowStore,
        *,
        new_device: Callable[[], uuid.UUID] = uuid.uuid4,
        new_nonce: Callable[[], int] = lambda: secrets.randbits(32),
    ) -> None:
        self._journal, self._rows = journal, rows
        self._new_device, self._new_nonce = new_device, new_nonce
        self._nonce: int | None = None
        self._sent_ms = 0
        self.offers: list[Snapshot] = []
        self.faults: list[Verify] = []
        self.more = False

    def prepare(self, now_ms: int) -> None:
        """Freeze the next batch: one transaction, committed before `request`."""
        freeze(self._journal, self._rows, now_ms)

    def request(self, now_ms: int) -> bytes:
        """Return the body of the next request; an answer to an earlier one is no longer awaited. Reads only."""
        sending = self._journal.sending()
        self._nonce, self._sent_ms = self._new_nonce(), now_ms
        exchange = Exchange(
            self._nonce,
            self._journal.device().bytes,
            self._journal.epoch(),
            sending[1] if sending else b"",
            [self._want(state) for state in self._journal.scopes().values()],
        )
        return seal(exchange)

    def _want(self, state: ScopeState) -> Want:
        healing = self._journal.healing(state.scope, HEAL_BUCKETS)
        digest = b""
        if state.counted and not healing:
            digest = total(self._journal.buckets(state.scope).values())
        return Want(state.scope, state.cursor, state.own, digest, healing)

    def steps(self, body: bytes, now_ms: int) -> list[Step]:
        """Read an answer; each step is to be run in a transaction of its own, in order.

        A late answer to another request gives no steps. Raises AppError as `sync.codec.unseal` does. Fetch
        `offers` afterwards and go on with `adopt`.
        """
        answer = unseal(body, Answer)
        if answer.nonce != self._nonce:
            return []
        self._nonce = None
        self.offers = list(answer.snapshots)
        offset_ms = answer.now_ms - (self._sent_ms + now_ms) // 2
        run = _Steps(self._journal, self._rows, self._new_device, now_ms)
        self.more = any(page.more for page in answer.pages)
        self.faults = [verify for verify in answer.verify if verify.why == Why.DIGEST]
        return [run.step(work) for work in run.of(answer, offset_ms)]

    def unfinished(self) -> bool:
        """Whether another exchange is due at once: something is unsent, or buckets are awaited."""
        return self._journal.unsent() or bool(self._journal.one("SELECT EXISTS (SELECT 1 FROM sync_heal)"))

    def adopt(self, snapshot: Snapshot, now_ms: int) -> list[Step]:
        """Return the steps that take a whole snapshot, whose file is attached; the last sets the cursor."""
        run = _Steps(self._journal, self._rows, self._new_device, now_ms)
        return [run.step(work) for work in run.adopting(snapshot)]

    def renamed(self) -> uuid.UUID:
        """Give the device a new id, because its file turned out to be a copy; unsent edits stay. One transaction."""
        return fork(self._journal, self._rows, self._new_device())

    def check(self, now_ms: int) -> list[str]:
        """Compute all digests from the rows: idle work. Returns the scopes where they differed from what was kept."""
        replica = Replica(self._journal, self._rows, now_ms)
        wrong: list[str] = []
        for state in self._journal.scopes().values():
            if not replica.recount(state.scope) and state.counted:
                wrong.append(state.scope)
            state.counted = True
            self._journal.set_scope(state)
        return wrong


def unfolded(page: Page) -> list[Fed]:
    """Return the rows of a page, those in runs too, in the feed's order. Raises AppError `sync.garbled`."""
    try:
        rows = [row for run in page.runs for row in rows_of(run)]
    except (ValueError, OverflowError) as cause:
        raise AppError("sync.garbled", detail="not a run of events") from cause
    return sorted([*page.rows, *rows], key=attrgetter("seq"))


class _Steps:
    """The work an answer asks for."""

    def __init__(
        self, journal: Journal, rows: RowStore, new_device: Callable[[], uuid.UUID], now_ms: int
    ) -> None:
        self._journal, self._rows, self._new_device, self._now_ms = journal, rows, new_device, now_ms
        self._replica = Replica(journal, rows, now_ms)

    def step(self, work: Callable[[], None]) -> Step:
        """Make a part into a step: it begins with nothing summed up and ends with the digests written."""

        def run() -> frozenset[Key]:
            self._replica = Replica(self._journal, self._rows, self._now_ms)
            work()
            self._replica.flush()
            return frozenset(self._replica.changed)

        return run

    def of(self, answer: Answer, offset_ms: int) -> Iterator[Callable[[], None]]:
        """Yield the parts of an answer, in order."""
        yield lambda: self._begin(answer, offset_ms)
        for scope in answer.lost_scopes:
            for _ in range(self._rows_in(scope) // STEP_ROWS):
                yield lambda scope=scope: self._replica.lose_rows(scope, STEP_ROWS)
            yield lambda scope=scope: self._replica.lose_scope(scope)
        for page in answer.pages:
            yield from self._page(page)
        for bucket in answer.buckets:
            for at in range(0, len(bucket.rows), STEP_ROWS):
                yield lambda bucket=bucket, at=at: self._heal(bucket, at)
            yield lambda bucket=bucket: self._healed(bucket)
        yield lambda: self._journal.calm_clock(answer.now_ms)

    def _begin(self, answer: Answer, offset_ms: int) -> None:
        life = self._journal.epoch()
        if life not in (answer.epoch, -1):
            self._set_back()
        # With the new epoch goes what is to be compared: after a kill between them nobody would ask for it again.
        self._journal.set_time(offset_ms, answer.epoch)
        for verify in answer.verify:
            self._compare(verify, life)
        if answer.receipt.verdict == Verdict.FORKED:
            fork(self._journal, self._rows, self._new_device())
        elif answer.receipt.verdict == Verdict.TAKEN:
            taking = Receipts(self._journal, self._rows, self._replica, self._now_ms)
            taking.take(answer.receipt, answer.fixes)

    def _set_back(self) -> None:
        """The authority was restored from a backup, which may not have the frozen batch, nor what it was made from.

        What it lost goes first, so the edits are frozen anew after that. Handing them in twice does no harm: an
        operation is known by its tags.
        """
        sending = self._journal.sending()
        ops = decode_batch(sending[1]).ops if sending else []
        self._replica.give_again([op for op in ops if op.flags & Flag.CARRY])
        self._journal.ask_again()

    # The feed

    def _page(self, page: Page) -> Iterator[Callable[[], None]]:
        """Yield a page in parts; each moves the cursor to where it ends."""
        listed = unfolded(page)
        places = [row.seq for row in listed]
        marks = [mark for mark in places[TAKEN_ROWS - 1 :: TAKEN_ROWS] if mark < page.cursor]
        low = first = 0
        for mark in [*marks, page.cursor]:
            last = bisect_right(places, mark)
            gone = [one for one in page.gone if low < one.seq <= mark]
            yield lambda rows=listed[first:last], gone=gone, mark=mark: self._part(
                page.scope, rows, gone, mark
            )
            low, first = mark, last

    def _part(self, scope: str, rows: list[Fed], gone: list[Gone], mark: int) -> None:
        state = self._journal.scopes().get(scope) or ScopeState(scope, 0, [], counted=True)
        later = {(row.kind, row.id): row.seq for row in rows} if gone else {}
        # A row that went and came back within one part is here.
        self._replica.leave(scope, [one for one in gone if later.get((one.kind, one.id), 0) < one.seq])
        self._replica.take(scope, rows)
        state.cursor = max(mark, state.cursor)
        self._journal.set_scope(state)

    # Healing

    def _compare(self, verify: Verify, life: int) -> None:
        state = self._journal.scopes().get(verify.scope)
        if state is None:
            return
        if not state.counted:
            self._replica.recount(verify.scope)
        numbers = unequal(self._journal.buckets(verify.scope), verify.buckets)
        if verify.why == Why.EPOCH:
            # Digests count neither what is deleted nor what was on its way; the authority may lack that too.
            dead = {bucket_of(row.id) for row in self._rows.in_scope(verify.scope) if row.deleted}
            numbers = sorted(dead.union(numbers, self._journal.differing(verify.scope)))
        self._journal.heal(verify.scope, numbers, verify.why, life)
        state.cursor, state.own, state.counted = verify.head, [], True
        self._journal.set_scope(state)

    def _heal(self, bucket: Bucket, at: int) -> None:
        if (why := self._journal.why_heal(bucket.scope, bucket.number)) is not None:
            rows = bucket.rows[at : at + STEP_ROWS]
            life, carry = self._life(bucket), why != Why.HORIZON
            self._replica.heal_rows(bucket.scope, rows, life=life, carry=carry)

    def _healed(self, bucket: Bucket) -> None:
        if (why := self._journal.why_heal(bucket.scope, bucket.number)) is not None:
            given = {(one.kind, one.id) for one in bucket.rows}
            life, drop = self._life(bucket), why == Why.HORIZON
            self._replica.heal_absent(bucket.scope, bucket.number, given, life=life, drop=drop)
            self._journal.healed(bucket.scope, bucket.number)

    def _life(self, bucket: Bucket) -> int | None:
        return self._journal.all_lost().get((bucket.scope, bucket.number))

    def _rows_in(self, scope: str) -> int:
        return sum(1 for _ in self._rows.in_scope(scope))

    # Snapshots

    def adopting(self, snapshot: Snapshot) -> Iterator[Callable[[], None]]:
        """Yield the parts of an adoption."""
        for first in range(1, snapshot.rows + 1, self._rows.adopts):
            yield lambda first=first: self._adopt_part(snapshot, first)
        yield lambda: self._adopted(snapshot)

    def _adopt_part(self, snapshot: Snapshot, first: int) -> None:
        if self._journal.scopes().get(snapshot.scope, ScopeState("", 0, [], counted=True)).cursor:
            return
        connection = self._journal.connection
        try:
            parts = snapshots.parts_between(connection, first, first + self._rows.adopts - 1)
            with self._journal.applying():
                present = self._rows.adopt(snapshot.scope, parts)
        except sqlite3.DatabaseError as cause:
            if snapshots.whole(connection):
                raise
            raise AppError("sync.garbled", detail="a torn snapshot") from cause
        again = [Fed(0, row.kind, row.id, row.flags, row.stamps, row.fields) for row in present]
        self._replica.take(snapshot.scope, again)

    def _adopted(self, snapshot: Snapshot) -> None:
        state = self._journal.scopes().get(snapshot.scope) or ScopeState(snapshot.scope, 0, [], counted=True)
        if not state.cursor:
            # Counting every row would cost more than taking them did: it is done when the authority asks, or idle.
            state.cursor, state.counted = snapshot.seq, False
            self._journal.set_scope(state)
