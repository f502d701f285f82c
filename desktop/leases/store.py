"""SQL of this computer's leases: what was lent, the chain of what was spent, the newest time seen. Decides nothing."""

import uuid
from collections.abc import Iterable
from typing import Literal

import aiosqlite
import msgspec

from desktop.storage.transaction import Transaction
from shared.billing.leases import Chain, Link, Spend
from shared.billing.meters import Meter

State = Literal["asked", "open", "closing", "closed"]
KEYS = 2
_COLUMNS = "id, meter, user_id, server, state, token, counter, spent, head, reported"


class LeaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lease as it is kept: see the migration. `reported`: so many entries the server has."""

    lease_id: uuid.UUID
    meter: Meter
    user_id: uuid.UUID
    server: str
    state: State
    token: str
    counter: int
    spent: int
    head: bytes
    reported: int

    @property
    def chain(self) -> Chain:
        """How far what was spent goes."""
        return Chain(self.counter, self.spent, self.head)


def _row(found: "aiosqlite.Row | tuple[object, ...]") -> LeaseRow:
    values = list(found)
    return LeaseRow(
        lease_id=uuid.UUID(bytes=values[0]),
        meter=Meter(values[1]),
        user_id=uuid.UUID(bytes=values[2]),
        server=values[3],
        state=values[4],
        token=values[5],
        counter=values[6],
        spent=values[7],
        head=values[8],
        reported=values[9],
    )


async def live(reader: aiosqlite.Connection, meter: Meter) -> LeaseRow | None:
    """Return the lease of a meter that is not over."""
    sql = f"SELECT {_COLUMNS} FROM lease WHERE meter = ? AND state != 'closed'"  # noqa: S608 - declared names
    rows = list(await reader.execute_fetchall(sql, [meter.value]))
    return _row(rows[0]) if rows else None


def live_in(tx: Transaction, meter: Meter) -> LeaseRow | None:
    """The same inside a write."""
    sql = f"SELECT {_COLUMNS} FROM lease WHERE meter = ? AND state != 'closed'"  # noqa: S608 - declared names
    found = tx.execute(sql, [meter.value]).fetchone()
    return None if found is None else _row(found)


async def newest_ms(reader: aiosqlite.Connection) -> int:
    """Return the newest moment that was noted; 0 before the first."""
    rows = list(await reader.execute_fetchall("SELECT newest_ms FROM lease_clock"))
    return rows[0][0] if rows else 0


async def entries(reader: aiosqlite.Connection, lease_id: uuid.UUID, after: int, most: int) -> list[Spend]:
    """Return entries that follow the `after`th."""
    sql = (
        "SELECT number, amount, wall_ms, monotonic_ms, previous FROM lease_spend"
        " WHERE lease_id = ? AND number > ? ORDER BY number LIMIT ?"
    )
    rows = await reader.execute_fetchall(sql, [lease_id.bytes, after, most])
    return [
        Spend(number=row[0], amount=row[1], wall_ms=row[2], monotonic_ms=row[3], previous=row[4])
        for row in rows
    ]


async def keys(reader: aiosqlite.Connection) -> dict[str, str]:
    """Return the server's keys: name -> raw public key in base64url."""
    rows = await reader.execute_fetchall("SELECT kid, public_key FROM lease_key")
    return {row[0]: row[1] for row in rows}


def ask(tx: Transaction, row: LeaseRow) -> None:
    """Keep the id of a lease before the server is asked for it; another account's or server's is over by that."""
    tx.execute("UPDATE lease SET state = 'closed' WHERE meter = ? AND state != 'closed'", [row.meter.value])
    values = (
        *(row.lease_id.bytes, row.meter.value, row.user_id.bytes, row.server, row.state, row.token),
        *(row.counter, row.spent, row.head, row.reported, tx.now_ms),
    )
    tx.execute(f"INSERT INTO lease ({_COLUMNS}, made_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608 - declared names


def lend(tx: Transaction, lease_id: uuid.UUID, token: str) -> None:
    """Keep what the server signed."""
    tx.execute(
        "UPDATE lease SET token = ?, state = 'open' WHERE id = ? AND state IN ('asked', 'open')",
        [token, lease_id.bytes],
    )


def reported(tx: Transaction, lease_id: uuid.UUID, counter: int) -> None:
    """The server has so many entries."""
    tx.execute("UPDATE lease SET reported = ? WHERE id = ?", [counter, lease_id.bytes])


def become(tx: Transaction, lease_id: uuid.UUID, state: State) -> None:
    """Spend nothing of it any more, or be done with it; then its entries are of no more use."""
    tx.execute("UPDATE lease SET state = ? WHERE id = ? AND state != 'closed'", [state, lease_id.bytes])
    if state == "closed":
        tx.execute("DELETE FROM lease_spend WHERE lease_id = ?", [lease_id.bytes])


def spend(tx: Transaction, lease_id: uuid.UUID, link: Link) -> None:
    """Add an entry, and note its moment."""
    one = link.spend
    tx.execute(
        "INSERT INTO lease_spend (lease_id, number, amount, wall_ms, monotonic_ms, previous) VALUES (?, ?, ?, ?, ?, ?)",
        [lease_id.bytes, one.number, one.amount, one.wall_ms, one.monotonic_ms, one.previous],
    )
    tx.execute(
        "UPDATE lease SET counter = ?, spent = ?, head = ? WHERE id = ?",
        [one.number, link.spent, link.hash, lease_id.bytes],
    )
    saw(tx, one.wall_ms)


def saw(tx: Transaction, wall_ms: int, *, healed: bool = False) -> None:
    """Note the newest moment; one that the server confirmed (`healed`) may be earlier than what was noted."""
    newest = "excluded.newest_ms" if healed else "max(newest_ms, excluded.newest_ms)"
    tx.execute(
        "INSERT INTO lease_clock (one, newest_ms) VALUES (1, ?)"  # noqa: S608 - one of two above
        f" ON CONFLICT (one) DO UPDATE SET newest_ms = {newest}",
        [wall_ms],
    )


def keep_keys(tx: Transaction, found: Iterable[tuple[str, str]]) -> None:
    """Keep the keys that a token was signed with; the last two stay."""
    tx.executemany(
        "INSERT INTO lease_key (kid, public_key, seen_ms) VALUES (?, ?, ?)"
        " ON CONFLICT (kid) DO UPDATE SET public_key = excluded.public_key, seen_ms = excluded.seen_ms",
        [(kid, key, tx.now_ms) for kid, key in found],
    )
    tx.execute(
        "DELETE FROM lease_key WHERE kid NOT IN (SELECT kid FROM lease_key ORDER BY seen_ms DESC, kid LIMIT ?)",
        [KEYS],
    )
