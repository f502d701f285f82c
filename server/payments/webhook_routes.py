"""Where providers of payments and another billing system call in: a signature or a secret counts, nobody signs in."""

import hmac

from aiohttp import web

from server.payments.service import PaymentsService
from server.web.call import Call
from server.web.operation import Auth, Header, Limit, Operation
from server.web.parsing import body_bytes
from shared.errors import AppError
from shared.payments.admin_messages import INTERNAL_PLAN_PATH, WEBHOOKS_PATH, InternalPlan, PlanNow
from shared.payments.messages import Provider

BODY_BYTES = 1 << 20
"""The largest webhook. Providers send some kilobytes."""
SECRET_HEADER = "X-Internal-Secret"  # noqa: S105 - a name
_ERRORS = (
    *("payments.webhooks_off", "payments.bad_signature", "payments.stale_webhook", "payments.bad_event"),
    *("web.too_large", "web.timed_out", "web.bad_body"),
)
_STANDARD = tuple(
    Header(name, text)
    for name, text in (
        ("webhook-id", "The webhook's id."),
        ("webhook-timestamp", "Unix seconds of its signing."),
        ("webhook-signature", "HMAC-SHA256 over id, time and body: v1, and base64."),
    )
)


def _payments(call: Call) -> PaymentsService:
    return call.services.payments


async def stripe_webhook(call: Call) -> web.StreamResponse:
    return await _received(call, "stripe")


async def polar_webhook(call: Call) -> web.StreamResponse:
    return await _received(call, "polar")


async def whop_webhook(call: Call) -> web.StreamResponse:
    return await _received(call, "whop")


async def _received(call: Call, provider: Provider) -> web.StreamResponse:
    raw = await body_bytes(call.request, BODY_BYTES, call.services.config.server.idle_s)
    known = await _payments(call).receive(provider, raw, call.request.headers)
    return web.json_response({}, status=200 if known else 202)


async def internal_plan(call: Call, body: InternalPlan) -> PlanNow:
    secret = call.services.config.payments.internal_secret
    if not secret:
        raise AppError("payments.internal_off")
    given = call.request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
        raise AppError("payments.bad_secret")
    return await _payments(call).give(body)


OPERATIONS: tuple[Operation, ...] = (
    *(
        Operation(
            "POST",
            f"{WEBHOOKS_PATH}/{provider}",
            handler,
            f"What {name} tells: kept before it is answered, brought in once. 202: of a type that changes nothing.",
            auth=Auth.NONE,
            limit=Limit.NONE,
            raw=True,
            takes=("application/json",),
            gives=("application/json",),
            statuses=(202,),
            headers=headers,
            errors=_ERRORS,
        )
        for provider, name, handler, headers in (
            ("stripe", "Stripe", stripe_webhook, (Header("Stripe-Signature", "Time and HMAC-SHA256."),)),
            ("polar", "Polar", polar_webhook, _STANDARD),
            ("whop", "Whop", whop_webhook, _STANDARD),
        )
    ),
    Operation(
        "POST",
        INTERNAL_PLAN_PATH,
        internal_plan,
        "Give somebody a plan, or end it, on behalf of another billing system.",
        answer=PlanNow,
        body=InternalPlan,
        auth=Auth.NONE,
        headers=(Header(SECRET_HEADER, "The secret of payments.internal_secret.", required=True),),
        errors=("payments.internal_off", "payments.bad_secret", "accounts.user_not_found"),
    ),
)
