"""The quota check over HTTP at a real server: latency on one connection and at 500 requests a second, and CPU.

The latency at a steady rate is counted from when a request was due, so that a server that lags cannot hide it.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import psutil

from shared.accounts.messages import SignUp
from shared.billing.messages import CHECK_PATH, STATUS_PATH
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import CloudProcess

RATE = 500
SECONDS = float(os.environ.get("LANTERN_BENCH_QUOTA_S", "10"))
CONNECTIONS = 16
ALONE = 4_000
RUNS = 3
BODY = b'{"wanted":[{"meter":"ai_tokens","amount":100},{"meter":"ai_operations","amount":1}]}'


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """p50 and p99 of the check, CPU of the server for one, p50 of the status; the load of the run beside them.

    A server that sleeps between two requests (500 a second) pays for waking up as well.
    """
    yield from asyncio.run(_measure())


@dataclass
class Line:
    """One kept-alive connection that sends bytes made before: the client costs hardly anything."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, request: bytes) -> None:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise RuntimeError(head[:60])
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await self.reader.readexactly(length)


async def _measure() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        server = await CloudProcess(Path(folder) / "cloud", {"LOG__LEVEL": "warning"}).start()
        try:
            return await _figures(server)
        finally:
            await server.kill()


async def _figures(server: CloudProcess) -> list[dict[str, Any]]:
    check, status = await _requests(server)
    lines = [Line(*await asyncio.open_connection("127.0.0.1", server.port)) for _ in range(CONNECTIONS)]
    for _ in range(200):
        await lines[0].ask(check)
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    before = sum(process.cpu_times()[:2])
    alone = await _alone(lines[0], check)
    alone_us = (sum(process.cpu_times()[:2]) - before) / len(alone) * 1e6
    status_alone = await _alone(lines[0], status)
    runs: list[tuple[float, float]] = []
    for _ in range(RUNS):
        before = sum(process.cpu_times()[:2])
        late = await _steady(lines, check)
        cpu_us = (sum(process.cpu_times()[:2]) - before) / len(late) * 1e6
        runs.append((_percentile(late, 99), cpu_us))
    for line in lines:
        line.writer.close()
    load = round(os.getloadavg()[0], 1)
    p99, cpu_us = (statistics.median(each) for each in zip(*runs, strict=True))
    return [
        {"figure": "quota_check_p50_ms", "value": _percentile(alone, 50), "unit": "ms", "load": load},
        {"figure": "quota_check_p99_500rps_ms", "value": p99, "unit": "ms", "must": "< 10", "load": load},
        {
            "figure": "quota_check_cpu_us",
            "value": round(alone_us),
            "unit": "us",
            "must": "<= 150",
            "load": load,
        },
        {"figure": "quota_check_cpu_500rps_us", "value": round(cpu_us), "unit": "us", "load": load},
        {
            "figure": "billing_status_p50_ms",
            "value": _percentile(status_alone, 50),
            "unit": "ms",
            "load": load,
        },
    ]


async def _requests(server: CloudProcess) -> tuple[bytes, bytes]:
    """Sign somebody up and make the two requests."""
    body = msgspec.json.encode(SignUp("ana@example.org", PASSWORD, "Ana", introduced("ana@example.org")))
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as http:
        url = f"{server.url}/api/v1/accounts/sign-up"
        async with http.post(url, data=body, headers=headers) as answer:
            token = (await answer.json())["access_token"]
    common = f"HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
    check = f"POST {CHECK_PATH} {common}Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    return check.encode() + BODY, f"GET {STATUS_PATH} {common}\r\n".encode()


async def _alone(line: Line, request: bytes) -> list[float]:
    """Seconds of requests one after another."""
    taken: list[float] = []
    for _ in range(ALONE):
        began = time.perf_counter()
        await line.ask(request)
        taken.append(time.perf_counter() - began)
    return taken


async def _steady(lines: list[Line], request: bytes) -> list[float]:
    """Seconds from when each request was due until its answer, at a steady rate over all connections."""
    taken: list[float] = []
    every_s, began = len(lines) / RATE, time.perf_counter()

    async def one(place: int, line: Line) -> None:
        for number in range(int(SECONDS / every_s)):
            due = began + (number + place / len(lines)) * every_s
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await line.ask(request)
            taken.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        for place, line in enumerate(lines):
            group.create_task(one(place, line))
    return taken


def _percentile(values: list[float], percent: int) -> float:
    """In milliseconds."""
    return round(sorted(values)[len(values) * percent // 100] * 1_000, 2)
