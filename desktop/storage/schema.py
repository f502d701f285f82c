"""Brings a library file to the program's schema: refuses newer ones, backs up before it changes anything."""

from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.storage.driver import sqlite3
from desktop.storage.migrations import Migration, all_migrations
from shared.errors import AppError
from shared.ids import new_id

LATEST = max(migration.number for migration in all_migrations())


def schema_version(connection: "sqlite3.Connection") -> int:
    """Return the number of the last migration applied; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def statements(sql: str) -> Iterator[str]:
    """Split a script into complete statements; triggers with their inner semicolons stay whole."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        if not statement and (not line.strip() or line.lstrip().startswith("--")):
            continue
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def migrate(
    connection: "sqlite3.Connection",
    *,
    back_up: Callable[[int], Path] | None,
    migrations: tuple[Migration, ...] | None = None,
) -> list[int]:
    """Apply what is missing, each step in its own transaction. Returns the numbers applied.

    `back_up(version)` copies the file first when it holds anything. Raises AppError: `storage.newer_database`
    before touching a file that a newer program wrote, `storage.migration_failed` when a step fails: the file
    then stands at the last whole step.
    """
    steps = all_migrations() if migrations is None else migrations
    version = schema_version(connection)
    newest = max(step.number for step in steps)
    if version > newest:
        raise AppError("storage.newer_database", found=version, known=newest)
    if version == newest:
        return []
    if version > 0 and back_up is not None:
        back_up(version)
    return [step.number for step in steps if _apply(connection, step)]


def _apply(connection: "sqlite3.Connection", step: Migration) -> bool:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have migrated while we waited for the lock.
        if schema_version(connection) >= step.number:
            connection.execute("ROLLBACK")
            return False
        for statement in statements(step.sql):
            connection.execute(statement)
        if step.data is not None:
            step.data(connection)
        if step.number == 1:
            connection.execute("INSERT INTO device (no, id) VALUES (1, ?)", [new_id().bytes])
        connection.execute(f"PRAGMA user_version = {step.number}")
        connection.execute("COMMIT")
    except sqlite3.Error as cause:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        text = str(cause).lower()
        if "full" in text or "readonly" in text or "malformed" in text or "i/o" in text:
            raise
        raise AppError("storage.migration_failed", number=step.number, detail=str(cause)) from cause
    return True
