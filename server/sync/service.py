"""Sync on the server: joins exchanges, grants, pokes, snapshots and care, and tells the slices below what it needs."""

import contextlib
import uuid
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import msgspec

from server.accounts.service import AccountsService
from server.config.declarations import SyncSection
from server.groups.people import Changed
from server.groups.service import GroupsService
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.sync.admission import Admission
from server.sync.care import Care, drop
from server.sync.checking import wrong_scopes
from server.sync.exchanges import Exchanges
from server.sync.figures import Figures
from server.sync.grants import granted
from server.sync.leaving import Leaving
from server.sync.live import Listener, Live
from server.sync.offers import ChunkFiles, Offers
from server.sync.pokes import News, Pokes
from server.sync.profiles import Profiles
from server.sync.snapshot_maker import SnapshotMaker
from server.sync.store import SyncStore
from server.web.metrics import Metrics
from server.web.principal import Principal
from shared.errors import AppError
from shared.sync.messages import GRANT_AUDIENCE, Author, Authors, GrantClaims, GrantDocument
from shared.tasks import TaskScope
from sync.change_store import ChangeStore
from sync.scopes import may_read

DAY_S = 86_400


class SyncService:
    """Make it after accounts and groups; `start` it before requests come."""

    def __init__(
        self,
        database: Database,
        accounts: AccountsService,
        groups: GroupsService,
        pokes: Pokes,
        config: SyncSection,
        *,
        folder: Path,
        metrics: Metrics,
    ) -> None:
        self._database, self._accounts, self._groups = database, accounts, groups
        self._pokes, self._config = pokes, config
        files = ChunkFiles(folder)
        admission = Admission(config.exchanges_at_once)
        self._offers = Offers(database, accounts, groups, files)
        self._exchanges = Exchanges(
            database, accounts, groups, pokes=pokes, offers=self._offers, admission=admission
        )
        self.snapshots = SnapshotMaker(database, files, least_rows=config.snapshot_rows)
        self.care = Care(database, kept_days=max(config.tombstone_days, config.conflict_days))
        self.live = Live(self)
        self._figures = Figures(metrics, admission, self.live, pokes)
        self._leaving = Leaving(accounts, groups, self._clear_soon)
        self._profiles = Profiles(accounts, groups, pokes)
        self._scope: TaskScope | None = None
        self._join()

    def _join(self) -> None:
        """Have the slices below tell of what they change."""
        self._groups.listen(self._group_changed)
        self._groups.on_scope_gone(self._scope_gone)
        self._groups.upkeep.on_erased_in(self._erased_in)
        self._pokes.listen(self.live.hear)
        self._accounts.on_session_ended(self._session_ended)
        self._accounts.on_profile_changed(self._profiles.changed)
        self._accounts.on_tenant_changed(self._tenant_changed)
        self._accounts.on_export(self._leaving.exported)
        self._accounts.on_erase(self._groups.upkeep.erased)
        self._accounts.on_erase(self._leaving.erased)

    def start(self, scope: TaskScope) -> None:
        """Begin to poke. The scope's end ends it."""
        self._scope = scope
        self._pokes.start(scope)
        self.live.start(scope)

    # Devices

    async def exchange(self, who: Principal, body: bytes) -> bytes:
        """Handle one exchange: the sealed request, the sealed answer. Raises AppError as `Exchanges.exchange` does."""
        with self._figures.exchange() as figure:
            answer, sealed = await self._exchanges.exchange(who, body)
            if who.device_id is not None:
                self._accounts.seen(who.device_id)
            figure.done(answer, len(body), len(sealed))
        return sealed

    async def chunk(self, who: Principal, name: str) -> Path:
        """Return the file of a snapshot's chunk. Raises `AppError("sync.chunk_missing")`."""
        return await self._offers.chunk(who, name)

    async def grant(self, who: Principal) -> GrantDocument:
        """Return a signed word on what the device may see while it has no connection."""
        if who.device_id is None:
            raise AppError("sync.no_device")

        def epoch_of(store: ChangeStore) -> int:
            return store.epoch()

        async with self._database.read() as tx:
            given = await granted(tx, self._accounts, self._groups, who)
            epoch, now_s = await tx.changes(epoch_of), tx.now_ms // 1000
        expires_s = now_s + self._config.grant_days * DAY_S
        claims = GrantClaims(
            sub=str(who.user_id),
            aud=GRANT_AUDIENCE,
            device=str(who.device_id),
            scopes={scope: int(access) for scope, access in given.access.items()},
            epoch=epoch,
            iat=now_s,
            exp=expires_s,
        )
        token = self._accounts.sign("grant", msgspec.to_builtins(claims))
        return GrantDocument(token, expires_s * 1000)

    async def authors(self, who: Principal, scope: str) -> Authors:
        """Return whose numbers the stamps of a scope may have: nobody's in one that the person may not read."""
        async with self._database.read() as tx:
            given = await granted(tx, self._accounts, self._groups, who)
            if not may_read(given.access, scope):
                return Authors(())
            people = {who.user_id, *await self._groups.people(tx, scope)}
            found = await SyncStore(tx).authors_of(people)
        return Authors(tuple(Author(f"{number:x}", user_id) for number, user_id in found))

    async def join(self, who: Principal) -> Listener:
        """Take in a device that wants to be poked. Raises `AppError` sync.no_device, sync.busy."""
        return await self.live.join(who)

    # What live devices are told

    async def readable(self, who: Collection[Principal]) -> dict[uuid.UUID, frozenset[str]]:
        """Return the scopes that each person may read, by user."""
        people = {principal.user_id: principal for principal in who}
        found: dict[uuid.UUID, frozenset[str]] = {}
        async with self._database.read() as tx:
            for user_id, principal in people.items():
                access = (await granted(tx, self._accounts, self._groups, principal)).access
                found[user_id] = frozenset(scope for scope in access if may_read(access, scope))
        return found

    async def heads(self, scopes: Collection[str]) -> dict[str, int]:
        """Return the last feed numbers."""
        async with self._database.read() as tx:
            return await SyncStore(tx).heads(scopes)

    # From below

    def _group_changed(self, changed: Changed) -> None:
        self._pokes.publish(News(changed.scopes, changed.people))

    def _session_ended(self, user_id: uuid.UUID, device_id: uuid.UUID | None) -> None:
        self._pokes.publish(News(ended=((user_id, device_id),)))

    def _tenant_changed(self, user_id: uuid.UUID) -> None:
        self._pokes.publish(News(people=frozenset({user_id})))

    async def _scope_gone(self, tx: Transaction, scope: str) -> None:
        if not await drop(tx, scope):
            tx.after_commit(self._clear_soon)

    def _clear_soon(self) -> None:
        """Remove what is left of scopes that are no more: the same person may come back, with the same rows."""
        if self._scope is not None and not self._scope.closed:
            self._scope.spawn(self._clear(), name="clear")

    async def _clear(self) -> None:
        with contextlib.suppress(AppError):  # the periodic job goes on where this ends
            await self.care.clear()

    async def _erased_in(self, tx: Transaction, scope: str) -> None:
        await SyncStore(tx).purged(scope)

    # The operator

    def wrong_scopes(self) -> AsyncIterator[tuple[str, list[int]]]:
        """Yield scopes whose kept digests are not those of their rows, with the buckets."""
        return wrong_scopes(self._database)
