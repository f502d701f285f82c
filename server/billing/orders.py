"""What the ledger is asked and what it answers. Declarations only; knows no database and no rule."""

import uuid
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from shared.billing.meters import Meter
from shared.billing.usage import Usage

Whose = Literal["you", "tenant", "budget"]
MoveKind = Literal["topup", "refund", "adjust", "level_down"]
KEPT_KINDS = frozenset({"lease", "session", "upload"})
"""Kinds of holds that outlive the process that took them; all others end with it."""


class HoldRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a piece of work may use up at most, to be held before it begins.

    `idem` is the client's key of the call (kept 24 hours); `request_sha256` tells whether it is the same call again.
    `deadline_ms` is when the work is over at the latest, 0 for never; `open_at_most` bounds the open holds of this
    kind that a person may have. Kinds of `KEPT_KINDS` outlive the process.
    `hold_id` is the id that the hold is to have; only inside `Ledger.also`, for what is written beside it.
    """

    user_id: uuid.UUID
    amounts: tuple[tuple[Meter, int], ...]
    operation: str
    tenant_id: uuid.UUID | None = None
    idem: str = ""
    request_sha256: bytes = b""
    price_version: int = 0
    margin_ppm: int = 0
    deadline_ms: int = 0
    kind: str = "ai"
    open_at_most: int | None = None
    hold_id: uuid.UUID | None = None


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """How a hold ended: what was taken. `id` is the hold's; `state` is "voided" when nothing was."""

    id: uuid.UUID
    user_id: uuid.UUID
    operation: str
    state: Literal["open", "settled", "voided", "recovered"]
    amounts: Mapping[Meter, int] = {}
    usage: Usage | None = None
    provider_cost_nano: int = 0
    price_version: int = 0
    margin_ppm: int = 0
    flags: tuple[str, ...] = ()
    at_ms: int = 0


@dataclass(slots=True, eq=False)
class Hold:
    """What was granted. Await `durable` before the first byte goes out: it raises what refused it meanwhile."""

    id: uuid.UUID
    request: HoldRequest
    amounts: Mapping[Meter, int]
    durable: Awaitable[None]


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A change of somebody's balance that is no use. One `idem` moves once, for ever.

    topup: a grant of its own, used last, until `expires_ms` (0: twelve months). refund: `amount` of the top-up whose
    idem is `of` goes back, below zero if it was spent. adjust: up or down by the sign of `amount`, until the end of
    the meter's period (or `expires_ms`). level_down: a file is gone.
    """

    user_id: uuid.UUID
    kind: MoveKind
    meter: Meter
    amount: int
    idem: str
    of: str = ""
    expires_ms: int = 0
    reason: str = ""
    actor: uuid.UUID | None = None


class PlanIs(msgspec.Struct, frozen=True, kw_only=True):
    """A person's plan from now on. More counts at once; less counts at the end of each meter's period.

    With `at_once` less counts now as well: what is left beyond it is taken back.
    """

    user_id: uuid.UUID
    plan: str
    at_once: bool = False


class Settle(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a hold inside `Ledger.also`: what was used up. No amounts at all: a void."""

    hold_id: uuid.UUID
    user_id: uuid.UUID
    amounts: Mapping[Meter, int] | None
    usage: Usage | None = None
    provider_cost_nano: int = 0
    flags: tuple[str, ...] = ()
    reason: str = ""
    response: bytes | None = None


Order = HoldRequest | Move | PlanIs | Settle
"""What `Ledger.also` does together with other writes."""


class GrantBalance(msgspec.Struct, frozen=True, kw_only=True):
    """One live grant: what was given, used, is held and is left (below zero after an overrun)."""

    source: Literal["plan", "topup", "adjust"]
    allowance: int | None
    used: int
    held: int
    posted: int
    expires_ms: int


class MeterBalance(msgspec.Struct, frozen=True, kw_only=True):
    """A meter of a person. `limit` is None without one; `used` is of all live grants; `free` may be held."""

    meter: Meter
    period_key: str
    ends_ms: int
    limit: int | None
    used: int
    held: int
    free: int
    grants: tuple[GrantBalance, ...]


class Balances(msgspec.Struct, frozen=True, kw_only=True):
    """All meters of a person at one moment. `plan_until_ms` 0: without an end; `running` counts open holds by kind."""

    user_id: uuid.UUID
    plan: str
    plan_until_ms: int = 0
    at_ms: int
    meters: tuple[MeterBalance, ...]
    running: Mapping[str, int] = {}
    open_holds: int = 0


class Standing(msgspec.Struct, frozen=True):
    """What the accounts know of a person: the plan, until when (0: no end), and the school."""

    plan: str = "free"
    plan_until_ms: int = 0
    tenant_id: uuid.UUID | None = None

    def plan_at(self, now_ms: int) -> str:
        """The plan in force."""
        return self.plan if self.plan_until_ms == 0 or self.plan_until_ms > now_ms else "free"


@dataclass
class LedgerFigures:
    """What a process counted, for the metrics."""

    batches: int = 0
    ops: int = 0
    recovered: int = 0
    overdue: int = 0
    failures: int = 0
