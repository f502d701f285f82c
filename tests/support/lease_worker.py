"""A server's ledger and a computer with leases in one process, to be killed.

`python -m tests.support.lease_worker FOLDER` spends, reports, gives back and asks anew for ever; each spend that was
durable is a line in FOLDER/told.
"""

import asyncio
import os
import random
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.leases.service import LeasesService
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database as Library
from server.storage.database import Database
from shared.clock import SystemClock
from tests.support.lease_desktop import BY_HAND, LeaseAccount
from tests.support.lease_stage import Lending
from tests.support.ledger_stage import staged

DEVICE = uuid.UUID(int=71)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def started(folder: Path) -> subprocess.Popen[bytes]:
    """Start one; it begins at once."""
    return subprocess.Popen([sys.executable, "-m", "tests.support.lease_worker", str(folder)])


@asynccontextmanager
async def both_sides(folder: Path) -> AsyncIterator[tuple[Lending, LeasesService]]:
    """The ledger and the computer of a folder, as they were left."""
    clock, bus = SystemClock(), ChangeBus()
    database = await Database.open(f"sqlite:///{folder / 'server.db'}", clock)
    paths = ProfilePaths.of(folder / "computer")
    paths.create()
    library = await Library.open(paths, clock=clock, bus=bus)
    async with staged(database, clock) as stage:
        lending = Lending(stage)
        account = LeaseAccount(lending, key=KEY, device_id=DEVICE)
        leases = LeasesService(library, account, paths.root, clock, bus, pace=BY_HAND)
        try:
            yield lending, leases
        finally:
            await leases.close()
            await library.close()
    await database.close()


async def work(folder: Path) -> None:
    told = os.open(folder / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    rng = random.Random(os.getpid())
    async with both_sides(folder) as (_, leases):
        while True:
            await leases.renew()
            for _ in range(rng.randint(0, 6)):
                amount = rng.randint(1, 20)
                await leases.spend(amount)
                os.write(told, f"{amount}\n".encode())
            if rng.random() < 0.2:
                await leases.give_back()


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1])))
