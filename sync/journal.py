"""A device's journal: its name and clock, what is unsent and frozen, cursors, digests, what was refused. SQL only.

Its tables live in the file of the rows they speak of, and every function runs within the caller's transaction.
Triggers fill the outbox, so that no write is missed whatever makes it; `applying` silences them.
"""

import uuid
from collections.abc import Generator, Iterable
from contextlib import contextmanager

import msgspec

from shared.clock import COUNTER_BITS, MAX_AHEAD_MS, hybrid, witnessed
from sync.digest import bucket_of
from sync.journal_batches import BatchJournal, Confirmed, Entry
from sync.journal_tables import SCHEMA
from sync.rows import Key
from sync.stamps import Stamp, author_of

Ranges = list[tuple[int, int]]


class ScopeState(msgspec.Struct):
    """How far a scope is. `own` are feed ranges after `cursor` that came from here; `counted`: digests are known."""

    scope: str
    cursor: int
    own: Ranges
    counted: bool


class Refused(msgspec.Struct, frozen=True):
    """An operation that the authority did not take: shown to the person, who may export it or let it go."""

    no: int
    kind: str
    id: bytes
    scope: str
    reason: str
    op: bytes
    at_ms: int


def capture_sql(table: str, kind: str) -> list[str]:
    """Return the triggers that note every write to a synced table with the columns id, scope, tags, deleted.

    `kind` is an SQL expression over NEW, such as a quoted literal. One statement each: what the authority has of the
    row is noted beside the edit, see `BatchJournal.note`.
    """
    unsent = "INSERT INTO sync_outbox (batch, kind, id, base, knew, seen, home) VALUES"
    quiet = "(SELECT applying FROM sync_device) = 0"
    made = f"{unsent} (0, {kind}, NEW.id, NULL, 0, NULL, NEW.scope) ON CONFLICT DO NOTHING;"
    seen = "CASE WHEN NEW.deleted > OLD.deleted THEN OLD.tags END"
    changed = (
        f"{unsent} (0, {kind}, NEW.id, OLD.tags, OLD.deleted, {seen}, OLD.scope)"
        " ON CONFLICT DO UPDATE SET seen = excluded.seen WHERE excluded.seen IS NOT NULL;"
    )
    made_when = f"AFTER INSERT ON {table} WHEN {quiet}"
    changed_when = f"AFTER UPDATE OF tags ON {table} WHEN OLD.tags IS NOT NEW.tags AND {quiet}"
    return [
        f"CREATE TRIGGER IF NOT EXISTS sync_{table}_made {made_when} BEGIN {made} END",
        f"CREATE TRIGGER IF NOT EXISTS sync_{table}_changed {changed_when} BEGIN {changed} END",
    ]


class Journal(BatchJournal):
    """The journal on one connection."""

    def create(self, device: uuid.UUID) -> None:
        """Make the tables, and the device if there is none."""
        for statement in SCHEMA.split(";\n"):
            self.connection.execute(statement)
        self.connection.execute(
            "INSERT OR IGNORE INTO sync_device (no, id, author) VALUES (1, ?, ?)",
            (device.bytes, author_of(device)),
        )

    # The device and its clock

    def device(self) -> uuid.UUID:
        """Return the device's id."""
        return uuid.UUID(bytes=self.one("SELECT id FROM sync_device"))

    def epoch(self) -> int:
        """Return the authority's epoch as last seen; -1 for never."""
        return int(self.one("SELECT epoch FROM sync_device"))

    def tick(self, now_ms: int) -> Stamp:
        """Return the stamp of a new edit. `now_ms` is this computer's wall clock."""
        hlc, author, operation = self.all(
            "UPDATE sync_device SET operation = operation + 1, hlc = max((? + offset_ms) << ?, hlc + 1)"
            " WHERE no = 1 RETURNING hlc, author, operation",
            now_ms,
            COUNTER_BITS,
        )[0]
        return hlc, author, operation

    def witness(self, clock: int, now_ms: int) -> None:
        """Move the clock forward to one that was seen, at most a minute ahead of the corrected time."""
        own, offset_ms = self.all("SELECT hlc, offset_ms FROM sync_device")[0]
        after = witnessed(own, clock, now_ms + offset_ms)
        if after != own:
            self.run("UPDATE sync_device SET hlc = ?", after)

    def set_time(self, offset_ms: int, epoch: int) -> None:
        """Note how far the authority's clock is from this computer's, and its epoch."""
        self.run("UPDATE sync_device SET offset_ms = ?, epoch = ?", offset_ms, epoch)

    def calm_clock(self, now_ms: int) -> None:
        """Bring back a clock that ran ahead, once nothing is unsent that it ordered."""
        if not self.unsent():
            latest = hybrid(now_ms + MAX_AHEAD_MS)
            self.run("UPDATE sync_device SET hlc = ? WHERE hlc > ?", latest, latest)

    def rename(self, device: uuid.UUID) -> int:
        """Give the device a new id, from whose point of view nothing was handed in yet; returns its author."""
        author = author_of(device)
        self.run("UPDATE sync_device SET id = ?, author = ?, batch = 0", device.bytes, author)
        return author

    @contextmanager
    def applying(self) -> Generator[None]:
        """Keep triggers silent. A rollback undoes it; the flag is a row of the same transaction."""
        self.run("UPDATE sync_device SET applying = 1")
        yield
        self.run("UPDATE sync_device SET applying = 0")

    # Outbox

    def unsent(self) -> bool:
        """Whether anything is to be handed in."""
        return bool(
            self.one(
                "SELECT EXISTS (SELECT 1 FROM sync_outbox WHERE batch >= 0) OR EXISTS (SELECT 1 FROM sync_carry)"
                " OR EXISTS (SELECT 1 FROM sync_sending)"
            )
        )

    def pending_count(self) -> int:
        """Return how many rows have edits that are not handed in."""
        return int(
            self.one("SELECT count(*) FROM (SELECT DISTINCT kind, id FROM sync_outbox WHERE batch >= 0)")
        )

    def sending(self) -> tuple[int, bytes] | None:
        """Return the frozen batch: its number and bytes."""
        found = self.all("SELECT number, body FROM sync_sending ORDER BY number LIMIT 1")
        return found[0] if found else None

    def entries(self, key: Key) -> list[Entry]:
        """Return a row's unsent edits, the frozen first."""
        found = self.all(
            "SELECT o.batch, o.base, o.knew, o.seen FROM sync_outbox o WHERE o.kind = ?1 AND o.id = ?2"
            " AND o.batch IN (SELECT number FROM sync_sending UNION ALL SELECT 0) ORDER BY o.batch DESC",
            *key,
        )
        return [Entry(batch, base, bool(knew), seen) for batch, base, knew, seen in found]

    def put_entry(self, key: Key, entry: Entry) -> None:
        """Insert or replace a row's unsent edits of one batch."""
        self.note([key])
        self.run(
            "INSERT INTO sync_outbox (batch, kind, id, base, knew, seen) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET base = excluded.base, knew = excluded.knew, seen = excluded.seen",
            entry.batch,
            *key,
            entry.base,
            entry.knew,
            entry.seen,
        )

    def drop_entry(self, key: Key, batch: int) -> None:
        """Forget a row's unsent edits of one batch."""
        self.note([key])
        self.run("DELETE FROM sync_outbox WHERE batch = ? AND kind = ? AND id = ?", batch, *key)

    def next_batch(self) -> int:
        """Count one batch more; returns its number."""
        return int(self.one("UPDATE sync_device SET batch = batch + 1 WHERE no = 1 RETURNING batch"))

    def drop_sending(self) -> None:
        """Forget the frozen batch: it was handled."""
        self.run("DELETE FROM sync_sending")

    def carries(self, count: int) -> list[tuple[int, bytes]]:
        """Return packed operations that give an authority back what it lost."""
        return self.all("SELECT no, op FROM sync_carry ORDER BY no LIMIT ?", count)

    def carry(self, op: bytes) -> None:
        """Queue such an operation."""
        self.run("INSERT INTO sync_carry (op) VALUES (?)", op)

    def drop_carries(self, numbers: Iterable[int]) -> None:
        """Forget those that are in a frozen batch."""
        self.connection.executemany("DELETE FROM sync_carry WHERE no = ?", [(number,) for number in numbers])

    # How the authority has rows that differ here

    def confirmed(self, key: Key) -> Confirmed | None:
        """Return how the authority has a row; None when it is as here."""
        self.note([key])
        found = self.all("SELECT scope, stamps, deleted FROM sync_confirmed WHERE kind = ? AND id = ?", *key)
        return Confirmed(found[0][0], found[0][1], bool(found[0][2])) if found else None

    def set_confirmed(self, key: Key, state: Confirmed | None) -> None:
        """Note how the authority has a row; None: as here."""
        self.set_confirmed_of({key: state})

    def differing(self, scope: str) -> set[int]:
        """Return the buckets of a scope in which the authority has a row otherwise than it is here."""
        self.note_all()
        found = self.all("SELECT id FROM sync_confirmed WHERE scope = ?", scope)
        return {bucket_of(row_id) for (row_id,) in found}

    # Handed in, with a result that is still to come by the feed: kept as batch -1

    def answered(self, key: Key, batch: int) -> None:
        """Keep what edits were made from until the authority's row comes: it may be set back before that."""
        self.note([key])
        self.run(
            "UPDATE OR IGNORE sync_outbox SET batch = -1 WHERE batch = ? AND kind = ? AND id = ?", batch, *key
        )
        self.drop_entry(key, batch)

    def unanswered(self) -> list[Key]:
        """Return the rows that are still to come."""
        return self.all("SELECT kind, id FROM sync_outbox WHERE batch = -1")

    def ask_again(self) -> None:
        """Take everything that is frozen or still to come for unsent."""
        self.note_all()
        for batch in (*(number for number, _ in self.all("SELECT number, 0 FROM sync_sending")), -1):
            older = (
                f"SELECT {{}} FROM sync_outbox p WHERE p.batch = {batch} AND p.kind = o.kind AND p.id = o.id"  # noqa: S608
            )
            first = f"base = ({older.format('p.base')}), knew = ({older.format('p.knew')})"
            seen = f"seen = coalesce(o.seen, ({older.format('p.seen')}))"
            self.run(
                f"UPDATE sync_outbox AS o SET {first}, {seen} WHERE o.batch = 0 AND EXISTS ({older.format('1')})"  # noqa: S608
            )
            self.run("UPDATE OR IGNORE sync_outbox SET batch = 0 WHERE batch = ?", batch)
            self.run("DELETE FROM sync_outbox WHERE batch = ?", batch)
        self.drop_sending()

    # Scopes

    def scopes(self) -> dict[str, ScopeState]:
        """Return how far each scope is."""
        return {
            scope: ScopeState(scope, cursor, msgspec.msgpack.decode(own, type=Ranges), bool(counted))
            for scope, cursor, own, counted in self.all(
                "SELECT scope, cursor, own, counted FROM sync_scope ORDER BY scope"
            )
        }

    def set_scope(self, state: ScopeState) -> None:
        """Note how far a scope is. Own ranges that the cursor passed are left out."""
        own = [span for span in state.own if span[1] > state.cursor]
        self.run(
            "INSERT INTO sync_scope VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor,"
            " own = excluded.own, counted = excluded.counted",
            state.scope,
            state.cursor,
            msgspec.msgpack.encode(own),
            state.counted,
        )

    def drop_scope(self, scope: str) -> None:
        """Forget a scope."""
        for table in ("sync_scope", "sync_bucket", "sync_heal"):
            self.run(f"DELETE FROM {table} WHERE scope = ?", scope)  # noqa: S608 - names above

    # What was not taken

    def refuse(self, key: Key, scope: str, reason: str, op: bytes, at_ms: int) -> None:
        """Set an operation aside with its reason, once."""
        self.run(
            "INSERT INTO sync_refused (kind, id, scope, reason, op, at_ms) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
            " WHERE NOT EXISTS (SELECT 1 FROM sync_refused WHERE kind = ?1 AND id = ?2 AND op = ?5)",
            *key,
            scope,
            reason,
            op,
            at_ms,
        )

    def refused(self) -> list[Refused]:
        """Return what was not taken, oldest first."""
        return [
            Refused(*row)
            for row in self.all("SELECT no, kind, id, scope, reason, op, at_ms FROM sync_refused ORDER BY no")
        ]

    def let_go(self, number: int) -> None:
        """Remove one from the list of what was not taken."""
        self.run("DELETE FROM sync_refused WHERE no = ?", number)
