"""Webhooks at a real server: how long a provider waits for the answer while others are being brought in.

Counted from when each was due, at a steady rate, so that a server that lags cannot hide it.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from shared.accounts.messages import SignUp
from tests.bench.served import QUIET, Kind, beside, cpu_s, kinds, percentile
from tests.support import stripe_bodies
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import CloudProcess
from tests.support.webhook_signer import STRIPE_SECRET, stripe_headers

RATE = 20
"""A second. A school of ten thousand that all pay on one day has one in eight seconds."""
SECONDS = float(os.environ.get("LANTERN_BENCH_WEBHOOKS_S", "10"))
RUNS = 3
Send = Callable[[int], Awaitable[None]]


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """p50 and p99 from the signed webhook to the 2xx, on each database, with the fsync floor and the load beside them.

    `bare_ms` is an answer of the same server, at the same rate, for which nothing is read and nothing kept. CPU is that
    of the server for one webhook, with all that it changes.
    """
    for kind in kinds():
        yield from asyncio.run(_measure(kind))


async def _measure(kind: Kind) -> list[dict[str, Any]]:
    settings = {
        **QUIET,
        **kind.settings,
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
                runs, bare, cpu = list[list[float]](), list[list[float]](), 0.0
                for run in range(RUNS):
                    before = cpu_s(server)
                    runs.append(await _steady(_webhook(server, http, user, run), SECONDS))
                    cpu += cpu_s(server) - before
                    bare.append(await _steady(_nothing(server, http), SECONDS / 2))
        finally:
            await server.kill()
        more = beside(Path(folder), kind)
    found = (
        {"figure": "webhook_p50_ms", "value": _middle(runs, 50), "bare_ms": _middle(bare, 50)},
        {
            "figure": "webhook_p99_ms",
            "value": _middle(runs, 99),
            "bare_ms": _middle(bare, 99),
            "must": "<= 50",
        },
        {"figure": "webhook_cpu_ms", "value": round(cpu / sum(map(len, runs)) * 1_000, 2)},
    )
    return [{**row, "figure": f"{row['figure']}{kind.suffix}", "unit": "ms", **more} for row in found]


def _middle(runs: list[list[float]], at: int) -> float:
    return round(statistics.median(percentile(run, at) for run in runs), 2)


def _webhook(server: CloudProcess, http: aiohttp.ClientSession, user: str, run: int) -> Send:
    now = int(time.time())
    price = stripe_bodies.price("price_pro", 2_500)

    async def send(number: int) -> None:
        found = stripe_bodies.subscription(
            f"sub_{number % 7}", "cus_1", price, begins=now, metadata={"lantern_user": user}
        )
        event = stripe_bodies.event("customer.subscription.updated", found, created=now)
        raw = json.dumps({**event, "id": f"evt_{run}_{number}"}).encode()
        url = f"{server.url}/api/v1/webhooks/stripe"
        async with http.post(url, data=raw, headers=stripe_headers(raw)) as answer:
            await answer.read()
            answer.raise_for_status()

    return send


def _nothing(server: CloudProcess, http: aiohttp.ClientSession) -> Send:
    async def send(_number: int) -> None:
        async with http.get(f"{server.url}/healthz") as answer:
            await answer.read()
            answer.raise_for_status()

    return send


async def _steady(send: Send, seconds: float) -> list[float]:
    """Seconds from when each was due until its answer."""
    late: list[float] = []

    async def timed(number: int, due: float) -> None:
        await send(number)
        late.append(time.perf_counter() - due)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(RATE * seconds)):
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(timed(number, due))
    return late


async def _signed_up(server: CloudProcess, http: aiohttp.ClientSession) -> str:
    email = "ana@example.org"
    body = msgspec.json.encode(SignUp(email, PASSWORD, "Ana", introduced(email)))
    headers = {"Content-Type": "application/json"}
    async with http.post(f"{server.url}/api/v1/accounts/sign-up", data=body, headers=headers) as answer:
        return (await answer.json())["account"]["user_id"]
