"""The quota check over HTTP at a real server: latency and CPU on one connection, on 32 and at 500 requests a second.

The latency at a steady rate is counted from when a request was due, so that a server that lags cannot hide it. A core's
worth is requests a second divided by the CPU seconds that the server used in a second.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.billing.messages import CHECK_PATH, STATUS_PATH
from tests.bench.served import QUIET, Kind, Line, at_once, beside, cpu_s, kinds, percentile
from tests.support.api_fuzz import Member
from tests.support.cloud_server import CloudProcess

RATE = 500
SECONDS = float(os.environ.get("LANTERN_BENCH_QUOTA_S", "10"))
CONNECTIONS = 16
MANY = 32
ALONE = int(os.environ.get("LANTERN_BENCH_QUOTA_CALLS", "4000"))
RUNS = 3
SLOWER = 10
"""So many times fewer with PostgreSQL, which every check asks."""
BODY = b'{"wanted":[{"meter":"ai_tokens","amount":100},{"meter":"ai_operations","amount":1}]}'


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """Targets 2 and 3 of the design and what a steady rate costs, medians of the runs, on each database.

    Those two are of books in memory, which one process alone has: with PostgreSQL every check asks the database.
    A server that sleeps between two requests (500 a second) pays for waking up as well.
    """
    for kind in kinds():
        yield from asyncio.run(_measure(kind))


async def _measure(kind: Kind) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = await CloudProcess(folder / "cloud", {**QUIET, **kind.settings}).start()
        try:
            member = await asyncio.to_thread(Member(server.url, "ana@example.org").sign_up)
            check, status = _requests(member.access_token)
            calls = ALONE // (SLOWER if kind.suffix else 1)
            found = [
                *_one(server, check, status, calls),
                *_many(server, check, calls),
                *await _at_a_rate(server, check, SECONDS / (SLOWER if kind.suffix else 1)),
            ]
        finally:
            await server.kill()
        more = beside(folder, kind)
    if kind.suffix:
        found = [_without_target(figure) for figure in found]
    return [{**figure, "figure": figure["figure"] + kind.suffix, **more} for figure in found]


def _without_target(figure: dict[str, Any]) -> dict[str, Any]:
    rate = "500rps" in figure["figure"]
    return {name: value for name, value in figure.items() if name != "must" or rate}


def _one(server: CloudProcess, check: bytes, status: bytes, calls: int) -> list[dict[str, Any]]:
    """One connection."""
    p50s, cpus, statuses = list[float](), list[float](), list[float]()
    at_once(server.port, check, 1, 200)
    for _ in range(RUNS):
        before = cpu_s(server)
        p50s.append(percentile(at_once(server.port, check, 1, calls), 50))
        cpus.append((cpu_s(server) - before) / calls * 1e6)
        statuses.append(percentile(at_once(server.port, status, 1, calls), 50))
    return [
        _figure("quota_check_p50_ms", p50s, "ms", "<= 0.2"),
        _figure("quota_check_cpu_us", cpus, "us", "<= 150"),
        _figure("billing_status_p50_ms", statuses, "ms"),
    ]


def _many(server: CloudProcess, check: bytes, calls: int) -> list[dict[str, Any]]:
    """Many connections, each of which asks anew as soon as it is answered."""
    p50s, rates, per_core = list[float](), list[float](), list[float]()
    at_once(server.port, check, MANY, calls // 4)
    for _ in range(RUNS):
        before, began = cpu_s(server), time.perf_counter()
        taken = at_once(server.port, check, MANY, 2 * calls)
        rates.append(len(taken) / (time.perf_counter() - began))
        per_core.append(len(taken) / (cpu_s(server) - before))
        p50s.append(percentile(taken, 50))
    return [
        _figure(f"quota_check_per_core_{MANY}", per_core, "requests/s", ">= 6000"),
        _figure(f"quota_check_rate_{MANY}", rates, "requests/s"),
        _figure(f"quota_check_p50_{MANY}_ms", p50s, "ms", "<= 5"),
    ]


async def _at_a_rate(server: CloudProcess, check: bytes, seconds: float) -> list[dict[str, Any]]:
    p99s, cpus = list[float](), list[float]()
    lines = [await Line.open(server.port) for _ in range(CONNECTIONS)]
    for _ in range(RUNS):
        before = cpu_s(server)
        late = await _steady(lines, check, seconds)
        cpus.append((cpu_s(server) - before) / len(late) * 1e6)
        p99s.append(percentile(late, 99))
    for line in lines:
        line.close()
    return [
        _figure("quota_check_p99_500rps_ms", p99s, "ms", "< 10"),
        _figure("quota_check_cpu_500rps_us", cpus, "us"),
    ]


def _figure(name: str, runs: list[float], unit: str, must: str = "") -> dict[str, Any]:
    value = statistics.median(runs)
    row = {"figure": name, "value": round(value, 2) if unit == "ms" else round(value), "unit": unit}
    return row | ({"must": must} if must else {})


def _requests(token: str) -> tuple[bytes, bytes]:
    """The check and the status, ready to send."""
    common = f"HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
    check = f"POST {CHECK_PATH} {common}Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    return check.encode() + BODY, f"GET {STATUS_PATH} {common}\r\n".encode()


async def _steady(lines: list[Line], request: bytes, seconds: float) -> list[float]:
    """Seconds from when each request was due until its answer, at a steady rate over all connections."""
    taken: list[float] = []
    every_s, began = len(lines) / RATE, time.perf_counter()

    async def one(place: int, line: Line) -> None:
        for number in range(int(seconds / every_s)):
            due = began + (number + place / len(lines)) * every_s
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await line.ask(request)
            taken.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        for place, line in enumerate(lines):
            group.create_task(one(place, line))
    return taken
