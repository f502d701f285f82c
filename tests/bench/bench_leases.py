"""Signing and verifying leases beside the bare signatures; a spend in the library beside its sync to disk."""

import asyncio
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.leases.signed import verified
from server.storage.database import Database
from server.storage.schema import migrate
from shared.billing import leases as rules
from shared.billing.leases import Lease
from shared.billing.meters import Meter
from shared.clock import SystemClock
from tests.support.lease_desktop import computer
from tests.support.lease_stage import Lending
from tests.support.ledger_stage import staged

RUNS, CALLS, SPENDS = 5, 400, 60
KEY = Ed25519PrivateKey.generate()
LEASE = Lease(
    key_id="0123456789abcdef",
    lease_id=uuid.uuid4(),
    user_id=uuid.uuid4(),
    device_key=rules.encoded(bytes(32)),
    meter=Meter.VOICE_MS,
    grant=120_000,
    issued_ms=1_795_176_000_000,
    begins_ms=1_795_176_000_000,
    until_ms=1_795_780_800_000,
)


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """Milliseconds, medians of five runs; the target of each signature and check is 0.2 ms."""
    payload = rules.canonical(LEASE)
    message = rules.LEASE_DOMAIN + payload
    signature, public = KEY.sign(message), KEY.public_key()
    token = rules.sealed(payload, signature)
    keys = {LEASE.key_id: rules.encoded(public.public_bytes_raw())}

    def sign() -> None:
        body = rules.canonical(LEASE)
        rules.sealed(body, KEY.sign(rules.LEASE_DOMAIN + body))

    def verify() -> None:
        verified(token, keys, LEASE.lease_id, LEASE.user_id)

    load = round(os.getloadavg()[0], 2)
    yield _figure("lease sign", sign, lambda: KEY.sign(message), load)
    yield _figure("lease verify", verify, lambda: public.verify(signature, message), load)
    yield from asyncio.run(_spends(load))


def _figure(name: str, call: Callable[[], Any], floor: Callable[[], Any], load: float) -> dict[str, Any]:
    value, bare = _median_ms(call), _median_ms(floor)
    return {"figure": name, "value": value, "unit": "ms", "must": "<= 0.2", "floor": bare, "load": load}


def _median_ms(call: Callable[[], Any]) -> float:
    runs: list[float] = []
    for _ in range(RUNS):
        begun = time.process_time()
        for _ in range(CALLS):
            call()
        runs.append((time.process_time() - begun) * 1_000 / CALLS)
    return round(statistics.median(runs), 4)


async def _spends(load: float) -> list[dict[str, Any]]:
    """A durable spend offline, and one exchange that books what was spent, on a real ledger."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'server.db'}"
        await migrate(url)
        database = await Database.open(url, clock)
        async with (
            staged(database, clock) as stage,
            computer(folder / "computer", Lending(stage), clock) as here,
        ):
            await here.leases.renew()
            spends, exchanges = [], []
            for _ in range(SPENDS):
                spends.append(await _timed(lambda: here.leases.spend(10)))
                exchanges.append(await _timed(here.leases.renew))
        await database.close()
        floor = _fsync_ms(folder)
    return [
        {
            "figure": "durable spend offline",
            "value": _middle(spends),
            "unit": "ms",
            "fsync": floor,
            "load": load,
        },
        {
            "figure": "report and renewal",
            "value": _middle(exchanges),
            "unit": "ms",
            "fsync": floor,
            "load": load,
        },
    ]


async def _timed(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    await call()
    return (time.perf_counter() - begun) * 1_000


def _middle(values: list[float]) -> float:
    return round(statistics.median(values), 2)


def _fsync_ms(folder: Path) -> float:
    took: list[float] = []
    with (folder / "floor").open("wb") as file:
        for _ in range(40):
            file.write(bytes(4_096))
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - begun) * 1_000)
    return _middle(took)
