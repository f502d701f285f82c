"""The library file of one profile: one writer thread, read-only readers, change sets after commit.

Knows no feature's tables.
"""

import asyncio
import queue
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.storage import backup, sessions
from desktop.storage.capture import capture
from desktop.storage.closed import closed_scopes
from desktop.storage.driver import load_vector_extension, sqlite3
from desktop.storage.failures import GARBLED, storage_error
from desktop.storage.schema import migrate
from desktop.storage.transaction import Transaction
from desktop.storage.typed_rows import TypedRowStore
from shared.clock import Clock
from shared.errors import AppError

import aiosqlite  # isort: skip - after the driver, which takes sqlite3's name

T = TypeVar("T")

BUSY_TIMEOUT_S = 10.0
OPEN_TIMEOUT_S = 60.0
READERS = 4
_CACHE_KIB = 16 * 1024


def connect(path: Path, *, read_only: bool = False) -> "sqlite3.Connection":
    """Open one connection as the program uses them: WAL, full sync, sqlite-vec where it can be loaded."""
    mode = "ro" if read_only else "rwc"
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_S,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    try:
        if read_only:
            connection.execute("PRAGMA query_only = 1")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            # A closed lid must not take an hour of corrections with it, so commits reach the disk.
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA mmap_size = 268435456")
    except sqlite3.Error:
        connection.close()
        raise
    except UnicodeDecodeError as cause:
        connection.close()
        raise sqlite3.DatabaseError(GARBLED) from cause
    load_vector_extension(connection)
    return connection


class Database:
    """The open library. Make it with `open`; close it before the loop ends.

    `user_id` says whose it is; it changes when an account takes the profile over.
    """

    def __init__(self, paths: ProfilePaths, clock: Clock, bus: ChangeBus) -> None:
        self.paths = paths
        self.bus = bus
        self.suspicious_start = False
        self.migrated: list[int] = []
        self.user_id = uuid.UUID(int=0)
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]] | None] = (
            queue.SimpleQueue()
        )
        self._thread = threading.Thread(target=self._run_writer, name="library-writer", daemon=True)
        self._writer: sqlite3.Connection | None = None
        self._session: sessions.Session | None = None
        self._reader_slots = asyncio.Semaphore(READERS)
        self._idle_readers: list[aiosqlite.Connection] = []
        self._closed = False
        self._data_version = 0

    @classmethod
    async def open(cls, paths: ProfilePaths, *, clock: Clock, bus: ChangeBus) -> "Database":
        """Open, check and migrate the library.

        Raises AppError: `storage.read_only`, `storage.disk_full`, `storage.newer_database`, `storage.corrupt`
        (restore with `backup.restore`), `storage.migration_failed`, `storage.busy`.
        """
        paths.create()
        database = cls(paths, clock, bus)
        database._thread.start()
        try:
            await database._on_writer(database._prepare)
        except BaseException:
            await database.close()
            raise
        return database

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one transaction on the writer thread; listeners are told after the commit.

        Once queued it is carried out even if the caller is cancelled. Raises what `work` raises (nothing
        is then written), or AppError for a full disk, a read-only folder, a damaged file, a busy library.
        """
        return await self._on_writer(lambda: self._transact(work))

    async def closed(self, scopes: Iterable[str]) -> dict[str, str]:
        """Return those of these scopes that may only be read now, each with the error code of why."""
        async with self.reader() as reader:
            return await closed_scopes(reader, f"user:{self.user_id}", scopes, self._clock.now_ms())

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[aiosqlite.Connection]:
        """Lend a read-only connection. Raises AppError when the file cannot be read."""
        async with self._reader_slots:
            connection = self._idle_readers.pop() if self._idle_readers else await self._open_reader()
            try:
                yield connection
            except sqlite3.Error as cause:
                known = storage_error(cause, self.paths.root)
                if known is None:
                    raise
                raise known from cause
            finally:
                if self._closed:
                    await connection.close()
                else:
                    self._idle_readers.append(connection)

    async def maintain(self, work: Callable[["sqlite3.Connection"], T]) -> T:
        """Run `work` on the writer thread outside a transaction: for ATTACH and the like. Raises as `write` does."""

        def run() -> T:
            if self._writer is None:
                raise RuntimeError("the library is not open")
            try:
                return work(self._writer)
            except sqlite3.Error as cause:
                raise storage_error(cause, self.paths.root) or cause from cause

        return await self._on_writer(run)

    async def poll_other_writers(self) -> bool:
        """Publish "everything" if another process has written since the last call; tell whether it had."""
        changed = await self._on_writer(self._data_version_moved)
        if changed:
            self.bus.publish(ChangeSet(everything=True))
        return changed

    async def close(self) -> None:
        """Finish queued writes and close every connection; a reader still lent out closes when it comes back."""
        self._closed = True
        while self._idle_readers:
            await self._idle_readers.pop().close()
        if self._thread.is_alive():
            self._work.put(None)
            await asyncio.to_thread(self._thread.join)

    async def _open_reader(self) -> aiosqlite.Connection:
        path = self.paths.database
        try:
            return await aiosqlite.Connection(lambda: connect(path, read_only=True), iter_chunk_size=256)
        except sqlite3.Error as cause:
            raise storage_error(cause, self.paths.root) or cause from cause

    async def _on_writer(self, job: Callable[[], T]) -> T:
        future: asyncio.Future[T] = self._loop.create_future()
        self._work.put((job, future))
        return await future

    def _run_writer(self) -> None:
        while (entry := self._work.get()) is not None:
            job, future = entry
            try:
                result = job()
            except BaseException as error:  # noqa: BLE001 - handed to the caller
                self._settle(future, error=error)
            else:
                self._settle(future, result=result)
        if self._writer is not None:
            self._writer.close()
        if self._session is not None:
            self._session.end()

    def _settle(
        self, future: asyncio.Future[Any], *, result: Any = None, error: BaseException | None = None
    ) -> None:
        def finish() -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

        self._loop.call_soon_threadsafe(finish)

    def _prepare(self) -> None:
        """Open the writer: note the session, check the file if the last one crashed, migrate."""
        try:
            # Processes that make or open the file at the same moment trip over each other's switch to WAL.
            with FileLock(self.paths.root / "open.lock", timeout=OPEN_TIMEOUT_S):
                self._session = sessions.Session.start(self.paths.sessions_dir)
                self.suspicious_start = self._session.crashed_before
                self._open_writer()
        except Timeout as cause:
            raise AppError("storage.busy", detail="another process is opening the library") from cause
        except OSError as cause:
            raise disk_error(cause, self.paths.root) from cause

    def _open_writer(self) -> None:
        try:
            self._writer = connect(self.paths.database)
            if self.suspicious_start:
                backup.check_integrity(self._writer, self.paths.root)
            self.migrated = migrate(
                self._writer,
                back_up=lambda version: backup.back_up(self.paths, f"before-migration-{version}"),
            )
            self._fit_sync(self._writer)
            self._data_version = int(self._writer.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error as cause:
            raise storage_error(cause, self.paths.root) or cause from cause

    def _fit_sync(self, connection: "sqlite3.Connection") -> None:
        """Catch what is written, and give rows of kinds that an older program did not know their tables."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            capture(connection)
            TypedRowStore(connection).settle()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._read_user_id()

    def _read_user_id(self) -> None:
        if self._writer is not None:
            found = self._writer.execute("SELECT user_id FROM sync_profile").fetchone()
            self.user_id = uuid.UUID(bytes=found[0])

    def _transact(self, work: Callable[[Transaction], T]) -> T:
        connection = self._writer
        if connection is None:
            raise RuntimeError("the library is not open")
        try:
            connection.execute("BEGIN IMMEDIATE")
            transaction = Transaction(connection, self._clock.now_ms())
            try:
                result = work(transaction)
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may already have rolled back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as cause:
            known = storage_error(cause, self.paths.root)
            if known is None:
                raise
            raise known from cause
        change_set = transaction.change_set()
        if change_set.touches("account"):
            self._read_user_id()
        self._loop.call_soon_threadsafe(self.bus.publish, change_set)
        return result

    def _data_version_moved(self) -> bool:
        if self._writer is None:
            return False
        version = int(self._writer.execute("PRAGMA data_version").fetchone()[0])
        moved = version != self._data_version
        if moved:
            self._read_user_id()
        self._data_version = version
        return moved
