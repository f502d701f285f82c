"""Consistent copies of a SQLite database in use, and putting one back when nobody uses it. Plain sqlite3."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from shared.errors import AppError
from sync.sqlite_store import begin_new_epoch

_PAGES = 2_048
_PAUSE_S = 0.005
_BUSY_S = 1.0


def copy(source: Path, target: Path) -> None:
    """Copy the committed state of a database that others go on using."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing, pages=_PAGES, sleep=_PAUSE_S)
        writing.execute("PRAGMA journal_mode = DELETE")


def integrity(path: Path) -> str:
    """Empty when the file is sound, else what SQLite finds first."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else found


def begin_epoch(path: Path) -> None:
    """Mark a copy as restored: devices then hand in again what it lacks."""
    with closing(sqlite3.connect(path)) as connection, connection:
        begin_new_epoch(connection)


@contextmanager
def alone(path: Path) -> Generator[sqlite3.Connection]:
    """Lend a connection that no other process may share.

    Raises `AppError` server.running, server.database_damaged, server.database_read_only.

    A server holds its database open; SQLite then refuses the exclusive lock.
    """
    with closing(sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as cause:
            if cause.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise AppError("server.database_read_only", detail=cause.sqlite_errorname) from cause
            raise AppError("server.running") from cause
        except sqlite3.DatabaseError as cause:
            raise AppError("server.database_damaged", detail=str(cause)) from cause
        yield connection


def refuse_shared(path: Path) -> None:
    """Make sure that no other process has a database open, if there is one. Raises as `alone` does."""
    if path.is_file():
        with alone(path):
            pass


def keep(connection: sqlite3.Connection, target: Path) -> None:
    """Copy what a connection's database holds into a new file."""
    with closing(sqlite3.connect(target)) as writing:
        connection.backup(writing)
    target.chmod(0o600)


def put_back(copied: Path, connection: sqlite3.Connection) -> None:
    """Replace what a connection's database holds, in one transaction."""
    with closing(sqlite3.connect(copied)) as reading:
        reading.backup(connection)
