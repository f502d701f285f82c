"""Exchanges with the server until both sides have the same, each part in a transaction of its own."""

import asyncio
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from desktop.storage import replaced
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from desktop.storage.typed_rows import TypedRowStore
from desktop.sync import store
from desktop.sync.bases import note_bases
from desktop.sync.snapshot_files import SnapshotFiles
from shared.clock import Clock
from shared.errors import AppError
from sync import snapshots
from sync.engine import Engine, Step
from sync.journal import Journal
from sync.protocol import Snapshot
from sync.rows import Key

T = TypeVar("T")
IDLE_EXCHANGES = 3
"""So many in a row that moved nothing end a round, whatever is unfinished: the next one goes on."""
ID_BYTES = 16


class Server(Protocol):
    """What a round needs of the other side."""

    async def exchange(self, body: bytes) -> bytes:
        """Hand in one sealed request; returns the sealed answer."""
        ...

    async def chunk(self, name: bytes) -> bytes:
        """Fetch a part of a snapshot."""
        ...


class Rounds:
    """Sync of the open library. One round at a time; a cancelled one is taken up by the next."""

    def __init__(self, database: Database, server: Server, clock: Clock, folder: Path) -> None:
        self._database, self._server, self._clock = database, server, clock
        self._files = SnapshotFiles(folder)
        self._engine: Engine | None = None
        self._rows: TypedRowStore | None = None

    async def run(self, on_exchange: Callable[[], None]) -> None:
        """Exchange until nothing is left. Raises AppError; what was taken and handed in until then stays so."""
        idle = 0
        while idle < IDLE_EXCHANGES:
            before = await self._state()
            await self.exchange()
            on_exchange()
            if not await self._write(
                lambda engine: engine.unfinished() or engine.more or bool(engine.offers)
            ):
                return
            idle = idle + 1 if await self._state() == before else 0

    async def exchange(self) -> None:
        """Do one exchange, and take the snapshots that are offered."""
        await self._write(lambda engine: engine.prepare(self._clock.now_ms()))
        body = await self._write(lambda engine: engine.request(self._clock.now_ms()))
        answer = await self._server.exchange(body)
        engine = await self._write(lambda engine: engine)
        steps = await asyncio.to_thread(engine.steps, answer, self._clock.now_ms())
        if not steps:
            # One request at a time is under way here: something between kept an old answer.
            raise AppError("network.not_lantern", detail="the answer to another request")
        for step in steps:
            await self._step(step)
        await self._database.write(lambda tx: replaced.forget_sent(tx.connection))
        for offer in list(engine.offers):
            await self._adopt(engine, offer)

    async def _adopt(self, engine: Engine, offer: Snapshot) -> None:
        path = await self._files.fetch(offer, self._server.chunk)
        await self._database.maintain(lambda connection: snapshots.attach(connection, path))
        try:
            for step in engine.adopt(offer, self._clock.now_ms()):
                await self._step(step)
        finally:
            await self._database.maintain(snapshots.detach)
        await self._files.clear()

    async def _step(self, step: Step) -> None:
        def write(tx: Transaction) -> None:
            tx.received = True
            keys = step()
            tell(tx, keys)
            if self._rows is not None:
                note_bases(tx.connection, self._rows, keys, tx.now_ms)
                for kind in self._rows.adopted:
                    tx.changed(kind)
                self._rows.adopted.clear()

        try:
            await self._database.write(write)
        except msgspec.MsgspecError as cause:
            raise AppError("sync.garbled", detail="a row without form") from cause

    async def check(self) -> list[str]:
        """Compute all digests anew: idle work. Returns the scopes where they were wrong."""
        return await self._write(lambda engine: engine.check(self._clock.now_ms()))

    async def _state(self) -> tuple[object, ...]:
        async with self._database.reader() as reader:
            return (await store.cursors(reader), await store.progress(reader))

    async def _write(self, work: Callable[[Engine], T]) -> T:
        return await self._database.write(lambda tx: work(self._made(tx.connection)))

    def _made(self, connection: "sqlite3.Connection") -> Engine:
        """Return the engine on the writer's connection, which lives as long as the library is open."""
        if self._engine is None:
            self._rows = TypedRowStore(connection)
            self._engine = Engine(Journal(connection), self._rows)
        return self._engine


def tell(tx: Transaction, keys: Iterable[Key]) -> None:
    """Note what a step changed for the listeners."""
    for kind, row_id in keys:
        if len(row_id) == ID_BYTES:
            tx.changed(kind, uuid.UUID(bytes=row_id))
