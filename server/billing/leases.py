"""Leases: parts of an allowance that are held for a device, to be used up without a connection and told of later."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec.structs import replace

from server.billing import history_store, lease_store
from server.billing.lease_store import LeaseRow
from server.billing.ledger import Ledger
from server.billing.orders import HoldRequest, Order, Settle
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.billing import leases as rules
from shared.billing.lease_messages import (
    IssueLease,
    LeaseAnswer,
    LeaseState,
    LentLease,
    LentList,
    SendReport,
)
from shared.billing.leases import Lease, Outcome, Report
from shared.billing.meters import Meter, period_of
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id

KIND = "lease"
OPERATION = "voice"
_ORPHAN_MS = 60_000
_AT_ONCE = 200
_ROOMLESS = frozenset({"billing.used_up", "billing.reserved"})
_ENDED_BY: dict[str, LeaseState] = {"forked": "forked", "overspent": "overspent", "clock": "clock"}
Sign = Callable[[bytes], tuple[str, bytes]]
"""What is signed begins with a domain; returns (kid, signature)."""


class KnownDevice(Protocol):
    """What is needed of a device."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def public_key(self) -> bytes: ...
    @property
    def revoked_ms(self) -> int | None: ...


Devices = Callable[[Transaction, uuid.UUID], Awaitable[KnownDevice | None]]


class Leases:
    """One row per lease is the truth about it. What a token says was so when it was signed, and only grows."""

    def __init__(
        self, database: Database, clock: Clock, ledger: Ledger, devices: Devices, sign: Sign
    ) -> None:
        self._database, self._clock, self._ledger = database, clock, ledger
        self._devices, self._sign = devices, sign

    # What a device asks

    async def issue(self, who: Principal, wanted: IssueLease) -> LeaseAnswer:
        """Lend this device a part of what remains; the same id again lends nothing more.

        An open lease that the device does not know any more counts as used up: whoever loses the history of a lease
        cannot say what was spent of it. Raises AppError `billing.lease_too_little`, `billing.too_many_leases`,
        `billing.lease_elsewhere`, `billing.used_up`, `billing.reserved`.
        """
        async with self._database.read() as tx:
            before = await lease_store.lease(tx, wanted.lease_id)
        if before is not None:
            return self._told(self._own(before, who), signed=True)
        meter = Meter(wanted.meter)
        free = await self._ledger.available(who.user_id, who.tenant_id, meter)
        amount = rules.lendable(meter, free)
        if amount == 0:
            raise AppError("billing.lease_too_little")
        after: list[LeaseRow] = []

        async def begin(tx: Transaction) -> list[Order]:
            row = await self._begun(tx, who, wanted, amount)
            orders: list[Order] = []
            standing = await lease_store.open_leases(tx, who.user_id, hold=True)
            lost = [one for one in standing if (one.device_id, one.meter) == (row.device_id, row.meter)]
            if len(standing) - len(lost) >= rules.MOST_OPEN:
                raise AppError("billing.too_many_leases")
            for one in lost:
                orders += await self._end(tx, one, one.grant_amount, "lost", "lease_lost")
            if not await lease_store.added(tx, row):
                raise AppError("billing.in_progress")
            after[:] = [row]
            return [*orders, _hold(row, amount)]

        await self._ledger.also((), begin)
        return self._told(after[0], signed=True)

    async def renew(self, who: Principal, sent: SendReport) -> LeaseAnswer:
        """Book what was spent, and lend anew for seven days: what is unspent stays, up to a fifth of what remains.

        The answer has no token when entries are missing, or when the lease is over. Raises AppError
        `billing.lease_not_found`, `billing.lease_elsewhere`, `billing.lease_forged`.
        """
        row, report = await self._read(who, sent)
        free = await self._ledger.available(row.user_id, row.tenant_id, row.meter)
        # What the device reports now is not booked yet, so it is still in what the lease holds.
        new = max(0, row.held - max(0, report.spent - row.charged))
        target = rules.lendable(row.meter, free + new)
        for grant in (report.spent + target, 0):
            try:
                return await self._reported(who, report, grant)
            except AppError as error:
                if error.code not in _ROOMLESS:
                    raise
        return await self._reported(who, report, None)

    async def report(self, who: Principal, sent: SendReport) -> LeaseAnswer:
        """Note what was spent; a final report ends the lease and gives the rest back. Raises AppError as `renew`."""
        _row, report = await self._read(who, sent)
        return await self._reported(who, report, None)

    async def lent(self, who: Principal) -> LentList:
        """Return what the devices of a person were lent."""
        async with self._database.read() as tx:
            rows = await lease_store.open_leases(tx, who.user_id)
            return LentList(tuple([_shown(row, await self._devices(tx, row.device_id)) for row in rows]))

    # What goes on by itself

    async def tidy(self) -> int:
        """Charge leases of which nothing was heard for too long, give back what no lease lives on; returns how many."""
        now_ms = self._clock.now_ms()
        async with self._database.read() as tx:
            silent = await lease_store.silent(tx, now_ms - rules.GRACE_MS, _AT_ONCE)
            holds = await history_store.open_holds(tx, KIND, now_ms - _ORPHAN_MS)
            used = await lease_store.used_holds(tx, holds)
        for lease_id in silent:
            await self._ledger.also((), lambda tx, lease_id=lease_id: self._give_up(tx, lease_id))
        for hold_id in holds:
            hold = None if hold_id in used else await self._ledger.find(hold_id)
            if hold is not None:
                await self._ledger.void(hold, "its lease is no more")
        return len(silent)

    async def erase_user(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Forget what somebody was lent; what was used stays in the ledger."""
        await lease_store.erase(tx, user_id)

    async def exported(self, tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[tuple[str, bytes]]:
        """Yield a person's leases for the archive of everything of a person."""
        for row in await lease_store.of_user(tx, user_id):
            yield "leases.jsonl", msgspec.json.encode(_shown(row, None)) + b"\n"

    # Within

    def _own(self, row: LeaseRow | None, who: Principal) -> LeaseRow:
        if row is None or row.user_id != who.user_id:
            raise AppError("billing.lease_not_found")
        if row.device_id != who.device_id:
            raise AppError("billing.lease_elsewhere")
        return row

    async def _begun(self, tx: Transaction, who: Principal, wanted: IssueLease, amount: int) -> LeaseRow:
        device = await self._devices(tx, who.device_id) if who.device_id else None
        if who.device_id is None or device is None or device.user_id != who.user_id:
            raise AppError("billing.lease_elsewhere")
        now_ms, meter = self._clock.now_ms(), Meter(wanted.meter)
        return LeaseRow(
            lease_id=wanted.lease_id,
            user_id=who.user_id,
            tenant_id=who.tenant_id,
            device_id=who.device_id,
            device_key=device.public_key,
            meter=meter,
            grant_amount=amount,
            issued_ms=now_ms,
            until_ms=now_ms + rules.LASTS_MS,
            head=rules.root_of(wanted.lease_id),
            hold_id=new_id(),
            held=amount,
            period_key=period_of(meter, now_ms).key,
            reported_ms=now_ms,
        )

    async def _read(self, who: Principal, sent: SendReport) -> tuple[LeaseRow, Report]:
        """Return the lease that a report is of, and the report when the lease's device signed it."""
        try:
            report, payload, signature = rules.opened(sent.report, Report)
        except ValueError as cause:
            raise AppError("billing.lease_forged") from cause
        async with self._database.read() as tx:
            row = self._own(await lease_store.lease(tx, report.lease_id), who)
        try:
            Ed25519PublicKey.from_public_bytes(row.device_key).verify(
                signature, rules.REPORT_DOMAIN + payload
            )
        except InvalidSignature as cause:
            raise AppError("billing.lease_forged") from cause
        return row, report

    async def _reported(self, who: Principal, report: Report, grant: int | None) -> LeaseAnswer:
        """Take a report in; with `grant` lend anew, so much in all or what is lent already. The report was verified."""
        after: list[LeaseRow] = []

        async def work(tx: Transaction) -> list[Order]:
            row = self._own(await lease_store.lease(tx, report.lease_id, hold=True), who)
            after[:] = [row]
            if row.state != "open":
                return []
            found = rules.judged(
                self._lease(row, ""), row.chain, await lease_store.past(tx, row.lease_id), report
            )
            await lease_store.add_links(tx, row.lease_id, found.links)
            row = _grown(row, found, self._clock.now_ms())
            ended, orders = await self._followed(tx, row, found, report, grant)
            after[:] = [ended]
            return orders

        await self._ledger.also((), work)
        row = after[0]
        whole = (row.counter, row.spent) == (report.counter, report.spent)
        return self._told(row, signed=grant is not None and row.state == "open" and whole)

    async def _followed(
        self, tx: Transaction, row: LeaseRow, found: Outcome, report: Report, grant: int | None
    ) -> tuple[LeaseRow, list[Order]]:
        """What follows from a report whose entries are noted in `row`, not written yet."""
        state = _ENDED_BY.get(found.verdict)
        if state is not None:
            return await self._ended(tx, row, found.charge, state, f"lease_{state}")
        if found.verdict == "ok" and report.final:
            restored = "lease_restored" if found.charge > row.spent else ""
            return await self._ended(tx, row, found.charge, "closed", restored)
        whole = (row.counter, row.spent) == (report.counter, report.spent)
        if found.verdict != "ok" or grant is None or not whole:
            await lease_store.put(tx, row)
            return row, []
        return await self._lent_anew(tx, row, max(grant, row.grant_amount))

    async def _lent_anew(self, tx: Transaction, row: LeaseRow, grant: int) -> tuple[LeaseRow, list[Order]]:
        now_ms = self._clock.now_ms()
        if grant == row.spent:
            return await self._ended(tx, row, row.spent, "closed", "")
        row = replace(row, until_ms=now_ms + rules.LASTS_MS)
        held, period = grant - row.spent, period_of(row.meter, now_ms).key
        if (row.held, row.charged, row.period_key) == (held, row.spent, period):
            await lease_store.put(tx, row)
            return row, []
        orders: list[Order] = list(_settled(row, row.spent, ""))
        row = replace(
            row, grant_amount=grant, charged=row.spent, hold_id=new_id(), held=held, period_key=period
        )
        await lease_store.put(tx, row)
        return row, [*orders, _hold(row, held)]

    async def _ended(
        self, tx: Transaction, row: LeaseRow, charge: int, state: LeaseState, flags: str
    ) -> tuple[LeaseRow, list[Order]]:
        orders: list[Order] = list(_settled(row, charge, flags))
        row = replace(
            row,
            state=state,
            charged=max(charge, row.charged),
            hold_id=None,
            held=0,
            ended_ms=self._clock.now_ms(),
            flags=flags,
        )
        await lease_store.put(tx, row)
        return row, orders

    async def _end(
        self, tx: Transaction, row: LeaseRow, charge: int, state: LeaseState, flags: str
    ) -> list[Order]:
        return (await self._ended(tx, row, charge, state, flags))[1]

    async def _give_up(self, tx: Transaction, lease_id: uuid.UUID) -> list[Order]:
        row = await lease_store.lease(tx, lease_id, hold=True)
        if row is None or row.state != "open" or row.until_ms + rules.GRACE_MS >= self._clock.now_ms():
            return []
        return await self._end(tx, row, row.grant_amount, "unreported", "lease_unreported")

    def _lease(self, row: LeaseRow, key_id: str) -> Lease:
        return Lease(
            key_id=key_id,
            lease_id=row.lease_id,
            user_id=row.user_id,
            device_key=rules.encoded(row.device_key),
            meter=row.meter,
            grant=row.grant_amount,
            issued_ms=row.issued_ms,
            begins_ms=row.issued_ms,
            until_ms=row.until_ms,
            counter=row.counter,
        )

    def _token(self, row: LeaseRow) -> str:
        # The key's name is inside what it signs; it is the same key for the life of the server.
        key_id, _ = self._sign(rules.LEASE_DOMAIN)
        payload = rules.canonical(self._lease(row, key_id))
        return rules.sealed(payload, self._sign(rules.LEASE_DOMAIN + payload)[1])

    def _told(self, row: LeaseRow, *, signed: bool) -> LeaseAnswer:
        return LeaseAnswer(
            lease_id=row.lease_id,
            state=row.state,
            token=self._token(row) if signed and row.state == "open" else "",
            counter=row.counter,
            spent=row.spent,
            head=row.head.hex(),
            charged=row.charged,
            server_ms=self._clock.now_ms(),
        )


def _hold(row: LeaseRow, amount: int) -> HoldRequest:
    return HoldRequest(
        user_id=row.user_id,
        tenant_id=row.tenant_id,
        amounts=((row.meter, amount),),
        operation=OPERATION,
        kind=KIND,
        open_at_most=rules.MOST_OPEN,
        hold_id=row.hold_id,
    )


def _settled(row: LeaseRow, charge: int, flags: str) -> tuple[Settle, ...]:
    """End the lease's hold with what of `charge` is not booked yet; never more than it holds."""
    if row.hold_id is None:
        return ()
    owed = min(row.held, max(0, charge - row.charged))
    order = Settle(
        hold_id=row.hold_id,
        user_id=row.user_id,
        amounts={row.meter: owed} if owed else None,
        flags=(flags,) if flags else (),
        reason="" if owed else "nothing was spent of it",
    )
    return (order,)


def _grown(row: LeaseRow, found: Outcome, now_ms: int) -> LeaseRow:
    chain = found.chain
    return replace(
        row,
        counter=chain.counter,
        spent=chain.spent,
        head=chain.head,
        wall_ms=chain.wall_ms,
        reported_ms=now_ms,
    )


def _shown(row: LeaseRow, device: KnownDevice | None) -> LentLease:
    return LentLease(
        lease_id=row.lease_id,
        device_id=row.device_id,
        device=device.name if device else "",
        removed=device is None or device.revoked_ms is not None,
        meter=row.meter,
        grant=row.grant_amount,
        spent=row.spent,
        issued_ms=row.issued_ms,
        until_ms=row.until_ms,
        returns_ms=row.until_ms + rules.GRACE_MS,
        reported_ms=row.reported_ms,
    )
