"""Sync of the open profile, for pages and commands. Knows no page and no other feature's tables."""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import msgspec

from desktop.accounts.service import WhoIsIn
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from desktop.storage.jobs_lock import JobsLock
from desktop.storage.transaction import Transaction
from desktop.sync import decisions, grants, store
from desktop.sync.asking import ask_other
from desktop.sync.authors import AuthorNames
from desktop.sync.decisions import Decisions
from desktop.sync.driver import Driver, Outcome, Pace
from desktop.sync.grant_keeping import GrantKeeper
from desktop.sync.line import Accounts, Line
from desktop.sync.local_library import LocalLibrary
from desktop.sync.pokes import Pokes, is_behind
from desktop.sync.rounds import Rounds
from desktop.sync.views import (
    Conflict,
    MediaProgress,
    RefusedEdit,
    ScopeLock,
    SyncState,
    SyncStatus,
)
from shared.clock import Clock
from shared.errors import AppError
from shared.synced import BY_KIND
from shared.tasks import TaskScope

__all__ = [
    "Accounts",
    "Conflict",
    "MediaProgress",
    "Pace",
    "RefusedEdit",
    "ScopeLock",
    "SyncService",
    "SyncState",
    "SyncStatus",
]

_log = logging.getLogger(__name__)

WATCH_S = 2.0
"""How often it is looked whether another process wrote, or asked."""
CHECK_EVERY_MS = 7 * 24 * 3600 * 1000
"""How often the digests are computed from the rows, which takes a second in a large library."""
IDLE_S = 60.0
"""So long nothing was written here before that is done."""


class SyncService:
    """Announces the kinds "sync_status", "conflict" and "refused" on the bus."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        paths: ProfilePaths,
        clock: Clock,
        bus: ChangeBus,
        *,
        pace: Pace | None = None,
        watch_s: float = WATCH_S,
        idle_s: float = IDLE_S,
    ) -> None:
        self._database, self._accounts, self._clock, self._bus = database, accounts, clock, bus
        self._paths, self._watch_s = paths, watch_s
        self.status = SyncStatus()
        self._line = Line(accounts)
        self._names = AuthorNames(database, self._line)
        self._grants = GrantKeeper(database, accounts, self._line, clock)
        self.library = LocalLibrary(database)
        self._rounds = Rounds(database, self._line, clock, paths.temporary_dir / "snapshot")
        self._driver = Driver(
            accounts, bus, round_=self._round, unsent=self._unsent, told=self._told, pace=pace
        )
        self._pokes = Pokes(
            accounts,
            self._line,
            behind=self._behind,
            wake=self._driver.wake,
            used=self._usage_changed,
            back=self._driver.nudge,
        )
        self._scope = TaskScope("sync")
        self._outcome = Outcome(SyncState.OFF if accounts.session is None else SyncState.IDLE)
        self._idle_s, self._written_s = idle_s, asyncio.get_running_loop().time()
        self._decided: frozenset[uuid.UUID | int] = frozenset()
        self._stale = True
        self._received = True
        self._held: Callable[[], AbstractAsyncContextManager[None]] = contextlib.nullcontext
        self._afterwards: list[Callable[[], Awaitable[None]]] = []
        self._returns: list[Callable[[], None]] = []
        self._away = False
        self._on_usage: list[Callable[[], None]] = []
        self._unsubscribe = bus.subscribe(self._changed)

    @property
    def user_id(self) -> uuid.UUID:
        """Who this profile belongs to, signed in or not: the id that sign-up proposes."""
        return self._database.user_id

    # Life

    async def load(self) -> None:
        """Read how sync stands; call it once after opening."""
        async with self._database.reader() as reader:
            profile = await store.profile(reader)
        self._driver.paused = profile.paused
        self._outcome = self._rested(profile.problem)
        await self._refresh()

    def _rested(self, problem: AppError | None) -> Outcome:
        """Return the state before anything was tried by this process."""
        if self._accounts.session is None:
            ended = self._accounts.ended
            return Outcome(SyncState.OFF, AppError(ended) if ended else None)
        if self._driver.paused:
            return Outcome(SyncState.PAUSED)
        return Outcome(SyncState.PROBLEM if problem is not None else SyncState.IDLE, problem)

    def start(self, until_lock: Callable[[], Awaitable[None]]) -> None:
        """Begin to sync once this process runs the profile's jobs; from then on by itself."""
        self._scope.spawn(self._run(until_lock), name="sync")
        self._scope.spawn(self._watch(), name="sync-watch")

    async def close(self) -> None:
        """Stop; what is under way is taken up at the next start."""
        self._unsubscribe()
        self._driver.close()
        await self._scope.close()

    async def _run(self, until_lock: Callable[[], Awaitable[None]]) -> None:
        await until_lock()
        self._scope.spawn(self._pokes.run(), name="sync-pokes")
        await self._driver.run()

    async def _watch(self) -> None:
        """Follow what other processes write, and keep the numbers of the status true."""
        while True:
            await asyncio.sleep(self._watch_s)
            with contextlib.suppress(AppError):
                if await self._database.poll_other_writers():
                    self._accounts.reload()
                    await self._heed()
                if self._stale:
                    await self._refresh()

    async def _heed(self) -> None:
        """Sync if another process asked for it, or learn how the one that syncs is doing."""
        async with self._database.reader() as reader:
            profile = await store.profile(reader)
        if not self._driver.running:
            self._outcome = self._rested(profile.problem)
        elif profile.asked_ms > profile.tried_ms:
            self._driver.wake()

    # Syncing

    async def sync_now(self) -> SyncStatus:
        """Sync until nothing is left to send or to fetch; asks the process that has the jobs when it is another.

        Never raises for what went wrong on the way: the status says it.
        """
        if self._driver.running:
            await self._driver.asked()
        else:
            lock = JobsLock(self._paths.jobs_lock)
            if await asyncio.to_thread(lock.try_acquire):
                try:
                    await self._driver.once(asked=True)
                finally:
                    await asyncio.to_thread(lock.release)
            else:
                await self._ask_other()
        await self._refresh()
        return self.status

    def wake(self) -> None:
        """Try at once, because the network is back, say."""
        self._driver.wake()
        self._pokes.hurry()

    def attend(self, *, visible: bool) -> None:
        """Know whether the window is there to be seen: then a lost server is looked for every few seconds."""
        self._driver.attend(visible=visible)
        self._pokes.attend(visible=visible)

    def when_back(self, work: Callable[[], None]) -> None:
        """Have something called when the server answers again after a failure."""
        self._returns.append(work)

    async def pause(self, *, paused: bool) -> None:
        """Stop syncing by itself, or go on."""
        self._driver.paused = paused
        await self._database.write(lambda tx: store.set_paused(tx, paused=paused))
        if paused and self._accounts.session is not None:
            await self._told(Outcome(SyncState.PAUSED))
        elif not paused:
            await self._told(self._rested(None))
            self._driver.wake()

    def after_round(self, work: Callable[[], Awaitable[None]]) -> None:
        """Let another slice put in order what came, after a round that brought something."""
        self._afterwards.append(work)

    def on_usage(self, call: Callable[[], None]) -> None:
        """Have a function called when the server says that the person's usage or plan changed."""
        self._on_usage.append(call)

    def _usage_changed(self) -> None:
        for call in self._on_usage:
            call()

    def hold_meanwhile(self, held: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        """Enter this while rows are exchanged: what else uses the line waits."""
        self._held = held

    def show_media(self, progress: MediaProgress) -> None:
        """Show how far files are that travel beside the rows."""
        if progress != self.status.media:
            self.status = msgspec.structs.replace(self.status, media=progress)
            self._bus.announce("sync_status")

    async def _round(self) -> None:
        session = self._accounts.session
        if session is None:
            raise AppError("accounts.signed_out")
        await self._check_names(session)
        async with self._held():
            await self._rounds.run(self._exchanged)
        if self._received:
            self._received = False
            for work in self._afterwards:
                await work()
        await self._database.write(store.forget_machine_refusals)
        await self._grants.fetch(session)
        await self._names.learn()
        await self._check_digests()

    async def _check_digests(self) -> None:
        """Compute all digests anew once a week, when nobody waits for the library. What differs heals by itself."""
        if asyncio.get_running_loop().time() - self._written_s < self._idle_s:
            return
        async with self._database.reader() as reader:
            checked_ms = (await store.profile(reader)).checked_ms
        if self._clock.now_ms() - checked_ms < CHECK_EVERY_MS:
            return
        wrong = await self._rounds.check()
        if wrong:
            _log.error("sync: the digests of %d scopes differed from their rows", len(wrong))
        await self._database.write(store.note_checked)

    async def _check_names(self, session: WhoIsIn) -> None:
        async with self._database.reader() as reader:
            profile = await store.profile(reader)
        if profile.user_id != session.user_id:
            raise AppError("sync.other_account")
        if profile.device_id != session.device_id:
            raise AppError("sync.device_taken")

    def _exchanged(self) -> None:
        self._stale = True

    async def _ask_other(self) -> None:
        if self._accounts.session is None:
            # The other process would not try either, and never say that it did.
            self._outcome = self._rested(None)
            return
        try:
            self._outcome = self._rested(await ask_other(self._database, self._clock, self._watch_s))
        except AppError as error:
            self._outcome = Outcome(SyncState.PROBLEM, error)

    async def _unsent(self) -> bool:
        async with self._database.reader() as reader:
            return await store.unsent(reader)

    async def _behind(self, heads: dict[str, int]) -> bool:
        async with self._database.reader() as reader:
            return is_behind(heads, await store.cursors(reader))

    # How it stands

    async def _told(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if outcome.state is SyncState.IDLE and self._away:
            for work in self._returns:
                work()
        if outcome.state is not SyncState.SYNCING:
            self._away = outcome.state is SyncState.OFFLINE
        if outcome.state in {SyncState.IDLE, SyncState.OFFLINE, SyncState.PROBLEM}:
            done_ms = self._clock.now_ms() if outcome.state is SyncState.IDLE else None
            with contextlib.suppress(AppError):
                # A full disk is a reason to stop, not to fail a second time.
                await self._database.write(lambda tx: store.note_tried(tx, done_ms, outcome.problem))
        with contextlib.suppress(AppError):
            await self._refresh()

    async def _refresh(self) -> None:
        self._stale = False
        async with self._database.reader() as reader:
            profile, counts = await store.profile(reader), await store.counts(reader, self._decided)
            given = await store.grants(reader)
        now_ms = self._clock.now_ms() + profile.offset_ms
        before = self.status
        self.status = SyncStatus(
            self._outcome.state,
            profile.last_sync_ms,
            counts.pending if self._accounts.session is not None else 0,
            counts.conflicts,
            counts.refused,
            self._outcome.problem,
            tuple(ScopeLock(one.scope, one.name, one.until_ms) for one in grants.locked(given, now_ms)),
            before.media,
        )
        if self.status != before:
            self._bus.announce("sync_status")
        if counts.refused != before.refused:
            self._bus.announce("refused")

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches(*BY_KIND, "conflict", "refused", "grant"):
            self._stale = True
        self._received |= changes.received
        if not changes.received and changes.touches(*BY_KIND):
            self._written_s = asyncio.get_running_loop().time()
        if changes.touches("account"):
            self._stale = True
            if not self._driver.running:
                self._outcome = self._rested(self._outcome.problem)
            self._pokes.account_changed()

    def locked_scopes(self) -> tuple[ScopeLock, ...]:
        """Return the scopes that may only be read until the device connects again."""
        return self.status.locked

    # What a person decides

    async def conflicts(self) -> list[Conflict]:
        """Return the open conflicts, newest first."""
        return await self._database.maintain(lambda connection: Decisions(connection).conflicts())

    async def count_as_decided(self, keys: frozenset[uuid.UUID | int]) -> None:
        """Leave these conflicts and refusals out of the status: only the time to undo is left of them."""
        self._decided = keys
        with contextlib.suppress(AppError):
            await self._refresh()

    async def restore(self, conflict_id: uuid.UUID) -> None:
        """Write the value that lost as a new edit; the conflict is then resolved everywhere.

        Raises AppError `sync.conflict_gone`, `sync.scope_locked`, `sync.scope_read_only`.
        """

        def write(tx: Transaction) -> None:
            decisions.restore(tx, conflict_id)
            # Whoever keeps values in memory reads them anew, as after an edit from elsewhere.
            tx.received = True

        await self._database.write(write)
        self._driver.wake()

    async def dismiss(self, conflict_id: uuid.UUID) -> None:
        """Keep what stands; the conflict is then resolved everywhere. Raises as `restore` does."""
        await self._database.write(lambda tx: decisions.dismiss(tx, conflict_id))

    async def refused(self) -> list[RefusedEdit]:
        """Return the edits the server did not take, oldest first."""
        return await self._database.maintain(lambda connection: Decisions(connection).refused())

    async def let_go(self, no: int) -> None:
        """Forget an edit that was not taken."""
        await self._database.write(lambda tx: decisions.let_go(tx, no))

    async def export_refused(self, path: Path) -> int:
        """Write all of them as a JSON file; returns how many. Raises AppError for a full or read-only disk."""

        def read(connection: "sqlite3.Connection") -> list[dict[str, object]]:
            return Decisions(connection).exported()

        listed = await self._database.maintain(read)
        await asyncio.to_thread(decisions.write_export, path, listed)
        return len(listed)
