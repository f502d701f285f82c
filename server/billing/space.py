"""What people store and send, counted in the ledger. Has the shape that content asks for; knows no file."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import msgspec

from server.billing import history_store
from server.billing.catalog import Catalog
from server.billing.ledger import Ledger
from server.billing.orders import HoldRequest, Move, Order, Settle
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.ids import new_id
from shared.plans import Plan

UPLOAD = "upload"
OPERATION = "storage"


class Booked(Protocol):
    """What came of a reservation."""

    @property
    def reservation(self) -> uuid.UUID: ...

    @property
    def user_id(self) -> uuid.UUID: ...

    @property
    def stored_bytes(self) -> int: ...

    @property
    def uploads(self) -> int: ...


class SpaceLedger:
    """Bytes are a level: used while something is there. Uploads are used up for their month, whatever is deleted."""

    def __init__(self, database: Database, catalog: Catalog, ledger: Ledger) -> None:
        self._database, self._catalog, self._ledger = database, catalog, ledger

    async def allowance(self, who: Principal) -> Plan:
        """Return the plan with the limits that the ledger knows: corrections change them."""
        balances = await self._ledger.balances(who.user_id, who.tenant_id)
        limits = {each.meter: each.limit for each in balances.meters}
        plan, storage = self._catalog.plan(who.plan), limits[Meter.STORAGE_BYTES]
        return msgspec.structs.replace(
            plan,
            storage_bytes=plan.storage_bytes if storage is None else storage,
            uploads_per_month=limits[Meter.UPLOADS],
        )

    async def reserve(self, who: Principal, stored_bytes: int, uploads: int) -> uuid.UUID:
        """Hold it until it is stored or given up. Raises AppError `billing.used_up`, `billing.reserved`."""
        wanted = ((Meter.STORAGE_BYTES, stored_bytes), (Meter.UPLOADS, uploads))
        amounts = tuple((meter, amount) for meter, amount in wanted if amount > 0)
        if not amounts:
            return new_id()
        request = HoldRequest(
            user_id=who.user_id, tenant_id=who.tenant_id, amounts=amounts, operation=OPERATION, kind=UPLOAD
        )
        hold = await self._ledger.hold(request)
        await hold.durable
        return hold.id

    async def release(self, reservation: uuid.UUID) -> None:
        """Void the hold if it is open."""
        hold = await self._ledger.find(reservation)
        if hold is not None:
            await self._ledger.void(hold, "given up")

    async def write(self, work: Callable[[Transaction], Awaitable[Sequence[Booked]]]) -> None:
        """Run `work` in one transaction with what it books."""

        async def both(tx: Transaction) -> list[Order]:
            return [
                Settle(
                    hold_id=each.reservation,
                    user_id=each.user_id,
                    amounts={Meter.STORAGE_BYTES: each.stored_bytes, Meter.UPLOADS: each.uploads},
                )
                for each in await work(tx)
            ]

        await self._ledger.also((), both)

    async def level(self, user_id: uuid.UUID, stored: Callable[[Transaction], Awaitable[int]]) -> None:
        """Move the ledger's level to what is stored.

        What was stored before it was counted is taken in as far as there is room.
        """
        missing = 0

        async def lower(tx: Transaction) -> list[Order]:
            nonlocal missing
            there, booked = await stored(tx), await history_store.level_of(tx, user_id, Meter.STORAGE_BYTES)
            missing = there - booked
            if missing >= 0:
                return []
            return [
                Move(
                    user_id=user_id,
                    kind="level_down",
                    meter=Meter.STORAGE_BYTES,
                    amount=-missing,
                    idem=f"level:{new_id()}",
                )
            ]

        await self._ledger.also((), lower)
        if missing > 0:
            await self._take_in(user_id, missing)

    async def forgotten(self, older_ms: int) -> list[uuid.UUID]:
        """Return holds of uploads that are open since before a moment."""
        async with self._database.read() as tx:
            return await history_store.open_holds(tx, UPLOAD, older_ms)

    async def _take_in(self, user_id: uuid.UUID, missing: int) -> None:
        amounts = ((Meter.STORAGE_BYTES, missing),)
        request = HoldRequest(user_id=user_id, amounts=amounts, operation=OPERATION, kind=UPLOAD)
        try:
            hold = await self._ledger.hold(request)
        except AppError:
            return
        await self._ledger.settle(hold, dict(amounts))
