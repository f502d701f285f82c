"""SQL of the games that this profile's learner played."""

from typing import Any

import aiosqlite

from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.ids import AttemptId
from shared.quiz.records import ATTEMPT

_COLUMNS = "id, game, title, host, pace, name, started_ms, total, rank, players, finished, questions_json"


async def attempts(reader: aiosqlite.Connection, limit: int) -> list[sqlite3.Row]:
    """Return the newest attempts."""
    rows = await reader.execute_fetchall(
        f"SELECT {_COLUMNS} FROM attempt WHERE deleted = 0"  # noqa: S608 - constants
        " ORDER BY started_ms DESC, id LIMIT ?",
        [limit],
    )
    return list(rows)


async def attempt(reader: aiosqlite.Connection, attempt_id: AttemptId) -> sqlite3.Row | None:
    """Return one attempt unless it is deleted."""
    rows = await reader.execute_fetchall(
        f"SELECT {_COLUMNS} FROM attempt WHERE id = ? AND deleted = 0",  # noqa: S608 - constants
        [attempt_id.bytes],
    )
    return next(iter(rows), None)


def put_attempt(tx: Transaction, attempt_id: AttemptId, **values: Any) -> None:
    """Write an attempt, also over an earlier state of it. `values`: the record's fields."""
    tx.put(ATTEMPT, attempt_id, **values)


def delete_attempt(tx: Transaction, attempt_id: AttemptId) -> bool:
    return tx.delete(ATTEMPT, attempt_id)


def restore_attempt(tx: Transaction, attempt_id: AttemptId) -> bool:
    return tx.restore(ATTEMPT, attempt_id)
