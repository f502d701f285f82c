"""The authority's merge through the server's own transactions, on SQLite and on PostgreSQL: operations a second.

The same recorded exchanges go to both. CPU is that of the server's process and of PostgreSQL's together, so "per
core" hides nothing of the database; by the clock is one device after another, each waiting for its commit.
"""

import asyncio
import os
import random
import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from server.storage.database import Database
from server.storage.schema import migrate
from shared.clock import SystemClock
from sync.authority import Authority
from sync.change_store import ChangeStore, MemoryChangeStore
from sync.codec import seal, unseal
from sync.engine import Engine
from sync.journal import Journal
from sync.local_edits import LocalEdits
from sync.protocol import Exchange
from sync.row_store import SqliteRowStore
from sync.rows import Key
from sync.scopes import FULL
from tests.support.postgres import cluster, programs

OPS = int(os.environ.get("LANTERN_BENCH_STORE_OPS", "20000"))
ROUNDS = 5
SCOPE = "user:a"
GRANTS = {SCOPE: FULL}
NOW_MS = 1_800_000_000_000
_WORDS = ["light", "water", "root", "stem", "leaf", "sun", "stone", "river", "cloud", "seed"]
Work = dict[str, list[bytes]]
"""Bodies of requests, by what they do."""


class _Recorder:
    """A device that syncs with an authority in memory and keeps what it sent."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._journal, self._rows = Journal(self._connection), SqliteRowStore(self._connection)
        self._journal.create(uuid.uuid4())
        self._rows.create()
        self._engine = Engine(self._journal, self._rows)
        self._authority, self._store = Authority(), MemoryChangeStore()

    def edit(self, work: Callable[[LocalEdits], Any]) -> list[bytes]:
        """Make edits, sync, and return the bodies of the requests."""
        self._transact(lambda: work(LocalEdits(self._journal, self._rows, NOW_MS)))
        sent: list[bytes] = []
        while True:
            self._transact(lambda: self._engine.prepare(NOW_MS))
            sent.append(self._engine.request(NOW_MS))
            exchange = unseal(sent[-1], Exchange)
            answer = seal(self._authority.answer(self._store, exchange, GRANTS, NOW_MS))
            before = dict(self._journal.scopes())
            for step in self._engine.steps(answer, NOW_MS):
                self._transact(step)
            if not self._engine.unfinished() and before == self._journal.scopes():
                return sent

    def _transact(self, work: Callable[[], Any]) -> None:
        self._connection.execute("BEGIN")
        work()
        self._connection.execute("COMMIT")


def _recorded() -> Work:
    rng = random.Random(1)
    keys: list[Key] = [("card", uuid.UUID(int=rng.getrandbits(128)).bytes) for _ in range(OPS)]

    def text() -> str:
        return " ".join(rng.choices(_WORDS, k=12))

    def fill(edits: LocalEdits) -> None:
        for key in keys:
            edits.create(key, SCOPE, {"front": text(), "back": text(), "deck": b"d" * 16})

    def change(edits: LocalEdits) -> None:
        for key in keys:
            edits.change(key, {"front": text()})

    device = _Recorder()
    device.edit(lambda _edits: None)
    return {
        "new rows": device.edit(fill),
        "edits": device.edit(change),
        "nothing new": device.edit(lambda _: None) * 200,
    }


class _Spent:
    """Seconds by the clock and of CPU: this process and PostgreSQL's, if there is one."""

    def __init__(self, postmaster: psutil.Process | None) -> None:
        self._postmaster = postmaster

    def now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), self._database()

    def _database(self) -> float:
        if self._postmaster is None:
            return 0.0
        times = [one.cpu_times() for one in [self._postmaster, *self._postmaster.children(recursive=True)]]
        return sum(one.user + one.system for one in times)


async def _run(url: str, work: Work, spent: _Spent) -> dict[str, tuple[float, float, float]]:
    """Answer all requests on a fresh database; returns (clock, own CPU, all CPU) seconds by what they do."""
    database = await Database.open(url, SystemClock())
    found: dict[str, tuple[float, float, float]] = {}
    authority = Authority()

    async def answer(body: bytes) -> None:
        exchange = unseal(body, Exchange)

        def merge(store: ChangeStore) -> Any:
            return authority.answer(store, exchange, GRANTS, NOW_MS)

        if exchange.batch:
            await database.transact(lambda transaction: transaction.changes(merge))
        else:
            async with database.read() as transaction:
                await transaction.changes(merge)

    for name, bodies in work.items():
        begin = spent.now()
        for body in bodies:
            await answer(body)
        clock, own, database_s = (after - before for after, before in zip(spent.now(), begin, strict=True))
        found[name] = (clock, own, own + database_s)
    await database.close()
    return found


def _on_sqlite(work: Work) -> dict[str, tuple[float, float, float]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'server.db'}"
        asyncio.run(migrate(url))
        return asyncio.run(_run(url, work, _Spent(None)))


def _on_postgresql(work: Work) -> dict[str, tuple[float, float, float]]:
    server = cluster()
    name = server.create_migrated()
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    try:
        return asyncio.run(_run(server.url(name), work, _Spent(psutil.Process(pid))))
    finally:
        server.drop(name)


def _figure(name: str, value: float, unit: str, must: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"figure": f"sync stores: {name}", "value": round(value, 2), "unit": unit}
    return found | {"must": must} if must else found


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """New rows, edits and the exchange that brings nothing, on each database; then one against the other."""
    work = _recorded()
    stores = {"SQLite": _on_sqlite}
    if programs() is not None:
        stores["PostgreSQL"] = _on_postgresql
    rounds = {name: [run(work) for _ in range(ROUNDS)] for name, run in stores.items()}
    per_s: dict[tuple[str, str], float] = {}
    for database, results in rounds.items():
        for kind, bodies in work.items():
            clock, own, everything = (statistics.median(one[kind][at] for one in results) for at in range(3))
            if kind == "nothing new":
                yield _figure(f"{database}, nothing new", everything / len(bodies) * 1_000, "ms CPU")
                continue
            must = ">= 30000" if database == "SQLite" else ""
            per_s[database, kind] = OPS / everything
            yield _figure(f"{database}, {kind}", OPS / everything, "ops/s per core", must)
            yield _figure(f"{database}, {kind}, server's process alone", OPS / own, "ops/s per core")
            yield _figure(f"{database}, {kind}, by the clock", OPS / clock, "ops/s")
    if "PostgreSQL" in rounds:
        for kind in ("new rows", "edits"):
            ratio = per_s["PostgreSQL", kind] / per_s["SQLite", kind]
            yield _figure(f"PostgreSQL against SQLite, {kind}", ratio, "times", ">= 0.5")
