"""The part of a device's journal that is asked and written for many rows at once: what is unsent of each. SQL only."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sync.journal_healing import HealingJournal
from sync.rows import Key

_FIND = 400
"""Keys per statement, below the 999 variables of the oldest SQLite builds."""


class Entry(msgspec.Struct):
    """A row with unsent edits.

    `batch` is 0 until they are frozen; `base` are the stamps they were made from (None: the row was made here),
    `knew` whether it was deleted then, `seen` the row's stamps when it was deleted.
    """

    batch: int
    base: bytes | None
    knew: bool
    seen: bytes | None


class Confirmed(msgspec.Struct):
    """How the authority has a row that differs here. `stamps` is None when it has none."""

    scope: str
    stamps: bytes | None
    deleted: bool


class Unsent(msgspec.Struct):
    """A row's edits of one batch. `edited`: there are later ones, which are not frozen."""

    key: Key
    entry: Entry
    confirmed: Confirmed | None
    edited: bool


class BatchJournal(HealingJournal):
    """Many rows at once: a statement for each row costs more than all the rest of sync."""

    def waiting(self, count: int) -> list[Key]:
        """Return rows whose edits are not frozen yet, by key."""
        return self.all("SELECT kind, id FROM sync_outbox WHERE batch = 0 ORDER BY kind, id LIMIT ?", count)

    def unsent_of(self, batch: int, count: int = -1) -> list[Unsent]:
        """Return the edits of a batch with all that is known of their rows, by key; 0: those not frozen yet."""
        found = self.all(
            "SELECT o.kind, o.id, o.base, o.knew, o.seen, n.batch, c.scope, c.stamps, c.deleted FROM sync_outbox o"
            " LEFT JOIN sync_outbox n ON o.batch <> 0 AND n.batch = 0 AND n.kind = o.kind AND n.id = o.id"
            " LEFT JOIN sync_confirmed c ON c.kind = o.kind AND c.id = o.id"
            " WHERE o.batch = ? ORDER BY o.kind, o.id LIMIT ?",
            *(batch, count),
        )
        return [
            Unsent(
                (kind, row_id),
                Entry(batch, base, bool(knew), seen),
                None if scope is None else Confirmed(scope, stamps, bool(deleted)),
                later is not None,
            )
            for kind, row_id, base, knew, seen, later, scope, stamps, deleted in found
        ]

    def keep_sending(self, number: int, body: bytes, last: Key | None = None) -> None:
        """Freeze a batch: its bytes stay, and the edits of all rows up to the key `last` belong to it."""
        self.run("INSERT INTO sync_sending VALUES (?, ?)", number, body)
        if last is not None:
            self.run(
                "UPDATE sync_outbox SET batch = ? WHERE batch = 0 AND (kind, id) <= (?, ?)", number, *last
            )

    def drop_entries(self, batch: int) -> None:
        """Forget all edits of a batch."""
        self.run("DELETE FROM sync_outbox WHERE batch = ?", batch)

    def entries_of(self, keys: Iterable[Key]) -> dict[Key, list[Entry]]:
        """Return the unsent edits of those of these rows that have any, the frozen first."""
        found: dict[Key, list[Entry]] = {}
        if not self.one("SELECT EXISTS (SELECT 1 FROM sync_outbox WHERE batch >= 0)"):
            return found
        batches = [0, *(number for (number,) in self.all("SELECT number FROM sync_sending"))]
        for batch in sorted(batches, reverse=True):
            select = f"SELECT id, base, knew, seen FROM sync_outbox WHERE batch = {batch:d}"  # noqa: S608 - a number
            for key, base, knew, seen in self._each(select, keys):
                found.setdefault(key, []).append(Entry(batch, base, bool(knew), seen))
        return found

    def confirmed_of(self, keys: Iterable[Key]) -> dict[Key, Confirmed]:
        """Return how the authority has those of these rows that it has otherwise."""
        if not self.one("SELECT EXISTS (SELECT 1 FROM sync_confirmed)"):
            return {}
        select = "SELECT id, scope, stamps, deleted FROM sync_confirmed WHERE TRUE"
        return {
            key: Confirmed(scope, stamps, bool(deleted))
            for key, scope, stamps, deleted in self._each(select, keys)
        }

    def set_confirmed_of(self, states: Mapping[Key, Confirmed | None]) -> None:
        """Note how the authority has rows; None: as here."""
        self.connection.executemany(
            "DELETE FROM sync_confirmed WHERE kind = ? AND id = ?",
            [key for key, state in states.items() if state is None],
        )
        self.connection.executemany(
            "INSERT INTO sync_confirmed VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET scope = excluded.scope,"
            " stamps = excluded.stamps, deleted = excluded.deleted",
            [(*key, state.scope, state.stamps, state.deleted) for key, state in states.items() if state],
        )

    def _each(self, select: str, keys: Iterable[Key]) -> Iterator[tuple[Key, Any, Any, Any]]:
        """Yield what a statement finds of rows: its first column is the id, and three follow."""
        by_kind: dict[str, list[bytes]] = {}
        for kind, row_id in keys:
            by_kind.setdefault(kind, []).append(row_id)
        for kind, ids in by_kind.items():
            for at in range(0, len(ids), _FIND):
                part = ids[at : at + _FIND]
                marks = ", ".join("?" * len(part))
                for row_id, *rest in self.all(f"{select} AND kind = ? AND id IN ({marks})", kind, *part):
                    yield ((kind, row_id), *rest)
