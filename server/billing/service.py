"""Usage and prices for everybody else: how people stand, their history, whether there is room, corrections."""

import csv
import io
import uuid
from collections.abc import AsyncGenerator

from msgspec import structs

from server.accounts.service import AccountsService
from server.billing import history_store
from server.billing.budget import budget_status
from server.billing.catalog import Catalog
from server.billing.catalog_edits import CatalogEdits
from server.billing.history_store import Place
from server.billing.ledger import Ledger
from server.billing.orders import MeterBalance, Move
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.billing.messages import (
    Adjustment,
    BillingStatus,
    BudgetStatus,
    ChargeStatus,
    LedgerPage,
    LedgerQuery,
    MeterAmount,
    PlanList,
    QuotaAnswer,
    QuotaCheck,
    UsageHistory,
)
from shared.billing.meters import DAY_MS, Meter, length_of
from shared.billing.status import MeterStatus, day_text, meter_status
from shared.clock import Clock
from shared.errors import AppError
from shared.plans import PLANS

_COLUMNS = (
    *("time", "meter", "kind", "amount", "operation", "model", "charge", "price_version", "margin_ppm"),
    *("flags", "reason"),
)
_ROWS_AT_ONCE = 500


class BillingService:
    """`catalog` says what counts, `ledger` counts it, `edits` changes the catalog."""

    def __init__(
        self, database: Database, clock: Clock, accounts: AccountsService, catalog: Catalog, ledger: Ledger
    ) -> None:
        self._database, self._clock, self._accounts = database, clock, accounts
        self.catalog, self.ledger = catalog, ledger
        self.edits = CatalogEdits(database, catalog, accounts)

    # A person's own

    async def status(self, user_id: uuid.UUID) -> BillingStatus:
        """Return how every meter of a person stands; without leases nothing is read from the disk."""
        balances = await self.ledger.balances(user_id)
        lent: dict[Meter, int] = {}
        if balances.running.get("lease"):
            async with self._database.read() as tx:
                lent = await history_store.lent(tx, user_id)
        now_ms = self._clock.now_ms()
        return BillingStatus(
            plan=balances.plan,
            plan_until_ms=balances.plan_until_ms,
            at_ms=now_ms,
            meters=tuple(
                _told(each, balances.plan, now_ms, lent.get(each.meter))
                for each in balances.meters
                if each.meter is not Meter.CHARGED_MICROS
            ),
        )

    def plans(self) -> PlanList:
        """Return what there is to choose."""
        return PlanList(tuple(self.catalog.plan(name) for name in PLANS))

    async def usage(self, user_id: uuid.UUID, days: int) -> UsageHistory:
        """Return what a person used in the last so many days of UTC, today included."""
        today = self._clock.now_ms() // DAY_MS
        first_ms = (today - days + 1) * DAY_MS
        async with self._database.read() as tx:
            return UsageHistory(
                first_day=day_text(first_ms),
                last_day=day_text(today * DAY_MS),
                days=tuple(await history_store.days(tx, user_id, first_ms)),
                services=tuple(await history_store.services(tx, user_id, first_ms)),
            )

    async def ledger_page(self, user_id: uuid.UUID, query: LedgerQuery) -> LedgerPage:
        """Return entries of a person, the newest first."""
        async with self._database.read() as tx:
            entries = await history_store.page(
                tx, user_id, meter=query.meter, before=_place(query.before), limit=query.limit + 1
            )
        shown = entries[: query.limit]
        more = len(entries) > len(shown)
        return LedgerPage(tuple(shown), f"{shown[-1].at_ms}.{shown[-1].number}" if more else "")

    async def ledger_csv(self, user_id: uuid.UUID) -> AsyncGenerator[bytes, None]:
        """Yield all entries of a person as CSV (RFC 4180, UTF-8), some hundred lines at a time."""
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(_COLUMNS)
        lines = 0
        async with self._database.read() as tx:
            async for one in history_store.every(tx, user_id):
                time = f"{day_text(one.at_ms)}T{_clock_text(one.at_ms)}Z"
                charge = one.charge_id or ""
                writer.writerow(
                    [
                        *(time, one.meter.value, one.kind, one.amount, one.operation, one.model, charge),
                        *(one.price_version or "", one.margin_ppm or "", " ".join(one.flags)),
                        _harmless(one.reason),
                    ]
                )
                lines += 1
                if lines % _ROWS_AT_ONCE == 0:
                    yield _taken(buffer)
        yield _taken(buffer)

    async def charge(self, user_id: uuid.UUID, charge_id: uuid.UUID) -> ChargeStatus:
        """Return what came of a call of this person. Raises `AppError("billing.charge_not_found")`."""
        found = await self.ledger.charge(charge_id)
        if found is None or found.user_id != user_id:
            raise AppError("billing.charge_not_found")
        version = self.catalog.state.versions.get(found.price_version)
        return ChargeStatus(
            charge_id=found.id,
            state=found.state,
            operation=found.operation,
            model=version.model if version else "",
            at_ms=found.at_ms,
            amounts=tuple(MeterAmount(meter, amount) for meter, amount in found.amounts.items()),
            usage=found.usage,
            price_version=found.price_version,
            flags=found.flags,
        )

    async def check(self, who: Principal, wanted: QuotaCheck) -> QuotaAnswer:
        """Say whether there is room for all that is wanted, and if not, for what first. Reserves nothing."""
        room = await self.ledger.room(who.user_id, who.tenant_id, [each.meter for each in wanted.wanted])
        for each, free in zip(wanted.wanted, room, strict=True):
            if free < each.amount:
                return await self._refused(who.user_id, each.meter, each.amount, free)
        return QuotaAnswer(allowed=True, remaining=room[0] if len(room) == 1 else None)

    async def _refused(self, user_id: uuid.UUID, meter: Meter, amount: int, free: int) -> QuotaAnswer:
        balances = await self.ledger.balances(user_id)
        (one,) = [each for each in balances.meters if each.meter is meter] or [None]
        return QuotaAnswer(
            allowed=False,
            meter=meter,
            remaining=max(0, free),
            reserved=one is not None and one.held > 0 and free + one.held >= amount,
            resets_ms=one.ends_ms if one is not None and length_of(meter) != "level" else 0,
        )

    # A super admin's

    async def status_of(self, user_id: uuid.UUID) -> BillingStatus:
        """Return how somebody's meters stand. Raises `AppError("accounts.user_not_found")`."""
        async with self._database.read() as tx:
            await self._accounts.standing(tx, user_id)
        return await self.status(user_id)

    async def budget(self) -> BudgetStatus:
        """Return how the budget of free use stands."""
        async with self._database.read() as tx:
            return await budget_status(tx, self.catalog)

    async def adjust(self, who: Principal, user_id: uuid.UUID, change: Adjustment) -> BillingStatus:
        """Correct somebody's balance by a new entry, and note who did it. Repeated, it changes nothing.

        Raises AppError `accounts.user_not_found`, `billing.bad_adjustment`.
        """
        if change.amount == 0:
            raise AppError("billing.bad_adjustment")
        move = Move(
            user_id=user_id,
            kind="adjust",
            meter=change.meter,
            amount=change.amount,
            idem=f"adjust:{change.adjustment_id}",
            reason=change.reason,
            actor=who.user_id,
        )

        async def note(tx: Transaction) -> list[Move]:
            await self._accounts.standing(tx, user_id)
            if await history_store.is_booked(tx, move.idem):
                return []
            detail = {"meter": change.meter.value, "amount": str(change.amount), "reason": change.reason}
            await self._accounts.audit(tx, who, "billing.adjusted", user_id, detail=detail)
            return [move]

        await self.ledger.also((), note)
        return await self.status(user_id)


def _told(balance: MeterBalance, plan: str, now_ms: int, lent: int | None) -> MeterStatus:
    status = meter_status(
        balance.meter,
        used=balance.used,
        limit=balance.limit,
        held=balance.held,
        plan=plan,
        now_ms=now_ms,
        ends_ms=balance.ends_ms,
        free=balance.free,
    )
    return structs.replace(status, offline_left=lent)


def _place(text: str) -> Place | None:
    at_ms, _, number = text.partition(".")
    return (int(at_ms), int(number)) if number else None


def _clock_text(at_ms: int) -> str:
    seconds = at_ms // 1_000 % 86_400
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _harmless(text: str) -> str:
    """Words that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
