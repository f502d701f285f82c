"""The merge rule of one row: registers with known bases, the delete and edit lattice, events by union. Pure.

A field's value is the greatest of its heads: the edits that no other edit replaced. A conflict is an edit whose base
is not the value that stands; the head that loses is kept as a `Loss` and never silently dropped.
"""

from collections.abc import Container
from enum import StrEnum

import msgspec

from sync.origins import Origins
from sync.rows import CONFLICT, Flag, Op, Row
from sync.stamps import (
    DELETED,
    EVERY,
    SCOPE,
    Stamp,
    Stamps,
    Tag,
    decode_fields,
    decode_stamps,
    decode_tags,
    encode_fields,
    encode_stamps,
    erased,
    stamp_of,
    tag_of,
)

NIL = msgspec.Raw(msgspec.msgpack.encode(None))
TRUE = b"\xc3"
"""msgpack's true: the value of a deletion that lost."""


class Problem(StrEnum):
    """Why an operation was not taken."""

    MISSING = "missing"
    """The row is not here, and the operation brings only a part of it; the whole row is wanted."""
    EVENT_EXISTS = "event_exists"
    """An event with this id and another content is here, or a record is: events never change."""
    MALFORMED = "malformed"
    NOT_GRANTED = "not_granted"
    RESERVED = "reserved"
    """The kind is written by authorities only."""
    ERASED = "erased"
    """The row's content was erased; nothing brings it back."""
    STAYS = "stays"
    """The row was taken away from a thing that stays where it is, as that thing's own refusal tells."""


class Loss(msgspec.Struct, frozen=True):
    """A value that lost against a concurrent one: its field, its msgpack bytes, its stamp."""

    field: str
    value: bytes
    stamp: Stamp


class Merged(msgspec.Struct):
    """What became of an operation. `row` is None when nothing changed.

    `clean` means that the device's own copy is the result already, if it had seen the row's last state.
    `replaced` are losses that this operation's edits were made from: they are no longer open.
    """

    row: Row | None = None
    clean: bool = True
    losses: list[Loss] = msgspec.field(default_factory=list[Loss])
    replaced: list[tuple[str, Tag, Stamp]] = msgspec.field(default_factory=list[tuple[str, Tag, Stamp]])
    problem: Problem | None = None


def questions(stored: Row | None, op: Op, origins: Origins | None = None) -> list[tuple[str, Tag]]:
    """Return the losses (field, tag) that `merge` has to know of, which is none unless bases differ."""
    if stored is None or stored.event:
        return []
    if op.flags & Flag.CARRY:
        return _questions_of_carried(stored, op, origins or Origins())
    if op.base is None:
        return []
    held, new, bases = decode_stamps(stored.stamps), decode_stamps(op.stamps), decode_tags(op.base)
    asked: list[tuple[str, Tag]] = []
    for name, stamp in new.items():
        tag = tag_of(held, name)
        base = bases.get(name)
        if tag != stamp[1:] and base != tag:
            asked.append((name, stamp[1:]))
            if base is not None:
                asked.append((name, base))
    return asked


def _questions_of_carried(stored: Row, op: Op, origins: Origins) -> list[tuple[str, Tag]]:
    held = decode_stamps(stored.stamps)
    asked: list[tuple[str, Tag]] = []
    for name in decode_fields(op.fields):
        stamp = stamp_of(decode_stamps(op.stamps), name)
        best = origins.best(op.life, name)
        if best is not None and stamp > best != stamp_of(held, name):
            asked.append((name, stamp[1:]))
    return asked


def merge(
    stored: Row | None,
    op: Op,
    lost: Container[tuple[str, Tag]],
    epoch: int = 0,
    origins: Origins | None = None,
) -> Merged:
    """Apply an operation to what is stored. `lost` answers `questions`; `epoch` is the authority's.

    `origins` are the row's past lives, for an operation that carries lost state; what came back is noted there.

    Raises `msgspec.MsgspecError` when the operation's bytes are not what they should be.
    """
    if stored is None:
        return _created(op, epoch, origins)
    if stored.deleted and erased(decode_stamps(stored.stamps)):
        same = stored.stamps == op.stamps
        return Merged(clean=same, problem=None if same else Problem.ERASED)
    if op.flags & Flag.CARRY and erased(decode_stamps(op.stamps)):
        return _erased_again(stored, op, epoch)
    if stored.event or op.flags & Flag.EVENT:
        same = stored.event and bool(op.flags & Flag.EVENT) and stored.fields == op.fields
        return Merged(
            clean=same and stored.stamps == op.stamps, problem=None if same else Problem.EVENT_EXISTS
        )
    merging = _Merging(stored, op, lost, epoch, origins or Origins())
    merging.fields()
    merging.move()
    merging.deletion()
    return merging.result()


def _created(op: Op, epoch: int, origins: Origins | None) -> Merged:
    stamps = decode_stamps(op.stamps)
    if op.base is not None or EVERY not in stamps:
        return Merged(clean=False, problem=Problem.MISSING)
    fields = decode_fields(op.fields)
    if erased(stamps) and (fields or not epoch or not op.flags & Flag.CARRY):
        raise msgspec.ValidationError("only an authority erases")
    if op.flags & Flag.CARRY and epoch and origins is not None:
        origins.note_carried(epoch, encode_stamps({}), op.life, stamps)
    edited = 0 if op.flags & Flag.CARRY else epoch
    flags = op.flags & (Flag.EVENT | Flag.DELETED)
    return Merged(Row(op.kind, op.id, op.scope, flags, op.stamps, op.fields, edited=edited))


def _erased_again(stored: Row, op: Op, epoch: int) -> Merged:
    """A stub comes back to an authority that was set back to before the erasure."""
    if not epoch or decode_fields(op.fields):
        raise msgspec.ValidationError("only an authority erases")
    flags = (stored.flags & Flag.EVENT) | Flag.DELETED
    row = msgspec.structs.replace(stored, flags=flags, stamps=op.stamps, fields=op.fields)
    return Merged(row, clean=stored.scope == op.scope)


class _Merging:
    """One merge under way."""

    def __init__(
        self, stored: Row, op: Op, lost: Container[tuple[str, Tag]], epoch: int, origins: Origins
    ) -> None:
        self.stored, self.op, self.lost, self.epoch, self.origins = stored, op, lost, epoch, origins
        self.came_back: Stamps = {}
        self.carried = bool(op.flags & Flag.CARRY)
        self.held = decode_stamps(stored.stamps)
        self.stamps: Stamps = dict(self.held)
        self.values = decode_fields(stored.fields)
        self.new = decode_stamps(op.stamps)
        self.given = decode_fields(op.fields)
        self.bases: dict[str, Tag] = decode_tags(op.base) if op.base is not None else {}
        self.scope, self.deleted = stored.scope, stored.deleted
        self.outcome = Merged()
        self.changed = False
        self.forwarded: set[str] = set()

    def fields(self) -> None:
        """Merge every field that the operation gives."""
        for name, value in self.given.items():
            stamp = self.new.get(name) or self.new.get(EVERY)
            if stamp is None:
                raise msgspec.ValidationError(f"field without a stamp: {len(name)} characters")
            mine = stamp_of(self.held, name)
            if self.carried:
                self._carry(name, value, stamp, mine)
            elif mine[1:] == stamp[1:] or (name, stamp[1:]) in self.lost:
                self.outcome.clean &= mine == stamp
            elif self.bases.get(name) == mine[1:]:
                self._forward(name, value, stamp, mine)
            elif name not in self.values:
                # Whoever made the row did not know this field: there is no value to lose.
                self._take(name, value, self._raised(stamp, mine) if name in self.held else stamp)
                self.outcome.clean = False
            else:
                self._conflict(name, value, stamp, self.bases.get(name))

    def _take(self, name: str, value: msgspec.Raw, stamp: Stamp) -> None:
        self.values[name], self.stamps[name], self.changed = value, stamp, True

    def _forward(self, name: str, value: msgspec.Raw, stamp: Stamp, mine: Stamp) -> None:
        """The edit was made from the value that stands: it applies, whatever its clock says."""
        self.forwarded.add(name)
        self._take(name, value, self._raised(stamp, mine))

    def _raised(self, stamp: Stamp, over: Stamp) -> Stamp:
        if stamp[0] > over[0]:
            return stamp
        self.outcome.clean = False
        return (over[0] + 1, *stamp[1:])

    def _conflict(self, name: str, value: msgspec.Raw, stamp: Stamp, base: Tag | None) -> None:
        self.outcome.clean = False
        mine = stamp_of(self.held, name)
        if base is not None and (name, base) in self.lost:
            self.outcome.replaced.append((name, base, stamp))
        standing = self.values.get(name, NIL)
        if bytes(standing) == bytes(value):
            if stamp > mine:
                self._take(name, value, stamp)
        elif stamp > mine:
            self._lose(name, standing, mine)
            self._take(name, value, stamp)
        else:
            self._lose(name, value, stamp)

    def _lose(self, name: str, value: msgspec.Raw, stamp: Stamp) -> None:
        self.outcome.losses.append(Loss(name, bytes(value), stamp))

    def _carry(self, name: str, value: msgspec.Raw, stamp: Stamp, mine: Stamp) -> None:
        """Old state joins what is known of its life by stamp; against what happened since it is a conflict."""
        self.outcome.clean = False
        if mine[1:] == stamp[1:]:
            if bytes(self.values.get(name, b"")) != bytes(value):
                self._take(name, value, mine)  # only its stamp had come back before
            return
        best = self.origins.best(self.op.life, name)
        known = name in self.values and stamp <= (mine if best is None else best)
        if (name, stamp[1:]) in self.lost or known:
            return
        self.came_back[name] = stamp
        if best is None or mine == best or name not in self.values:
            self._take(name, value, stamp)
        else:
            # What this life's earlier value is kept as stays open: it may have lost in that life already.
            self._conflict(name, value, stamp, None)

    def move(self) -> None:
        """Merge the scope register: where the row is at home."""
        stamp = self.new.get(SCOPE)
        mine = stamp_of(self.held, SCOPE)
        if stamp is None or stamp[1:] == mine[1:]:
            return
        if self.bases.get(SCOPE) == mine[1:]:
            stamp = self._raised(stamp, mine)
        self.outcome.clean = False
        if stamp > mine:
            self.scope, self.stamps[SCOPE], self.changed = self.op.scope, stamp, True

    def deletion(self) -> None:
        """Merge the deleted register. Deleting loses against an edit its author had not seen."""
        stamp = self.new.get(DELETED)
        mine = stamp_of(self.held, DELETED)
        if stamp is None:
            noted = (
                self.carried or self.op.kind == CONFLICT
            )  # what is noted in a settled conflict opens it not
            if self.deleted and not noted and not self.op.flags & Flag.KNEW:
                self._revive()
            return
        wanted = bool(self.op.flags & Flag.DELETED)
        if stamp[1:] == mine[1:] or (DELETED, stamp[1:]) in self.lost:
            self.outcome.clean &= stamp == mine
        elif self.carried:
            self._carry_deletion(wanted, stamp, mine)
        elif self._from(mine) and not (wanted and self._unseen()):
            self.deleted, self.stamps[DELETED] = wanted, self._raised(stamp, mine)
            self.changed = True
        elif wanted == self.deleted:
            self.outcome.clean = False
            if stamp > mine:
                self.stamps[DELETED], self.changed = stamp, True
        else:
            self._keep(wanted, stamp, mine)

    def _carry_deletion(self, wanted: bool, stamp: Stamp, mine: Stamp) -> None:
        self.outcome.clean = False
        best = self.origins.best(self.op.life, DELETED)
        if stamp <= (mine if best is None else best):
            return
        self.came_back[DELETED] = stamp
        if wanted and not self.deleted and self.origins.edited_since(self.op.life):
            self.outcome.losses.append(Loss(DELETED, TRUE, stamp))
        elif stamp > mine:
            self.deleted, self.stamps[DELETED], self.changed = wanted, stamp, True

    def _keep(self, wanted: bool, stamp: Stamp, mine: Stamp) -> None:
        """A deletion and its opposite met: the row stays, and a note says who had deleted it."""
        self.outcome.clean = False
        if wanted:
            self.outcome.losses.append(Loss(DELETED, TRUE, stamp))
        else:
            self.outcome.losses.append(Loss(DELETED, TRUE, mine))
            self.deleted, self.changed = False, True
            self.stamps[DELETED] = self._raised(stamp, mine)

    def _revive(self) -> None:
        """An edit by somebody who did not know of the deletion brings the row back."""
        mine = stamp_of(self.held, DELETED)
        edits = [stamp_of(self.new, name) for name in self.given]
        if all(tag_of(self.held, name) == tag_of(self.new, name) for name in self.given):
            return
        self.outcome.losses.append(Loss(DELETED, TRUE, mine))
        self.deleted, self.changed = False, True
        self.stamps[DELETED] = self._raised(max(edits), mine)
        self.outcome.clean = False

    def _from(self, mine: Stamp) -> bool:
        """Whether the device knew why the row is, or is not, deleted: an edit it had seen may have revived the row."""
        tag = mine[1:]
        if self.bases.get(DELETED) == tag:
            return True
        if self.op.seen is None:
            return False
        seen = decode_tags(self.op.seen)
        # That edit may be one that the device had itself replaced before it deleted the row.
        replaced = {name for name, base in self.bases.items() if base == tag and name in self.new}
        return tag in seen.values() or any(seen.get(name) == self.new[name][1:] for name in replaced)

    def _unseen(self) -> bool:
        """Whether the row holds an edit that the deleting device had not seen and did not itself replace."""
        if self.op.seen is None or self.op.kind == CONFLICT:
            return False
        seen = decode_tags(self.op.seen)
        every = seen.get(EVERY)
        return any(
            seen.get(name, every) != self.held[name][1:]
            for name in self.held
            if name not in (DELETED, SCOPE) and name not in self.forwarded
        )

    def result(self) -> Merged:
        """Return the outcome, with the new row if there is one."""
        if self.came_back and self.epoch:
            self.origins.note_carried(self.epoch, self.stored.stamps, self.op.life, self.came_back)
        if self.changed:
            flags = Flag.DELETED if self.deleted else 0
            stored = self.stored
            self.outcome.row = Row(
                stored.kind,
                stored.id,
                self.scope,
                flags,
                encode_stamps(self.stamps),
                encode_fields(self.values),
                stored.seq,
                stored.edited if self.carried else self.epoch,
            )
        return self.outcome
