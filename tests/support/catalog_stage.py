"""The catalog on a real database for tests, with accounts and a super admin who edits it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from server.accounts.service import AccountsService
from server.billing.catalog import Catalog
from server.billing.catalog_edits import CatalogEdits
from server.config.declarations import AiSection, BillingSection, ServerConfig
from server.storage.database import Database
from server.web.principal import Principal
from shared.accounts.messages import AuditQuery
from shared.clock import Clock
from shared.ids import new_id
from shared.tasks import TaskScope
from tests.support.accounts_stage import CHEAP, FREE

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
