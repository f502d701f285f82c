"""What super admins change in the catalog: each edit is one audited transaction and counts when it returns."""

import re
import uuid
from collections.abc import Awaitable, Callable

import msgspec

from server.accounts.service import AccountsService
from server.billing import catalog_store
from server.billing.catalog import Catalog
from server.billing.catalog_defaults import CONTEXTS
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.billing.messages import AiModel, BudgetChange, Caps, Margin, NewPrice
from shared.billing.prices import is_rising
from shared.errors import AppError
from shared.plans import PLANS, Plan

_MOST = 1 << 50
_MOST_PERMISSIONS = 50
_PERMISSION = re.compile(r"[a-z]{1,30}:[a-z_]{1,30}")
_DETAIL_CHARS = 2_000


class CatalogEdits:
    """Whoever calls it has been found to be a super admin."""

    def __init__(self, database: Database, catalog: Catalog, accounts: AccountsService) -> None:
        self._database, self._catalog, self._accounts = database, catalog, accounts

    async def put_plan(self, who: Principal, name: str, plan: Plan) -> None:
        """Change what a plan allows and costs. Raises AppError `billing.unknown_plan`, `billing.bad_plan`."""
        _check_plan(name, plan)
        before = self._catalog.plan(name)
        detail = {"plan": name, **_differences(before, plan)}
        await self._edit(who, "plan.changed", detail, lambda tx: catalog_store.put_plan(tx, plan))

    async def drop_plan(self, who: Principal, name: str) -> None:
        """Have a plan as the program brings it. Raises AppError `billing.unknown_plan`, `billing.not_edited`."""
        if name not in PLANS:
            raise AppError("billing.unknown_plan", plan=name[:20])

        async def drop(tx: Transaction) -> None:
            _must(await catalog_store.drop_plan(tx, name))

        await self._edit(who, "plan.reset", {"plan": name}, drop)

    async def add_price(self, who: Principal, price: NewPrice) -> None:
        """Add a version of a model's prices. Raises AppError `billing.bad_price`, `billing.unknown_model`."""
        model = self._catalog.model(price.model).model
        if not is_rising(price.prices):
            raise AppError("billing.bad_price")

        async def add(tx: Transaction) -> None:
            valid_from_ms = price.valid_from_ms or tx.now_ms
            if valid_from_ms < tx.now_ms:
                raise AppError("billing.bad_price")
            await catalog_store.add_price(tx, model, price.prices, valid_from_ms, who.user_id)

        rates = {name: str(rate) for name, rate in msgspec.to_builtins(price.prices.rates).items()}
        await self._edit(who, "price.added", {"model": model, **rates}, add)

    async def put_margin(self, who: Principal, margin: Margin) -> None:
        """Set or drop a margin. Raises AppError `billing.unknown_plan`, `billing.unknown_model`."""
        if margin.plan and margin.plan not in PLANS:
            raise AppError("billing.unknown_plan", plan=margin.plan)
        model = self._catalog.model(margin.model).model if margin.model else ""
        detail = {"model": model, "plan": margin.plan, "margin_ppm": str(margin.margin_ppm)}

        async def put(tx: Transaction) -> None:
            await catalog_store.put_margin(tx, model, margin.plan, margin.margin_ppm)

        await self._edit(who, "margin.changed", detail, put)

    async def put_model(self, who: Principal, model: AiModel) -> None:
        """Add or change a model. Raises `AppError("billing.bad_model")`."""
        self._check_model(model)
        detail = {"model": model.model, "upstream": model.upstream, "enabled": str(model.enabled)}
        await self._edit(who, "model.changed", detail, lambda tx: catalog_store.put_model(tx, model))

    async def drop_model(self, who: Principal, name: str) -> None:
        """Have a model as shipped, or not at all. Raises `AppError("billing.not_edited")`."""

        async def drop(tx: Transaction) -> None:
            _must(await catalog_store.drop_model(tx, name))

        await self._edit(who, "model.reset", {"model": name}, drop)

    async def put_prompt(self, who: Principal, context: str, text: str | None) -> None:
        """Set or drop instructions. Raises `AppError("billing.unknown_context")`."""
        if context not in CONTEXTS:
            raise AppError("billing.unknown_context", context=context[:100])
        detail = {"context": context, "characters": str(len(text or ""))}
        await self._edit(
            who, "prompt.changed", detail, lambda tx: catalog_store.put_prompt(tx, context, text)
        )

    async def put_budget(self, who: Principal, change: BudgetChange) -> None:
        """Set the monthly budget of free use, or go back to the configuration's."""
        detail = {"budget_micros": "as configured" if change.as_configured else str(change.budget_micros)}

        async def put(tx: Transaction) -> None:
            await catalog_store.put_budget(tx, change.budget_micros, as_configured=change.as_configured)

        await self._edit(who, "budget.changed", detail, put)

    async def put_caps(self, who: Principal, tenant_id: uuid.UUID, caps: Caps) -> None:
        """Set what a tenant's people may use together; the last entry of a meter counts."""
        kept = tuple({each.meter: each for each in caps.caps}.values())
        detail = {str(each.meter): f"{each.cap}+{each.overdraft}" for each in kept}
        await self._edit(
            who,
            "caps.changed",
            {"tenant": str(tenant_id), **detail},
            lambda tx: catalog_store.put_caps(tx, tenant_id, kept),
        )

    def _check_model(self, model: AiModel) -> None:
        state, name = self._catalog.state, model.model
        taken = {*state.models, *state.names} - {name}
        own = {alias for alias, target in state.names.items() if target == name}
        if set(model.aliases) & (taken - own) or (name in state.names and name not in state.models):
            raise AppError("billing.bad_model", reason="Another model has one of its names")
        if name in model.fallbacks or any(each not in {*taken, *own} for each in model.fallbacks):
            raise AppError("billing.bad_model", reason="A fallback is unknown or the model itself")
        if any(plan not in PLANS for plan in model.plans):
            raise AppError("billing.bad_model", reason="A plan is unknown")
        if (model.wire == "anthropic") != (model.upstream == "anthropic"):
            raise AppError("billing.bad_model", reason="Its provider does not speak this wire")

    async def _edit(
        self,
        who: Principal,
        action: str,
        detail: dict[str, str],
        work: Callable[[Transaction], Awaitable[None]],
    ) -> None:
        async def edit(tx: Transaction) -> None:
            await catalog_store.hold(tx)
            await work(tx)
            shortened = {name: value[:_DETAIL_CHARS] for name, value in detail.items()}
            await self._accounts.audit(tx, who, f"billing.{action}", detail=shortened)

        await self._database.transact(edit)
        await self._catalog.refresh()


def _check_plan(name: str, plan: Plan) -> None:
    if name not in PLANS:
        raise AppError("billing.unknown_plan", plan=name[:20])
    if plan.name != name:
        raise AppError("billing.bad_plan", field="name")
    for field, value in msgspec.structs.asdict(plan).items():
        if isinstance(value, int) and not 0 <= value <= _MOST:
            raise AppError("billing.bad_plan", field=field)
    if len(plan.permissions) > _MOST_PERMISSIONS or not all(map(_PERMISSION.fullmatch, plan.permissions)):
        raise AppError("billing.bad_plan", field="permissions")
    if plan.api_calls_per_minute < 1:
        raise AppError("billing.bad_plan", field="api_calls_per_minute")


def _differences(before: Plan, after: Plan) -> dict[str, str]:
    old, new = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
    return {name: f"{_said(old[name])} -> {_said(new[name])}" for name in new if old[name] != new[name]}


def _said(value: object) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)  # pyright: ignore[reportUnknownArgumentType]


def _must(found: bool) -> None:
    if not found:
        raise AppError("billing.not_edited")
