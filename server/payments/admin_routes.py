"""Webhooks and disputes for super admins."""

from server.payments.service import PaymentsService
from server.web.call import Call
from server.web.operation import Auth, Operation
from shared.payments import admin_messages as messages

_BASE = messages.ADMIN_PATH
_NO_EVENT = ("payments.event_not_found",)


def _payments(call: Call) -> PaymentsService:
    return call.services.payments


async def events(call: Call) -> messages.WebhookPage:
    return await _payments(call).events(call.query)


async def event(call: Call) -> messages.WebhookDetail:
    return await _payments(call).event(call.path["event_id"])


async def replay(call: Call) -> messages.WebhookEvent:
    return await _payments(call).replay(call.user, call.path["event_id"])


async def settle(call: Call) -> messages.Settled:
    return await _payments(call).settle(call.user, call.path["user_id"])


ADMIN_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        f"{_BASE}/events",
        events,
        "Webhooks of payments, the newest first.",
        answer=messages.WebhookPage,
        query=messages.EventQuery,
        auth=Auth.SUPER_ADMIN,
    ),
    Operation(
        "GET",
        f"{_BASE}/events/{{event_id}}",
        event,
        "A webhook with what was sent.",
        answer=messages.WebhookDetail,
        auth=Auth.SUPER_ADMIN,
        errors=_NO_EVENT,
    ),
    Operation(
        "POST",
        f"{_BASE}/events/{{event_id}}/replay",
        replay,
        "Bring a webhook in once more; one that was done changes nothing.",
        answer=messages.WebhookEvent,
        auth=Auth.SUPER_ADMIN,
        errors=_NO_EVENT,
    ),
    Operation(
        "POST",
        f"{_BASE}/users/{{user_id}}/settle",
        settle,
        "Have somebody's disputes restrict nothing any more.",
        answer=messages.Settled,
        auth=Auth.SUPER_ADMIN,
        errors=("accounts.user_not_found",),
    ),
)
