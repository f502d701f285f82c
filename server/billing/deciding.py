"""What a hold may take and what its end costs, on books in memory, without waiting. Knows no database.

Every method changes the books and notes in a batch what is to be written; a refusal changes no balance.
"""

import uuid
from collections.abc import Iterator, Mapping

import msgspec

from server.billing.batch import Batch, Origin
from server.billing.book import (
    SETTLED,
    STATES,
    VOIDED,
    Account,
    Book,
    Ended,
    KnownKey,
    MeterBook,
    OpenHold,
    Part,
    PastHold,
)
from server.billing.orders import Charge, HoldRequest, Settle
from server.billing.periods import BUDGET, Books, Limits, Periods, chain
from shared.billing.grants import charge, free, take, verdict
from shared.billing.meters import DAY_MS, Meter
from shared.billing.usage import Usage
from shared.errors import AppError
from shared.ids import new_id

_JSON = msgspec.json.Encoder()


class Decider:
    """Decides for one process, whose boot id the holds bear."""

    def __init__(self, limits: Limits, boot: uuid.UUID) -> None:
        self.periods = Periods(limits)
        self.limits = limits
        self.boot = boot

    def hold(
        self, books: Books, batch: Batch, request: HoldRequest, now_ms: int, hold_id: uuid.UUID | None = None
    ) -> OpenHold:
        """Take from the person's grants, the school's cap and the budget, or from none of them.

        Raises AppError `billing.used_up`, `billing.reserved`, `billing.too_many_holds`, `billing.in_progress`,
        `billing.done_before`, `billing.key_reused`.
        """
        user = books[request.user_id]
        if request.idem:
            _check_key(user, request, now_ms)
        if request.open_at_most is not None:
            _check_open(user, request)
        lines: list[tuple[Book, MeterBook, int]] = []
        seen: set[Meter] = set()
        for meter, amount in request.amounts:
            if amount < 0 or meter in seen:
                raise ValueError("amounts are of different meters and not below zero")
            seen.add(meter)
            for payer in self.payers(books, user, request, meter, now_ms):
                found = self.periods.live(books, batch, payer, meter, now_ms)
                if found is None:
                    continue
                if free(found.grants) < amount:
                    raise self._refusal(user, payer, found, amount, now_ms)
                lines.append((payer, found, amount))
        parts: list[Part] = []
        for payer, found, amount in lines:
            for grant, part in take(found.grants, amount):
                grant.held += part
                batch.accounts[grant.id] = grant
                parts.append((payer.id, grant.id, part))
        held = OpenHold(hold_id or new_id(), request, tuple(parts), self.boot, now_ms)
        user.holds[held.id] = held
        user.running[request.kind] = user.running.get(request.kind, 0) + 1
        batch.holds[held.id] = held
        if request.idem:
            key = KnownKey(held.id, request.request_sha256, now_ms, running=True)
            user.keys[request.idem] = batch.keys[user.id, request.idem] = key
        batch.ops += 1
        batch.changed.add(user.id)
        return held

    def settle(
        self,
        books: Books,
        batch: Batch,
        order: Settle,
        now_ms: int,
        past: PastHold | None = None,
        request: HoldRequest | None = None,
    ) -> Charge:
        """End a hold. One that ended before tells how; one that was given up, or never written, is charged late."""
        user = books[order.user_id]
        held = user.holds.get(order.hold_id)
        flags = order.flags
        if held is None:
            if past is not None:
                request = past.request
                if past.ended.state in (SETTLED, VOIDED) or order.amounts is None:
                    return charge_of(order.hold_id, past.request, past.ended)
                flags = (*flags, "late")
            elif request is None or order.amounts is None:
                return Charge(
                    id=order.hold_id, user_id=order.user_id, operation="", state="voided", at_ms=now_ms
                )
            else:
                flags = (*flags, "late")
                batch.holds[order.hold_id] = OpenHold(order.hold_id, request, (), self.boot, now_ms)
        else:
            request = held.request
        ended = self._end(books, batch, user, held, request, order, flags, now_ms)
        batch.ops += 1
        batch.changed.add(user.id)
        return charge_of(order.hold_id, request, ended)

    def available(
        self, books: Books, batch: Batch, user: Book, request: tuple[uuid.UUID | None, Meter], now_ms: int
    ) -> int:
        """Return the least of what each payer has free."""
        tenant_id, meter = request
        probe = HoldRequest(user_id=user.id, tenant_id=tenant_id, amounts=(), operation="")
        least = 1 << 60
        for payer in self.payers(books, user, probe, meter, now_ms):
            found = self.periods.live(books, batch, payer, meter, now_ms)
            if found is not None:
                least = min(least, free(found.grants))
        return least

    def payers(self, books: Books, user: Book, request: HoldRequest, meter: Meter, now_ms: int) -> list[Book]:
        """Who has to have room for a meter: the person, the school, and the budget of free use.

        Whoever has bought tokens that are not spent yet is no free user: nothing of theirs counts on the budget, also
        not what their plan still gives, which is spent before what was bought. That is at most the plan's allowance
        of a period, and what was paid for never waits for the budget of others.
        """
        payers = [user]
        tenant_id = request.tenant_id or user.standing.tenant_id
        if tenant_id is not None:
            payers.append(books[tenant_id])
        if (
            meter is Meter.CHARGED_MICROS
            and self.limits.budget_micros() is not None
            and user.standing.plan_at(now_ms) == "free"
            and not _has_bought(user, now_ms)
        ):
            payers.append(books[BUDGET])
        return payers

    def _refusal(self, user: Book, payer: Book, found: MeterBook, amount: int, now_ms: int) -> AppError:
        held = sum(grant.held for grant in found.grants)
        if verdict(found.grants, amount) == "reserved":
            return AppError("billing.reserved", meter=found.meter.value, held=held, whose=payer.whose)
        grant = found.plan_grant()
        limit = (grant.allowance or 0) if grant else 0
        used = sum(one.used for one in found.grants)
        limit += sum(one.posted + one.used for one in found.grants if one is not grant)
        return AppError(
            "billing.used_up",
            meter=found.meter.value,
            used=used,
            limit=limit,
            resets_ms=found.until_ms if grant is None else grant.expires_ms,
            whose=payer.whose,
            plan=user.standing.plan_at(now_ms),
        )

    def _end(
        self,
        books: Books,
        batch: Batch,
        user: Book,
        held: OpenHold | None,
        request: HoldRequest,
        order: Settle,
        flags: tuple[str, ...],
        now_ms: int,
    ) -> Ended:
        charged: dict[str, int] = {}
        lines: list[tuple[Book, MeterBook | None, Meter, int]] = []
        for meter, amount in (order.amounts or {}).items():
            if amount > 0:
                charged[meter.value] = amount
                lines.extend(self._lines(books, batch, user, held, request, meter, amount, now_ms))
        if held is not None:
            self._release(books, batch, held)
        usage_json = _JSON.encode(order.usage).decode() if order.usage is not None else ""
        why = Origin("use", now_ms, request, order.hold_id, usage_json, order.provider_cost_nano, flags)
        overrun = False
        for payer, found, meter, amount in lines:
            overrun |= self._spend(books, batch, payer, found, meter, amount, held, why)
        if overrun:
            flags = (*flags, "overrun")
        if order.amounts is None:
            state = VOIDED
            known = user.keys.get(request.idem)
            if known is not None and known.hold_id == order.hold_id:
                del user.keys[request.idem]
        else:
            state = SETTLED
            self._answer(user, batch, request, order)
        ended = Ended(state, now_ms, charged, usage_json, order.provider_cost_nano, flags, order.reason)
        batch.ends[order.hold_id] = ended
        if held is not None:
            self._close(books, batch, held.parts, now_ms)
        return ended

    def _lines(
        self,
        books: Books,
        batch: Batch,
        user: Book,
        held: OpenHold | None,
        request: HoldRequest,
        meter: Meter,
        amount: int,
        now_ms: int,
    ) -> Iterator[tuple[Book, MeterBook | None, Meter, int]]:
        """Who pays now, and whoever holds something for it: a cap may have gone meanwhile.

        Whether it is free use was decided with the hold: a budget that held nothing of it is not asked at its end.
        """
        payers = self.payers(books, user, request, meter, now_ms)
        holders = [
            books[owner_id]
            for owner_id, account_id, _part in (held.parts if held else ())
            if books[owner_id].accounts[account_id].meter is meter
        ]
        if holders:
            payers = [payer for payer in payers if payer.id != BUDGET or payer in holders]
        payers += [owner for owner in dict.fromkeys(holders) if owner not in payers]
        for payer in payers:
            found = self.periods.live(books, batch, payer, meter, now_ms)
            if found is not None or (held is not None and any(part[0] == payer.id for part in held.parts)):
                yield payer, found, meter, amount

    def _spend(
        self,
        books: Books,
        batch: Batch,
        payer: Book,
        found: MeterBook | None,
        meter: Meter,
        amount: int,
        held: OpenHold | None,
        why: Origin,
    ) -> bool:
        """Charge one payer; tells whether it went below its floor. The provider's figures stand in the first entry."""
        parts = [
            (payer.accounts[account_id], part)
            for owner_id, account_id, part in (held.parts if held else ())
            if owner_id == payer.id and payer.accounts[account_id].meter is meter
        ]
        grants = found.grants if found is not None else []
        if not parts and not grants:
            grants = [self._debt(batch, payer, meter, why)]
        beyond = False
        for grant, part, over in charge(parts, grants, amount):
            grant.used += part
            beyond |= over
            spent = self.periods.other(batch, payer, payer.meter(meter), "spent")
            flags = why.flags
            if over:
                why.flags = (*flags, "overrun")
            batch.post(chain(books, payer), grant, spent, part, why)
            why.flags, why.usage_json, why.provider_cost_nano = flags, "", 0
        return beyond

    def _debt(self, batch: Batch, payer: Book, meter: Meter, why: Origin) -> Account:
        """A grant of nothing, for what must be charged while there is none."""
        return self.periods.opened(
            batch,
            payer,
            Account(
                new_id(), payer.id, meter, "adjust", f"debt:{why.hold_id}", expires_ms=why.at_ms + DAY_MS
            ),
        )

    def _release(self, books: Books, batch: Batch, held: OpenHold) -> None:
        user = books[held.request.user_id]
        del user.holds[held.id]
        user.running[held.request.kind] = user.running.get(held.request.kind, 0) - 1
        for owner_id, account_id, part in held.parts:
            account = books[owner_id].accounts[account_id]
            account.held -= part
            batch.accounts[account_id] = account

    def _close(self, books: Books, batch: Batch, parts: tuple[Part, ...], now_ms: int) -> None:
        for owner_id, account_id, _part in parts:
            book = books[owner_id]
            account = book.accounts.get(account_id)
            if account is not None and account not in book.meter(account.meter).grants:
                self.periods.close_if_done(books, batch, book, account, now_ms)

    def _answer(self, user: Book, batch: Batch, request: HoldRequest, order: Settle) -> None:
        known = user.keys.get(request.idem) if request.idem else None
        if known is not None and known.hold_id == order.hold_id:
            kept = KnownKey(known.hold_id, known.request_sha256, known.at_ms, order.response)
            user.keys[request.idem] = kept
            if order.response is not None:
                batch.keys[user.id, request.idem] = kept


def _has_bought(user: Book, now_ms: int) -> bool:
    found = user.meters.get(Meter.AI_TOKENS)
    return found is not None and any(
        grant.kind == "topup" and grant.posted > 0 and grant.expires_ms > now_ms for grant in found.grants
    )


def _check_key(user: Book, request: HoldRequest, now_ms: int) -> None:
    known = user.keys.get(request.idem)
    if known is None or known.at_ms + DAY_MS <= now_ms:
        return
    if known.request_sha256 != request.request_sha256:
        raise AppError("billing.key_reused")
    if known.running:
        raise AppError("billing.in_progress", charge=str(known.hold_id))
    raise AppError("billing.done_before", charge=str(known.hold_id))


def _check_open(user: Book, request: HoldRequest) -> None:
    most = request.open_at_most or 0
    running = user.running.get(request.kind, 0)
    if running >= most:
        raise AppError("billing.too_many_holds", running=running, most=most)


def charge_of(hold_id: uuid.UUID, request: HoldRequest, ended: Ended | None) -> Charge:
    """Tell how a hold stands."""
    if ended is None:
        return Charge(
            id=hold_id,
            user_id=request.user_id,
            operation=request.operation,
            state="open",
            price_version=request.price_version,
            margin_ppm=request.margin_ppm,
        )
    return Charge(
        id=hold_id,
        user_id=request.user_id,
        operation=request.operation,
        state=STATES[ended.state],
        amounts=amounts_of(ended.charged),
        usage=msgspec.json.decode(ended.usage_json, type=Usage) if ended.usage_json else None,
        provider_cost_nano=ended.provider_cost_nano,
        price_version=request.price_version,
        margin_ppm=request.margin_ppm,
        flags=ended.flags,
        at_ms=ended.ended_ms,
    )


def amounts_of(charged: Mapping[str, int]) -> dict[Meter, int]:
    """Amounts by meter, as they are kept by its name."""
    return {Meter(name): amount for name, amount in charged.items()}
