"""The catalog on a real database for tests, with accounts and a super admin who edits it."""

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from server.accounts.service import AccountsService
from server.billing.catalog import Catalog
from server.billing.catalog_edits import CatalogEdits
from server.billing.ledger import Ledger
from server.billing.orders import Charge, HoldRequest, Standing
from server.billing.service import BillingService
from server.config.declarations import AiSection, BillingSection, ServerConfig
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import AuditQuery, SignUp
from shared.billing.meters import Meter
from shared.billing.prices import charged_micros, cost_nano
from shared.billing.usage import Usage
from shared.clock import Clock, SystemClock
from shared.ids import new_id
from shared.tasks import TaskScope
from tests.support.accounts_stage import CHEAP, FREE, HOME, Device
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import Cloud
from tests.support.ledger_laws import check_ledger

KEYS = AiSection(anthropic_key="a", openai_key="o", xai_key="x")


def billing_config(ai: AiSection = KEYS, **billing: Any) -> ServerConfig:
    """Settings with keys for every provider."""
    return ServerConfig(ai=ai, billing=BillingSection(**billing), accounts=CHEAP, limits=FREE)


@dataclass
class CatalogStage:
    """A catalog, its edits and who makes them."""

    database: Database
    clock: Clock
    config: ServerConfig
    accounts: AccountsService
    catalog: Catalog
    edits: CatalogEdits
    root: Principal

    async def again(self, config: ServerConfig | None = None) -> Catalog:
        """The catalog as another process, or the next start, reads it."""
        return await Catalog.open(self.database, self.clock, config or self.config)

    async def audit(self) -> list[Any]:
        """What the audit log says of billing, the oldest first."""
        page = await self.accounts.admin.audit(self.root, AuditQuery(limit=100))
        return [each for each in reversed(page.entries) if each.action.startswith("billing.")]


@asynccontextmanager
async def catalog_stage(
    database: Database, clock: Clock, config: ServerConfig | None = None
) -> AsyncGenerator[CatalogStage, None]:
    """Open accounts and the catalog on a migrated database."""
    config = config or billing_config()
    async with TaskScope("test") as scope:
        catalog = await Catalog.open(database, clock, config)
        accounts = await AccountsService.open(database, clock, config, scope, plan=catalog.plan)
        root_id = await accounts.create_super_admin("root@example.org", "Root", "correct horse battery")
        root = Principal(root_id, new_id(), role="super_admin")
        edits = CatalogEdits(database, catalog, accounts)
        yield CatalogStage(database, clock, config, accounts, catalog, edits, root)
        await accounts.close()


def changed(value: Any, **fields: Any) -> Any:
    """A struct with other fields."""
    return msgspec.structs.replace(value, **fields)


@dataclass
class UsageStage:
    """The whole of usage with the real ledger, and somebody called Ana who uses it."""

    on: CatalogStage
    billing: BillingService
    ana: Principal

    async def asked(self, usage: Usage, *, model: str = "lantern", operation: str = "chat") -> Charge:
        """What the gateway does around a call: hold at the price of now, settle at the price that was held."""
        catalog, ledger = self.billing.catalog, self.billing.ledger
        price, plan = (
            catalog.price(catalog.model(model).model),
            (await self.billing.status(self.ana.user_id)).plan,
        )
        margin = catalog.margin_ppm(price.model, plan)
        request = HoldRequest(
            user_id=self.ana.user_id,
            tenant_id=self.ana.tenant_id,
            amounts=(
                (Meter.AI_TOKENS, usage.tokens),
                (Meter.AI_OPERATIONS, 1),
                (Meter.CHARGED_MICROS, charged_micros(usage, price.prices, margin)),
            ),
            operation=operation,
            price_version=price.number,
            margin_ppm=margin,
        )
        hold = await ledger.hold(request)
        await hold.durable
        return await ledger.settle(
            hold, dict(request.amounts), usage=usage, provider_cost_nano=cost_nano(usage, price.prices)
        )


@asynccontextmanager
async def usage_stage(
    database: Database, clock: Clock, config: ServerConfig | None = None
) -> AsyncGenerator[UsageStage, None]:
    """Open all of it on a migrated database. The laws of the ledger are checked when the test has passed."""
    async with catalog_stage(database, clock, config) as on:

        async def standings(tx: Transaction, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Standing]:
            return {one: Standing(*each) for one, each in (await on.accounts.plans(tx, ids)).items()}

        ledger = await Ledger.open(database, clock, on.catalog, standings)
        on.accounts.on_standing_changed(ledger.standing_changed)
        ana = await on.accounts.create_super_admin("ana@example.org", "Ana", "correct horse battery")
        billing = BillingService(database, clock, on.accounts, on.catalog, ledger)
        try:
            yield UsageStage(on, billing, Principal(ana, new_id()))
            fresh = await on.again()
            await check_ledger(database, ledger, quiet=False, price=lambda *call: _price(fresh, *call))
        finally:
            await ledger.close()


def _price(catalog: Catalog, usage: Usage, version: int, margin_ppm: int) -> dict[str, int]:
    """What a call is charged, from what its entry keeps and nothing else."""
    charged = charged_micros(usage, catalog.price_version(version).prices, margin_ppm)
    return {Meter.AI_TOKENS.value: usage.tokens, Meter.CHARGED_MICROS.value: charged}


@dataclass(frozen=True)
class Person:
    """Somebody signed in over HTTP."""

    user_id: uuid.UUID
    token: str


async def signed_up(cloud: Cloud, name: str = "ana") -> Person:
    """Make an account on a running server."""
    email = f"{name}@example.org"
    session = (
        await cloud.ask("POST", "/api/v1/accounts/sign-up", SignUp(email, PASSWORD, name, introduced(email)))
    ).json
    return Person(uuid.UUID(session["account"]["user_id"]), session["access_token"])


async def super_admin(cloud: Cloud) -> Person:
    """Make a super admin on a running server."""
    await cloud.services.accounts.create_super_admin("root@example.org", "Root", PASSWORD)
    device = Device(SystemClock())
    session = await cloud.services.accounts.sign_ins.sign_in(
        device.sign_in("root@example.org", PASSWORD), HOME
    )
    return Person(session.account.user_id, session.access_token)
