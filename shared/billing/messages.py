"""Bodies of the REST operations about usage and prices, for people and for administrators. Declarations only."""

import uuid
from typing import Annotated, Literal

import msgspec

from shared.billing.meters import Meter
from shared.billing.prices import MOST_MARGIN_PPM, Prices
from shared.billing.status import MeterStatus
from shared.billing.usage import Usage
from shared.plans import Plan

STATUS_PATH = "/api/v1/billing/status"
PLANS_PATH = "/api/v1/billing/plans"
USAGE_PATH = "/api/v1/billing/usage"
LEDGER_PATH = "/api/v1/billing/ledger"
CHARGES_PATH = "/api/v1/billing/charges"
CHECK_PATH = "/api/v1/billing/check"
MODELS_PATH = "/api/v1/billing/models"
PROMPTS_PATH = "/api/v1/billing/prompts"
ADMIN_PATH = "/api/v1/admin/billing"
PAGE_MOST = 500
DAYS_MOST = 366

ModelName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$")
]
PlanText = Annotated[str, msgspec.Meta(max_length=20)]
Amount = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Upstream = Literal["anthropic", "openai", "xai", "custom"]
Wire = Literal["anthropic", "openai"]
ModelKind = Literal["chat", "embedding", "transcription"]
Operation = Literal[
    "chat",
    "hint",
    "generate_cards",
    "gap_analysis",
    "bridge_deck",
    "lesson_builder",
    "lesson_teacher",
    "code_assistant",
    "content_processing",
    "embedding",
    "transcription",
    "voice",
]
"""What AI is used for, as the ledger and the header `X-Lantern-Operation` name it."""
OPERATIONS: tuple[str, ...] = Operation.__args__


# What a person asks


class BillingStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How everything stands. `plan_until_ms` 0: without an end."""

    plan: str
    plan_until_ms: int
    at_ms: int
    meters: tuple[MeterStatus, ...]


class PlanList(msgspec.Struct, frozen=True):
    """What there is to choose, the smallest first; readable by everybody."""

    plans: tuple[Plan, ...]


class UsageQuery(msgspec.Struct, frozen=True):
    """The last so many days of UTC, today included."""

    days: Annotated[int, msgspec.Meta(ge=1, le=DAYS_MOST)] = 30


class UsageDay(msgspec.Struct, frozen=True, kw_only=True):
    """What one meter had on one day (`2026-11-20`) for one operation."""

    day: str
    meter: Meter
    operation: str
    amount: int


class ServiceCost(msgspec.Struct, frozen=True, kw_only=True):
    """What one operation cost with one model (empty: no AI) in the days asked for, in micro-USD."""

    operation: str
    model: str
    calls: int
    tokens: int
    charged_micros: int


class UsageHistory(msgspec.Struct, frozen=True, kw_only=True):
    """What was used, by day and by service; a day or a service without use is not there."""

    first_day: str
    last_day: str
    days: tuple[UsageDay, ...]
    services: tuple[ServiceCost, ...]


class LedgerQuery(msgspec.Struct, frozen=True):
    """A page of the ledger, the newest first. `before` is `next` of the page before it."""

    before: Annotated[str, msgspec.Meta(pattern=r"^([0-9]{1,16}\.[0-9]{1,16})?$")] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MOST)] = 50
    meter: Meter | None = None


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One movement as its owner sees it. `amount` is signed: below zero is use. No AI, no `model`.

    `kind`: use, mint (the plan's allowance), topup, refund, adjust, take_back, expire, forgive, level_down.
    """

    number: int
    at_ms: int
    meter: Meter
    kind: str
    amount: int
    operation: str = ""
    model: str = ""
    charge_id: uuid.UUID | None = None
    price_version: int = 0
    margin_ppm: int = 0
    flags: tuple[str, ...] = ()
    reason: str = ""


class LedgerPage(msgspec.Struct, frozen=True):
    """Entries, the newest first. `next` is where older ones begin; empty: there are none."""

    entries: tuple[LedgerEntry, ...]
    next: str = ""


class MeterAmount(msgspec.Struct, frozen=True):
    """So much of one meter."""

    meter: Meter
    amount: Amount


class ChargeStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one call."""

    charge_id: uuid.UUID
    state: str
    operation: str
    model: str
    at_ms: int
    amounts: tuple[MeterAmount, ...]
    usage: Usage | None
    price_version: int
    flags: tuple[str, ...]


class QuotaCheck(msgspec.Struct, frozen=True):
    """Whether there is room for some work. Nothing is reserved."""

    wanted: Annotated[tuple[MeterAmount, ...], msgspec.Meta(min_length=1, max_length=10)]


class QuotaAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`allowed`, or which meter has no room and until when. `reserved`: other calls of one's own hold it, try again."""

    allowed: bool
    meter: Meter | None = None
    remaining: int | None = None
    reserved: bool = False
    resets_ms: int = 0


class OfferedModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model that people may ask for."""

    model: str
    title: str
    kind: ModelKind
    wire: Wire
    aliases: tuple[str, ...]


class OfferedModels(msgspec.Struct, frozen=True):
    """All of them."""

    models: tuple[OfferedModel, ...]


class PromptText(msgspec.Struct, frozen=True):
    """The instructions of a context, and where they come from."""

    context: str
    text: str
    source: Literal["database", "environment", "default"]


# What a super admin edits


class AiModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model that the gateway offers: `upstream_model` is its name at `upstream`, whose wire is `wire`.

    `aliases` are other names to ask for it by; `fallbacks` are asked in order when it does not answer, before the
    first byte went out. `plans` may use it, empty: all. `output_tokens` bounds one reply.
    """

    model: ModelName
    upstream: Upstream
    wire: Wire
    kind: ModelKind = "chat"
    title: Annotated[str, msgspec.Meta(max_length=100)] = ""
    upstream_model: Annotated[str, msgspec.Meta(max_length=100)] = ""
    aliases: Annotated[tuple[ModelName, ...], msgspec.Meta(max_length=20)] = ()
    fallbacks: Annotated[tuple[ModelName, ...], msgspec.Meta(max_length=5)] = ()
    plans: Annotated[tuple[PlanText, ...], msgspec.Meta(max_length=20)] = ()
    output_tokens: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 8_192
    enabled: bool = True

    @property
    def asked_as(self) -> str:
        """Its name at the upstream."""
        return self.upstream_model or self.model


class ListedModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model, whether somebody edited it, whether its upstream has a key, and its price version (0: none)."""

    model: AiModel
    edited: bool
    reachable: bool
    price_version: int


class ModelList(msgspec.Struct, frozen=True):
    """Every model."""

    models: tuple[ListedModel, ...]


class ListedPlan(msgspec.Struct, frozen=True):
    """A plan, and whether somebody edited it."""

    plan: Plan
    edited: bool


class AdminPlans(msgspec.Struct, frozen=True):
    """Every plan, the smallest first."""

    plans: tuple[ListedPlan, ...]


class NewPrice(msgspec.Struct, frozen=True, kw_only=True):
    """Another version of a model's prices. `valid_from_ms` 0: from now on; the past cannot be priced anew."""

    model: ModelName
    prices: Prices
    valid_from_ms: Amount = 0


class PriceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a model's prices; `in_force` marks the one that counts now."""

    number: int
    model: str
    prices: Prices
    valid_from_ms: int
    origin: str
    sha256: str
    in_force: bool


class ModelQuery(msgspec.Struct, frozen=True):
    """Which model; empty where all can be meant."""

    model: Annotated[str, msgspec.Meta(max_length=100)] = ""


class PriceList(msgspec.Struct, frozen=True):
    """Prices, the newest first."""

    prices: tuple[PriceEntry, ...]


class Margin(msgspec.Struct, frozen=True, kw_only=True):
    """What is put on the cost, in parts per million: 1 500 000 is half as much again.

    An empty model or plan means every one. The most particular counts: model and plan, model, plan, all. No
    `margin_ppm`: the entry goes away.
    """

    model: Annotated[str, msgspec.Meta(max_length=100)] = ""
    plan: PlanText = ""
    margin_ppm: Annotated[int, msgspec.Meta(ge=0, le=MOST_MARGIN_PPM)] | None = None


class MarginList(msgspec.Struct, frozen=True):
    """Every entry, and what counts where there is none."""

    margins: tuple[Margin, ...]
    default_ppm: int


class NewPrompt(msgspec.Struct, frozen=True):
    """Instructions of a context; None: those of the environment or the program again."""

    text: Annotated[str, msgspec.Meta(max_length=20_000)] | None


class ListedPrompt(PromptText, frozen=True):
    """The instructions in force, and those below them: of the environment (None: there are none) and the program."""

    environment: str | None
    default: str


class PromptList(msgspec.Struct, frozen=True):
    """The instructions of every context."""

    prompts: tuple[ListedPrompt, ...]


class BudgetChange(msgspec.Struct, frozen=True):
    """What free use of AI may cost in a month of UTC, in micro-USD at the price people would pay; None: no limit.

    With `as_configured` the budget of the configuration counts again.
    """

    budget_micros: Amount | None = None
    as_configured: bool = False


class BudgetStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How the budget of free use stands this month. `budget_micros` None: free use has no limit of its own."""

    budget_micros: int | None
    edited: bool
    spent_micros: int
    held_micros: int
    stopped: bool
    reset_date: str


class Cap(msgspec.Struct, frozen=True, kw_only=True):
    """What all people of a tenant may use of a meter together per period, and by how much it may be overdrawn."""

    meter: Meter
    cap: Amount
    overdraft: Amount = 0


class Caps(msgspec.Struct, frozen=True):
    """The caps of a tenant; a meter that is not there has none."""

    caps: Annotated[tuple[Cap, ...], msgspec.Meta(max_length=20)]


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """A correction of somebody's balance by a new entry: up or down by the sign. The same id is booked once."""

    adjustment_id: uuid.UUID
    meter: Meter
    amount: Annotated[int, msgspec.Meta(ge=-(1 << 53), le=1 << 53)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
