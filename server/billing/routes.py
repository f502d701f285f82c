"""What the web interface answers about usage, for the person who asks; plans and models for everybody."""

from collections.abc import AsyncGenerator

from aiohttp import web

from server.billing.service import BillingService
from server.web.call import Call
from server.web.operation import Auth, Operation
from shared.billing import messages


def _billing(call: Call) -> BillingService:
    return call.services.billing


async def status(call: Call) -> messages.BillingStatus:
    return await _billing(call).status(call.user.user_id)


async def plans(call: Call) -> messages.PlanList:
    return _billing(call).plans()


async def usage(call: Call) -> messages.UsageHistory:
    return await _billing(call).usage(call.user.user_id, call.query.days)


async def ledger(call: Call) -> messages.LedgerPage:
    return await _billing(call).ledger_page(call.user.user_id, call.query)


async def ledger_csv(call: Call) -> web.StreamResponse:
    return await sent_csv(call, _billing(call).ledger_csv(call.user.user_id))


async def sent_csv(call: Call, pieces: AsyncGenerator[bytes, None]) -> web.StreamResponse:
    """Send a table as a file to keep."""
    answer = web.StreamResponse(headers={"Content-Disposition": 'attachment; filename="lantern-ledger.csv"'})
    answer.content_type, answer.charset = "text/csv", "utf-8"
    await answer.prepare(call.request)
    async for piece in pieces:
        await answer.write(piece)
    await answer.write_eof()
    return answer


async def charge(call: Call) -> messages.ChargeStatus:
    return await _billing(call).charge(call.user.user_id, call.path["charge_id"])


async def check(call: Call, body: messages.QuotaCheck) -> messages.QuotaAnswer:
    return await _billing(call).check(call.user, body)


async def models(call: Call) -> messages.OfferedModels:
    offered = _billing(call).catalog.offered(call.user.plan)
    return messages.OfferedModels(
        tuple(
            messages.OfferedModel(
                model=each.model, title=each.title, kind=each.kind, wire=each.wire, aliases=each.aliases
            )
            for each in offered
        )
    )


async def prompt(call: Call) -> messages.PromptText:
    return _billing(call).catalog.prompt(call.path["context"])


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        messages.STATUS_PATH,
        status,
        "How every meter stands.",
        answer=messages.BillingStatus,
    ),
    Operation(
        "GET",
        messages.PLANS_PATH,
        plans,
        "The plans and what each allows.",
        answer=messages.PlanList,
        auth=Auth.NONE,
    ),
    Operation(
        "GET",
        messages.USAGE_PATH,
        usage,
        "What was used, by day, and what it cost, by service.",
        answer=messages.UsageHistory,
        query=messages.UsageQuery,
    ),
    Operation(
        "GET",
        messages.LEDGER_PATH,
        ledger,
        "One's own ledger, the newest first.",
        answer=messages.LedgerPage,
        query=messages.LedgerQuery,
    ),
    Operation(
        "GET",
        f"{messages.LEDGER_PATH}.csv",
        ledger_csv,
        "The whole of one's own ledger as a table.",
        raw=True,
        gives=("text/csv",),
    ),
    Operation(
        "GET",
        f"{messages.CHARGES_PATH}/{{charge_id}}",
        charge,
        "What came of one call.",
        answer=messages.ChargeStatus,
        errors=("billing.charge_not_found",),
    ),
    Operation(
        "POST",
        messages.CHECK_PATH,
        check,
        "Whether there is room for some work. Nothing is reserved.",
        answer=messages.QuotaAnswer,
        body=messages.QuotaCheck,
    ),
    Operation(
        "GET",
        messages.MODELS_PATH,
        models,
        "The models that one's plan has.",
        answer=messages.OfferedModels,
    ),
    Operation(
        "GET",
        f"{messages.PROMPTS_PATH}/{{context}}",
        prompt,
        "The instructions of a use of AI.",
        answer=messages.PromptText,
        errors=("billing.unknown_context",),
        patterns=(("context", "[a-z_]{1,40}"),),
    ),
)
