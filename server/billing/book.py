"""The accounts, open holds and keys of one owner in memory. Data only: decides nothing, knows no database."""

import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from server.billing.orders import HoldRequest, Standing
from shared.billing.meters import Meter

FREE = Standing()
NO_HASH = bytes(32)
"""What the first entry of a chain follows."""
OPEN, SETTLED, VOIDED, RECOVERED = 0, 1, 2, 3
STATES: tuple[Literal["open"], Literal["settled"], Literal["voided"], Literal["recovered"]] = (
    "open",
    "settled",
    "voided",
    "recovered",
)
GRANTS = frozenset({"plan", "topup", "adjust"})
Part = tuple[uuid.UUID, uuid.UUID, int]
"""Owner, account and how much of it a hold has."""


@dataclass(slots=True, eq=False)
class Account:
    """One row of `ledger_account`."""

    id: uuid.UUID
    owner_id: uuid.UUID
    meter: Meter
    kind: str
    period_key: str
    plan: str = ""
    allowance: int | None = 0
    posted: int = 0
    held: int = 0
    used: int = 0
    seq: int = 0
    floor: int = 0
    expires_ms: int = 0
    closed_ms: int = 0


@dataclass(slots=True, eq=False)
class MeterBook:
    """An owner's accounts of one meter: live grants in the order they are spent, and the other sides.

    It is good until `until_ms` while what limits the owner is still `source`. `newest_key` is the last period that
    was granted (kept as the source's `plan`): a clock that goes back grants nothing twice.
    """

    meter: Meter
    grants: list[Account] = field(default_factory=list[Account])
    others: dict[str, Account] = field(default_factory=dict[str, Account])
    newest_key: str = ""
    until_ms: int = 0
    source: Any = None

    def plan_grant(self) -> Account | None:
        """The period's own grant."""
        return next((grant for grant in self.grants if grant.kind == "plan"), None)


@dataclass(slots=True, frozen=True, eq=False)
class OpenHold:
    """One row of `ledger_hold` while it is open."""

    id: uuid.UUID
    request: HoldRequest
    parts: tuple[Part, ...]
    boot: uuid.UUID
    created_ms: int


@dataclass(slots=True, frozen=True, eq=False)
class Ended:
    """How a hold ended."""

    state: int
    ended_ms: int
    charged: dict[str, int]
    usage_json: str = ""
    provider_cost_nano: int = 0
    flags: tuple[str, ...] = ()
    reason: str = ""


@dataclass(slots=True, frozen=True, eq=False)
class KnownKey:
    """A key that a client gave a call."""

    hold_id: uuid.UUID
    request_sha256: bytes
    at_ms: int
    response: bytes | None = None
    running: bool = False


@dataclass(slots=True, eq=False)
class Book:
    """Everything of an owner that a decision may need. `stale`: the standing is to be read anew.

    `holds` are those that are to be ended; `running` counts all that are open, by their kind.
    """

    id: uuid.UUID
    whose: Literal["you", "tenant", "budget"]
    entries: int = 0
    head: bytes = NO_HASH
    standing: Standing = FREE
    stale: bool = False
    accounts: dict[uuid.UUID, Account] = field(default_factory=dict[uuid.UUID, Account])
    meters: dict[Meter, MeterBook] = field(default_factory=dict[Meter, MeterBook])
    holds: dict[uuid.UUID, OpenHold] = field(default_factory=dict[uuid.UUID, OpenHold])
    keys: dict[str, KnownKey] = field(default_factory=dict[str, KnownKey])
    running: dict[str, int] = field(default_factory=dict[str, int])
    used_ms: int = 0

    def meter(self, meter: Meter) -> MeterBook:
        """The accounts of a meter; empty at first."""
        found = self.meters.get(meter)
        if found is None:
            found = self.meters[meter] = MeterBook(meter)
        return found

    def copy(self) -> "Book":
        """A book whose changes this one does not see."""
        accounts = {key: replace(account) for key, account in self.accounts.items()}
        meters = {
            meter: replace(
                one,
                grants=[accounts[grant.id] for grant in one.grants],
                others={kind: accounts[other.id] for kind, other in one.others.items()},
            )
            for meter, one in self.meters.items()
        }
        return replace(
            self,
            accounts=accounts,
            meters=meters,
            holds=dict(self.holds),
            keys=dict(self.keys),
            running=dict(self.running),
        )


@dataclass(slots=True, frozen=True, eq=False)
class PastHold:
    """A hold that is in no book: it has ended, whichever way."""

    request: HoldRequest
    ended: Ended
