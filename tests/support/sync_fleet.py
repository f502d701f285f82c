"""Desktops and a server as real processes in one folder: started, killed, copied, set back, and judged.

`Fleet.watch` may be asked at any moment, `Fleet.judge` at rest. Both look at the files, past all programs.
"""

import json
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import connect
from desktop.storage.typed_rows import TypedRowStore
from server.storage.database import Database
from shared.clock import SystemClock
from sync.change_store import ChangeStore
from sync.digest import changed_by
from sync.journal import Journal
from sync.replica import Replica
from sync.rows import Key, Op, Row
from sync.sqlite_store import SqliteChangeStore
from tests.support.cloud_server import CloudProcess
from tests.support.device_facts import FleetLedger
from tests.support.process_forks import DiedError, Fork, Forks

ROUNDS = 8
"""So many rounds of everybody must be enough for everything to be everywhere."""


class RefusedError(Exception):
    """A command was refused; `code` is the AppError's."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code


@dataclass
class Cloud:
    """A forked `lantern-server` on SQLite, or on any database that `settings` name."""

    forks: Forks
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    fork: Fork | None = None
    port: int = 0
    url: str = ""

    @property
    def process(self) -> CloudProcess:
        """For commands of the same program on the same settings."""
        return CloudProcess(self.folder, dict(self.settings), port=self.port)

    @property
    def file(self) -> Path:
        return self.folder / "lantern.db"

    async def start(self, **request: Any) -> None:
        """Start it and wait until it is ready. Raises `DiedError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {
            name: value for name, value in self.process.environment().items() if name.startswith("LANTERN_")
        }
        if self.fork is not None:
            await self.fork.gone()
        self.fork = await self.forks.fork(
            "server", self.folder / "server.log", environment=environment, **request
        )
        ready = await self.fork.hear()
        self.port, self.url = ready["port"], ready["url"]

    @property
    def alive(self) -> bool:
        return self.fork is not None and self.fork.alive

    async def arm(self, die_at: int) -> list[str]:
        """Die at a numbered point from now on (0: never); returns those passed since it was armed before."""
        await self.fork.tell({"die_at": die_at})
        return await self.fork.hear()

    async def disarm(self) -> list[str]:
        """Return the points passed since it was armed; none when it died."""
        with suppress(DiedError):
            return await self.arm(0)
        return []

    async def kill(self) -> None:
        await self.fork.end(signal.SIGKILL)

    async def stop(self) -> None:
        await self.fork.end(signal.SIGTERM)


@dataclass
class Desktop:
    """A profile and the process that has it open, if one has."""

    forks: Forks
    folder: Path
    name: str
    fork: Fork | None = None
    passed: list[str] = field(default_factory=list)
    """Numbered points of the last command that was given a `die_at`."""

    @property
    def paths(self) -> ProfilePaths:
        return ProfilePaths.of(self.folder)

    @property
    def alive(self) -> bool:
        return self.fork is not None and self.fork.alive

    async def start(self, **request: Any) -> "Desktop":
        if self.fork is not None:
            await self.fork.gone()
        self.fork = await self.forks.fork(
            "desktop", self.folder / "process.log", folder=str(self.folder), **request
        )
        await self.fork.hear()
        return self

    async def ask(self, do: str, **given: Any) -> Any:
        """Give a command. Raises `DiedError`, `RefusedError`."""
        await self.fork.tell({"do": do, **given})
        said = await self.fork.hear()
        self.passed = said["points"]
        if "error" in said:
            raise RefusedError(said["error"], said["detail"])
        return said["result"]

    async def call(self, of: str, what: str, *given: Any, **named: Any) -> Any:
        return await self.ask("call", of=of, what=what, given=list(given), **named)

    async def kill(self) -> None:
        await self.fork.end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it as a window that closes does."""
        self.fork.writer.write_eof()
        await self.fork.gone()

    @contextmanager
    def library(self) -> Iterator[sqlite3.Connection]:
        """The library file, as another program reads it."""
        with closing(connect(self.paths.database)) as connection:
            connection.row_factory = None
            yield connection

    def copy_to(self, folder: Path, name: str) -> "Desktop":
        """Copy the whole folder to another computer, while no process has it open."""
        shutil.copytree(self.folder, folder)
        return Desktop(self.forks, folder, name)


def grown(connection: sqlite3.Connection) -> Iterator[Row]:
    """All synced rows of a library."""
    rows = TypedRowStore(connection)
    scopes = {
        scope
        for table in _tables(connection)
        for (scope,) in connection.execute(f"SELECT DISTINCT scope FROM {table}")
    }
    for scope in sorted(scopes):
        yield from rows.in_scope(scope)


def _tables(connection: sqlite3.Connection) -> list[str]:
    from shared.synced import SYNCED

    return [*(record.table for record in SYNCED), "sync_row"]


class Fleet:
    """All devices and the server. `allowed` are the shared scopes each device may ever have had.

    `elsewhere`: the test runs servers of its own.
    """

    def __init__(self, forks: Forks, folder: Path, *, elsewhere: bool = False, **settings: str) -> None:
        self.forks, self.folder, self.elsewhere = forks, folder, elsewhere
        self.cloud = Cloud(forks, folder / "cloud", dict(settings))
        self.devices: list[Desktop] = []
        self.ledger = FleetLedger()
        self.allowed: dict[str, set[str]] = {}
        self._heads: dict[str, int] = {}
        self._feeds: dict[str, dict[int, Key]] = {}
        self._events: dict[Key, tuple[bytes, bytes]] = {}

    async def desktop(self, name: str, **request: Any) -> Desktop:
        device = Desktop(self.forks, self.folder / name, name)
        self.devices.append(device)
        return await device.start(**request)

    async def close(self) -> None:
        for one in [*self.devices, self.cloud]:
            if one.fork is not None:
                await one.kill()

    async def rows_of(self, url: str) -> list[Row]:
        """The rows of a server on another database, with a look at its feeds (I5) and events (I4)."""
        database = await Database.open(url, SystemClock())
        try:
            async with database.read() as tx:
                found = await tx.connection.exec_driver_sql("SELECT scope FROM sync_scope_head")
                scopes = [scope for (scope,) in found]

                def read(store: ChangeStore) -> list[Row]:
                    self._watch_feeds(store, scopes)
                    return [row for scope in scopes for row in store.feed(scope, 0, 1 << 30)]

                return await tx.changes(read)
        finally:
            await database.close()

    # At any moment

    @contextmanager
    def server_store(self) -> Iterator[tuple[sqlite3.Connection, SqliteChangeStore]]:
        with closing(sqlite3.connect(self.cloud.file, timeout=20)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN")
            yield connection, SqliteChangeStore(connection)

    def watch(self, *, restored: bool = False) -> None:
        """I3 of every library, I4 and I5 of the server's feed. `restored`: the server was set back since."""
        with self.server_store() as (connection, store):
            if restored:
                self._heads.clear()
                self._feeds.clear()
                self._events.clear()
            scopes = [scope for (scope,) in connection.execute("SELECT scope FROM sync_scope_head")]
            self._watch_feeds(store, scopes)
            for kind, row_id in self._events:
                found = connection.execute(
                    "SELECT 1 FROM sync_record r JOIN sync_kind k ON k.no = r.kind WHERE r.id = ? AND k.kind = ?",
                    [row_id, kind],
                ).fetchone()
                assert found, f"the event {kind} {row_id.hex()} vanished"
        for device in self.devices:
            self._watch_scopes(device)

    def _watch_feeds(self, store: ChangeStore, scopes: list[str]) -> None:
        for scope, head in store.heads(scopes).items():
            before = self._heads.get(scope, 0)
            assert head >= before, "a feed went back"
            rows = store.feed(scope, 0, 1 << 30)
            numbers = [row.seq for row in rows]
            assert numbers == sorted(set(numbers))
            assert not numbers or numbers[-1] <= head
            known = self._feeds.get(scope, {})
            late = {row.seq for row in rows if row.seq <= before and known.get(row.seq) != row.key}
            assert not late, f"gaps of {scope} that a reader had passed were filled: {late}"
            self._heads[scope], self._feeds[scope] = head, {row.seq: row.key for row in rows}
            for row in rows:
                if row.event:
                    self._keep_event(row)

    def _keep_event(self, row: Row) -> None:
        before = self._events.setdefault(row.key, (row.stamps, row.fields))
        assert before == (row.stamps, row.fields), "an event changed"

    def _watch_scopes(self, device: Desktop) -> None:
        if not device.paths.database.exists():
            return
        with device.library() as connection:
            (owner,) = connection.execute("SELECT user_id FROM sync_profile").fetchone()
            home = f"user:{_uuid(owner)}"
            for table in _tables(connection):
                found = {scope for (scope,) in connection.execute(f"SELECT DISTINCT scope FROM {table}")}
                extra = found - {home} - self.allowed.get(device.name, set())
                assert not extra, f"{device.name} holds rows of {extra}"

    def read_facts(self) -> int:
        """Take the facts of all libraries: before one of them is set back, or at the end."""
        new = 0
        for device in self.devices:
            with device.library() as connection:
                new += self.ledger.read(connection)
        return new

    # To rest

    async def settle(self, *, files: bool = False, limit: int = ROUNDS) -> None:
        """Start what is dead and sync everybody in turn until a round moves nothing."""
        if not self.cloud.alive and not self.elsewhere:
            await self.cloud.start()
        for device in self.devices:
            if not device.alive:
                await device.start()
        before: Any = None
        for _ in range(limit):
            for device in self.devices:
                said = await device.ask("sync", files=files)
                assert not said["problem"], f"{device.name}: {said['problem']}"
            after = self._quiet_state()
            if after == before:
                return
            before = after
        raise AssertionError("it never comes to rest")

    def _quiet_state(self) -> list[Any]:
        found: list[Any] = []
        for device in self.devices:
            with device.library() as connection:
                found.append(
                    connection.execute("SELECT scope, cursor, own FROM sync_scope ORDER BY 1").fetchall()
                )
                found.append(connection.execute("SELECT count(*), max(batch) FROM sync_outbox").fetchall())
        return found

    # At rest

    def server_rows(self) -> list[Row]:
        with self.server_store() as (connection, store):
            scopes = [scope for (scope,) in connection.execute("SELECT scope FROM sync_scope_head")]
            self._check_server(connection, store, scopes)
            return [row for scope in scopes for row in store.feed(scope, 0, 1 << 30)]

    def _check_server(
        self, connection: sqlite3.Connection, store: SqliteChangeStore, scopes: list[str]
    ) -> None:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for scope in scopes:
            total = sum(
                changed_by(row.key, (None, False), (row.stamps, row.deleted)) for row in store.living(scope)
            )
            kept = int.from_bytes(store.digests([scope])[scope], "big")
            assert kept == total % (1 << 128), f"the server's digest of {scope} is not that of its rows"

    def judge(self, *, exact: bool = True, rows: list[Row] | None = None) -> dict[str, int]:
        """I1, I2, I3, I4, I7 at rest; returns how much was judged. `rows` are the server's when not of a file."""
        given = rows is None
        rows = self.server_rows() if rows is None else rows
        if given:
            self.watch()
        self.read_facts()
        refused: list[Op] = []
        for device in self.devices:
            with device.library() as connection:
                refused += self._judge_device(device, connection, rows)
        self.ledger.check(rows, refused, exact=exact)
        conflicts = sum(row.kind == "conflict" and not row.deleted for row in rows)
        return {
            "edits": len(self.ledger.edits),
            "events": len(self.ledger.events),
            "conflicts": conflicts,
            "refused": len(refused),
        }

    def _judge_device(self, device: Desktop, connection: sqlite3.Connection, rows: list[Row]) -> list[Op]:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        journal, store = Journal(connection), TypedRowStore(connection)
        states = journal.scopes()
        scopes = set(states)
        # The judge changes nothing.
        connection.execute("BEGIN")
        for scope in sorted(scopes):
            theirs = {
                row.key: (row.stamps, row.fields) for row in rows if row.scope == scope and not row.deleted
            }
            mine = {row.key: (row.stamps, row.fields) for row in store.in_scope(scope) if not row.deleted}
            assert mine.keys() == theirs.keys(), (
                f"{device.name} differs in {scope}: {mine.keys() ^ theirs.keys()}"
            )
            different = [key for key, row in mine.items() if row != theirs[key]]
            assert not different, f"{device.name} differs in {scope}: {different}"
            right = Replica(journal, store, 0).recount(scope)
            assert right or not states[scope].counted, (
                f"{device.name}: the digest of {scope} is not its rows'"
            )
        connection.execute("ROLLBACK")
        held = {row.scope for row in grown(connection)}
        assert held <= scopes, f"{device.name} holds rows of {held - scopes}"
        assert journal.unanswered() == []
        return [msgspec.msgpack.decode(one.op, type=Op) for one in journal.refused()]


def _uuid(raw: bytes) -> Any:
    import uuid

    return uuid.UUID(bytes=raw)


def sizes(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


__all__ = ["Cloud", "Desktop", "DiedError", "Fleet", "RefusedError", "json", "sizes"]
