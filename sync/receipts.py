"""What a device does with the authority's word on its frozen batch. All within the caller's transaction."""

import msgspec

from sync.authority import decode_batch
from sync.digest import bucket_of
from sync.journal import Journal
from sync.journal_batches import Confirmed, Entry, Unsent
from sync.merge import Problem
from sync.outgoing import whole_op
from sync.protocol import Fix, Receipt, Why
from sync.replica import Replica
from sync.row_store import RowStore, State
from sync.rows import Flag, Op, Row
from sync.stamps import DELETED, SCOPE, decode_stamps, encode_stamps, overlaid


class Receipts:
    """Takes one receipt."""

    def __init__(self, journal: Journal, rows: RowStore, replica: Replica, now_ms: int) -> None:
        self._journal, self._rows, self._replica, self._now_ms = journal, rows, replica, now_ms

    def take(self, receipt: Receipt, fixes: list[Fix]) -> None:
        """Let go of the frozen batch. A receipt of another one is passed over."""
        sending = self._journal.sending()
        if sending is None or sending[0] != receipt.number:
            return
        if (
            not (receipt.unclean or receipt.refused)
            and (sums := self._journal.sums_of(receipt.number)) is not None
        ):
            # The authority has every row as it is here: nothing differs any more.
            self._replica.shift(sums)
        else:
            self._take_each(receipt, sending[1], fixes)
        self._journal.drop_entries(receipt.number)
        self._journal.drop_sending()
        self._note_own(receipt)

    def _take_each(self, receipt: Receipt, body: bytes, fixes: list[Fix]) -> None:
        # Only what was refused, or given back, is needed whole.
        ops = decode_batch(body, values=bool(receipt.refused)).ops
        refused = dict(receipt.refused)
        fix = {one.place: one for one in fixes}
        unclean = set(receipt.unclean)
        if any(op.flags & Flag.CARRY and place in unclean for place, op in enumerate(ops)):
            ops = decode_batch(body).ops  # they are kept until their rows come
        frozen = {one.key: one for one in self._journal.unsent_of(receipt.number)}
        here = self._rows.states(frozen)
        clean: list[tuple[Unsent, State, Confirmed]] = []
        for place, op in enumerate(ops):
            key = op.key
            one = frozen.get(key)
            if op.flags & Flag.CARRY:
                self._carried(op, refused.get(place), fix.get(place), clean=place not in unclean)
            elif one is None:
                continue
            elif place in unclean:
                self._journal.answered(key, receipt.number)
            elif place in refused:
                self._journal.drop_entry(key, receipt.number)
                self._not_taken(op, one.entry, refused[place], fix.get(place))
            elif (local := here.get(key)) is not None and (state := self._as_given(op, one)) is not None:
                clean.append((one, local, state))
        self._replica.confirm_all(clean)

    def _note_own(self, receipt: Receipt) -> None:
        scopes = self._journal.scopes() if receipt.own else {}
        for scope, ranges in receipt.own.items():
            if (state := scopes.get(scope)) is not None:
                state.own = [*state.own, *ranges]
                self._journal.set_scope(state)

    def _as_given(self, op: Op, one: Unsent) -> Confirmed | None:
        """Return how the authority has a row: as this device had it, with this operation on top."""
        known = one.confirmed
        if known is None:
            return None
        if op.base is None:
            return Confirmed(op.scope, op.stamps, bool(op.flags & Flag.DELETED))
        if known.stamps is None:
            # It was thought to have nothing of the row: look at all of it.
            self._journal.heal(known.scope, [bucket_of(op.id)], Why.DIGEST)
            return None
        new = decode_stamps(op.stamps)
        stamps = encode_stamps(overlaid(decode_stamps(known.stamps), new, set(new)))
        deleted = bool(op.flags & Flag.DELETED) if DELETED in new else known.deleted
        return Confirmed(known.scope, stamps, deleted)

    def _carried(self, op: Op, reason: str | None, fix: Fix | None, *, clean: bool) -> None:
        local = self._rows.get([op.key]).get(op.key)
        if reason is None and clean and op.base is None and local is not None:
            state = Confirmed(op.scope, op.stamps, bool(op.flags & Flag.DELETED))
            self._replica.confirm(op.key, state, local)
        if reason is None and not clean:
            self._journal.give(op.key, msgspec.msgpack.encode(op))
        if reason == Problem.MISSING and local is not None:
            self._replica.give_whole(local, op.life)
        elif reason == Problem.EVENT_EXISTS and local is not None and local.event:
            self._meet(local, fix)
            return
        elif reason not in (None, Problem.ERASED):
            self._journal.refuse(op.key, op.scope, reason, msgspec.msgpack.encode(op), self._now_ms)
        if reason not in (None, Problem.MISSING) and local is not None and not self._journal.entries(op.key):
            self._settle(local, reason, fix)

    def _meet(self, local: Row, fix: Fix | None) -> None:
        """Another event has the id of one that was made here: both are kept."""
        if fix is not None and fix.row is not None:
            self._replica.take(fix.scope, [fix.row])
        else:
            self._replica.make_anew(local)

    def _settle(self, local: Row, reason: str, fix: Fix | None) -> None:
        """Make a refused row as the authority has it."""
        if fix is not None and fix.row is not None:
            self._replica.take(fix.scope, [fix.row])
        else:
            known = self._journal.confirmed(local.key)
            if known is not None and known.stamps is None:
                # The authority is not known to have any of it: all of it is kept.
                whole = msgspec.msgpack.encode(whole_op(local))
                self._journal.refuse(local.key, local.scope, reason, whole, self._now_ms)
            self._replica.drop(local, reason)

    def _not_taken(self, op: Op, entry: Entry, reason: str, fix: Fix | None) -> None:
        later = next((one for one in self._journal.entries(op.key) if one.batch == 0), None)
        if reason == Problem.MISSING:
            seen = later.seen if later else None
            self._journal.put_entry(op.key, Entry(0, None, entry.knew, seen or entry.seen))
            local = self._rows.get([op.key]).get(op.key)
            self._replica.confirm(op.key, Confirmed(op.scope, None, deleted=False), local)
            return
        local = self._rows.get([op.key]).get(op.key)
        if reason == Problem.EVENT_EXISTS and local is not None and local.event:
            self._meet(local, fix)
            return
        if reason != Problem.STAYS or not _only_moves(op):
            self._journal.refuse(op.key, op.scope, reason, msgspec.msgpack.encode(op), self._now_ms)
        if local is None:
            return
        if later is not None:
            self._journal.drop_entry(op.key, 0)
            self._journal.refuse(
                op.key, local.scope, reason, msgspec.msgpack.encode(whole_op(local)), self._now_ms
            )
        self._settle(local, reason, fix)


def _only_moves(op: Op) -> bool:
    """Whether nothing of a person's is in an operation but where the row is to be."""
    return op.base is not None and decode_stamps(op.stamps).keys() == {SCOPE}
