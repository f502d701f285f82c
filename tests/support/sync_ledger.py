"""What people saw and did, as a graph of edits: the simulation's judge. It knows values, no stamps and no clocks.

Every edit writes a value that exists once and replaces the value its author saw. What nobody replaced must be there
at the end: as the value, as an open conflict, or in somebody's list of what was not accepted.
"""

import random
from collections import defaultdict
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from sync.conflicts import loss_of
from sync.rows import CONFLICT, Key, Row
from sync.stamps import DELETED, decode_fields

STRANGE = msgspec.msgpack.encode({"nested": [1, None, {"x": msgspec.msgpack.Ext(5, b"raw")}]})


class Ledger:
    """All committed facts of one run."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._count = 0
        self.edits: dict[str, tuple[Key, str, str | None]] = {}
        self.events: dict[Any, dict[str, Any]] = {}
        self.deletes: defaultdict[Key, list[frozenset[Any]]] = defaultdict(list)
        self.restored: set[Key] = set()
        self.dismissed: set[str] = set()
        self._voided: set[Any] = set()

    def fresh(self) -> str:
        """A value nobody wrote before."""
        self._count += 1
        return f"v{self._count}"

    def tell(self, facts: list[Any]) -> list[Any]:
        """Note what was committed; returns names of the values and events made."""
        made: list[Any] = []
        for fact in facts:
            match fact:
                case ("edit", key, name, value, parent):
                    self.edits[value] = (key, name, parent)
                    made.append(value)
                case ("event", values):
                    self.events[values["at"]] = values
                    made.append(values["at"])
                case ("delete", key, seen):
                    self.deletes[key].append(seen)
                    made.append(("delete", key, seen))
                case ("restore", key):
                    self.restored.add(key)
                case ("dismiss", raw):
                    self.dismissed.add(raw_text(raw))
        return made

    def void(self, lost: set[Any]) -> None:
        """What a dead disk took with it before anybody else had it did not happen; what is under way may have."""
        self._voided |= lost
        self.restored |= {value[1] for value in lost if isinstance(value, tuple)}

    def settle(self, received: set[Any]) -> None:
        """At the end it is known what of the dead disks arrived."""
        for value in self._voided - received:
            _, _, parent = self.edits.pop(value, (None, "", None))
            for child, (key, name, of) in self.edits.items():
                if of == value:  # its successor arrived and stands for it
                    self.edits[child] = (key, name, parent)
        self.events = {
            at: values for at, values in self.events.items() if at not in self._voided or at in received
        }

    def heads(self) -> dict[tuple[Key, str], set[str]]:
        """Values that no edit replaced."""
        replaced = {parent for _, _, parent in self.edits.values()}
        found: defaultdict[tuple[Key, str], set[str]] = defaultdict(set)
        for value, (key, name, _) in self.edits.items():
            if value not in replaced:
                found[key, name].add(value)
        return found

    def judge(
        self, rows: list[Row], refused: list[Any], *, exact: bool, excused: AbstractSet[Any] = frozenset()
    ) -> None:
        """Check I1 and I4 on the authority's rows. `exact`: also that no conflict is false.

        `excused` are values that need not be there.
        """
        by_key = {row.key: row for row in rows}
        open_conflicts: defaultdict[tuple[Key, str], set[str]] = defaultdict(set)
        for row in rows:
            if row.kind == CONFLICT and not row.deleted:
                key, name, value, _ = loss_of(row)
                if name != DELETED:
                    open_conflicts[key, name].add(raw_text(value))
        set_aside = {text for op in refused for text in texts_of(op)}
        heads = self.heads()
        for (key, name), wanted in heads.items():
            row = by_key.get(key)
            standing = {decoded(row).get(name)} if row is not None else set[Any]()
            lost = wanted - standing - open_conflicts[key, name] - self.dismissed - set_aside - excused
            if row is None and not lost & set_aside and self.deletes[key]:
                continue  # deleted, and so long ago that it is forgotten
            assert not lost, f"lost {lost} of {key[0]}.{name}"
        if exact:
            # An edit that was not taken replaced nothing.
            undone = {ancestor for value in set_aside for ancestor in self._ancestors(value)}
            for (key, name), told in open_conflicts.items():
                false = told - heads[key, name] - undone
                assert not false, f"false conflicts {false}"
            self._judge_deletions(by_key, heads, {op.id for op in refused})
        happened = [decoded(row) for row in rows if row.event]
        for at, values in self.events.items():
            found = [event for event in happened if event["at"] == at]
            assert found or at in set_aside | excused, f"the event {at} vanished"
            assert found in ([values], []), f"the event {at} changed, or is there twice"

    def _ancestors(self, value: Any) -> set[str]:
        found: set[str] = set()
        while value in self.edits and (value := self.edits[value][2]) is not None:
            found.add(value)
        return found

    def _judge_deletions(
        self, rows: dict[Key, Row], heads: dict[tuple[Key, str], set[str]], refused: set[bytes]
    ) -> None:
        """Deleted is what somebody deleted having seen all of it; what nobody saw at deletion is there."""
        alive: defaultdict[Key, set[Any]] = defaultdict(set)
        for (key, name), values in heads.items():
            alive[key] |= {(name, value) for value in values}
        for key, deletions in self.deletes.items():
            row = rows.get(key)
            if row is None or key in self.restored or key[1] in refused:
                continue
            unseen = [alive[key] - seen for seen in deletions]
            if row.deleted:
                standing = {(name, value) for name, value in decoded(row).items()}
                assert not standing - frozenset().union(*deletions), "an edit nobody had seen was deleted"
            else:
                assert all(unseen), f"a deletion was lost: {key[1].hex()}"


def decoded(row: Row) -> dict[str, Any]:
    return {name: msgspec.msgpack.decode(value) for name, value in decode_fields(row.fields).items()}


def raw_text(raw: bytes) -> str:
    return str(msgspec.msgpack.decode(raw))


def texts_of(op: Any) -> set[Any]:
    values = decode_fields(op.fields).values()
    return {text for value in values if isinstance(text := msgspec.msgpack.decode(value), str)}
