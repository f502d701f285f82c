"""A crowd that asks a server process and leaves whenever it likes, and the process's ledger before and after a kill."""

import asyncio
import contextlib
import random
import sqlite3
import uuid
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import msgspec

from server.assembly import open_services
from server.config.declarations import AiSection, DatabaseSection, ServerConfig
from server.services import Services
from server.storage.schema import migrate
from server.web.principal import Principal
from shared.accounts.messages import Session, SignUp
from shared.billing.messages import AiModel, NewPrice
from shared.billing.prices import Prices
from shared.clock import SystemClock
from shared.plans import FREE
from tests.support.ai_stage import COMPLETIONS, MESSAGES, RATES, asked
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import CloudProcess, cloud_config

ROOT = Principal(uuid.UUID(int=1), uuid.UUID(int=2), role="super_admin")
BEHAVIOURS = ("", ":gap4:pieces10", ":cut3", ":err2", ":s529:retry0", ":nousage", ":delay15", ":garbage")
"""How models of the crowd's provider behave; each exists on both wires."""
_LOOKS = 100
_LIMIT = aiohttp.ClientTimeout(60)


def settings(provider_url: str) -> dict[str, str]:
    """What the server process is told of the provider."""
    return {
        "AI__ANTHROPIC_KEY": "house",
        "AI__ANTHROPIC_URL": provider_url,
        "AI__OPENAI_KEY": "house",
        "AI__OPENAI_URL": f"{provider_url}/v1",
        "BILLING__FREE_BUDGET_MICROS": "-1",
        "LOG__LEVEL": "warning",
    }


@asynccontextmanager
async def beside(folder: Path, url: str = "") -> AsyncGenerator[Services, None]:
    """The services on the data of a server process, which is not running."""
    config: ServerConfig = cloud_config(
        folder,
        ai=AiSection(anthropic_key="house", openai_key="house"),
        database=DatabaseSection(url=url or f"sqlite:///{folder / 'lantern.db'}"),
    )
    await migrate(config.database.url)
    async with open_services(config, SystemClock(), serves=False) as services:
        yield services


async def furnish(folder: Path, behaviours: tuple[str, ...] = BEHAVIOURS, *, url: str = "") -> None:
    """Before the first start: models that misbehave, and a free plan that lasts for the whole test."""
    folder.mkdir(parents=True, exist_ok=True)
    async with beside(folder, url) as services:
        edits = services.billing.edits
        plan = msgspec.structs.replace(
            FREE, ai_tokens_per_month=1 << 40, ai_operations_per_day=None, api_calls_per_minute=10**6
        )
        await edits.put_plan(ROOT, "free", plan)
        for number, behaviour in enumerate(behaviours):
            for wire in ("anthropic", "openai"):
                name = f"{wire}-{number}"
                model = AiModel(model=name, upstream=wire, wire=wire, upstream_model=f"fake{behaviour}")
                await edits.put_model(ROOT, model)
                await edits.add_price(ROOT, NewPrice(model=name, prices=Prices(RATES)))


@dataclass
class Crowd:
    """People of a server. `told` are charges that it said were settled: they may never be lost again."""

    server: CloudProcess
    http: aiohttp.ClientSession
    tokens: list[str] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    left: int = 0

    async def join(self, people: int) -> None:
        """Have people sign up."""
        for number in range(people):
            email = f"p{number}@example.org"
            body = SignUp(email, PASSWORD, "P", introduced(email))
            async with self.http.post(
                f"{self.server.url}/api/v1/accounts/sign-up",
                data=msgspec.json.encode(body),
                headers={"Content-Type": "application/json"},
            ) as answer:
                self.tokens.append(msgspec.json.decode(await answer.read(), type=Session).access_token)

    async def storm(self, requests: int, chance: random.Random) -> None:
        """Everybody asks, two at a time; half of them leave at a random moment."""
        waiting = iter(range(requests))

        async def person(token: str) -> None:
            for _ in waiting:
                try:
                    await self._ask(token, chance)
                except aiohttp.ClientConnectorError:
                    return  # nobody is there any more
                except (aiohttp.ClientError, OSError, TimeoutError):
                    continue

        async with asyncio.TaskGroup() as group:
            for token in self.tokens:
                group.create_task(person(token))

    async def _ask(self, token: str, chance: random.Random) -> None:
        wire = chance.choice(["anthropic", "openai"])
        body = asked(
            model=f"{wire}-{chance.randrange(len(BEHAVIOURS))}",
            max_tokens=50,
            stream=chance.random() < 0.7,
        )
        path = MESSAGES if wire == "anthropic" else COMPLETIONS
        leaves = chance.random() < 0.5
        self.asked += 1
        once = self._once(path, body, token)
        if not leaves:
            await once
            return
        self.left += 1
        await _left(once, chance.random() * 0.06)

    async def _once(self, path: str, body: dict[str, Any], token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.post(
            self.server.url + path, json=body, headers=headers, timeout=_LIMIT
        ) as answer:
            await answer.read()
            if answer.status != 200:
                return
            charge_id = answer.headers["x-charge-id"]
        url = f"{self.server.url}/api/v1/billing/charges/{charge_id}"
        for _ in range(_LOOKS):
            async with self.http.get(url, headers=headers, timeout=_LIMIT) as answer:
                said = await answer.json()
            if answer.status == 200 and said["state"] == "settled":
                self.told[charge_id] = sum(one["amount"] for one in said["amounts"])
            if answer.status != 200 or said["state"] != "open":
                return
            await asyncio.sleep(0.02)  # nobody waits for the end of a call to be written


async def _left(call: Awaitable[None], after_s: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(after_s):
            await call


async def holds(url: str) -> dict[int, int]:
    """How many holds are in which state on disk: 0 open, 1 settled, 2 voided, 3 recovered."""
    query = "SELECT state, count(*) FROM ledger_hold GROUP BY state"
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return dict(database.execute(query))
    connection = await asyncpg.connect(url)
    try:
        return {row[0]: row[1] for row in await connection.fetch(query)}
    finally:
        await connection.close()
