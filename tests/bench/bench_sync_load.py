"""One server process under load: 200 devices at once beside a bare handler, ten thousand people, a first sync.

The bare handler (`peers/raw_commit.py`) commits one row per request as durably as the server; the same client in the
same run asks both. p99 holds the wait for the 199 others.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from server.accounts import account_store
from server.accounts.account_store import AccountRow
from server.assembly import database_url
from server.storage.database import Database
from server.storage.schema import migrate
from server.storage.transaction import Transaction
from shared.accounts.records import PROFILE, profile_id
from shared.clock import SystemClock
from shared.ids import new_id
from shared.sync.messages import EXCHANGE_PATH, MEDIA_TYPE
from sync.authoring import Writing, write
from sync.stamps import AUTHORITY
from tests.bench.bench_sync_server import Peer
from tests.support.cloud_people import CloudDevice, CloudPeople
from tests.support.cloud_server import CloudProcess, cloud_config

HERE = Path(__file__).resolve().parent
DEVICES = int(os.environ.get("LANTERN_BENCH_SYNC_DEVICES", "200"))
PEOPLE = int(os.environ.get("LANTERN_BENCH_SYNC_PEOPLE", "10000"))
ROWS = int(os.environ.get("LANTERN_BENCH_SYNC_FIRST", "100000"))
"""Rows of a first sync; twice as many events."""
ROUNDS = 5
_AT_ONCE = 500
_LIMIT = aiohttp.ClientTimeout(120)


@dataclass
class Load:
    """What one round cost: seconds each device waited, seconds of the server's CPU for all."""

    waits: list[float]
    cpu_s: float


def figures(_options: object) -> Iterator[dict[str, Any]]:
    """Load, memory, first sync."""
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as folder:
        yield from asyncio.run(_load(Path(folder)))
        yield asyncio.run(_memory(Path(folder) / "known"))
        yield from asyncio.run(_first(Path(folder)))


async def _load(folder: Path) -> list[dict[str, Any]]:
    cloud = await CloudProcess(folder / "cloud").start()
    bare = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
        [sys.executable, str(HERE / "peers" / "raw_commit.py"), str(folder / "bare.db")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert bare.stdout is not None
    assert cloud.process is not None
    bare_url = f"http://127.0.0.1:{json.loads(bare.stdout.readline())['port']}"
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            people = CloudPeople(folder / "devices", http, cloud.url)
            devices = [await people.person(f"p{number}") for number in range(DEVICES)]
            for device in devices:
                await device.settle()
            server, floor = psutil.Process(cloud.process.pid), psutil.Process(bare.pid)
            found: list[dict[str, Any]] = []
            for name, rows in (("nothing new", 0), ("5 rows each", 5)):
                ours: list[Load] = []
                theirs: list[Load] = []
                for _ in range(ROUNDS):
                    bodies = [_edited(device, rows) for device in devices]
                    ours.append(await _round(devices, bodies, cloud.url, server, taken=True))
                    theirs.append(await _round(devices, bodies, bare_url, floor, taken=False))
                found += _figures(name, ours, theirs)
            people.close()
            return found
    finally:
        bare.kill()
        bare.wait()
        await cloud.kill()


def _edited(device: CloudDevice, rows: int) -> bytes:
    """Make rows on a device; returns the request that hands them in."""
    for number in range(rows):
        device.sync.make("collection", device.own, title=f"A collection of lessons {number}", created_ms=1)
    now_ms = SystemClock().now_ms()
    device.sync.transact(lambda: device.sync.engine.prepare(now_ms))
    return device.sync.engine.request(now_ms)


async def _round(
    devices: list[CloudDevice], bodies: list[bytes], url: str, process: psutil.Process, *, taken: bool
) -> Load:
    """Have all devices ask at once; `taken`: they take the answers, which is not measured."""
    before = process.cpu_times()
    asked = [_asked(device, body, url) for device, body in zip(devices, bodies, strict=True)]
    answers = await asyncio.gather(*asked)
    after = process.cpu_times()
    for device, (_, body) in zip(devices, answers, strict=True):
        for step in device.sync.engine.steps(body, SystemClock().now_ms()) if taken else ():
            device.sync.transact(step)
    cpu_s = after.user + after.system - before.user - before.system
    return Load([wait_s for wait_s, _ in answers], cpu_s)


async def _asked(device: CloudDevice, body: bytes, url: str) -> tuple[float, bytes]:
    headers = {**device.bearer, "Content-Type": MEDIA_TYPE}
    began = time.perf_counter()
    async with device.http.post(url + EXCHANGE_PATH, data=body, headers=headers, timeout=_LIMIT) as answer:
        found = await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {found[:200]!r}")
    return time.perf_counter() - began, found


def _figures(name: str, ours: list[Load], theirs: list[Load]) -> list[dict[str, Any]]:
    def of(loads: list[Load]) -> tuple[float, float]:
        p99_s = statistics.median(sorted(load.waits)[len(load.waits) * 99 // 100] for load in loads)
        return p99_s, statistics.median(load.cpu_s for load in loads) / DEVICES

    (p99_s, cpu_s), (floor_s, floor_cpu_s) = of(ours), of(theirs)
    title = f"{DEVICES} devices at once, {name}"
    return [
        {"figure": f"{title}, p99", "unit": "s", "value": round(p99_s, 3), "floor": round(floor_s, 3)},
        {
            "figure": f"{title}, server CPU per sync",
            "unit": "ms",
            "value": round(cpu_s * 1_000, 2),
            "floor": round(floor_cpu_s * 1_000, 2),
        },
    ]


async def _memory(folder: Path) -> dict[str, Any]:
    """What the server holds once everybody is in its database and all is quiet."""
    folder.mkdir()
    url = database_url(cloud_config(folder))
    await migrate(url)
    database = await Database.open(url, SystemClock())
    try:
        for at in range(0, PEOPLE, _AT_ONCE):
            await database.transact(lambda tx, at=at: _known(tx, at))
    finally:
        await database.close()
    async with _running(folder) as server:
        async with aiohttp.ClientSession() as http, http.get(server.url + "/readyz") as answer:
            await answer.read()
        assert server.process is not None
        value = psutil.Process(server.process.pid).memory_info().rss / 1e6
    return {
        "figure": f"server memory, {PEOPLE:,} users known, idle",
        "unit": "MB",
        "value": round(value, 1),
        "must": "<= 150",
    }


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[CloudProcess]:
    server = await CloudProcess(folder).start()
    try:
        yield server
    finally:
        await server.kill()


async def _known(tx: Transaction, first: int) -> None:
    writings: list[Writing] = []
    for number in range(first, min(first + _AT_ONCE, PEOPLE)):
        user_id = uuid.UUID(bytes=new_id().bytes)
        values = {"name": f"Person {number}", "language": "en"}
        writings.append((PROFILE.kind, profile_id(user_id).bytes, f"user:{user_id}", values))
        row = AccountRow(
            user_id, f"p{number}@example.org", True, f"Person {number}", "en", "learner", "free", 0, None, None,
            0, tx.now_ms,
        )  # fmt: skip
        await account_store.add(tx, row)
    await tx.changes(lambda store: write(store, AUTHORITY, writings, tx.now_ms))


async def _first(folder: Path) -> list[dict[str, Any]]:
    """Everything of a person who has worked for years, handed in for the first time."""
    cloud = await CloudProcess(folder / "first").start()
    assert cloud.process is not None
    peer = Peer(sys.executable, "lantern_device.py", folder / "one" / "device.db")
    try:
        peer.do("login", endpoint=f"{cloud.url}/", email="one@example.org")
        peer.do("fill", notes=ROWS // 2, reviews=2 * ROWS)
        server = psutil.Process(cloud.process.pid)
        before = server.cpu_times()
        answer = peer.do("sync")
        after = server.cpu_times()
    finally:
        peer.close()
        await cloud.kill()
    name = f"first sync of {ROWS:,} rows and {2 * ROWS:,} events"
    server_s = after.user + after.system - before.user - before.system
    return [
        {"figure": f"{name}, wall", "unit": "s", "value": round(answer["wall_s"], 1)},
        {"figure": f"{name}, device CPU", "unit": "s", "value": round(answer["cpu_s"], 1)},
        {"figure": f"{name}, server CPU", "unit": "s", "value": round(server_s, 1)},
    ]
