"""One canonical sync between a device's file and an authority's, either of them on a disk that fails."""

import itertools
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.authority import Authority
from sync.codec import seal, unseal
from sync.engine import Engine
from sync.journal import Journal
from sync.protocol import Exchange
from sync.row_store import SqliteRowStore
from sync.scopes import FULL
from sync.sqlite_store import SqliteChangeStore, create
from tests.support.bad_disk import Connection, Disk
from tests.support.sync_devices import Fetch, Send, SyncDevice

NOW_MS = 1_800_000_000_000
OWN, GROUP = "user:a", "group:g"
GRANTS = {OWN: FULL, GROUP: FULL}
LONG = "a line that fills pages " * 12


def opened(path: Path, disk: Disk | None) -> Any:
    if disk:
        return Connection(path, disk)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def transacted(connection: Any, work: Callable[[], Any]) -> Any:
    """Run work in a transaction. What fails is rolled back, as far as the disk lets it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


class Device(SyncDevice):
    """A device whose file may be on such a disk."""

    def __init__(self, folder: Path, name: str, *, disk: Disk | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.now_ms = lambda: NOW_MS
        self.connection = opened(folder / "device.db", disk)
        self.journal, self.rows = Journal(self.connection), SqliteRowStore(self.connection)
        self.faults: list[Any] = []
        numbers = itertools.count(1)
        self.engine = Engine(self.journal, self.rows, new_nonce=lambda: next(numbers))
        self.id = uuid.uuid5(uuid.NAMESPACE_OID, name)
        if not self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sync_row'").fetchall():
            self.journal.create(self.id)
            self.rows.create()

    def transact(self, work: Callable[[], Any]) -> Any:
        return transacted(self.connection, work)

    async def exchange(self, send: Send, fetch: Fetch | None = None) -> None:
        """As always; differing digests are noted: healing would hide that something was lost."""
        await super().exchange(send, fetch)
        self.faults += self.engine.faults


class Server:
    """An authority's file."""

    def __init__(self, folder: Path, *, disk: Disk | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.connection = opened(folder / "server.db", disk)
        if not self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sync_record'").fetchall():
            create(self.connection)
        self.authority = Authority()

    async def send(self, body: bytes) -> bytes:
        exchange = unseal(body, Exchange)
        store = SqliteChangeStore(self.connection)
        work = lambda: self.authority.answer(store, exchange, GRANTS, NOW_MS)  # noqa: E731
        return seal(transacted(self.connection, work))

    def close(self) -> None:
        self.connection.close()


async def canonical(folder: Path) -> None:
    """Write the state before the sync: both devices edited since they were equal, the other one handed in."""
    server, ana, ben = Server(folder / "server"), Device(folder / "ana", "ana"), Device(folder / "ben", "ben")
    rows = [ana.make("collection", OWN, row_id=_id(n), title=f"{n}", body=LONG) for n in range(12)]
    for device in (ana, ben):
        await device.settle(server.send)
    ben.change(rows[0], title="by Ben")
    ben.change(rows[1], title="also by Ben")
    ben.delete(rows[2])
    ben.move(rows[3], GROUP)
    for n in range(20):
        ben.make("collection", GROUP, row_id=_id(100 + n), title=f"Ben's {n}", body=LONG)
        ben.make("view", OWN, event=True, at_ms=n)
    await ben.settle(server.send)
    ana.change(rows[0], body="by Ana " + LONG)
    ana.change(rows[1], title="by Ana at the same time")
    ana.change(rows[2], title="changed while it was deleted")
    ana.delete(rows[4])
    ana.move(rows[5], GROUP)
    for n in range(20):
        ana.make("collection", OWN, row_id=_id(200 + n), title=f"Ana's {n}", body=LONG)
        ana.make("view", OWN, event=True, at_ms=100 + n)
    for one in (server, ana, ben):
        one.close()


def _id(number: int) -> bytes:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"row {number}").bytes


def everything(device: Device) -> Any:
    """All a person sees, and what is not settled."""
    return (
        device.seen(),
        device.seen("conflict"),
        device.refused(),
        device.journal.unsent(),
        device.journal.unanswered(),
    )


async def ended(server: Server, ana: Device, folder: Path) -> Any:
    """Let both devices settle; what both have then."""
    ben = Device(folder / "ben", "ben")
    await ana.settle(server.send)
    await ben.settle(server.send)
    await ana.settle(server.send)
    assert everything(ana) == everything(ben)
    for one in (ana, ben):
        assert one.faults == []
        assert one.transact(lambda one=one: one.engine.check(NOW_MS)) == []
    ben.close()
    return everything(ana)


def copied(folder: Path, to: Path) -> Path:
    """A fresh copy of a state."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to
