"""SQL of the ledger on PostgreSQL: set-based statements, owners locked in the order of their ids. Decides nothing."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, Table

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
from server.billing.book import NO_HASH
from server.billing.loading import Raw, Rows, Whose, as_id
from server.billing.tables import ACCOUNT, ENTRY, HOLD, IDEM, OWNER
from server.storage.tables import Id
from server.storage.transaction import Transaction


def _arrays(table: Table, columns: Sequence[str]) -> str:
    return ", ".join(f"${at}::{_type(table.c[name].type)}[]" for at, name in enumerate(columns, 1))


def _type(kind: Any) -> str:
    if isinstance(kind, Id):
        return "uuid"
    if isinstance(kind, BigInteger | Integer):
        return "bigint"
    return "bytea" if isinstance(kind, LargeBinary) else "text"


def _insert(table: Table, columns: Sequence[str], key: str = "", fixed: int = 1) -> str:
    """An INSERT of arrays; with a key, what is there already is overwritten but for its first `fixed` columns."""
    text = f"INSERT INTO {table.name} ({','.join(columns)}) SELECT * FROM unnest({_arrays(table, columns)})"  # noqa: S608 - names from this package
    if key:
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns[fixed:])
        text += f" ON CONFLICT ({key}) DO UPDATE SET {changed}"
    return text


_OWNERS = _insert(OWNER, OWNER_COLUMNS, "id")
_ACCOUNTS = _insert(ACCOUNT, ACCOUNT_COLUMNS, "id", 5)
_ENTRIES = _insert(ENTRY, ENTRY_COLUMNS)
_HOLDS = _insert(HOLD, HOLD_COLUMNS)
_KEYS = _insert(IDEM, KEY_COLUMNS, "user_id, key", 2)
_END_NAMES = (*END_COLUMNS, "id")
_ENDS = (
    f"UPDATE ledger_hold h SET {', '.join(f'{name} = u.{name}' for name in END_COLUMNS)}"  # noqa: S608 - as above
    f" FROM unnest({_arrays(HOLD, _END_NAMES)}) AS u ({','.join(_END_NAMES)}) WHERE h.id = u.id"
)
_HOLD_LIST = ", ".join(HOLD_COLUMNS)
_LOCK = (
    f"SELECT {', '.join(OWNER_COLUMNS)} FROM ledger_owner WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"  # noqa: S608 - as above
)
_ACCOUNT_LIST = ", ".join(ACCOUNT_COLUMNS)
_ACCOUNTS_OF = (
    f"SELECT {_ACCOUNT_LIST} FROM ledger_account WHERE owner_id = ANY($1::uuid[]) AND closed_ms = 0"  # noqa: S608 - as above
)
_HOLDS_OF = f"SELECT {_HOLD_LIST} FROM ledger_hold WHERE id = ANY($1::uuid[])"  # noqa: S608 - as above
_RUNNING_OF = (
    "SELECT user_id, kind, count(*) FROM ledger_hold WHERE user_id = ANY($1::uuid[]) AND state = 0"
    " GROUP BY user_id, kind"
)
_KEYS_OF = (
    "SELECT k.user_id, k.key, k.hold_id, k.request_sha256, k.response, k.at_ms, h.state FROM ledger_idem k"
    " JOIN ledger_hold h ON h.id = k.hold_id AND h.state < 2"
    " WHERE k.user_id = ANY($1::uuid[]) AND k.key = ANY($2::text[])"
)


@dataclass(frozen=True)
class Needs:
    """What orders need besides accounts: keys that they name, and whether open holds are to be counted."""

    keys: AbstractSet[str] = frozenset()
    running: bool = False


class PostgresLedgerStore:
    """Several processes write: whoever decides on an owner has its row locked until the commit."""

    async def lock(self, tx: Transaction, wanted: Mapping[uuid.UUID, Whose]) -> Rows:
        """Lock owners, the least id first, and return their rows; who had none gets one."""
        db = await _driver(tx)
        ids = sorted(wanted, key=lambda one: one.bytes)
        found = await db.fetch(_LOCK, ids)
        missing = set(wanted) - {as_id(row[0]) for row in found}
        if missing:
            fresh = [one for one in ids if one in missing]
            await db.execute(
                "INSERT INTO ledger_owner (id, whose, entries, head)"
                " SELECT id, whose, 0, $3 FROM unnest($1::uuid[], $2::text[]) AS u (id, whose)"
                " ON CONFLICT DO NOTHING",
                *(fresh, [wanted[one] for one in fresh], NO_HASH),
            )
            found = await db.fetch(_LOCK, ids)
        return found

    async def read(self, tx: Transaction, owners: Iterable[uuid.UUID], locked: Rows, needs: Needs) -> Raw:
        """Return the rows of some owners but for their holds; those of the owners were read with the lock."""
        db = await _driver(tx)
        ids = list(owners)
        return Raw(
            owners=locked,
            accounts=await db.fetch(_ACCOUNTS_OF, ids),
            running=await db.fetch(_RUNNING_OF, ids) if needs.running else (),
            keys=await db.fetch(_KEYS_OF, ids, list(needs.keys)) if any(needs.keys) else (),
        )

    async def holds(self, tx: Transaction, hold_ids: Iterable[uuid.UUID]) -> Rows:
        """Return rows of holds, open and ended."""
        ids = list(hold_ids)
        return await (await _driver(tx)).fetch(_HOLDS_OF, ids) if ids else ()

    async def done(self, tx: Transaction, idems: Iterable[str]) -> set[str]:
        """Return which keys of entries exist."""
        keys = list(idems)
        if not keys:
            return set()
        select = "SELECT idem FROM ledger_entry WHERE idem = ANY($1::text[])"
        return {row[0] for row in await (await _driver(tx)).fetch(select, keys)}

    async def write(self, tx: Transaction, frozen: Sequence[Frozen]) -> None:
        """Write batches in their order."""
        db = await _driver(tx)
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
                    await db.execute(statement, *_columns(rows))


def _columns(rows: Sequence[Row]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


async def _driver(tx: Transaction) -> Any:
    return (await tx.connection.get_raw_connection()).driver_connection
