"""One exchange: grants, the guard and the authority inside one transaction. A request without a batch only reads."""

import asyncio
import uuid
from collections.abc import Callable
from typing import TypeVar

import msgspec

from server.accounts.service import AccountsService
from server.groups.service import GroupsService
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.sync.admission import Admission
from server.sync.figures import rows_in
from server.sync.grants import NOTHING, Granted, granted
from server.sync.guard import Asking, SyncGuard
from server.sync.holders import Holders
from server.sync.offers import Offers
from server.sync.pokes import News, Pokes
from server.sync.profiles import Profiles
from server.sync.room import ROWS_MOST, Room
from server.sync.store import SyncStore
from server.web.principal import Principal
from shared.accounts.records import PROFILE
from shared.errors import AppError
from sync.authority import Authority, decode_batch
from sync.change_store import ChangeStore
from sync.codec import seal, unseal
from sync.protocol import Answer, Exchange
from sync.rows import Op, Row
from sync.scopes import may_read
from sync.stamps import author_of

T = TypeVar("T")
_SMALL_BYTES = 4_096
_SMALL_ROWS = 20
"""Below this, the hop to a thread costs more than the work."""


class Exchanges:
    """Answers devices."""

    def __init__(
        self,
        database: Database,
        accounts: AccountsService,
        groups: GroupsService,
        *,
        pokes: Pokes,
        offers: Offers,
        admission: Admission,
        rows_most: int = ROWS_MOST,
    ) -> None:
        self._database, self._accounts, self._groups = database, accounts, groups
        self._pokes, self._offers, self._admission = pokes, offers, admission
        self._profiles = Profiles(accounts, groups, pokes)
        self._room = Room(rows_most)
        self._authority = Authority()

    async def exchange(self, who: Principal, body: bytes) -> tuple[Answer, bytes]:
        """Handle the body of one request; returns the answer and its body.

        Raises AppError: what `sync.codec.unseal` says of the body, `sync.wrong_device`, `sync.no_device`, `sync.busy`,
        `sync.garbled` for a batch that is none, `accounts.suspended`, `accounts.deleted`.
        """
        exchange = await _worked(len(body) > _SMALL_BYTES, lambda: unseal(body, Exchange))
        if who.device_id is None:
            raise AppError("sync.no_device")
        if exchange.device != who.device_id.bytes:
            raise AppError("sync.wrong_device")
        if exchange.batch:
            async with self._admission.turn():
                answer = await self._database.transact(lambda tx: self._pushed(tx, who, exchange))
        else:
            async with self._database.read() as tx:
                given = await granted(tx, self._accounts, self._groups, who)
                answer = await self._answered(tx, _received(exchange, given), given, None)
        many = rows_in(answer) > _SMALL_ROWS or bool(answer.buckets)
        return answer, await _worked(many, lambda: seal(answer))

    async def _pushed(self, tx: Transaction, who: Principal, exchange: Exchange) -> Answer:
        given = await granted(tx, self._accounts, self._groups, who, lock=True)
        exchange = _received(exchange, given)
        if not exchange.batch:
            return await self._answered(tx, exchange, given, None)
        store = SyncStore(tx)
        device_id = uuid.UUID(bytes=exchange.device)
        authors = await store.hold_device(device_id, who.user_id, author_of(device_id))
        if authors is None:
            raise AppError("sync.wrong_device")
        full = await self._room.full(store, given)
        asking = Asking(who.user_id, given.roles, authors, full)
        watch = _Watch(SyncGuard(asking), exchange.batch)
        answer = await self._answered(tx, exchange, given, watch)
        if watch.profile:
            await self._profiles.follow(tx, who.user_id)
        if watch.scopes:
            news = News(scopes=frozenset(watch.scopes))
            tx.after_commit(lambda: self._pokes.publish(news))
        return answer

    async def _answered(
        self, tx: Transaction, exchange: Exchange, given: Granted, guard: "_Watch | None"
    ) -> Answer:
        ready = await self._offers.ready(tx, exchange, given)
        authority = Authority(snapshots=ready) if ready else self._authority

        def work(store: ChangeStore) -> Answer:
            if guard is not None:
                guard.look(store)
            return authority.answer(store, exchange, given.access, tx.now_ms, guard=guard)

        return await tx.changes(work)


def _received(exchange: Exchange, given: Granted) -> Exchange:
    """Return what is looked at of an exchange. Raises AppError `accounts.suspended`, `accounts.deleted`.

    A suspended account's device is told which scopes it has lost, and after that why nothing goes on. Its batch waits
    there until the account is back: taking a part of it would undo the rest on the device. Of a deleted account the
    failure itself says that everything shared is lost; its owner's work stays where it was made.
    """
    if given is NOTHING:
        raise AppError("accounts.deleted")
    if not given.suspended:
        return exchange
    if all(may_read(given.access, want.scope) for want in exchange.wants):
        raise AppError("accounts.suspended")
    return msgspec.structs.replace(exchange, batch=b"")


class _Watch:
    """A guard that notes what a batch touches."""

    def __init__(self, guard: SyncGuard, batch: bytes) -> None:
        self._guard, self._batch = guard, batch
        self.scopes: set[str] = set()
        self.profile = False

    def look(self, store: ChangeStore) -> None:
        """Judge by what is in this store."""
        self._guard.holders = Holders(store.rows, lambda: decode_batch(self._batch).ops)

    def __call__(self, stored: Row | None, op: Op) -> str | None:
        reason = self._guard(stored, op)
        if reason is None:
            self.scopes.add(op.scope)
            if stored is not None:
                self.scopes.add(stored.scope)
            self.profile |= op.kind == PROFILE.kind
        return reason


async def _worked(large: bool, work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work) if large else work()
