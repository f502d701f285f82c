"""The catalog in force: plans, models, prices, margins, instructions, caps, budget; read without waiting."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import structlog

from server.billing import catalog_store
from server.billing.catalog_defaults import Shipped, shipped
from server.billing.catalog_state import CatalogState, state_of
from server.config.declarations import ServerConfig
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.billing.messages import AiModel, ListedModel, ListedPrompt, PriceEntry, PromptText
from shared.billing.meters import Meter
from shared.billing.prices import PriceVersion
from shared.clock import Clock
from shared.errors import AppError
from shared.plans import Plan
from shared.tasks import TaskScope

LOOK_S = 0.5
"""How often a process looks whether another one edited the catalog."""
_LOG = structlog.get_logger("billing")


class Catalog:
    """Make it with `open`. An edit counts from the commit on in this process, in others within a second."""

    def __init__(self, database: Database, clock: Clock, below: Shipped, state: CatalogState) -> None:
        self._database = database
        self._clock = clock
        self._shipped = below
        self.state = state
        self.on_change: list[Callable[[], None]] = []

    @classmethod
    async def open(cls, database: Database, clock: Clock, config: ServerConfig) -> "Catalog":
        """Read it, and give every price of the program and the configuration its number.

        Raises AppError `billing.bad_price_text`, `billing.prompt_unreadable`.
        """
        below = shipped(config.ai, config.billing)

        async def seed(tx: Transaction) -> None:
            for model, prices in below.prices.items():
                await catalog_store.seed_price(tx, model, prices, "default")
            for model, prices in below.configured.items():
                await catalog_store.seed_price(tx, model, prices, "environment")

        await database.transact(seed)
        async with database.read() as tx:
            state = state_of(await catalog_store.read_all(tx), below)
        return cls(database, clock, below, state)

    def start(self, scope: TaskScope) -> None:
        """Begin to look for edits of other processes; one process alone on its file needs not look."""
        if self._database.dialect == "postgresql":
            scope.spawn(self._looking(), name="catalog")

    # What the ledger asks

    def plan(self, name: str) -> Plan:
        """A plan; an unknown one is free."""
        return self.state.plan(name)

    def cap(self, tenant_id: uuid.UUID, meter: Meter) -> tuple[int, int] | None:
        """What a tenant's people may use together in a period, and its overdraft; None: no limit."""
        for each in self.state.caps.get(tenant_id, ()):
            if each.meter == meter:
                return each.cap, each.overdraft
        return None

    def budget_micros(self) -> int | None:
        """What free use may cost in a month, at the customer's price; None: no limit."""
        return self.state.budget_micros

    # What the gateway asks

    def model(self, asked: str) -> AiModel:
        """A model by name or alias. Raises `AppError("billing.unknown_model")`."""
        return self.state.model(asked)

    def candidates(self, asked: str, plan: str) -> tuple[AiModel, ...]:
        """The model and its fallbacks, in order, as far as plan and keys allow. Raises AppError as `CatalogState`."""
        return self.state.candidates(asked, plan)

    def offered(self, plan: str) -> tuple[AiModel, ...]:
        """What somebody on a plan may ask for and that has a price."""
        return tuple(each for each in self.state.models.values() if self._is_offered(each, plan))

    def price(self, model: str) -> PriceVersion:
        """What a model costs from now on. Raises `AppError("billing.unpriced_model")`."""
        return self.state.price(model, self._clock.now_ms())

    def price_version(self, number: int) -> PriceVersion:
        """A version by its number, however old. Raises KeyError for one that never was."""
        return self.state.versions[number]

    def margin_ppm(self, model: str, plan: str) -> int:
        """What is put on the cost, in parts per million."""
        return self.state.margin_ppm(model, plan)

    def prompt(self, context: str) -> PromptText:
        """The instructions of a context. Raises `AppError("billing.unknown_context")`."""
        found = self.state.prompts.get(context)
        if found is None:
            raise AppError("billing.unknown_context", context=context[:100])
        return found

    # What a super admin sees

    def listed_models(self) -> tuple[ListedModel, ...]:
        """Every model, as it counts."""
        state, now_ms = self.state, self._clock.now_ms()
        return tuple(
            ListedModel(
                model=each,
                edited=name in state.edited_models,
                reachable=state.reachable(each),
                price_version=state.priced(name, now_ms),
            )
            for name, each in state.models.items()
        )

    def listed_prompts(self) -> tuple[ListedPrompt, ...]:
        """The instructions of every context, and what would count without them."""
        shipped = self.state.shipped
        return tuple(
            ListedPrompt(
                *(each.context, each.text, each.source),
                environment=shipped.configured_prompts.get(each.context),
                default=shipped.prompts[each.context],
            )
            for each in self.state.prompts.values()
        )

    def listed_prices(self, model: str) -> tuple[PriceEntry, ...]:
        """Every version of a model, the newest first; without a model, what is in force of all."""
        state, now_ms = self.state, self._clock.now_ms()
        in_force = {state.priced(name, now_ms) for name in {*state.models, *state.seeded, *state.entered}}
        name = state.names.get(model, model)
        return tuple(
            PriceEntry(
                number=each.number,
                model=each.model,
                prices=each.prices,
                valid_from_ms=each.valid_from_ms,
                origin=each.origin,
                sha256=each.sha256.hex(),
                in_force=each.number in in_force,
            )
            for _, each in sorted(state.versions.items(), reverse=True)
            if (each.model == name if model else each.number in in_force)
        )

    # Keeping up

    async def refresh(self) -> None:
        """Read everything again; whoever listens hears of it when something was edited."""
        async with self._database.read() as tx:
            written = await catalog_store.read_all(tx)
        if written.edits <= self.state.edits:
            return  # a later reading came first
        self.state = state_of(written, self._shipped)
        for call in self.on_change:
            call()

    def _is_offered(self, model: AiModel, plan: str) -> bool:
        allowed = not model.plans or plan in model.plans
        priced = self.state.priced(model.model, self._clock.now_ms())
        return model.enabled and allowed and bool(priced) and self.state.reachable(model)

    async def _looking(self) -> Any:
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                async with self._database.read() as tx:
                    edits = await catalog_store.edits(tx)
                if edits != self.state.edits:
                    await self.refresh()
            except AppError as trouble:
                _LOG.warning("the catalog was not read", code=trouble.code)
