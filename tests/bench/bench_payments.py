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

from shared.accounts.messages import SignUp
from tests.bench.served import Kind, beside, cpu_s, kinds, percentile
from tests.support import stripe_bodies
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import CloudProcess
from tests.support.webhook_signer import STRIPE_SECRET, stripe_headers

RATE = 20
"""A second. A school of ten thousand that all pay on one day has one in eight seconds."""
SECONDS = float(os.environ.get("LANTERN_BENCH_WEBHOOKS_S", "10"))
RUNS = 3


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """p50 and p99 from the signed webhook to the 2xx, on each database, with the fsync floor and the load beside them.

    CPU is that of the server for one, with all that it changes.
    """
    for kind in kinds():
        yield from asyncio.run(_measure(kind))


async def _measure(kind: Kind) -> list[dict[str, Any]]:
    settings = {
        **kind.settings,
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
                before = cpu_s(server)
                runs = [await _steady(server, http, user, run) for run in range(RUNS)]
                cpu_ms = (cpu_s(server) - before) / sum(map(len, runs)) * 1_000
        finally:
            await server.kill()
        more = beside(Path(folder), kind)
    p50, p99 = (statistics.median(percentile(run, at) for run in runs) for at in (50, 99))
    found = (
        {"figure": "webhook_p50_ms", "value": p50},
        {"figure": "webhook_p99_ms", "value": p99, "must": "<= 50"},
        {"figure": "webhook_cpu_ms", "value": round(cpu_ms, 2)},
    )
    return [{**row, "figure": f"{row['figure']}{kind.suffix}", "unit": "ms", **more} for row in found]


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
        late.append(time.perf_counter() - due)

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
