"""Spoken sessions: one at a time for each person, counted by signs of life, paid from what is reserved ahead."""

import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from server.billing import history_store, voice_store
from server.billing.ledger import Ledger
from server.billing.orders import Hold, HoldRequest, Order, Settle
from server.billing.voice_store import SessionRow
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.billing import voice as rules
from shared.billing.grants import UNLIMITED
from shared.billing.meters import Meter
from shared.billing.voice_messages import (
    AskGrant,
    EndReason,
    EndSession,
    Heartbeat,
    RealtimeGrant,
    SessionStatus,
    StartSession,
    VoiceSession,
)
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id

KIND = "session"
OPERATION = "voice"
GRANT_MS = 60_000
"""How long a realtime grant is good; a device asks for the next one in time."""
_ORPHAN_MS = 60_000
_AT_ONCE = 200
_ROOMLESS = frozenset({"billing.used_up", "billing.reserved"})
Sign = Callable[[str, dict[str, Any]], str]


class VoiceSessions:
    """Time is that of the server: monotonic within one run of it, the wall's from one run to the next."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, sign: Sign) -> None:
        self._database, self._clock, self._ledger, self._sign = database, clock, ledger, sign

    # What a person asks

    async def status(self, who: Principal) -> SessionStatus:
        """Return how the minutes stand and which session is on; one that went silent is over."""
        async with self._database.read() as tx:
            row = await voice_store.active(tx, who.user_id)
        if row is not None and rules.is_stale(self._silence_ms(row)):
            row = await self._finished(row, "stale")
        on = row if row is not None and row.active else None
        used, limit, remaining = await self._minutes(who.user_id, who.tenant_id, on)
        return SessionStatus(
            session=None if on is None else _told(on, used, limit, remaining),
            used_ms=used,
            limit_ms=limit,
            remaining_ms=remaining,
            warning=_is_little(remaining),
            heartbeat_ms=rules.HEARTBEAT_MS,
        )

    async def start(self, who: Principal, wanted: StartSession) -> VoiceSession:
        """Begin, or go on with what this device began.

        Raises AppError `billing.session_elsewhere`, `billing.used_up`, `billing.reserved`.
        """
        async with self._database.read() as tx:
            before = await voice_store.active(tx, who.user_id)
        epoch = 1
        if before is not None:
            if rules.is_stale(self._silence_ms(before)):
                before = await self._finished(before, "stale")
            elif before.device_id == who.device_id:
                row = await self._beaten(who.user_id, before.session_id, before.epoch, None)
                if row.active:
                    return await self._view(row)
            elif wanted.take_over:
                before = await self._finished(before, "superseded")
            else:
                raise AppError("billing.session_elsewhere")
            epoch = before.epoch + 1
        hold = await self._reserved(who.user_id, who.tenant_id)
        row = self._begun(who, wanted, epoch, hold)

        async def begin(tx: Transaction) -> None:
            if not await voice_store.added(tx, row):
                raise AppError("billing.session_elsewhere")

        try:
            await self._ledger.also((), begin)
        except BaseException:
            await self._ledger.void(hold, "the session did not begin")
            raise
        return await self._view(row)

    async def heartbeat(self, who: Principal, sign: Heartbeat) -> VoiceSession:
        """Count what was spoken since the last sign of life; the answer may say that the session is over.

        Raises AppError `billing.session_not_found`, `billing.session_over`.
        """
        return await self._view(await self._beaten(who.user_id, sign.session_id, sign.epoch, sign.seq))

    async def end(self, who: Principal, end: EndSession) -> VoiceSession:
        """End it; said again, it answers the same. Raises AppError as `heartbeat`."""
        async with self._database.read() as tx:
            row = await _found(tx, who.user_id, end.session_id)
        if row.active:
            _check(row, end.epoch)
            row = await self._finished(row, end.reason)
        return await self._view(row)

    async def grant(self, who: Principal, asked: AskGrant) -> RealtimeGrant:
        """Sign that somebody may speak for the next minute; who asks for it is there, which counts as a sign of life.

        Raises AppError as `heartbeat`.
        """
        row = await self._beaten(who.user_id, asked.session_id, asked.epoch, None)
        _check(row, asked.epoch)
        _, _, remaining = await self._minutes(row.user_id, row.tenant_id, row)
        if remaining is not None and remaining <= 0:
            raise AppError("billing.session_over", reason="limit_reached")
        now_ms = self._clock.now_ms()
        until_ms = now_ms + min(GRANT_MS, GRANT_MS if remaining is None else remaining)
        claims = {
            "sub": str(row.user_id),
            "session": str(row.session_id),
            "epoch": row.epoch,
            "remaining_ms": remaining,
            "iat": now_ms // 1000,
            "exp": -(-until_ms // 1000),
        }
        return RealtimeGrant(
            grant=self._sign("realtime", claims), expires_ms=until_ms, remaining_ms=remaining
        )

    # What goes on by itself

    async def tidy(self) -> int:
        """End sessions that went silent, give back what no session lives on; returns how many ended."""
        now_ms = self._clock.now_ms()
        async with self._database.read() as tx:
            silent = await voice_store.silent(tx, now_ms - rules.STALE_MS, _AT_ONCE)
            holds = await history_store.open_holds(tx, KIND, now_ms - _ORPHAN_MS)
            used = await voice_store.used_holds(tx, holds)
        ended = 0
        for row in silent:
            if rules.is_stale(self._silence_ms(row)):
                ended += not (await self._finished(row, "stale")).active
        for hold_id in holds:
            hold = None if hold_id in used else await self._ledger.find(hold_id)
            if hold is not None:
                await self._ledger.void(hold, "its session is over")
        return ended

    async def erase_user(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Forget what somebody spoke about; the minutes stay in the ledger."""
        await voice_store.erase(tx, user_id)

    async def exported(self, tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[tuple[str, bytes]]:
        """Yield a person's sessions for the archive of everything of a person."""
        for row in await voice_store.of_user(tx, user_id):
            yield "voice_sessions.jsonl", msgspec.json.encode(_told(row, 0, None, None)) + b"\n"

    # Counting

    def _silence_ms(self, row: SessionRow) -> int:
        if row.boot == self._ledger.boot:
            return max(0, self._clock.monotonic_ms() - row.seen_monotonic_ms)
        return max(0, self._clock.now_ms() - row.seen_ms)

    def _seen(self, row: SessionRow, spoken_ms: int, seq: int) -> SessionRow:
        return replace(
            row,
            spoken_ms=row.spoken_ms + spoken_ms,
            last_seq=seq,
            boot=self._ledger.boot,
            seen_monotonic_ms=self._clock.monotonic_ms(),
            seen_ms=self._clock.now_ms(),
        )

    async def _beaten(
        self, user_id: uuid.UUID, session_id: uuid.UUID, epoch: int, seq: int | None
    ) -> SessionRow:
        """Count a sign of life; book what has gathered, and reserve anew."""
        after: list[SessionRow] = []

        async def work(tx: Transaction) -> list[Order]:
            row = await _found(tx, user_id, session_id, hold=True)
            _check(row, epoch)
            if seq is not None and seq <= row.last_seq:
                after[:] = [row]
                return []
            silence_ms = self._silence_ms(row)
            if rules.is_stale(silence_ms):
                after[:] = [row]
                return []
            counted = self._seen(row, rules.counted_ms(silence_ms), seq or row.last_seq)
            row, orders = _booked(counted, self._clock.now_ms())
            after[:] = [row]
            await voice_store.put(tx, row)
            return orders

        await self._ledger.also((), work)
        row = await self._still_on(after[0])
        return await self._supplied(row) if row.active and row.hold_id is None else row

    async def _still_on(self, row: SessionRow) -> SessionRow:
        """End a session that went silent. Raises AppError `billing.session_over` when it did."""
        if rules.is_stale(self._silence_ms(row)):
            row = await self._finished(row, "stale")
            if row.end_reason == "stale":
                raise AppError("billing.session_over", reason="stale")
        return row

    async def _supplied(self, row: SessionRow) -> SessionRow:
        """Reserve ahead; a session for which nothing is left is over."""
        try:
            hold = await self._reserved(row.user_id, row.tenant_id)
        except AppError as error:
            if error.code not in _ROOMLESS:
                raise
            return await self._finished(row, "limit_reached")
        after: list[SessionRow] = []

        async def keep(tx: Transaction) -> list[Order]:
            now = await voice_store.session(tx, row.user_id, row.session_id, hold=True)
            if now is None or not now.active or now.hold_id is not None:
                after[:] = [now or replace(row, active=False)]
                return [_void(hold.id, row.user_id, "the session has another")]
            after[:] = [replace(now, hold_id=hold.id, held_ms=hold.amounts[Meter.VOICE_MS])]
            await voice_store.put(tx, after[0])
            return []

        await self._ledger.also((), keep)
        return after[0]

    async def _reserved(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None) -> Hold:
        free = await self._ledger.available(user_id, tenant_id, Meter.VOICE_MS)
        amounts = ((Meter.VOICE_MS, max(1, min(rules.HELD_MS, free))),)
        request = HoldRequest(
            user_id=user_id, tenant_id=tenant_id, amounts=amounts, operation=OPERATION, kind=KIND
        )
        hold = await self._ledger.hold(request)
        await hold.durable
        return hold

    async def _finished(self, row: SessionRow, reason: EndReason) -> SessionRow:
        """End a session if it is on, and book what was spoken: of a long silence half a minute.

        One that gave a sign of life meanwhile is not "stale" and goes on.
        """
        after: list[SessionRow] = []

        async def work(tx: Transaction) -> list[Order]:
            now = await voice_store.session(tx, row.user_id, row.session_id, hold=True)
            if now is None or not now.active:
                after[:] = [now or replace(row, active=False)]
                return []
            silence_ms = self._silence_ms(now)
            if reason == "stale" and not rules.is_stale(silence_ms):
                after[:] = [now]
                return []
            spoken_ms = 0 if reason == "limit_reached" else rules.counted_ms(silence_ms)
            at_ms = now.seen_ms + rules.GAP_MS if rules.is_stale(silence_ms) else self._clock.now_ms()
            ended, orders = _over(self._seen(now, spoken_ms, now.last_seq), reason, at_ms)
            after[:] = [ended]
            await voice_store.put(tx, ended)
            return orders

        await self._ledger.also((), work)
        return after[0]

    # What is told

    async def _minutes(
        self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, row: SessionRow | None
    ) -> tuple[int, int | None, int | None]:
        """Return what is used, the limit and what remains, a session's own share counted in."""
        balances = await self._ledger.balances(user_id, tenant_id)
        (meter,) = [each for each in balances.meters if each.meter is Meter.VOICE_MS]
        free = await self._ledger.available(user_id, tenant_id, Meter.VOICE_MS)
        waiting, held = (row.waiting_ms, row.held_ms) if row is not None and row.active else (0, 0)
        remaining = None if free >= UNLIMITED else max(0, free + held - waiting)
        return meter.used + waiting, meter.limit, remaining

    async def _view(self, row: SessionRow) -> VoiceSession:
        return _told(row, *await self._minutes(row.user_id, row.tenant_id, row))

    def _begun(self, who: Principal, wanted: StartSession, epoch: int, hold: Hold) -> SessionRow:
        now_ms = self._clock.now_ms()
        return SessionRow(
            session_id=new_id(),
            user_id=who.user_id,
            tenant_id=who.tenant_id,
            device_id=who.device_id,
            topic=wanted.topic,
            difficulty=wanted.difficulty,
            active=True,
            epoch=epoch,
            last_seq=0,
            boot=self._ledger.boot,
            seen_monotonic_ms=self._clock.monotonic_ms(),
            seen_ms=now_ms,
            started_ms=now_ms,
            hold_id=hold.id,
            held_ms=hold.amounts[Meter.VOICE_MS],
        )


async def _found(
    tx: Transaction, user_id: uuid.UUID, session_id: uuid.UUID, *, hold: bool = False
) -> SessionRow:
    row = await voice_store.session(tx, user_id, session_id, hold=hold)
    if row is None:
        raise AppError("billing.session_not_found")
    return row


def _check(row: SessionRow, epoch: int) -> None:
    if not row.active:
        raise AppError("billing.session_over", reason=row.end_reason or "")
    if row.epoch != epoch:
        raise AppError("billing.session_over", reason="superseded")


def _void(hold_id: uuid.UUID, user_id: uuid.UUID, reason: str) -> Settle:
    return Settle(hold_id=hold_id, user_id=user_id, amounts=None, reason=reason)


def _booked(row: SessionRow, now_ms: int) -> tuple[SessionRow, list[Order]]:
    """Book what has gathered; when it is all that was reserved, no more could be, and the session is over."""
    if row.hold_id is None or row.waiting_ms < min(rules.BOOKED_MS, row.held_ms):
        return row, []
    if row.held_ms < rules.BOOKED_MS and row.waiting_ms >= row.held_ms:
        return _over(row, "limit_reached", now_ms)
    return _paid(row)


def _over(row: SessionRow, reason: EndReason, at_ms: int) -> tuple[SessionRow, list[Order]]:
    row, orders = _paid(row)
    return replace(row, active=False, end_reason=reason, ended_ms=at_ms), orders


def _paid(row: SessionRow) -> tuple[SessionRow, list[Order]]:
    """Book no more than is reserved: nobody is charged for what was not there."""
    if row.hold_id is None:
        return replace(row, spoken_ms=row.booked_ms), []
    owed_ms = min(row.waiting_ms, row.held_ms)
    booked_ms = row.booked_ms + owed_ms
    amounts = {Meter.VOICE_MS: owed_ms} if owed_ms else None
    order = Settle(hold_id=row.hold_id, user_id=row.user_id, amounts=amounts, reason="nothing was spoken")
    return replace(row, spoken_ms=booked_ms, booked_ms=booked_ms, hold_id=None, held_ms=0), [order]


def _is_little(remaining_ms: int | None) -> bool:
    return remaining_ms is not None and remaining_ms <= rules.WARNED_MS


def _told(row: SessionRow, used_ms: int, limit_ms: int | None, remaining_ms: int | None) -> VoiceSession:
    return VoiceSession(
        session_id=row.session_id,
        device_id=row.device_id,
        active=row.active,
        epoch=row.epoch,
        last_seq=row.last_seq,
        topic=row.topic,
        difficulty=row.difficulty,
        started_ms=row.started_ms,
        spoken_ms=row.spoken_ms,
        used_ms=used_ms,
        limit_ms=limit_ms,
        remaining_ms=remaining_ms,
        warning=_is_little(remaining_ms),
        end_reason=row.end_reason,
        ended_ms=row.ended_ms,
    )
