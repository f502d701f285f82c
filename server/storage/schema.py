"""Which revision a database is of, and bringing it to this program's. Runs Alembic's files of `migrations`."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from server.storage.engines import (
    CONNECTIONS,
    address,
    dialect_of,
    dispose,
    file_of,
    postgres_engines,
    sqlite_engines,
)
from server.storage.failures import storage_error
from shared.errors import AppError

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x4C414E5445524E
"""The advisory lock that a migrating process holds: "LANTERN"."""


def revisions() -> list[str]:
    """Return all revisions this program knows, the oldest first."""
    return [script.revision for script in reversed(list(_scripts().walk_revisions()))]


async def current(url: str) -> str | None:
    """Return a database's revision; None for an empty one. Raises AppError as `Database.open` does."""
    parsed = address(url)
    if dialect_of(parsed) == "sqlite" and not file_of(parsed).exists():
        return None
    readers, writers = _engines(parsed)
    try:
        async with readers.connect() as connection:
            return await revision_of(connection)
    except Exception as cause:
        raise storage_error(cause) or cause from cause
    finally:
        await dispose(readers, writers)


async def revision_of(connection: AsyncConnection) -> str | None:
    """Return the revision that a connection's database is of."""
    return await connection.run_sync(_revision)


def check(revision: str | None) -> None:
    """Refuse a database of another revision.

    Raises AppError `server.database_missing`, `server.database_old` or `server.database_newer`.
    """
    known = revisions()
    if revision == known[-1]:
        return
    if revision is not None and revision not in known:
        raise AppError("server.database_newer", revision=revision, known=known[-1])
    if revision is None:
        raise AppError("server.database_missing")
    raise AppError("server.database_old", revision=revision, known=known[-1])


async def migrate(url: str, target: str | None = None) -> list[str]:
    """Bring a database to `target` (this program's revision) in one transaction; returns the revisions that ran.

    Several processes may call it at once: one does the work, the others wait and find it done. A SQLite file that
    holds data is copied beside itself first. Raises AppError `server.database_newer`, `server.data_folder`, and as
    `Database.open` does.
    """
    parsed = address(url)
    if dialect_of(parsed) == "sqlite":
        make_folder(file_of(parsed).parent)
    readers, writers = _engines(parsed)
    try:
        async with writers.begin() as connection:
            if dialect_of(parsed) == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            return await connection.run_sync(_upgrade, parsed, target)
    except Exception as cause:
        raise storage_error(cause) or cause from cause
    finally:
        await dispose(readers, writers)


def make_folder(folder: Path) -> None:
    """Make the folder of the server's data. Raises `AppError("server.data_folder")`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise AppError("server.data_folder", path=str(folder), detail=type(cause).__name__) from cause


def _engines(parsed: URL) -> Any:
    return sqlite_engines(parsed) if dialect_of(parsed) == "sqlite" else postgres_engines(parsed, CONNECTIONS)


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("version_locations", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return ScriptDirectory.from_config(config)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, parsed: URL, target: str | None) -> list[str]:
    scripts = _scripts()
    known = revisions()
    before = _revision(connection)
    if before is not None and before not in known:
        raise AppError("server.database_newer", revision=before, known=known[-1])
    last = known.index(target) if target else len(known) - 1
    pending = known[known.index(before) + 1 if before else 0 : last + 1]
    if not pending:
        return []
    if before is not None and parsed.drivername.startswith("sqlite"):
        _back_up(file_of(parsed), before)

    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for revision in pending:
            scripts.get_revision(revision).module.upgrade()
            context.stamp(scripts, revision)
    return pending


def _back_up(path: Path, revision: str) -> None:
    """Copy a file's committed state beside it, while the caller holds the file's write lock."""
    copy = path.with_name(f"{path.name}.before-{revision}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
