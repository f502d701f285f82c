"""Sync through real servers: ours and, beside it in the same run, Anki's own sync server from the `anki` package.

Each device is a process that obeys commands (`peers/`), so CPU is what the device spent; bytes are counted by a relay.
Anki lives in an environment of its own, made in the user's cache; without it the figures come without that column.
"""

import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from server.assembly import open_services
from server.config.declarations import JobsSection
from shared.clock import SystemClock
from tests.bench.floors import sender_floor_s, taker_floor_s
from tests.support.cloud_server import CloudProcess, cloud_config
from tests.support.counting_relay import CountingRelay

HERE = Path(__file__).resolve().parent
ANKI = "anki==26.9.3"
NOTES = int(os.environ.get("LANTERN_BENCH_SYNC_NOTES", "100000"))
"""Notes of a large collection; as many cards, twice as many reviews."""
SMALL = 5_000
TIMES = 5
AGAIN = 3
"""How often a whole collection is fetched."""
KB = 1_000


class Peer:
    """A device's process."""

    def __init__(self, python: str, script: str, path: Path) -> None:
        self._process = subprocess.Popen(
            [python, str(HERE / "peers" / script), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Run a command; raises RuntimeError with what it answered when it failed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": name} | arguments) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(f"{name}: {answer['error']}")
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


@dataclass
class Cost:
    """What one sync cost: seconds of CPU and wall clock, bytes, requests, megabytes the device's memory grew to."""

    cpu_s: float
    server_cpu_s: float
    wall_s: float
    up: int
    down: int
    requests: int
    peak_mb: float


@dataclass
class Side:
    """A server with its devices."""

    name: str
    python: str
    script: str
    server: psutil.Process
    relay: CountingRelay
    folder: Path
    make_snapshot: Callable[[], None] = lambda: None
    stack: ExitStack = field(default_factory=ExitStack)

    def device(self, owner: str = "small") -> Peer:
        """Return a new device that is signed in; Anki's server has one owner, whose collection is replaced."""
        peer = Peer(self.python, self.script, self.folder / uuid.uuid4().hex / "c.anki2")
        self.stack.callback(peer.close)
        account = {"email": f"{owner}@example.com"} if self.name == "lantern" else {}
        peer.do("login", endpoint=f"http://127.0.0.1:{self.relay.port}/", **account)
        return peer

    def cost(self, work: Callable[[], dict[str, Any]]) -> Cost:
        """Measure one command."""
        self.relay.reset()
        before = self.server.cpu_times()
        answer = work()
        after = self.server.cpu_times()
        cpu = after.user + after.system - before.user - before.system
        relay = self.relay
        return Cost(
            answer["cpu_s"], cpu, answer["wall_s"], relay.up, relay.down, relay.requests, answer["peak_mb"]
        )

    def first_upload(self, peer: Peer) -> Cost:
        """Hand in everything for the first time."""
        if self.name == "anki":
            peer.do("sync")
            return self.cost(lambda: peer.do("full", upload=True))
        return self.cost(lambda: peer.do("sync"))

    def first_download(self, peer: Peer) -> Cost:
        """Take everything for the first time."""
        if self.name == "anki":
            peer.do("sync")
            return self.cost(lambda: peer.do("full", upload=False))
        return self.cost(lambda: peer.do("sync"))


def median(costs: list[Cost], of: Callable[[Cost], float]) -> float:
    return statistics.median(of(cost) for cost in costs)


class AnkiServer:
    """Anki's sync server, in an environment of its own."""

    def __init__(self, folder: Path, python: str) -> None:
        self.python = python
        self.port = _free_port()
        settings = {
            "SYNC_USER1": "user:pass",
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(self.port),
            "SYNC_BASE": str(folder / "server"),
            "MAX_SYNC_PAYLOAD_MEGS": "1000",
        }
        self.process = subprocess.Popen(
            [python, "-m", "anki.syncserver"],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for_port(self.port)


def anki_python() -> str | None:
    """The Python of an environment with the `anki` package, made when it is missing; None when it cannot be."""
    base = (
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        / "lantern-bench"
        / ANKI.replace("==", "-")
    )
    python = base / "bin" / "python"
    if not python.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(base)], check=True, capture_output=True)
            subprocess.run(
                [str(python), "-m", "pip", "install", "--quiet", ANKI], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError):
            shutil.rmtree(base, ignore_errors=True)
            return None
    return str(python)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _wait_for_port(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server does not listen")


def _process(cloud: CloudProcess) -> psutil.Process:
    assert cloud.process is not None
    return psutil.Process(cloud.process.pid)


async def _snapshots(cloud: CloudProcess) -> None:
    config = cloud_config(cloud.folder, jobs=JobsSection(enabled=False))
    async with open_services(config, SystemClock()) as services:
        await services.sync.snapshots.run()


def figures(_options: object) -> Iterator[dict[str, Any]]:
    """T1 to T7 of the design's table. `floor`: what SQLite, msgpack, zstd and the digests alone cost, see `floors`."""
    python = anki_python()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lantern-bench-")))
        cloud = CloudProcess(folder / "ours")
        asyncio.run(cloud.start())
        stack.callback(lambda: asyncio.run(cloud.kill()))
        relay = CountingRelay(cloud.port)
        ours = Side("lantern", sys.executable, "lantern_device.py", _process(cloud), relay, folder)

        def make_snapshot() -> None:
            """What the server does every hour."""
            asyncio.run(cloud.stop())
            asyncio.run(_snapshots(cloud))
            asyncio.run(cloud.start())
            ours.server = _process(cloud)

        ours.make_snapshot = make_snapshot
        anki = None
        if python is not None:
            server = AnkiServer(folder, python)
            stack.callback(server.process.kill)
            anki = Side(
                "anki",
                python,
                "anki_device.py",
                psutil.Process(server.process.pid),
                CountingRelay(server.port),
                folder,
            )
        for side in (ours, anki):
            if side is not None:
                stack.callback(side.stack.close)
        yield from _small(ours, anki)
        yield from _large(ours, anki)


def _ratio(
    figure: str, unit: str, mine: float, theirs: float | None, must: str = "", floor: float | None = None
) -> dict[str, Any]:
    """A figure with the peer's value beside it; `must` bounds the ratio, which is then the value.

    `floor`: what bare statements that write the same rows cost.
    """
    beside: dict[str, Any] = {} if theirs is None else {"anki": round(theirs, 4)}
    if floor is not None:
        beside["floor"] = round(floor, 4)
        if theirs is not None:
            beside["floor ÷ Anki"] = round(floor / theirs, 3)
    if theirs is None or not must:
        return {"figure": figure, "unit": unit, "value": round(mine, 4)} | beside
    ratio = {"figure": figure, "unit": "ratio", "value": round(mine / theirs, 3), "must": must}
    return ratio | {unit: round(mine, 4)} | beside


@dataclass
class Small:
    """What one side paid in the small scenarios."""

    nothing: list[Cost]
    sent: list[Cost]
    received: list[Cost]
    reviews: list[Cost]
    floors: list[dict[str, float]]
    ten_scopes: list[Cost]


def _run_small(side: Side) -> Small:
    one, two = side.device(), side.device()
    one.do("fill", notes=SMALL, reviews=2 * SMALL)
    side.first_upload(one)
    if side.name == "anki":
        one.do("sync")
    side.first_download(two)
    costs = Small([], [], [], [], [], [])
    for number in range(TIMES):
        one.do("edit", changed=1_000, added=1_000)
        costs.sent.append(side.cost(lambda: one.do("sync")))
        costs.received.append(side.cost(lambda: two.do("sync")))
        one.do("review", count=1_000, notes=SMALL, offset=10_000_000 * (number + 1))
        costs.reviews.append(side.cost(lambda: one.do("sync")))
        two.do("sync")
        costs.nothing.append(side.cost(lambda: two.do("sync")))
        if side.name == "lantern":
            costs.floors.append(two.do("floors", changed=1_000, added=1_000))
    if side.name == "lantern":
        two.do("found", groups=9)
        two.do("sync")
        costs.ten_scopes += [side.cost(lambda: two.do("sync")) for _ in range(TIMES)]
    for peer in (one, two):
        peer.close()
    return costs


def _small(ours: Side, anki: Side | None) -> Iterator[dict[str, Any]]:
    mine, theirs = _run_small(ours), _run_small(anki) if anki else None

    def pair(name: str, of: Callable[[Cost], float]) -> tuple[float, float | None]:
        return median(getattr(mine, name), of), median(getattr(theirs, name), of) if theirs else None

    yield {"figure": "no-op, requests", "value": median(mine.nothing, lambda c: c.requests), "must": "<= 1"}
    up_down, other = pair("nothing", lambda c: c.up + c.down)
    yield {"figure": "no-op, bytes both ways", "value": up_down, "must": "<= 1000", "anki": other}
    both = median(mine.ten_scopes, lambda c: c.up + c.down)
    yield {"figure": "no-op of ten scopes, bytes both ways", "value": both, "must": "<= 1000", "anki": other}
    requests = median(mine.ten_scopes, lambda c: c.requests)
    yield {"figure": "no-op of ten scopes, requests", "value": requests, "must": "<= 1"}
    yield _ratio("no-op, wall ÷ Anki", "s", *pair("nothing", lambda c: c.wall_s), "<= 2")
    fixed_s = median(mine.nothing, lambda c: c.cpu_s)
    yield _ratio(
        "sender of 1,000 changed + 1,000 added, CPU ÷ Anki", "s", *pair("sent", lambda c: c.cpu_s), "<= 1.2"
    ) | {"floor": round(fixed_s + sender_floor_s(3_000), 4)}
    yield _ratio("the same, bytes up ÷ Anki", "bytes", *pair("sent", lambda c: c.up), "<= 1.05")
    yield {"figure": "the same, bytes down", "value": median(mine.sent, lambda c: c.down), "must": "<= 40000"}
    floor = statistics.median(floors["applied_s"] for floors in mine.floors)
    yield _ratio(
        "receiver of the same, CPU ÷ Anki", "s", *pair("received", lambda c: c.cpu_s), "<= 0.4", floor
    )
    yield _ratio("the same, bytes down ÷ Anki", "bytes", *pair("received", lambda c: c.down), "<= 1")
    yield _ratio("server CPU for sender and receiver", "s", *pair("sent", lambda c: c.server_cpu_s))
    yield {
        "figure": "1,000 reviews, bytes up",
        "value": median(mine.reviews, lambda c: c.up),
        "must": "<= 10000",
        "anki": pair("reviews", lambda c: c.up)[1],
    }
    yield _ratio("1,000 reviews, sender's CPU ÷ Anki", "s", *pair("reviews", lambda c: c.cpu_s), "<= 1") | {
        "floor": round(fixed_s + sender_floor_s(1_000), 4)
    }


@dataclass
class Large:
    """What one side paid for a whole collection."""

    upload: Cost
    by_rows: Cost | None
    download: Cost
    merged: Cost | None
    nothing: Cost
    grown_mb: float
    upload_grown_mb: float
    floors: dict[str, float]


def _run_large(side: Side) -> Large:
    one, two = side.device("large"), side.device("large")
    before = one.do("fill", notes=NOTES, reviews=2 * NOTES)["peak_mb"]
    upload = side.first_upload(one)
    by_rows = None
    if side.name == "lantern":
        by_rows = _middle([_by(side, lambda peer: peer.do("sync", snapshots=False)) for _ in range(AGAIN)])
        side.make_snapshot()
    start = two.do("count")["peak_mb"]
    first = side.first_download(two)
    grown_mb = first.peak_mb - start
    found = two.do("count")
    if not all(found.get(name) == count for name, count in _counts(side.name).items()):
        raise RuntimeError(f"{side.name} has {found} after the first download")
    download = _middle([first, *[_downloaded(side) for _ in range(AGAIN - 1)]])
    merged, floors = None, dict[str, float]()
    if side.name == "lantern":
        merged = _middle([_merged(side) for _ in range(AGAIN)])
        floors = two.do("floors", changed=0, added=0)
    nothing = [side.cost(lambda: two.do("sync")) for _ in range(TIMES)]
    for peer in (one, two):
        peer.close()
    return Large(
        upload,
        by_rows,
        download,
        merged,
        sorted(nothing, key=lambda c: c.wall_s)[TIMES // 2],
        grown_mb,
        upload.peak_mb - before,
        floors,
    )


def _middle(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.cpu_s)[len(costs) // 2]


def _by(side: Side, work: Callable[[Peer], dict[str, Any]]) -> Cost:
    peer = side.device("large")
    cost = side.cost(lambda: work(peer))
    peer.close()
    return cost


def _downloaded(side: Side) -> Cost:
    peer = side.device("large")
    cost = side.first_download(peer)
    peer.close()
    return cost


def _merged(side: Side) -> Cost:
    """Take the snapshot on a device that has notes of its own, which it hands in as well."""
    peer = side.device("large")
    peer.do("fill", notes=1_000, reviews=1_000)
    cost = side.cost(lambda: peer.do("sync"))
    peer.close()
    return cost


def _counts(name: str) -> dict[str, int]:
    names = ("note", "card", "review") if name == "lantern" else ("notes", "cards", "revlog")
    return dict(zip(names, (NOTES, NOTES, 2 * NOTES), strict=True))


def _large(ours: Side, anki: Side | None) -> Iterator[dict[str, Any]]:
    mine, theirs = _run_large(ours), _run_large(anki) if anki else None
    rows = f"{NOTES:,} notes, {NOTES:,} cards, {2 * NOTES:,} reviews"

    def of(cost: str, value: Callable[[Cost], float]) -> tuple[float, float | None]:
        return value(getattr(mine, cost)), value(getattr(theirs, cost)) if theirs else None

    yield _ratio(
        f"first upload of {rows}, all CPU ÷ Anki",
        "s",
        *of("upload", lambda c: c.cpu_s + c.server_cpu_s),
        "<= 1.5",
    ) | {"floor": round(sender_floor_s(4 * NOTES) + taker_floor_s(4 * NOTES), 4)}
    yield {
        "figure": "the same, memory grown by",
        "unit": "MB",
        "value": round(mine.upload_grown_mb, 1),
        "must": "<= 64",
        "anki": theirs and round(theirs.upload_grown_mb, 1),
    }
    floor = mine.floors["copied_s"]
    yield _ratio(
        "first download by snapshot, CPU ÷ Anki", "s", *of("download", lambda c: c.cpu_s), "<= 0.5", floor
    )
    yield _ratio("the same, by the clock", "s", *of("download", lambda c: c.wall_s))
    yield _ratio("the same, bytes ÷ Anki", "bytes", *of("download", lambda c: c.down), "<= 1.1")
    yield {
        "figure": "the same, memory grown by",
        "unit": "MB",
        "value": round(mine.grown_mb, 1),
        "must": "<= 64",
        "anki": theirs and round(theirs.grown_mb, 1),
    }
    anki_s = theirs.download.cpu_s if theirs else None
    if mine.by_rows is not None:
        written_s = mine.floors["written_s"]
        yield _ratio(
            "first download by rows, CPU ÷ Anki", "s", mine.by_rows.cpu_s, anki_s, "<= 2.7", written_s
        )
    if mine.merged is not None:
        yield _ratio(
            "snapshot merged into a used device, CPU ÷ Anki", "s", mine.merged.cpu_s, anki_s, "<= 1", floor
        )
    yield _ratio(
        "no-op of the large collection, wall ÷ Anki", "s", *of("nothing", lambda c: c.wall_s), "<= 2"
    )
