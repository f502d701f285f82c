"""Backing up a server that runs, and restoring one that does not. Nothing is lost when it stops half-way."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from server.assembly import data_dir, database_url
from server.backup import postgres_dump, sqlite_copy, store
from server.backup.archive import (
    CONTENT,
    ContentFile,
    Manifest,
    Reader,
    Writer,
    digest_of,
    opened,
    spooled,
    written,
)
from server.config.declarations import ServerConfig
from server.content.opening import open_files
from server.content.stores import BlobStore
from server.storage.database import Database
from server.storage.engines import address, dialect_of, dispose, file_of, postgres_engines
from server.storage.failures import storage_error
from server.storage.schema import current, make_folder, migrate, revisions
from server.version import program_version
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id

_PIECE_BYTES = 4 << 20


class Restored(msgspec.Struct, frozen=True):
    """What came of a restore. `missing` are files that the database knows and the store does not have."""

    manifest: Manifest
    set_aside: Path | None
    content_put: int
    missing: int


async def back_up(config: ServerConfig, target: Path, clock: Clock, *, with_content: bool) -> Manifest:
    """Write one archive while the server may go on. Raises `AppError`."""
    url = database_url(config)
    with _passing(target) as folder:
        database = await Database.open(url, clock)
        copied = Path(folder) / "database"
        try:
            _copy(url, copied)
            async with database.read() as transaction:
                files = await store.files(transaction)
        finally:
            await database.close()
        manifest = Manifest(
            made_ms=clock.now_ms(),
            version=program_version(),
            dialect=database.dialect,
            revision=revisions()[-1],
            database_sha256=digest_of(copied),
            database_bytes=copied.stat().st_size,
            content_files=len(files),
            content_bytes=sum(file.size_bytes for file in files),
            with_content=with_content,
        )
        with written(target) as archive:
            archive.begin(manifest, copied, files)
            if with_content:
                await _write_content(config, archive, files)
    return manifest


@contextmanager
def _passing(target: Path) -> Generator[str]:
    """A folder beside the archive, for the database's copy. Raises `AppError("server.backup_place")`."""
    try:
        with tempfile.TemporaryDirectory(prefix=".lantern-backup-", dir=target.absolute().parent) as folder:
            yield folder
    except (OSError, sqlite3.OperationalError) as cause:
        raise AppError("server.backup_place", path=str(target), detail=type(cause).__name__) from cause


def _copy(url: str, target: Path) -> None:
    parsed = address(url)
    if dialect_of(parsed) == "sqlite":
        sqlite_copy.copy(file_of(parsed), target)
    else:
        postgres_dump.dump(url, target)


async def _write_content(config: ServerConfig, archive: Writer, files: list[ContentFile]) -> None:
    blobs = await open_files(config)
    try:
        for file in files:
            with spooled() as passing:
                try:
                    async for piece in blobs.read(bytes.fromhex(file.sha256), 0, file.size_bytes):
                        passing.write(piece)
                except AppError as error:
                    if error.code != "content.lost":
                        raise
                    continue
                passing.seek(0)
                archive.file(f"{CONTENT}{file.sha256}", passing, file.size_bytes)
    finally:
        await blobs.close()


async def restore(config: ServerConfig, source: Path, clock: Clock, *, replace: bool) -> Restored:
    """Put an archive back and begin a new epoch of sync. The server must not run.

    What was there is copied aside first. Raises `AppError` server.running, server.needs_force,
    server.backup_unreadable, server.backup_other_database, server.database_newer.
    """
    url = database_url(config)
    folder = data_dir(config)
    _check_whole(source)
    make_folder(folder)
    with (
        opened(source) as archive,
        tempfile.TemporaryDirectory(prefix=".lantern-restore-", dir=folder) as parts,
    ):
        manifest = archive.manifest
        _check(manifest, dialect_of(address(url)))
        copied = Path(parts) / "database"
        archive.database(copied)
        put = _restore_sqlite if manifest.dialect == "sqlite" else _restore_postgres
        aside = await put(config, copied, clock, replace=replace)
        await migrate(url)
        listed = archive.listed()
        count, missing = await _put_content(config, archive, listed)
    shutil.rmtree(folder / "snapshots", ignore_errors=True)
    return Restored(manifest, aside, count, missing)


def _check_whole(source: Path) -> None:
    """Read all of an archive before anything is touched: what is cut would end the restore half-way."""
    with opened(source) as archive:
        archive.database(Path(os.devnull))
        archive.check()


def _check(manifest: Manifest, dialect: str) -> None:
    if manifest.dialect != dialect:
        raise AppError("server.backup_other_database", found=manifest.dialect, expected=dialect)
    if manifest.revision not in revisions():
        raise AppError("server.database_newer", revision=manifest.revision, known=revisions()[-1])


async def _restore_sqlite(config: ServerConfig, copied: Path, clock: Clock, *, replace: bool) -> Path | None:
    if sqlite_copy.integrity(copied):
        raise AppError("server.backup_unreadable", path=copied.name)
    sqlite_copy.begin_epoch(copied)
    file = file_of(address(database_url(config)))
    used = file.exists() and file.stat().st_size > 0
    aside = _aside(file.parent, file.name, clock) if used else None
    if used and not replace:
        raise AppError("server.needs_force", place=str(file))
    make_folder(file.parent)
    try:
        with sqlite_copy.alone(file) as connection:
            if aside is not None:
                sqlite_copy.keep(connection, aside)
            sqlite_copy.put_back(copied, connection)
    except AppError as error:
        if error.code != "server.database_damaged" or aside is None:
            raise
        # No server can run on such a file; it goes aside as it is.
        file.replace(aside)
        for end in ("-wal", "-shm"):
            file.with_name(file.name + end).unlink(missing_ok=True)
        with sqlite_copy.alone(file) as connection:
            sqlite_copy.put_back(copied, connection)
    return aside


async def _restore_postgres(
    config: ServerConfig, copied: Path, clock: Clock, *, replace: bool
) -> Path | None:
    url = database_url(config)
    postgres_dump.need("pg_restore")
    aside = None
    await _refuse_running(url)
    if await current(url) is not None:
        if not replace:
            raise AppError("server.needs_force", place="PostgreSQL")
        aside = _aside(data_dir(config), "database.dump", clock)
        postgres_dump.dump(url, aside)
        aside.chmod(0o600)
    postgres_dump.restore(url, copied)
    await migrate(url)
    database = await Database.open(url, clock, connections=2)
    try:
        async with database.write() as transaction:
            await store.begin_epoch(transaction)
    finally:
        await database.close()
    return aside


async def _refuse_running(url: str) -> None:
    """Look without opening the database as a server does: it may be of any revision."""
    readers, writers = postgres_engines(address(url), 2)
    try:
        async with readers.connect() as connection:
            running = await store.postgres_servers(connection)
    except Exception as cause:
        raise storage_error(cause) or cause from cause
    finally:
        await dispose(readers, writers)
    if running:
        raise AppError("server.running")


def _aside(folder: Path, name: str, clock: Clock) -> Path:
    return folder / f"{name}.before-restore-{clock.now_ms()}"


async def _put_content(config: ServerConfig, archive: Reader, listed: list[ContentFile]) -> tuple[int, int]:
    """Bring back the files of the archive; returns how many, and how many the database knows and nobody has."""
    blobs = await open_files(config)
    sizes = {file.sha256: file.size_bytes for file in listed}
    count = 0
    try:
        for sha256, reading in archive.content():
            if sha256 in sizes:
                await _put(blobs, bytes.fromhex(sha256), sizes[sha256], reading.read, archive.damaged())
                count += 1
        missing = 0
        for file in listed:
            missing += not await _is_there(blobs, file)
    finally:
        await blobs.close()
    return count, missing


async def _put(
    blobs: BlobStore, sha256: bytes, size_bytes: int, read: Callable[[int], bytes], damaged: AppError
) -> None:
    upload, offset = new_id(), 0
    while piece := read(_PIECE_BYTES):
        await blobs.write(upload, offset, piece)
        offset += len(piece)
    prepared = await blobs.prepare(upload, sha256, size_bytes)
    if prepared.sha256 != sha256:
        await blobs.discard(upload)
        raise damaged
    await blobs.place(upload, sha256)
    await blobs.discard(upload)


async def _is_there(blobs: BlobStore, file: ContentFile) -> bool:
    try:
        async for _ in blobs.read(bytes.fromhex(file.sha256), 0, min(file.size_bytes, 1)):
            break
    except AppError as error:
        if error.code != "content.lost":
            raise
        return False
    return True
