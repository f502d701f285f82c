"""Usage and plans with no server behind them: a test sets what it says, which passes through JSON as on the wire."""

import asyncio
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from desktop.billing.buying_service import BuyingService, WaitPace
from desktop.billing.service import BillingService, Pace
from desktop.runtime.changes import ChangeBus
from shared.billing.lease_messages import LentLease, LentList
from shared.billing.messages import (
    BillingStatus,
    LedgerEntry,
    LedgerPage,
    PlanList,
    ServiceCost,
    UsageDay,
    UsageHistory,
)
from shared.billing.meters import DAY_MS, Meter, allowances, period_of
from shared.billing.status import meter_status
from shared.errors import AppError
from shared.payments.messages import InvoiceList, Offers, PaymentHistory
from shared.plans import PLANS, plan_named
from tests.support.clocks import ManualClock

NOVEMBER_20_MS = 1_795_176_000_000
"""Noon of 2026-11-20, UTC."""
ADA = uuid.UUID(int=7)
DEVICE = uuid.UUID(int=8)
QUICK = Pace(settle_s=0.01, poll_s=60.0, first_retry_s=0.01)


def billing_status(
    plan: str = "free", *, now_ms: int = NOVEMBER_20_MS, held: int = 0, until_ms: int = 0, **used: int
) -> BillingStatus:
    """A status as the server would tell it; `used` by meter, nothing where it is not given."""
    limits = allowances(plan_named(plan))
    meters = tuple(
        meter_status(
            meter,
            used=used.get(meter.value, 0),
            limit=limits[meter],
            held=held if meter is Meter.AI_TOKENS else 0,
            plan=plan,
            now_ms=now_ms,
            ends_ms=period_of(meter, now_ms).ends_ms,
        )
        for meter in Meter
        if meter is not Meter.CHARGED_MICROS
    )
    return BillingStatus(plan=plan, plan_until_ms=until_ms, at_ms=now_ms, meters=meters)


def usage_day(day: str, amount: int, meter: Meter = Meter.AI_TOKENS, operation: str = "chat") -> UsageDay:
    return UsageDay(day=day, meter=meter, operation=operation, amount=amount)


def cost(operation: str, model: str, calls: int, tokens: int, micros: int) -> ServiceCost:
    return ServiceCost(operation=operation, model=model, calls=calls, tokens=tokens, charged_micros=micros)


def entry(number: int, amount: int = -1_200, **more: Any) -> LedgerEntry:
    given: dict[str, Any] = {
        "at_ms": NOVEMBER_20_MS - number * 60_000,
        "meter": Meter.AI_TOKENS,
        "kind": "use",
        "operation": "chat",
        "model": "claude-5",
        "charge_id": uuid.UUID(int=number),
        "price_version": 3,
        "margin_ppm": 1_500_000,
        **more,
    }
    return LedgerEntry(number=number, amount=amount, **given)


def usage_history(*days: UsageDay, services: tuple[ServiceCost, ...] = ()) -> UsageHistory:
    return UsageHistory(first_day="2026-10-22", last_day="2026-11-20", days=days, services=services)


@dataclass(frozen=True)
class Session:
    """Somebody signed in."""

    user_id: uuid.UUID = ADA
    device_id: uuid.UUID = DEVICE
    server_url: str = "https://learn.example.org"
    server_name: str = "Colegio del Lago"


@dataclass
class BillingAccount:
    """Stands for the account and the server behind it. `failing` is raised instead of an answer."""

    session: Session | None = field(default_factory=Session)
    status: BillingStatus = field(default_factory=billing_status)
    history: UsageHistory = field(default_factory=usage_history)
    entries: list[LedgerEntry] = field(default_factory=list)
    plans: PlanList = field(default_factory=lambda: PlanList(tuple(PLANS.values())))
    offers: Offers = field(default_factory=lambda: Offers(offers=(), plan="free", plan_until_ms=0))
    payments: PaymentHistory = field(default_factory=lambda: PaymentHistory(payments=()))
    invoices: InvoiceList = field(default_factory=lambda: InvoiceList(invoices=()))
    answers: dict[str, Any] = field(default_factory=dict)
    """What is said to an order, by its path: a struct or an error."""
    sent: list[tuple[str, Any]] = field(default_factory=list)
    """Orders, with their bodies as they arrive."""
    leases: tuple[LentLease, ...] = ()
    failing: AppError | None = None
    asked: list[str] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def call(
        self, method: str, path: str, *, body: Any = None, answer: type, timeout_s: float = 30.0
    ) -> Any:
        self.asked.append(path)
        if self.hold is not None:
            await self.hold.wait()
        if self.failing is not None:
            raise self.failing
        url = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if body is not None:
            self.sent.append((path, msgspec.json.decode(msgspec.json.encode(body))))
        if (ordered := self.answers.get(url.path)) is not None:
            if isinstance(ordered, AppError):
                raise ordered
            return msgspec.json.decode(msgspec.json.encode(ordered), type=answer)
        said = {
            "billing/status": lambda: self.status,
            "billing/usage": lambda: self.history,
            "billing/ledger": lambda: self._page(query),
            "billing/plans": lambda: self.plans,
            "leases": lambda: LentList(self.leases),
            "payments/offers": lambda: self.offers,
            "payments/history": lambda: self.payments,
            "payments/invoices": lambda: self.invoices,
        }[url.path]()
        return msgspec.json.decode(msgspec.json.encode(said), type=answer)

    def _page(self, query: dict[str, str]) -> LedgerPage:
        before, limit = int(query.get("before", "0.0").split(".")[0]), int(query.get("limit", 50))
        found = [one for one in self.entries if not before or one.number < before]
        if "meter" in query:
            found = [one for one in found if one.meter == query["meter"]]
        return LedgerPage(tuple(found[:limit]), f"{found[limit - 1].number}.0" if len(found) > limit else "")


@dataclass
class BillingStage:
    """A service over such an account."""

    folder: Path
    account: BillingAccount = field(default_factory=BillingAccount)
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOVEMBER_20_MS))
    bus: ChangeBus = field(default_factory=ChangeBus)
    services: Any = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.billing = self.opened()
        self.buying = BuyingService(
            self.account, self.billing, self.clock, self.bus, pace=WaitPace(often_s=0.02, often_for_s=60.0)
        )

    @property
    def accounts(self) -> BillingAccount:
        return self.account

    def opened(self) -> BillingService:
        """Another one, as after a restart."""
        return BillingService(self.account, self.folder, self.clock, self.bus, pace=QUICK)

    def next_day(self, days: int = 1) -> None:
        self.clock.wall_ms += days * DAY_MS

    async def close(self) -> None:
        await self.buying.close()
        await self.billing.close()
