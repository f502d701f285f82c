"""How a device takes the authority's rows into its own: unsent edits keep their value and their base.

Every method is one part of a transaction that the caller commits. Digests follow what the authority is known to have.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from sync.digest import add_states, added, bucket_of, changed_by, row_hash
from sync.journal import Journal
from sync.journal_batches import Confirmed, Entry, Unsent
from sync.outgoing import arrived, op_of, unsent_names, whole_op
from sync.protocol import Fed, Gone, Why
from sync.row_store import RowStore, State
from sync.rows import Flag, Key, Op, Row
from sync.stamps import (
    DELETED,
    EVERY,
    REGISTERS,
    SCOPE,
    Stamp,
    Stamps,
    decode_fields,
    decode_stamps,
    differing,
    encode_fields,
    encode_stamps,
    erased,
    overlaid,
    stamp_of,
)

REVOKED = "revoked"
"""Reason of edits that were unsent when the device lost the right to their scope."""


class Replica:
    """A device's rows together with its journal."""

    def __init__(self, journal: Journal, rows: RowStore, now_ms: int) -> None:
        self.journal, self.rows, self._now_ms = journal, rows, now_ms
        self.changed: set[Key] = set()
        self._amounts: dict[tuple[str, int], int] = {}

    def flush(self) -> None:
        """Write what was summed up for the digests; call it before the transaction ends."""
        self.journal.add_digests(self._amounts)
        self._amounts = {}

    def shift(self, sums: Mapping[tuple[str, int], int]) -> None:
        """Count what was summed up before."""
        for at, amount in sums.items():
            self._amounts[at] = self._amounts.get(at, 0) + amount

    # What the authority has

    def confirm(self, key: Key, state: Confirmed, local: Row | None) -> None:
        """Note how the authority has a row, whether or not it is so here."""
        self._shift(key, local, state)
        same = local is not None and (state.stamps, state.scope, state.deleted) == (
            local.stamps,
            local.scope,
            local.deleted,
        )
        self.journal.set_confirmed(key, None if same and not self.journal.entries(key) else state)

    def _shift(self, key: Key, local: Row | None, state: Confirmed | None) -> None:
        self._moved(key, self.journal.confirmed(key), local, state)

    def _moved(
        self, key: Key, known: Confirmed | None, local: Row | None, state: Confirmed | Row | None
    ) -> None:
        """Count a row's change: from what was known of it, or from how it is here, to a state."""
        before = known or local
        if before is not None and state is not None:
            was = (before.scope, before.stamps, before.deleted)
            if was == (state.scope, state.stamps, state.deleted):
                return
        for one, sign in ((before, -1), (state, 1)):
            if one is not None and one.stamps is not None and not one.deleted:
                at = (one.scope, bucket_of(key[1]))
                self._amounts[at] = self._amounts.get(at, 0) + sign * row_hash(key, one.stamps)

    def confirm_all(self, found: Iterable[tuple[Unsent, State, Confirmed]]) -> None:
        """Note how the authority has rows now that it took what was frozen of them, which is forgotten next."""
        states: dict[Key, Confirmed | None] = {}
        for one, here, state in found:
            self._moved(one.key, one.confirmed, None, state)
            if one.edited or (state.scope, state.stamps, state.deleted) != here:
                states[one.key] = state
            elif one.noted:
                states[one.key] = None
        self.journal.set_confirmed_of(states)

    # Rows that come

    def take(self, scope: str, fed: Iterable[Fed]) -> None:
        """Take rows of the feed."""
        listed = list(fed)
        if lost := self.journal.all_lost():
            # What the authority lost is not compared yet: its older state must not cover it. A row may have moved
            # since: it is awaited where it was at home here.
            here = self.rows.get((one.kind, one.id) for one in listed)
            awaited = {
                key: lost[at]
                for key, local in here.items()
                for home in (scope, self._home(local))
                if (at := (home, bucket_of(key[1]))) in lost
            }
            for one in [one for one in listed if (one.kind, one.id) in awaited]:
                key = (one.kind, one.id)
                self._heal_row(scope, one, here[key], life=awaited[key], carry=True)
                self.changed.add(key)
            self.journal.met(((one.kind, one.id) for one in listed), self.journal.epoch())
            listed = [one for one in listed if (one.kind, one.id) not in awaited]
        self._take(scope, listed)

    def _home(self, local: Row) -> str:
        """Return where a row is at home by the authority's word."""
        known = self.journal.confirmed(local.key)
        return known.scope if known else local.scope

    def _take(self, scope: str, listed: list[Fed]) -> None:
        keys = [(one.kind, one.id) for one in listed]
        states = self.rows.states(keys)
        busy = self.journal.entries_of(states)
        # What is in a row is looked at where it may be another event, or has unsent edits.
        here = self.rows.get(
            key
            for key, one in zip(keys, listed, strict=True)
            if key in states and (key in busy or one.flags & Flag.EVENT)
        )
        known = self.journal.confirmed_of(keys)
        came = [Row(one.kind, one.id, scope, one.flags, one.stamps, one.fields) for one in listed]
        stamps = filter(None, map(decode_stamps, [row.stamps for row in came]))
        latest = max(map(max, map(dict[str, Stamp].values, stamps)), default=None)
        written: list[Row] = []
        for row in came if here else ():
            local = here.get(row.key)
            if local is not None and another_event(row, local):
                self.make_anew(local)
                for gone in (states, busy, known):
                    gone.pop(row.key, None)
            elif local is not None and row.key in busy:
                written.append(self._under(row, local, self.pending(local)))
        plain = [row for row in came if row.key not in busy] if busy else came
        self._count(plain, states | {key: (one.scope, one.stamps, one.deleted) for key, one in known.items()})
        self.changed.update(keys)
        self.journal.set_confirmed_of(dict.fromkeys(known.keys() - busy.keys()))
        for key in sorted(set(keys).intersection(self.journal.unanswered())):
            self.journal.drop_entry(key, -1)
        self.journal.came(keys)
        self._write([*written, *plain])
        if latest:
            self.journal.witness(latest[0], self._now_ms)

    def _count(self, rows: list[Row], before: Mapping[Key, tuple[str, bytes | None, bool]]) -> None:
        """Count that rows are by now as they came, and no longer as they were before."""
        came: dict[str, list[tuple[str, bytes, bytes]]] = {}
        for row in rows:
            if not row.flags & Flag.DELETED:
                came.setdefault(row.kind, []).append((row.scope, row.id, row.stamps))
        for kind, living in came.items():
            add_states(self._amounts, kind, living)
        gone: dict[str, list[tuple[str, bytes, bytes]]] = {}
        for row in rows if before else ():
            scope, stamps, deleted = before.get((row.kind, row.id), ("", None, True))
            if stamps is not None and not deleted:
                gone.setdefault(row.kind, []).append((scope, row.id, stamps))
        for kind, living in gone.items():
            add_states(self._amounts, kind, living, -1)

    def make_anew(self, local: Row) -> None:
        """Give an event another id: a copy of this file, or this file set back, used its id for another event."""
        again = msgspec.structs.replace(local, id=_another_id(local))
        for batch in (-1, *(entry.batch for entry in self.journal.entries(local.key))):
            self.journal.drop_entry(local.key, batch)
        self._shift(local.key, local, None)
        self.journal.set_confirmed(local.key, None)
        self.rows.remove([local.key])
        self._write([again])
        self.journal.put_entry(again.key, Entry(0, None, knew=False, seen=None))
        self.journal.set_confirmed(again.key, Confirmed(again.scope, None, deleted=False))
        self.changed |= {local.key, again.key}

    def _write(self, rows: list[Row]) -> None:
        with self.journal.applying():
            self.rows.put(rows)

    def pending(self, local: Row) -> set[str]:
        """Return the fields and registers of a row whose edits are unsent."""
        entries = self.journal.entries(local.key)
        if not entries:
            return set()
        known = self.journal.confirmed(local.key)
        return set[str]().union(*(unsent_names(local, entry, known) for entry in entries))

    def _under(self, row: Row, local: Row, kept: set[str]) -> Row:
        """Return the authority's row with the local values of `kept`, and move the bases of the rest along."""
        self.confirm(row.key, Confirmed(row.scope, row.stamps, row.deleted), local)
        theirs = decode_stamps(row.stamps)
        kept = kept - arrived(row, local, kept)
        for entry in self.journal.entries(row.key):
            if entry.base is not None:
                entry.base = encode_stamps(overlaid(theirs, decode_stamps(entry.base), kept))
                self.journal.put_entry(row.key, entry)
        return _mixed(row, local, kept)

    # Rows that leave

    def leave(self, scope: str, gone: Iterable[Gone]) -> None:
        """Let rows go to another scope, or out of sight."""
        for one in gone:
            key = (one.kind, one.id)
            local = self.rows.get([key]).get(key)
            known = self.journal.confirmed(key)
            if local is None or self._home(local) != scope:
                continue
            if not one.to:
                self.drop(local, REVOKED)
                continue
            if (scope, bucket_of(one.id)) in self.journal.all_lost():
                continue  # what was lost of it is given back first, from where it is
            before = known or Confirmed(scope, local.stamps, local.deleted)
            self._shift(key, local, Confirmed(one.to, before.stamps, before.deleted))
            if known is not None:
                self.journal.set_confirmed(key, Confirmed(one.to, before.stamps, before.deleted))
            if SCOPE not in self.pending(local):
                local.scope = one.to
                self._write([local])
            self.changed.add(key)

    def lose_rows(self, scope: str, count: int) -> None:
        """Remove up to `count` rows of a scope; unsent edits are set aside as not accepted."""
        for row in list(islice(self._at_home(scope), count)):
            self.drop(row, REVOKED)

    def lose_scope(self, scope: str) -> None:
        """Remove what is left of a scope."""
        for row in list(self._at_home(scope)):
            self.drop(row, REVOKED)
        self.flush()
        self.journal.drop_scope(scope)

    def _at_home(self, scope: str) -> Iterator[Row]:
        """Yield the rows that are in a scope by the authority's word; a move that is unsent does not count."""
        self.journal.note_all()
        moved: dict[Key, str] = {
            (kind, row_id): home
            for kind, row_id, home in self.journal.all("SELECT kind, id, scope FROM sync_confirmed")
        }
        yield from (row for row in self.rows.in_scope(scope) if moved.get(row.key, scope) == scope)
        away = self.rows.get(sorted(key for key, home in moved.items() if home == scope)).values()
        yield from (row for row in away if row.scope != scope)

    def drop(self, local: Row, reason: str) -> None:
        """Remove a row. What was unsent of it is set aside with the reason."""
        key = local.key
        entries = self.journal.entries(key)
        # Only what was made here is kept of a row that may no longer be seen. While an authority that was set back
        # is not compared, that may be all of it.
        lost = bucket_of(local.id) in self.journal.lost_buckets(local.scope, Why.EPOCH)
        unsent = [op_of(local, entry, self.journal.confirmed(key)) for entry in entries]
        for op in [whole_op(local)] if lost else unsent:
            if op is not None:
                self.journal.refuse(key, local.scope, reason, msgspec.msgpack.encode(op), self._now_ms)
        for batch in (-1, *(entry.batch for entry in entries)):
            self.journal.drop_entry(key, batch)
        self.journal.came([key])
        self._shift(key, local, None)
        self.journal.set_confirmed(key, None)
        self.rows.remove([key])
        self.changed.add(key)

    # Healing

    def heal_rows(self, scope: str, fed: list[Fed], *, life: int | None, carry: bool) -> None:
        """Make rows of a bucket as the authority has them; what it lacks of them is queued to be carried back.

        `life`: the authority was set back; whatever differs may have been lost, and was known in that epoch.
        `carry`: not when the device was away for too long, since then what differs is old.
        """
        here = self.rows.get((one.kind, one.id) for one in fed)
        for one in fed:
            local = here.get((one.kind, one.id))
            if local is None:
                self._take(scope, [one])
            else:
                self._heal_row(scope, one, local, life=life, carry=carry)
            self.changed.add((one.kind, one.id))

    def heal_absent(self, scope: str, number: int, given: set[Key], *, life: int | None, drop: bool) -> None:
        """Care for the rows of a bucket that the authority did not give: lost there, or deleted (`drop`)."""
        for row in self._at_home(scope):
            if bucket_of(row.id) == number and row.key not in given:
                self._heal_absent(row, life, drop=drop)

    def _heal_row(self, scope: str, one: Fed, local: Row, *, life: int | None, carry: bool) -> None:
        row = Row(one.kind, one.id, scope, one.flags, one.stamps, one.fields)
        mine, theirs = decode_stamps(local.stamps), decode_stamps(row.stamps)
        life = None if life is None else self.journal.life_of(row.key, life)
        if life is not None and erased(mine) and not erased(theirs):
            # What was erased stays so, also when the authority was set back to before that.
            self._give_back(local, life)
            self.confirm(row.key, Confirmed(scope, row.stamps, row.deleted), local)
            return
        if local.event or erased(mine) or erased(theirs):
            self._take(scope, [one])
            return
        pending = self.pending(local)
        names = (set(decode_fields(local.fields)) | REGISTERS) - pending
        lacking = differing(mine, theirs, names) if carry else set[str]()
        newer = {name for name in lacking if stamp_of(mine, name) > stamp_of(theirs, name)}
        if life is None:
            self._carry(local, mine, newer, self._now_life())
        elif life != self.journal.epoch():
            self._carry(local, mine, lacking - self._given(local.key, mine, lacking), life)
        self._write([self._under(row, local, pending | newer)])
        self.journal.drop_entry(row.key, -1)
        self.journal.came([row.key])
        if not pending and not newer and not self.journal.entries(row.key):
            # Beside edits that changed nothing it stays: they note nothing more of a row that is edited again.
            self.journal.set_confirmed(row.key, None)

    def give_again(self, sending: list[Op]) -> None:
        """Queue all that was given back and not seen again: the authority was set back once more."""
        packed = [op for _, _, op in self.journal.all_given()]
        packed += [msgspec.msgpack.encode(op) for op in sending]
        waiting = self.journal.carries(-1)
        self.journal.drop_carries(number for number, _ in waiting)
        for raw in dict.fromkeys([*packed, *(op for _, op in waiting)]):
            self.journal.give(msgspec.msgpack.decode(raw, type=Op).key, raw)
            self.journal.carry(raw)

    def _given(self, key: Key, stamps: Stamps, names: set[str]) -> set[str]:
        """Return which of these values were given back before and not seen again: they are of an earlier life."""
        found: set[str] = set()
        for raw in self.journal.given(key):
            of = decode_stamps(msgspec.msgpack.decode(raw, type=Op).stamps)
            found |= {
                name
                for name in names
                if (EVERY in of or name in of) and stamp_of(of, name) == stamp_of(stamps, name)
            }
        return found

    def _carry(self, local: Row, stamps: Stamps, names: set[str], life: int) -> None:
        if not names:
            return
        values = decode_fields(local.fields)
        op = Op(
            local.kind,
            local.id,
            local.scope,
            Flag.CARRY | (local.flags & Flag.DELETED),
            encode_stamps({name: stamp_of(stamps, name) for name in names}),
            encode_fields({name: values[name] for name in names if name in values}),
            encode_stamps({}),
            life=life,
        )
        self.journal.carry(msgspec.msgpack.encode(op))

    def _heal_absent(self, local: Row, life: int | None, *, drop: bool) -> None:
        """Care for a row that the authority lacks; `life` as in `heal`."""
        if life is not None and (life := self.journal.life_of(local.key, life)) == self.journal.epoch():
            return  # it was there in this life already and is elsewhere now: the feed tells
        if drop and not self.journal.entries(local.key):
            self.drop(local, REVOKED)
        else:
            self.give_whole(local, self._now_life() if life is None else life)

    def _now_life(self) -> int:
        """Return the life of what differs without a restore: a fault, to be told from edits made in this one."""
        return self.journal.epoch() - 1

    def give_whole(self, local: Row, life: int) -> None:
        """Hand in a row of which the authority has nothing: what it had, as lost state, then what is unsent of it."""
        entries = self.journal.entries(local.key)
        if not entries:
            self._give_back(local, life)
        elif entries[0].base is not None:
            self._give_base(local, entries[0].base, life, deleted=entries[0].knew)
        self.confirm(local.key, Confirmed(local.scope, None, deleted=False), local)

    def _give_base(self, local: Row, stamps: bytes, life: int, *, deleted: bool) -> None:
        """Give back a row as it was before the edits that are unsent. What they replaced is not here any more."""
        values, pending = decode_fields(local.fields), self.pending(local)
        flags = (local.flags & Flag.EVENT) | Flag.CARRY | (Flag.DELETED if deleted else 0)
        fields = encode_fields({name: value for name, value in values.items() if name not in pending})
        op = Op(local.kind, local.id, self._home(local), flags, stamps, fields, life=life)
        self.journal.carry(msgspec.msgpack.encode(op))

    def _give_back(self, local: Row, life: int) -> None:
        op = whole_op(local)
        op.life = life
        op.flags |= Flag.CARRY
        self.journal.carry(msgspec.msgpack.encode(op))

    # Digests from rows

    def recount(self, scope: str) -> bool:
        """Compute a scope's digests from the rows; False when what was kept differed, which is a fault."""
        amounts: dict[int, int] = {}
        self._each_confirmed(
            scope,
            lambda key, state: _add(
                amounts, bucket_of(key[1]), changed_by(key, (None, False), (state.stamps, state.deleted))
            ),
        )
        counted = {number: added(b"", amount) for number, amount in amounts.items() if amount}
        kept = {number: digest for number, digest in self.journal.buckets(scope).items() if any(digest)}
        self.journal.set_buckets(scope, counted)
        return counted == kept

    def _each_confirmed(self, scope: str, count: Callable[[Key, Confirmed], None]) -> None:
        self.journal.note_all()
        otherwise: set[Key] = set(self.journal.all("SELECT kind, id FROM sync_confirmed"))
        for row in self.rows.in_scope(scope):
            if row.key not in otherwise:
                count(row.key, Confirmed(scope, row.stamps, row.deleted))
        for kind, row_id, stamps, deleted in self.journal.all(
            "SELECT kind, id, stamps, deleted FROM sync_confirmed WHERE scope = ?", scope
        ):
            count((kind, row_id), Confirmed(scope, stamps, bool(deleted)))


def another_event(row: Row, local: Row) -> bool:
    """Whether these are two events under one id."""
    return local.event and not (local.deleted or row.deleted) and local.fields != row.fields


def _another_id(local: Row) -> bytes:
    return hashlib.blake2b(local.id + local.fields, digest_size=len(local.id)).digest()


def _add(amounts: dict[int, int], number: int, amount: int) -> None:
    amounts[number] = amounts.get(number, 0) + amount


def _mixed(row: Row, local: Row, kept: set[str]) -> Row:
    """Return the authority's row with the local state of some fields and registers."""
    mine, theirs = decode_stamps(local.stamps), decode_stamps(row.stamps)
    values, own = decode_fields(row.fields), decode_fields(local.fields)
    values.update((name, own[name]) for name in kept if name in own)
    deleted = local.deleted if DELETED in kept else row.deleted
    flags = (row.flags & ~Flag.DELETED) | (Flag.DELETED if deleted else 0)
    scope = local.scope if SCOPE in kept else row.scope
    stamps = overlaid(theirs, mine, kept)
    if EVERY not in stamps:
        raise msgspec.ValidationError("a row without stamps")
    return Row(row.kind, row.id, scope, flags, encode_stamps(stamps), encode_fields(values))
