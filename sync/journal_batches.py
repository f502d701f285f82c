"""The part of a device's journal that is asked and written for many rows at once: what is unsent of each. SQL only."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sync.digest import ZERO, added, joined, parted
from sync.journal_healing import HealingJournal
from sync.journal_tables import parts_of
from sync.rows import Key

_NOTE = (
    "INSERT OR IGNORE INTO sync_confirmed (kind, id, scope, stamps, deleted)"
    " SELECT kind, id, home, base, knew FROM sync_outbox WHERE home IS NOT NULL"
)
_NOTED = "UPDATE sync_outbox SET home = NULL WHERE home IS NOT NULL"
_OF_ROW = "batch IN (SELECT number FROM sync_sending UNION ALL SELECT 0) AND kind = ? AND id = ?"


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


_Sums = tuple[int, dict[str, bytes]]
"""How many rows a batch has; what its scopes' buckets change by, joined as their digests."""


class Unsent(msgspec.Struct):
    """A row's edits of one batch. `edited`: there are later ones, which are not frozen; `noted`: see `note`."""

    key: Key
    entry: Entry
    confirmed: Confirmed | None
    edited: bool
    noted: bool


class BatchJournal(HealingJournal):
    """Many rows at once: a statement for each row costs more than all the rest of sync."""

    def waiting(self, count: int) -> list[Key]:
        """Return rows whose edits are not frozen yet, by key."""
        return self.all("SELECT kind, id FROM sync_outbox WHERE batch = 0 ORDER BY kind, id LIMIT ?", count)

    def kinds_edited(self) -> list[str]:
        """Return the kinds of rows whose edits are not frozen yet, in order: however many rows, as fast."""
        least = "SELECT min(kind) FROM sync_outbox WHERE batch = 0"
        found = self.all(
            f"WITH RECURSIVE kinds(kind) AS ({least} UNION ALL SELECT ({least} AND kind > kinds.kind) FROM kinds"  # noqa: S608
            " WHERE kind IS NOT NULL) SELECT kind FROM kinds WHERE kind IS NOT NULL"
        )
        return [kind for (kind,) in found]

    def unsent_of(self, batch: int, count: int = -1) -> list[Unsent]:
        """Return the edits of a batch with all that is known of their rows, by key; 0: those not frozen yet."""
        found = self.all(
            "SELECT o.kind, o.id, o.base, o.knew, o.seen, n.batch IS NOT NULL, c.scope IS NOT NULL,"
            " coalesce(c.scope, o.home), iif(c.scope IS NULL, o.base, c.stamps), coalesce(c.deleted, o.knew)"
            " FROM sync_outbox o"
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
                bool(edited),
                bool(noted),
            )
            for kind, row_id, base, knew, seen, edited, noted, scope, stamps, deleted in found
        ]

    # How the authority has rows that differ here. A trigger notes it beside the edit it is the reason of, as `home`,
    # `base` and `knew`: that holds while there is nothing of the row in `sync_confirmed`, of the frozen edit first.

    def note(self, keys: Iterable[Key]) -> None:
        """Put what triggers noted of rows where all the rest is."""
        if not self.one("SELECT EXISTS (SELECT 1 FROM sync_outbox WHERE batch >= 0)"):
            return
        listed = list(keys)
        self.connection.executemany(f"{_NOTE} AND {_OF_ROW} ORDER BY batch DESC", listed)
        self.connection.executemany(f"{_NOTED} AND {_OF_ROW}", listed)

    def note_all(self) -> None:
        """Do so for all rows: before `sync_confirmed` is looked through or written."""
        self.run(f"{_NOTE} ORDER BY batch DESC")
        self.run(_NOTED)

    def note_beside(self, count: int) -> None:
        """Undo `note` for the next edits to be frozen, where no more is known than triggers note; nothing is frozen."""
        if not self.one("SELECT EXISTS (SELECT 1 FROM sync_confirmed)"):
            return
        found = self.all(
            "SELECT c.scope, o.kind, o.id"
            " FROM (SELECT * FROM sync_outbox WHERE batch = 0 ORDER BY kind, id LIMIT ?) o"
            " JOIN sync_confirmed c ON c.kind = o.kind AND c.id = o.id AND c.stamps IS o.base AND c.deleted = o.knew"
            " WHERE NOT EXISTS (SELECT 1 FROM sync_outbox p WHERE p.batch = -1 AND p.kind = o.kind AND p.id = o.id)",
            count,
        )
        self.connection.executemany(
            "UPDATE sync_outbox SET home = ? WHERE batch = 0 AND kind = ? AND id = ?", found
        )
        self.connection.executemany(
            "DELETE FROM sync_confirmed WHERE kind = ? AND id = ?",
            [(kind, row_id) for _, kind, row_id in found],
        )

    def keep_sending(self, number: int, body: bytes, last: Key | None = None) -> None:
        """Freeze a batch: its bytes stay, and the edits of all rows up to the key `last` belong to it."""
        self.run("INSERT INTO sync_sending (number, body) VALUES (?, ?)", number, body)
        if last is not None:
            # Half of what it costs to update them, for the batch is the beginning of the key.
            self.run(
                "INSERT INTO sync_outbox SELECT ?, kind, id, base, knew, seen, home FROM sync_outbox"
                " WHERE batch = 0 AND (kind, id) <= (?, ?)",
                number,
                *last,
            )
            self.run("DELETE FROM sync_outbox WHERE batch = 0 AND (kind, id) <= (?, ?)", *last)

    def keep_sums(self, number: int, count: int, sums: Mapping[tuple[str, int], int]) -> None:
        """Keep what digests change by when all `count` rows of a frozen batch are taken as they are."""
        by_scope: dict[str, dict[int, bytes]] = {}
        for (scope, bucket), amount in sums.items():
            by_scope.setdefault(scope, {})[bucket] = added(ZERO, amount)
        kept: _Sums = (count, {scope: joined(digests) for scope, digests in by_scope.items()})
        self.run("UPDATE sync_sending SET sums = ? WHERE number = ?", msgspec.msgpack.encode(kept), number)

    def sums_of(self, number: int) -> dict[tuple[str, int], int] | None:
        """Return what `keep_sums` kept; None when a row of the batch is no longer as it was then."""
        packed = self.one("SELECT sums FROM sync_sending WHERE number = ?", number)
        if packed is None:
            return None
        count, by_scope = msgspec.msgpack.decode(packed, type=_Sums)
        # Whatever touches a row with unsent edits notes it first; then its `home` is taken away.
        if self.all("SELECT count(*), count(home) FROM sync_outbox WHERE batch = ?", number)[0] != (
            count,
            count,
        ):
            return None
        for other in ("sync_outbox n ON n.batch = 0", "sync_confirmed n ON TRUE"):
            if self.one(
                f"SELECT EXISTS (SELECT 1 FROM sync_outbox o CROSS JOIN {other} AND n.kind = o.kind AND n.id = o.id"  # noqa: S608
                " WHERE o.batch = ?)",
                number,
            ):
                return None
        return {
            (scope, bucket): int.from_bytes(amount, "big")
            for scope, amounts in by_scope.items()
            for bucket, amount in enumerate(parted(amounts))
        }

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
        keys = list(keys)
        self.note(self.entries_of(keys))
        if not self.one("SELECT EXISTS (SELECT 1 FROM sync_confirmed)"):
            return {}
        select = "SELECT id, scope, stamps, deleted FROM sync_confirmed WHERE TRUE"
        return {
            key: Confirmed(scope, stamps, bool(deleted))
            for key, scope, stamps, deleted in self._each(select, keys)
        }

    def set_confirmed_of(self, states: Mapping[Key, Confirmed | None]) -> None:
        """Note how the authority has rows; None: as here."""
        if not states:
            return
        self.note(key for key, state in states.items() if state is None)
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
        for kind, part in parts_of(keys):
            marks = ", ".join("?" * len(part))
            for row_id, *rest in self.all(f"{select} AND kind = ? AND id IN ({marks})", kind, *part):
                yield ((kind, row_id), *rest)
