"""Webhooks at a real server: how long a provider waits for the answer while others are being brought in.

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

import aiohttp
import msgspec
import psutil

from shared.accounts.messages import SignUp
from tests.support import stripe_bodies
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import CloudProcess
from tests.support.webhook_signer import STRIPE_SECRET, stripe_headers

RATE = 20
"""A second. A school of ten thousand that all pay on one day has one in eight seconds."""
SECONDS = float(os.environ.get("LANTERN_BENCH_WEBHOOKS_S", "10"))
RUNS = 3


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """p50 and p99 from the signed webhook to the 2xx, with the fsync floor and the load of the run beside them.

    CPU is that of the server for one, with all that it changes.
    """
    yield from asyncio.run(_measure())


async def _measure() -> list[dict[str, Any]]:
    settings = {
        "LOG__LEVEL": "error",
        "PAYMENTS__STRIPE_KEY": "sk_test_nobody",
        "PAYMENTS__STRIPE_URL": "http://127.0.0.1:9",
        "PAYMENTS__STRIPE_WEBHOOK_SECRET": STRIPE_SECRET,
        "PAYMENTS__OFFERS": json.dumps([{"id": "pro", "plan": "pro", "stripe": "price_pro"}]),
    }
    with tempfile.TemporaryDirectory() as folder:
        server = await CloudProcess(Path(folder) / "cloud", settings).start()
        try:
            async with aiohttp.ClientSession() as http:
                user = await _signed_up(server, http)
                assert server.process is not None
                process = psutil.Process(server.process.pid)
                before = sum(process.cpu_times()[:2])
                runs = [await _steady(server, http, user, run) for run in range(RUNS)]
                cpu_s = sum(process.cpu_times()[:2]) - before
        finally:
            await server.kill()
        floor_ms = _fsync_ms(Path(folder))
    p50, p99 = (statistics.median(_percentile(run, at) for run in runs) for at in (50, 99))
    beside = {"unit": "ms", "fsync_ms": floor_ms, "load": round(os.getloadavg()[0], 1)}
    return [
        {"figure": "webhook_p50_ms", "value": p50, **beside},
        {"figure": "webhook_p99_ms", "value": p99, "must": "<= 50", **beside},
        {"figure": "webhook_cpu_ms", "value": round(cpu_s / sum(map(len, runs)) * 1_000, 2), "unit": "ms"},
    ]


async def _steady(server: CloudProcess, http: aiohttp.ClientSession, user: str, run: int) -> list[float]:
    now, late = int(time.time()), list[float]()
    price = stripe_bodies.price("price_pro", 2_500)
    sends: list[asyncio.Task[None]] = []

    async def send(number: int, due: float) -> None:
        found = stripe_bodies.subscription(
            f"sub_{number % 7}", "cus_1", price, begins=now, metadata={"lantern_user": user}
        )
        event = stripe_bodies.event("customer.subscription.updated", found, created=now)
        raw = json.dumps({**event, "id": f"evt_{run}_{number}"}).encode()
        url = f"{server.url}/api/v1/webhooks/stripe"
        async with http.post(url, data=raw, headers=stripe_headers(raw)) as answer:
            await answer.read()
            answer.raise_for_status()
        late.append((time.perf_counter() - due) * 1_000)

    begun = time.perf_counter()
    for number in range(int(RATE * SECONDS)):
        due = begun + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sends.append(asyncio.create_task(send(number, due)))
    await asyncio.gather(*sends)
    return late


async def _signed_up(server: CloudProcess, http: aiohttp.ClientSession) -> str:
    email = "ana@example.org"
    body = msgspec.json.encode(SignUp(email, PASSWORD, "Ana", introduced(email)))
    headers = {"Content-Type": "application/json"}
    async with http.post(f"{server.url}/api/v1/accounts/sign-up", data=body, headers=headers) as answer:
        return (await answer.json())["account"]["user_id"]


def _fsync_ms(folder: Path) -> float:
    """The floor: one small write made durable, at the median."""
    taken: list[float] = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 4_096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return round(statistics.median(taken) * 1_000, 2)


def _percentile(values: list[float], percent: int) -> float:
    return round(sorted(values)[len(values) * percent // 100], 2)
