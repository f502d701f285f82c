"""The start of a spoken session over HTTP at a real server: read, reserve and keep, durably, before it is answered.

Counted from when each was due, at a steady rate, so that a server that lags cannot hide it.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.billing.voice_messages import SESSION_PATH
from tests.bench.served import QUIET, Kind, Line, beside, cpu_s, kinds, percentile
from tests.support.api_fuzz import Member
from tests.support.cloud_server import CloudProcess

RATE = 20
"""A second. A school of a thousand begins within a minute."""
SECONDS = float(os.environ.get("LANTERN_BENCH_VOICE_S", "10"))
PEOPLE = 20
RUNS = 3


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """p50 and p99 of the start, medians of the runs, on each database; CPU is that of a start and its end."""
    for kind in kinds():
        yield from asyncio.run(_measure(kind))


async def _measure(kind: Kind) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = await CloudProcess(folder / "cloud", {**QUIET, **kind.settings}).start()
        try:
            people = [
                await asyncio.to_thread(Member(server.url, f"p{number}@example.org").sign_up)
                for number in range(PEOPLE)
            ]
            speakers = [(await Line.open(server.port), member.access_token) for member in people]
            for line, token in speakers:
                await _session(line, token)
            before = cpu_s(server)
            runs = [await _steady(speakers) for _ in range(RUNS)]
            cpu_ms = (cpu_s(server) - before) / sum(map(len, runs)) * 1_000
            for line, _ in speakers:
                line.close()
        finally:
            await server.kill()
        more = beside(folder, kind)
    p50, p99 = (statistics.median(percentile(run, at) for run in runs) for at in (50, 99))
    found = (
        {"figure": "session_start_p50_ms", "value": p50},
        {"figure": "session_start_p99_ms", "value": p99, "must": "< 100"},
        {"figure": "session_start_and_end_cpu_ms", "value": round(cpu_ms, 2)},
    )
    return [{**row, "figure": f"{row['figure']}{kind.suffix}", "unit": "ms", **more} for row in found]


async def _session(line: Line, token: str) -> float:
    """Begin and end one; returns when it had begun."""
    begun = json.loads(await line.ask(_request("start", token, {"topic": "leaves"})))
    at = time.perf_counter()
    over = {"session_id": begun["session_id"], "epoch": begun["epoch"]}
    assert not json.loads(await line.ask(_request("end", token, over)))["active"]
    return at


def _request(what: str, token: str, body: dict[str, Any]) -> bytes:
    raw = json.dumps(body).encode()
    head = (
        f"POST {SESSION_PATH}/{what} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


async def _steady(speakers: list[tuple[Line, str]]) -> list[float]:
    """Seconds from when each start was due until its answer, people one after another."""
    taken: list[float] = []
    every_s, began = len(speakers) / RATE, time.perf_counter()

    async def one(place: int, line: Line, token: str) -> None:
        for number in range(max(1, int(SECONDS / every_s))):
            due = began + (number + place / len(speakers)) * every_s
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            taken.append(await _session(line, token) - due)

    async with asyncio.TaskGroup() as group:
        for place, (line, token) in enumerate(speakers):
            group.create_task(one(place, line, token))
    return taken
