"""Devices that sync with a server: the real engine on a SQLite file, driven over anything that carries a body."""

import sqlite3
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from shared.ids import new_id
from sync.engine import Engine
from sync.journal import Journal
from sync.local_edits import LocalEdits
from sync.protocol import Snapshot
from sync.row_store import SqliteRowStore
from sync.rows import CONFLICT, Key
from sync.snapshots import attach, detach, open_chunk
from sync.stamps import decode_fields

Send = Callable[[bytes], Awaitable[bytes]]
Fetch = Callable[[str], Awaitable[bytes]]


class SyncDevice:
    """One installation: its file, its person's edits, its exchanges."""

    def __init__(
        self, folder: Path, *, device_id: uuid.UUID | None = None, now_ms: Callable[[], int] | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.connection = sqlite3.connect(folder / "device.db", isolation_level=None)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.connection.execute("PRAGMA journal_mode = MEMORY")
        self.journal, self.rows = Journal(self.connection), SqliteRowStore(self.connection)
        self.engine = Engine(self.journal, self.rows)
        self.now_ms = now_ms or (lambda: time.time_ns() // 1_000_000)
        self.id = device_id or uuid.uuid4()
        self.journal.create(self.id)
        self.rows.create()

    def close(self) -> None:
        self.connection.close()

    def transact(self, work: Callable[[], Any]) -> Any:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            result = work()
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return result

    def do(self, work: Callable[[LocalEdits], Any]) -> Any:
        return self.transact(lambda: work(LocalEdits(self.journal, self.rows, self.now_ms())))

    def make(
        self, kind: str, scope: str, /, *, row_id: bytes | None = None, event: bool = False, **values: Any
    ) -> Key:
        key = (kind, row_id or new_id().bytes)
        return self.do(lambda edits: edits.create(key, scope, values, event=event))

    def change(self, key: Key, **values: Any) -> None:
        self.do(lambda edits: edits.change(key, values))

    def delete(self, key: Key) -> None:
        self.do(lambda edits: edits.delete(key))

    def move(self, key: Key, scope: str) -> None:
        self.do(lambda edits: edits.move(key, scope))

    def seen(self, *kinds: str) -> dict[Key, tuple[str, dict[str, Any]]]:
        """Living rows: scope and values; of these kinds, or all but conflicts."""
        found = self.rows._rows("SELECT kind, id, scope, event + 2 * deleted, tags, fields FROM sync_row", [])
        return {
            row.key: (
                row.scope,
                {name: msgspec.msgpack.decode(raw) for name, raw in decode_fields(row.fields).items()},
            )
            for row in found
            if not row.deleted and (row.kind in kinds if kinds else row.kind != CONFLICT)
        }

    def value(self, key: Key, name: str) -> Any:
        return self.seen(key[0])[key][1].get(name)

    def scopes(self) -> dict[str, int]:
        """How far each known scope is."""
        return {scope: state.cursor for scope, state in self.journal.scopes().items()}

    def refused(self) -> list[tuple[str, str]]:
        """(kind, reason) of what was not taken."""
        return [(one.kind, one.reason) for one in self.journal.refused()]

    async def exchange(self, send: Send, fetch: Fetch | None = None) -> None:
        """One exchange, and snapshots that it offers."""
        self.transact(lambda: self.engine.prepare(self.now_ms()))
        answer = await send(self.engine.request(self.now_ms()))
        for step in self.engine.steps(answer, self.now_ms()):
            self.transact(step)
        for offer in self.engine.offers:
            assert fetch is not None, "a snapshot was offered"
            await self._adopt(offer, fetch)

    async def _adopt(self, offer: Snapshot, fetch: Fetch) -> None:
        path = self.folder / "snapshot"
        parts = [open_chunk(chunk, await fetch(chunk.name.hex())) for chunk in offer.chunks]
        path.write_bytes(b"".join(parts))
        attach(self.connection, path)
        try:
            for step in self.engine.adopt(offer, self.now_ms()):
                self.transact(step)
        finally:
            detach(self.connection)
        path.unlink()

    async def settle(self, send: Send, fetch: Fetch | None = None) -> None:
        """Exchange until nothing moves."""
        for _ in range(80):
            before = self.connection.total_changes, self.scopes()
            await self.exchange(send, fetch)
            if self.scopes() == before[1] and not self.engine.unfinished():
                return
        raise AssertionError("the device does not come to rest")
