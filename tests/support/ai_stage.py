"""The gateway for tests: the real server with a provider whose models misbehave to order, and people who ask it."""

import asyncio
import io
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from sqlalchemy import func, select, update

from server.accounts.tables import ACCOUNT
from server.ai.routes import ANTHROPIC, OPENAI
from server.ai.service import AiService
from server.assembly import OPERATIONS
from server.billing.catalog import Catalog
from server.billing.ledger import Ledger
from server.billing.orders import Charge, Hold, HoldRequest, Move
from server.billing.tables import HOLD
from server.config.declarations import AiSection, BillingSection, JobsSection, Section
from server.web.operation import Operation
from server.web.principal import Principal
from shared.accounts.messages import Session, SignIn, SignUp
from shared.billing.messages import AiModel, NewPrice, Upstream
from shared.billing.meters import Meter
from shared.billing.prices import Prices, UnitRates, charged_micros
from shared.billing.usage import Usage
from shared.clock import Clock
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import Answer, Cloud, cloud_config, running_cloud
from tests.support.fault_provider import Billed, FaultProvider
from tests.support.ledger_laws import check_ledger

MESSAGES, COMPLETIONS, EMBEDDINGS = (
    f"{ANTHROPIC}/messages",
    f"{OPENAI}/chat/completions",
    f"{OPENAI}/embeddings",
)
RATES = UnitRates(
    input=1_000_000_000,
    cache_read=100_000_000,
    cache_write_5m=1_250_000_000,
    cache_write_1h=2_000_000_000,
    output=5_000_000_000,
)
"""One to five dollars per million tokens."""
_WIRES: Mapping[str, Upstream] = {"anthropic": "anthropic", "openai": "openai"}


def asked(
    text: str = "What is a leaf?", *, model: str = "fake", max_tokens: int = 100, **more: Any
) -> dict[str, Any]:
    """A body that both wires take."""
    return {"model": model, "max_tokens": max_tokens, "messages": [{"role": "user", "content": text}], **more}


@dataclass
class AiStage:
    """A server, its provider, and one person who is signed in."""

    cloud: Cloud
    provider: FaultProvider
    session: Session
    models: set[str] = field(default_factory=set)

    @property
    def ai(self) -> AiService:
        return self.cloud.services.ai

    @property
    def ledger(self) -> Ledger:
        return self.cloud.services.billing.ledger

    @property
    def catalog(self) -> Catalog:
        return self.cloud.services.billing.catalog

    @property
    def user_id(self) -> uuid.UUID:
        return self.session.account.user_id

    @property
    def billed(self) -> list[Billed]:
        return self.provider.log

    async def model(self, name: str, *, wire: str = "anthropic", upstream: str = "", **more: Any) -> str:
        """Have the catalog offer a model of the provider; knobs of its upstream name say what goes wrong."""
        kind = more.get("kind", "chat")
        model = AiModel(
            model=name,
            upstream=upstream or _WIRES[wire],
            wire=wire,
            upstream_model=more.pop("knobs", name),
            **more,
        )
        root = Principal(uuid.UUID(int=1), uuid.UUID(int=2), role="super_admin")
        edits = self.cloud.services.billing.edits
        await edits.put_model(root, model)
        await edits.add_price(root, NewPrice(model=name, prices=Prices(RATES)))
        self.models.add(f"{kind}:{name}")
        return name

    async def on_plan(self, plan: str) -> None:
        """Give the person a plan, and a sign-in that says so."""
        services = self.cloud.services
        async with services.database.write() as tx:
            await tx.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == self.user_id).values(plan=plan))
        services.billing.ledger.standing_changed(self.user_id)
        email = self.session.account.email
        body = SignIn(email, PASSWORD, introduced(email))
        answer = await self.cloud.ask("POST", "/api/v1/accounts/sign-in", body)
        self.session = msgspec.json.decode(answer.body, type=Session)

    async def top_up(self, tokens: int, key: str = "top-up") -> None:
        move = Move(user_id=self.user_id, kind="topup", meter=Meter.AI_TOKENS, amount=tokens, idem=key)
        await self.ledger.move(move)

    async def ask(self, path: str, body: Any, **headers: str) -> Answer:
        """One request of the person; names of headers with _ for -."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Content-Type"] = "application/json"
        data = io.BytesIO(msgspec.json.encode(body))  # a long body is sent in pieces
        return await self.cloud.ask("POST", path, data=data, token=self.session.access_token, headers=given)

    def stream(self, path: str, body: Mapping[str, Any], **headers: str) -> Any:
        """A streamed request, to be read by the test."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.cloud.http.post(
            self.cloud.url + path,
            json={"stream": True, **body},
            headers={"Authorization": f"Bearer {self.session.access_token}", **given},
            timeout=aiohttp.ClientTimeout(30),
        )

    def price(self, usage: Usage, version: int, margin_ppm: int) -> Mapping[str, int]:
        """What a call with this usage is charged, for the laws of the ledger."""
        prices = self.catalog.price_version(version).prices
        return {"ai_tokens": usage.tokens, "charged_micros": charged_micros(usage, prices, margin_ppm)}

    def plain(self, path: str, body: Mapping[str, Any], **headers: str) -> Any:
        """A request for an answer in one piece, to be read by the test."""
        return self.stream(path, {**body, "stream": False}, **headers)

    async def hold(self, tokens: int) -> Hold:
        """Reserve something as another call of the person would."""
        amounts = ((Meter.AI_TOKENS, tokens),)
        return await self.ledger.hold(HoldRequest(user_id=self.user_id, amounts=amounts, operation="chat"))

    async def spend(self, tokens: int) -> None:
        """Use something up."""
        await self.ledger.settle(await self.hold(0), {Meter.AI_TOKENS: tokens})

    async def free(self, meter: Meter = Meter.AI_TOKENS) -> int:
        return await self.ledger.available(self.user_id, None, meter)

    async def charge(self, answer: Any) -> Charge:
        """How the call of an answer ended; the client was served before that was on disk."""
        hold_id = uuid.UUID(answer.headers["x-charge-id"])
        async with asyncio.timeout(20):
            while True:
                charge = await self.ledger.charge(hold_id)
                if charge is not None and charge.state != "open":
                    return charge
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Wait until no call is running and no hold is open but those of leases, which devices have for days."""
        async with asyncio.timeout(60):
            while await self._busy():  # noqa: ASYNC110 - what is waited for sets no event
                await asyncio.sleep(0.01)

    async def _busy(self) -> bool:
        balances = await self.ledger.balances(self.user_id)
        if len(self.ai) > 0 or balances.open_holds > balances.running.get("lease", 0):
            return True
        return await self.open_holds() > 0

    async def open_holds(self) -> int:
        """How many holds are open on disk, of whomever, leases apart."""
        query = select(func.count()).select_from(HOLD).where(HOLD.c.state == 0, HOLD.c.kind != "lease")
        async with self.cloud.services.database.read() as tx:
            return (await tx.connection.execute(query)).scalar_one()


@asynccontextmanager
async def ai_stage(
    folder: Path,
    *,
    clock: Clock | None = None,
    plan: str = "pro",
    ai: Any = None,
    operations: tuple[Operation, ...] = OPERATIONS,
    **sections: Section,
) -> AsyncGenerator[AiStage, None]:
    """A server whose every provider is the fake one, and somebody on a plan."""
    async with FaultProvider.running() as provider:
        given = {
            "anthropic_key": "house-a",
            "anthropic_url": provider.url,
            "openai_key": "house-o",
            "openai_url": f"{provider.url}/v1",
            "xai_key": "house-x",
            "xai_url": f"{provider.url}/v1",
            "custom_url": f"{provider.url}/v1",
            **(ai or {}),
        }
        config = cloud_config(
            folder,
            **{
                "ai": AiSection(**given),
                "billing": BillingSection(free_budget_micros=-1),
                "jobs": JobsSection(enabled=False),
                **sections,
            },
        )
        async with running_cloud(config, clock, operations) as cloud:
            session = await signed_up(cloud)
            stage = AiStage(cloud, provider, session)
            if plan != "free":
                await stage.on_plan(plan)
            yield stage
            await stage.quiet()
            await stage.ledger.also([])  # what was decided is written now
            await check_ledger(cloud.services.database, stage.ledger, price=stage.price)


async def signed_up(cloud: Cloud, email: str = "ana@example.org") -> Session:
    """Somebody with an account."""
    body = SignUp(email, PASSWORD, "Ana", introduced(email))
    answer = await cloud.ask("POST", "/api/v1/accounts/sign-up", body)
    return msgspec.json.decode(answer.body, type=Session)
