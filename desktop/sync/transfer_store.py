"""SQL of transfers: what the server has, what a person asked for, what went wrong. Decides nothing."""

from typing import Any

import aiosqlite
import msgspec

from desktop.storage.transaction import Transaction
from shared.errors import ERRORS, AppError


class Trouble(msgspec.Struct, frozen=True):
    """Why a file did not travel; it is tried again at `next_try_ms`."""

    attempt: int
    next_try_ms: int
    error: AppError


Place = tuple[str, bytes]
"""(scope, SHA-256)."""


async def sent(reader: aiosqlite.Connection, server: str, checked_after_ms: int) -> set[Place]:
    """What the server said to have since then."""
    sql = "SELECT scope, sha FROM content_sent WHERE server = ? AND checked_ms >= ?"
    return {(row[0], row[1]) for row in await reader.execute_fetchall(sql, [server, checked_after_ms])}


async def asked(reader: aiosqlite.Connection) -> set[bytes]:
    """Files that a person asked for."""
    return {row[0] for row in await reader.execute_fetchall("SELECT sha FROM content_asked")}


async def troubles(reader: aiosqlite.Connection) -> dict[tuple[str, str, bytes], Trouble]:
    """What went wrong, by direction, scope and file."""
    sql = "SELECT direction, scope, sha, attempt, next_try_ms, code, parameters FROM content_trouble"
    return {
        (row[0], row[1], row[2]): Trouble(row[3], row[4], _error(row[5], row[6]))
        for row in await reader.execute_fetchall(sql)
    }


def _error(code: str, parameters: str) -> AppError:
    if code not in ERRORS:
        return AppError("network.server_says", message=code)
    values: dict[str, Any] = msgspec.json.decode(parameters, type=dict[str, str | float])
    return AppError(code, **values)


def note_sent(tx: Transaction, server: str, places: list[Place]) -> None:
    """The server has these."""
    tx.executemany(
        "INSERT INTO content_sent (server, scope, sha, checked_ms) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (server, scope, sha) DO UPDATE SET checked_ms = excluded.checked_ms",
        [(server, scope, sha, tx.now_ms) for scope, sha in places],
    )
    tx.executemany("DELETE FROM content_trouble WHERE direction = 'up' AND scope = ? AND sha = ?", places)


def ask(tx: Transaction, hashes: list[bytes]) -> None:
    """A person wants these files; earlier failures of them are forgotten."""
    tx.executemany(
        "INSERT OR REPLACE INTO content_asked (sha, asked_ms) VALUES (?, ?)",
        [(sha, tx.now_ms) for sha in hashes],
    )
    tx.executemany(
        "DELETE FROM content_trouble WHERE direction = 'down' AND sha = ?", [(sha,) for sha in hashes]
    )


def unask(tx: Transaction, sha: bytes) -> None:
    """A file is here, or nobody wants it any more."""
    tx.execute("DELETE FROM content_asked WHERE sha = ?", [sha])
    tx.execute("DELETE FROM content_trouble WHERE direction = 'down' AND sha = ?", [sha])


def put_trouble(tx: Transaction, direction: str, place: Place, trouble: Trouble) -> None:
    """Remember why a file did not travel."""
    parameters = msgspec.json.encode(trouble.error.parameters).decode()
    tx.execute(
        "INSERT OR REPLACE INTO content_trouble VALUES (?, ?, ?, ?, ?, ?, ?)",
        [direction, *place, trouble.attempt, trouble.next_try_ms, trouble.error.code, parameters],
    )


def forget_troubles(tx: Transaction) -> None:
    """Try everything again at once: the account, its plan or the connection changed."""
    tx.execute("DELETE FROM content_trouble")
