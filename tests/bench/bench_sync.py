"""The sync engine without a network: rows a second of the authority's merge and of a device, bytes per change."""

import os
import random
import sqlite3
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from shared.ids import new_id
from sync.authority import Authority
from sync.codec import seal, unseal
from sync.engine import Engine
from sync.journal import Journal
from sync.local_edits import LocalEdits
from sync.protocol import Exchange
from sync.row_store import SqliteRowStore
from sync.rows import Key
from sync.scopes import FULL
from sync.snapshots import attach, describe, detach, write
from sync.sqlite_store import SqliteChangeStore, create

ROWS = int(os.environ.get("LANTERN_BENCH_SYNC_ROWS", "20000"))
GRANTS = {"user:a": FULL}
NOW_MS = 1_800_000_000_000


def _connection(path: Path) -> sqlite3.Connection:
    """A file as the programs open it."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -32000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class _Device:
    def __init__(self, folder: Path, name: str) -> None:
        self.connection = _connection(folder / name)
        self.journal, self.rows = Journal(self.connection), SqliteRowStore(self.connection)
        self.journal.create(uuid.uuid4())
        self.rows.create()
        self.engine = Engine(self.journal, self.rows)

    def transact(self, work: Callable[[], Any]) -> Any:
        self.connection.execute("BEGIN IMMEDIATE")
        result = work()
        self.connection.execute("COMMIT")
        return result

    def edit(self, work: Callable[[LocalEdits], Any]) -> None:
        self.transact(lambda: work(LocalEdits(self.journal, self.rows, NOW_MS)))


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = _connection(folder / "server")
        create(self.server)
        self.store = SqliteChangeStore(self.server)
        self.authority = Authority()
        self.spent: dict[str, float] = {}
        self.longest_step_ms = 0.0
        self.now_ms = NOW_MS
        self.up = self.down = 0

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        begin = time.process_time()
        result = work()
        self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - begin
        return result

    def sync(self, device: _Device) -> None:
        """Exchange until there is nothing left, with the CPU of each side counted apart."""
        self.spent, self.up, self.down, self.longest_step_ms = {}, 0, 0, 0.0
        while True:
            self.timed("device", lambda: device.transact(lambda: device.engine.prepare(self.now_ms)))
            request = self.timed("device", partial(device.engine.request, self.now_ms))
            answer = self.timed("server", partial(self._serve, request))
            self.up, self.down = self.up + len(request), self.down + len(answer)
            before = dict(device.journal.scopes())
            for step in self.timed("device", partial(device.engine.steps, answer, self.now_ms)):
                begin = time.process_time()
                device.transact(step)
                spent = time.process_time() - begin
                self.longest_step_ms = max(self.longest_step_ms, spent * 1_000)
                self.spent["device"] += spent
            if not device.engine.unfinished() and before == device.journal.scopes():
                return

    def _serve(self, request: bytes) -> bytes:
        self.server.execute("BEGIN IMMEDIATE")
        answer = self.authority.answer(self.store, unseal(request, Exchange), GRANTS, self.now_ms)
        self.server.execute("COMMIT")
        return seal(answer)


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """New rows, edits, events, a page, a snapshot; then what nothing costs."""
    with tempfile.TemporaryDirectory() as name:
        yield from _measure(_Bench(Path(name)))


def _figure(name: str, value: float, unit: str, must: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"figure": f"sync: {name}", "value": round(value, 2), "unit": unit}
    return found | {"must": must} if must else found


def _measure(bench: _Bench) -> Iterator[dict[str, Any]]:
    rng = random.Random(1)
    ann, bob = _Device(bench.folder, "ann"), _Device(bench.folder, "bob")
    keys: list[Key] = [("card", new_id().bytes) for _ in range(ROWS)]
    words = ["light", "water", "root", "stem", "leaf", "sun", "stone", "river", "cloud", "seed"]

    def text() -> str:
        return " ".join(rng.choices(words, k=12))

    def fill(edits: LocalEdits) -> None:
        for key in keys:
            edits.create(key, "user:a", {"front": text(), "back": text(), "deck": b"d" * 16})

    bench.sync(ann)
    ann.edit(fill)
    bench.sync(ann)
    yield _figure("server merge, new rows", ROWS / bench.spent["server"], "rows/s", ">= 30000")
    yield _figure("first upload, device", ROWS / bench.spent["device"], "rows/s")
    bench.sync(bob)
    yield _figure("pages applied, device", ROWS / bench.spent["device"], "rows/s")
    yield _figure("longest transaction of a page", bench.longest_step_ms, "ms", "<= 50")
    yield _figure("pages made, server", ROWS / bench.spent["server"], "rows/s")
    count = ROWS // 10
    fastest = 0.0
    for _ in range(5):
        chosen = rng.sample(keys, count)
        ann.edit(lambda edits, chosen=chosen: [edits.change(key, {"front": text()}) for key in chosen])
        bench.sync(ann)
        fastest = max(fastest, count / bench.spent["server"])
    yield _figure("server merge, edits anywhere, best of 5", fastest, "rows/s", ">= 30000")
    yield _figure("bytes up per edited field", bench.up / count, "B")
    yield _figure("bytes down to the sender per edit", bench.down / count, "B", "<= 20")
    bench.sync(bob)
    yield _figure("bytes down per edited row", bench.down / (5 * count), "B")
    yield from _reviews(bench, ann, bob, keys, rng)
    bench.sync(ann)
    yield _figure("nothing new, both ways", bench.up + bench.down, "B", "<= 1000")
    yield from _snapshot(bench)
    pages = bench.server.execute("PRAGMA page_count").fetchone()[0] * 4_096
    data = bench.server.execute(
        "SELECT sum(16 + length(stamps) + length(fields)) FROM sync_record"
    ).fetchone()[0]
    rows = bench.server.execute("SELECT count(*) FROM sync_record").fetchone()[0]
    feed = bench.server.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'sync_record_feed'").fetchone()[
        0
    ]
    yield _figure("server's feed beside the rows", feed / rows, "B/row", "<= 60")
    yield _figure("server file beyond data, after edits anywhere", (pages - data) / rows, "B/row")
    yield from _client(bob)
    yield from _reader(bench, ann, bob, keys)


def _reviews(
    bench: _Bench, ann: _Device, bob: _Device, keys: list[Key], rng: random.Random
) -> Iterator[dict[str, Any]]:
    """A week of a thousand answers, a minute or so apart; almost every second card comes again."""
    deck, met, now_ms = keys[:5_000], list[Key](), NOW_MS
    reviews: list[tuple[int, dict[str, Any]]] = []
    for number in range(1_000):
        key = rng.choice(met[-120:]) if met and rng.random() < 0.45 else rng.choice(deck)
        met.append(key)
        took_ms = int(min(60_000, rng.lognormvariate(8.7, 0.6)))
        now_ms += took_ms + rng.randrange(200, 900) + (86_400_000 if number % 150 == 149 else 0)
        grade = rng.choices([1, 2, 3, 4], [10, 8, 70, 12])[0]
        reviews.append((now_ms, {"card": key[1], "grade": grade, "ms": took_ms}))
    bench.now_ms = now_ms
    for at_ms, values in reviews:
        ann.transact(
            lambda at_ms=at_ms, values=values: LocalEdits(ann.journal, ann.rows, at_ms).create(
                ("review", b""), "user:a", values, event=True
            )
        )
    bench.sync(ann)
    yield _figure("1,000 reviews up", bench.up / 1_000, "kB", "<= 10")
    yield _figure("1,000 reviews of how many cards", len(set(met)), "cards")
    bench.sync(bob)
    yield _figure("1,000 reviews down", bench.down / 1_000, "kB", "<= 10")


def _client(device: _Device) -> Iterator[dict[str, Any]]:
    """What a device keeps beside its rows: cursors, digests, nothing per row at rest."""
    pages = device.connection.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'sync_%' AND name <> 'sync_row'"
    ).fetchone()[0]
    rows = device.connection.execute("SELECT count(*) FROM sync_row").fetchone()[0]
    yield _figure("client file beside the rows", pages / rows, "B/row", "<= 20")


def _reader(bench: _Bench, ann: _Device, bob: _Device, keys: list[Key]) -> Iterator[dict[str, Any]]:
    """I8: the longest that a reader of the same file waits while an answer of many rows is applied."""
    ann.edit(lambda edits: [edits.change(key, {"back": "again"}) for key in keys])
    bench.sync(ann)
    reader = _connection(bench.folder / "bob")
    waited, done = [0.0], threading.Event()

    def read() -> None:
        while not done.is_set():
            begin = time.perf_counter()
            page = "SELECT fields FROM sync_row WHERE kind = 'card' AND id >= ? ORDER BY id LIMIT 50"
            reader.execute(page, [keys[len(waited) % len(keys)][1]]).fetchall()
            waited.append(time.perf_counter() - begin)

    thread = threading.Thread(target=read)
    thread.start()
    bench.sync(bob)
    done.set()
    thread.join()
    reader.close()
    waited.sort()
    yield _figure("a reader's longest wait while pages come", waited[-1] * 1_000, "ms", "<= 50")
    yield _figure("a reader's 99th percentile then", waited[len(waited) * 99 // 100] * 1_000, "ms")


def _snapshot(bench: _Bench) -> Iterator[dict[str, Any]]:
    path = bench.folder / "snapshot"
    seq, rows = write(bench.store, "user:a", path)
    device = _Device(bench.folder, "new")
    attach(device.connection, path)
    begin = time.process_time()
    for step in device.engine.adopt(describe("user:a", seq, rows, []), NOW_MS):
        device.transact(step)
    yield _figure("snapshot taken, device", rows / (time.process_time() - begin), "rows/s")
    detach(device.connection)
