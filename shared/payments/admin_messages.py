"""Bodies of the REST operations on webhooks of payments, for super admins and other systems. Declarations only."""

import uuid
from typing import Annotated, Literal

import msgspec

from shared.payments.messages import Provider

ADMIN_PATH = "/api/v1/admin/payments"
WEBHOOKS_PATH = "/api/v1/webhooks"
INTERNAL_PLAN_PATH = "/api/v1/internal/plan"
PAGE_MOST = 200
EventState = Literal["new", "waiting", "done", "ignored", "dead"]
"""`new`: due, or tried again later. `waiting`: for somebody or something unknown here. `dead`: given up."""


class EventQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which webhooks. `text` is an id of the provider's, or how a type begins; `before` is the last of a page."""

    provider: Provider | None = None
    state: EventState | None = None
    text: Annotated[str, msgspec.Meta(max_length=255)] = ""
    before: uuid.UUID | None = None
    limit: int = 50


class WebhookEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook and what became of it.

    `kind` is the provider's type, `object_id` what it is about. `waits_for`: `customer:stripe:cus_1`,
    `user:<id>`, `offer:polar:<id>`. `error` is a code or the name of an exception. `due_ms`: when it is tried next.
    """

    id: uuid.UUID
    provider: Provider
    event_id: str
    kind: str
    object_id: str
    created_ms: int
    received_ms: int
    state: EventState
    attempts: int = 0
    due_ms: int = 0
    waits_for: str = ""
    error: str = ""
    user_id: uuid.UUID | None = None
    done_ms: int = 0


class WebhookPage(msgspec.Struct, frozen=True):
    """The newest first."""

    events: tuple[WebhookEvent, ...]
    more: bool


class WebhookDetail(msgspec.Struct, frozen=True):
    """With what was sent, as text; empty when it was erased with the person."""

    event: WebhookEvent
    body: str


class Settled(msgspec.Struct, frozen=True):
    """How many disputes restrict a person no more."""

    disputes: int


class InternalPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What another billing system says: from now on the person has this plan, or (`cancel`) none of its."""

    user_id: uuid.UUID
    action: Literal["upgrade", "downgrade", "cancel"]
    plan: Literal["free", "basic", "pro", "enterprise"] = "free"


class PlanNow(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in force after it, which may be a bigger one that was bought elsewhere. `plan_until_ms` 0: no end."""

    user_id: uuid.UUID
    plan: str
    plan_until_ms: int = 0
