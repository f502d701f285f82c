"""What the web interface answers about plans, prices, models and people's ledgers, for super admins only."""

from typing import Any

from aiohttp import web

from server.billing.catalog import Catalog
from server.billing.routes import sent_csv
from server.billing.service import BillingService
from server.web.call import Call
from server.web.operation import Auth, Operation
from shared.billing import messages
from shared.plans import PLANS, Plan

_BASE = messages.ADMIN_PATH
_PLAN = (("plan", "[a-z_]{1,20}"),)
_CONTEXT = (("context", "[a-z_]{1,40}"),)
_NOBODY = ("accounts.user_not_found",)


def _billing(call: Call) -> BillingService:
    return call.services.billing


def _catalog(call: Call) -> Catalog:
    return call.services.billing.catalog


async def all_plans(call: Call) -> messages.AdminPlans:
    catalog = _catalog(call)
    edited = catalog.state.edited_plans
    return messages.AdminPlans(
        tuple(messages.ListedPlan(catalog.plan(name), name in edited) for name in PLANS)
    )


async def put_plan(call: Call, body: Plan) -> messages.AdminPlans:
    await _billing(call).edits.put_plan(call.user, call.path["plan"], body)
    return await all_plans(call)


async def reset_plan(call: Call) -> messages.AdminPlans:
    await _billing(call).edits.drop_plan(call.user, call.path["plan"])
    return await all_plans(call)


async def prices(call: Call) -> messages.PriceList:
    return messages.PriceList(_catalog(call).listed_prices(call.query.model))


async def add_price(call: Call, body: messages.NewPrice) -> messages.PriceList:
    await _billing(call).edits.add_price(call.user, body)
    return messages.PriceList(_catalog(call).listed_prices(body.model))


async def margins(call: Call) -> messages.MarginList:
    state = _catalog(call).state
    entries = sorted(state.margins.items())
    return messages.MarginList(
        tuple(messages.Margin(model=key[0], plan=key[1], margin_ppm=margin) for key, margin in entries),
        state.default_margin_ppm,
    )


async def put_margin(call: Call, body: messages.Margin) -> messages.MarginList:
    await _billing(call).edits.put_margin(call.user, body)
    return await margins(call)


async def all_models(call: Call) -> messages.ModelList:
    return messages.ModelList(_catalog(call).listed_models())


async def put_model(call: Call, body: messages.AiModel) -> messages.ModelList:
    await _billing(call).edits.put_model(call.user, body)
    return await all_models(call)


async def reset_model(call: Call) -> messages.ModelList:
    await _billing(call).edits.drop_model(call.user, call.query.model)
    return await all_models(call)


async def prompts(call: Call) -> messages.PromptList:
    return messages.PromptList(_catalog(call).listed_prompts())


async def put_prompt(call: Call, body: messages.NewPrompt) -> messages.PromptText:
    context = call.path["context"]
    await _billing(call).edits.put_prompt(call.user, context, body.text)
    return _catalog(call).prompt(context)


async def budget(call: Call) -> messages.BudgetStatus:
    return await _billing(call).budget()


async def put_budget(call: Call, body: messages.BudgetChange) -> messages.BudgetStatus:
    await _billing(call).edits.put_budget(call.user, body)
    return await _billing(call).budget()


async def caps(call: Call) -> messages.Caps:
    return messages.Caps(_catalog(call).state.caps.get(call.path["tenant_id"], ()))


async def put_caps(call: Call, body: messages.Caps) -> messages.Caps:
    await _billing(call).edits.put_caps(call.user, call.path["tenant_id"], body)
    return await caps(call)


async def user_status(call: Call) -> messages.BillingStatus:
    return await _billing(call).status_of(call.path["user_id"])


async def user_ledger(call: Call) -> messages.LedgerPage:
    return await _billing(call).ledger_page(call.path["user_id"], call.query)


async def user_ledger_csv(call: Call) -> web.StreamResponse:
    return await sent_csv(call, _billing(call).ledger_csv(call.path["user_id"]))


async def adjust(call: Call, body: messages.Adjustment) -> messages.BillingStatus:
    return await _billing(call).adjust(call.user, call.path["user_id"], body)


def _of_admin(method: str, path: str, handler: Any, summary: str, **more: Any) -> Operation:
    return Operation(method, f"{_BASE}{path}", handler, summary, auth=Auth.SUPER_ADMIN, **more)


ADMIN_OPERATIONS: tuple[Operation, ...] = (
    _of_admin("GET", "/plans", all_plans, "Every plan, and which were edited.", answer=messages.AdminPlans),
    _of_admin(
        "PUT",
        "/plans/{plan}",
        put_plan,
        "Change what a plan allows and costs; it counts at once.",
        answer=messages.AdminPlans,
        body=Plan,
        errors=("billing.unknown_plan", "billing.bad_plan"),
        patterns=_PLAN,
    ),
    _of_admin(
        "DELETE",
        "/plans/{plan}",
        reset_plan,
        "Have a plan as the program brings it.",
        answer=messages.AdminPlans,
        errors=("billing.unknown_plan", "billing.not_edited"),
        patterns=_PLAN,
    ),
    _of_admin(
        "GET",
        "/prices",
        prices,
        "What counts now, or every version of one model's prices.",
        answer=messages.PriceList,
        query=messages.ModelQuery,
    ),
    _of_admin(
        "POST",
        "/prices",
        add_price,
        "Add a version of a model's prices; what was charged stays charged.",
        answer=messages.PriceList,
        status=201,
        body=messages.NewPrice,
        errors=("billing.bad_price", "billing.unknown_model"),
    ),
    _of_admin("GET", "/margins", margins, "What is put on the cost.", answer=messages.MarginList),
    _of_admin(
        "PUT",
        "/margins",
        put_margin,
        "Set or drop one margin.",
        answer=messages.MarginList,
        body=messages.Margin,
        errors=("billing.unknown_model", "billing.unknown_plan"),
    ),
    _of_admin("GET", "/models", all_models, "Every model.", answer=messages.ModelList),
    _of_admin(
        "PUT",
        "/models",
        put_model,
        "Add or change a model.",
        answer=messages.ModelList,
        body=messages.AiModel,
        errors=("billing.bad_model",),
    ),
    _of_admin(
        "DELETE",
        "/models",
        reset_model,
        "Have a model as shipped, or not at all.",
        answer=messages.ModelList,
        query=messages.ModelQuery,
        errors=("billing.not_edited",),
    ),
    _of_admin("GET", "/prompts", prompts, "The instructions of every use.", answer=messages.PromptList),
    _of_admin(
        "PUT",
        "/prompts/{context}",
        put_prompt,
        "Set the instructions of a use, or take them back.",
        answer=messages.PromptText,
        body=messages.NewPrompt,
        errors=("billing.unknown_context",),
        patterns=_CONTEXT,
    ),
    _of_admin("GET", "/budget", budget, "How the budget of free use stands.", answer=messages.BudgetStatus),
    _of_admin(
        "PUT",
        "/budget",
        put_budget,
        "Set what free use may cost in a month.",
        answer=messages.BudgetStatus,
        body=messages.BudgetChange,
    ),
    _of_admin("GET", "/tenants/{tenant_id}/caps", caps, "The caps of a tenant.", answer=messages.Caps),
    _of_admin(
        "PUT",
        "/tenants/{tenant_id}/caps",
        put_caps,
        "Set what a tenant's people may use together.",
        answer=messages.Caps,
        body=messages.Caps,
    ),
    _of_admin(
        "GET",
        "/users/{user_id}/status",
        user_status,
        "How somebody's meters stand.",
        answer=messages.BillingStatus,
        errors=_NOBODY,
    ),
    _of_admin(
        "GET",
        "/users/{user_id}/ledger",
        user_ledger,
        "Somebody's ledger, the newest first.",
        answer=messages.LedgerPage,
        query=messages.LedgerQuery,
    ),
    _of_admin(
        "GET",
        "/users/{user_id}/ledger.csv",
        user_ledger_csv,
        "The whole of somebody's ledger as a table.",
        raw=True,
        gives=("text/csv",),
    ),
    _of_admin(
        "POST",
        "/users/{user_id}/adjust",
        adjust,
        "Correct somebody's balance by a new entry.",
        answer=messages.BillingStatus,
        status=201,
        body=messages.Adjustment,
        errors=("billing.bad_adjustment", *_NOBODY),
    ),
)
