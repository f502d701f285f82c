"""SQL of the ledger on SQLite: whole batches in one hop to the connection's own thread. Decides nothing."""

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from server.billing.batch import (
    ACCOUNT_COLUMNS,
    END_COLUMNS,
    ENTRY_COLUMNS,
    HOLD_COLUMNS,
    KEY_COLUMNS,
    OWNER_COLUMNS,
    Frozen,
    Row,
)
from server.billing.loading import Raw, Rows
from server.storage.transaction import Transaction

T = TypeVar("T")
_CHUNK = 500
"""Parameters of one statement; a file's limit is far above."""


def _insert(table: str, columns: Sequence[str], key: str = "", fixed: int = 1) -> str:
    """An INSERT; with a key, what is there already is overwritten but for its first `fixed` columns."""
    marks = ",".join("?" * len(columns))
    text = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"  # noqa: S608 - names from this package
    if key:
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns[fixed:])
        text += f" ON CONFLICT ({key}) DO UPDATE SET {changed}"
    return text


_OWNERS = _insert("ledger_owner", OWNER_COLUMNS, "id")
_ACCOUNTS = _insert("ledger_account", ACCOUNT_COLUMNS, "id", 5)
_ENTRIES = _insert("ledger_entry", ENTRY_COLUMNS)
_HOLDS = _insert("ledger_hold", HOLD_COLUMNS)
_KEYS = _insert("ledger_idem", KEY_COLUMNS, "user_id, key", 2)
_ENDS = f"UPDATE ledger_hold SET {', '.join(f'{name} = ?' for name in END_COLUMNS)} WHERE id = ?"  # noqa: S608 - as above
_HOLD_LIST = ", ".join(HOLD_COLUMNS)
_READ = {
    "owners": f"SELECT {', '.join(OWNER_COLUMNS)} FROM ledger_owner WHERE id IN (%s)",  # noqa: S608 - as above
    "accounts": f"SELECT {', '.join(ACCOUNT_COLUMNS)} FROM ledger_account WHERE owner_id IN (%s) AND closed_ms = 0",  # noqa: S608 - as above
    "holds": f"SELECT {_HOLD_LIST} FROM ledger_hold WHERE user_id IN (%s) AND state = 0",  # noqa: S608 - as above
    "running": "SELECT user_id, kind, count(*) FROM ledger_hold WHERE user_id IN (%s) AND state = 0"
    " GROUP BY user_id, kind",
    "keys": "SELECT k.user_id, k.key, k.hold_id, k.request_sha256, k.response, k.at_ms, h.state FROM ledger_idem k"
    " JOIN ledger_hold h ON h.id = k.hold_id AND h.state < 2 WHERE k.user_id IN (%s)",
}


class SqliteLedgerStore:
    """One process owns the file, so nothing needs a lock."""

    async def read(self, tx: Transaction, owners: Iterable[uuid.UUID]) -> Raw:
        """Return the rows of some owners."""
        ids = [one.bytes for one in owners]
        return await _run(
            tx, lambda db: Raw(**{name: _listed(db, statement, ids) for name, statement in _READ.items()})
        )

    async def holds(self, tx: Transaction, hold_ids: Iterable[uuid.UUID]) -> Rows:
        """Return rows of holds, open and ended."""
        ids = [one.bytes for one in hold_ids]
        select = f"SELECT {_HOLD_LIST} FROM ledger_hold WHERE id IN (%s)"  # noqa: S608 - as above
        return await _run(tx, lambda db: _listed(db, select, ids)) if ids else ()

    async def done(self, tx: Transaction, idems: Iterable[str]) -> set[str]:
        """Return which keys of entries exist."""
        keys = list(idems)
        if not keys:
            return set()
        select = "SELECT idem FROM ledger_entry WHERE idem IN (%s)"
        return {row[0] for row in await _run(tx, lambda db: _listed(db, select, keys))}

    async def write(self, tx: Transaction, frozen: Sequence[Frozen]) -> None:
        """Write batches in their order."""
        await _run(tx, lambda db: _write(db, frozen))


def _listed(db: sqlite3.Connection, statement: str, values: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for begin in range(0, len(values), _CHUNK):
        some = values[begin : begin + _CHUNK]
        found += db.execute(statement % ",".join("?" * len(some)), some).fetchall()
    return found


def _write(db: sqlite3.Connection, frozen: Sequence[Frozen]) -> None:
    for one in frozen:
        for statement, rows in (
            (_OWNERS, one.owners),
            (_ACCOUNTS, one.accounts),
            (_ENTRIES, one.entries),
            (_HOLDS, one.holds),
            (_ENDS, one.ends),
            (_KEYS, one.keys),
        ):
            if rows:
                db.executemany(statement, map(_plain, rows))


def _plain(row: Row) -> Row:
    return tuple([value.bytes if isinstance(value, uuid.UUID) else value for value in row])


async def _run(tx: Transaction, work: Callable[[sqlite3.Connection], T]) -> T:
    driver: Any = (await tx.connection.get_raw_connection()).driver_connection
    return await driver._execute(lambda: work(driver._conn))  # noqa: SLF001 - aiosqlite has no other door
