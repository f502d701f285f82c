"""A process with a ledger of its own, for races and kills: `python -m tests.support.ledger_worker '{"url": ..., ...}'`.

"race": so many callers each hold once and settle all of it; prints how many were granted. "load": callers hold and
settle for ever, and append a line to `told` for each end that is durable.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import uuid
from pathlib import Path

from server.billing.ledger import Ledger
from server.storage.database import Database
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.ledger_stage import TOKENS, USER, People, TestLimits, request


def started(**asked: object) -> subprocess.Popen[str]:
    """Start one; it prints "ready" and waits for a line."""
    command = [sys.executable, "-m", "tests.support.ledger_worker", json.dumps(asked)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


async def race(ledger: Ledger, callers: int, amount: int) -> int:
    async def call() -> bool:
        try:
            hold = await ledger.hold(request(amount))
            await hold.durable
        except AppError:
            return False
        # Only when all have asked: what came back of one is not granted to another.
        granted.append(hold)
        return True

    granted: list = []
    await asyncio.gather(*(call() for _ in range(callers)))
    await asyncio.gather(*(ledger.settle(hold, {TOKENS: amount}) for hold in granted))
    return len(granted)


async def load(ledger: Ledger, callers: int, told: Path) -> None:
    file = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def call(number: int) -> None:
        rng = random.Random(number)
        user = uuid.UUID(int=USER.int + number % 7)
        while True:
            hold = await ledger.hold(request(rng.randint(1, 50), user_id=user))
            await asyncio.sleep(rng.random() / 100)
            if number % 5 == 0:
                await ledger.void(hold, "test")
                continue
            used = rng.randint(1, 50)
            await ledger.settle(hold, {TOKENS: used})
            os.write(file, f"{hold.id} {used}\n".encode())

    await asyncio.gather(*(call(number) for number in range(callers)))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def main(asked: dict) -> None:
    database = await Database.open(asked["url"], SystemClock())
    limits = TestLimits()
    limits.edit("free", ai_tokens_per_month=asked["allowance"])
    ledger = await Ledger.open(
        database, SystemClock(), limits, People(), dead_ms=asked.get("dead_ms", 30_000)
    )
    _say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    if asked["do"] == "race":
        _say(str(await race(ledger, asked["callers"], asked["amount"])))
    else:
        await load(ledger, asked["callers"], Path(asked["told"]))
    await ledger.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
