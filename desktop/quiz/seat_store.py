"""SQL of the seats this device holds in games elsewhere."""

import aiosqlite

from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction

_COLUMNS = "game, url, host, title, pin, token, name, joined_ms, used_ms, assignment_json, unsent_json"


async def seats(reader: aiosqlite.Connection) -> list[sqlite3.Row]:
    """Return all seats, the last used first."""
    rows = await reader.execute_fetchall(
        f"SELECT {_COLUMNS} FROM seat ORDER BY used_ms DESC, game"  # noqa: S608 - constants
    )
    return list(rows)


async def seat(reader: aiosqlite.Connection, game: str) -> sqlite3.Row | None:
    """Return the seat in one game, if there is one."""
    rows = await reader.execute_fetchall(
        f"SELECT {_COLUMNS} FROM seat WHERE game = ?",  # noqa: S608 - constants
        [game],
    )
    return next(iter(rows), None)


def put_seat(tx: Transaction, game: str, **values: str | None) -> None:
    """Write a seat: `url, host, title, pin, token, name, assignment_json, unsent_json`. Times are this moment's."""
    row = {"game": game, "joined_ms": tx.now_ms, "used_ms": tx.now_ms, **values}
    kept = [name for name in row if name not in {"game", "joined_ms"}]
    tx.execute(
        f"INSERT INTO seat ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608 - our names
        f" ON CONFLICT (game) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in kept)}",
        list(row.values()),
    )
    tx.changed("seat")


def move_seat(tx: Transaction, game: str, url: str) -> None:
    """The host of a seat answers at another address."""
    tx.execute("UPDATE seat SET url = ? WHERE game = ?", [url, game])
    tx.changed("seat")


def close_seat(tx: Transaction, game: str) -> None:
    """The game is over: the seat is only remembered as a host that was visited."""
    tx.execute(
        "UPDATE seat SET token = '', assignment_json = NULL, unsent_json = '[]' WHERE game = ?", [game]
    )
    tx.changed("seat")


def delete_seat(tx: Transaction, game: str) -> None:
    tx.execute("DELETE FROM seat WHERE game = ?", [game])
    tx.changed("seat")


def delete_seats_before(tx: Transaction, before_ms: int) -> None:
    """Forget seats that were not used since then, unless they hold answers nobody has yet."""
    tx.execute("DELETE FROM seat WHERE used_ms < ? AND unsent_json = '[]'", [before_ms])
