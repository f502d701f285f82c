"""Runs periodic jobs, each in one process among several: by a lease in the database that outlives no killed owner.

A job may run twice when clocks are wrong or a process sleeps past its lease, so it must bear that.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from server.jobs import store
from server.jobs.store import LEASE_MS, JobStatus
from server.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id
from shared.tasks import TaskScope

_LOG = logging.getLogger("lantern.jobs")
POLL_MS = 15_000
"""How often a process looks whether a job is due; a job that must be more punctual is no job."""
RETRY_MS = 60_000
"""After the first failure a job is tried again this soon, then after twice as long, never later than its interval."""
GIVE_UP_S = 5.0


class JobCall(msgspec.Struct, frozen=True):
    """What a run of a job is told."""

    name: str
    now_ms: int
    database: Database


class Job(msgspec.Struct, frozen=True):
    """A job: its name is its identity among processes."""

    name: str
    every_ms: int
    run: Callable[[JobCall], Coroutine[Any, Any, None]]


class JobRun(msgspec.Struct, frozen=True):
    """How one run in this process went."""

    name: str
    duration_ms: int
    error: str | None


class JobRunner:
    """Made with its jobs; `start` begins to look for due ones, `close` ends them.

    `on_run` hears of every run of this process, for the metrics.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        jobs: list[Job],
        *,
        on_run: Callable[[JobRun], None] = lambda _run: None,
        poll_ms: int = POLL_MS,
    ) -> None:
        names = [job.name for job in jobs]
        if len(set(names)) != len(names):
            raise ValueError("two jobs have one name")
        self._database, self._clock, self._jobs, self._on_run = database, clock, jobs, on_run
        self._poll_s = poll_ms / 1000
        self._owner = new_id()
        self._scope = TaskScope("jobs")
        self._watching: list[asyncio.Task[None]] = []
        self._closing = asyncio.Event()

    def start(self) -> None:
        """Begin to look for due jobs."""
        self._watching = [self._scope.spawn(self._watch(job), name=job.name) for job in self._jobs]

    async def close(self, drain_s: float = 0.0) -> None:
        """Begin no further run; those that run have `drain_s` to end, then they are cancelled and passed on."""
        self._closing.set()
        if self._watching:
            await asyncio.wait(self._watching, timeout=drain_s)
        await self._scope.close()

    async def run_if_due(self, name: str) -> bool:
        """Run a job here if it is due and no other process has it; tells whether it ran. Its failure is recorded."""
        job = next(job for job in self._jobs if job.name == name)
        if not await self._database.transact(
            lambda transaction: store.claim(transaction, name, self._owner, job.every_ms)
        ):
            return False
        begin = self._clock.monotonic_ms()
        try:
            error = await self._run(job)
        except asyncio.CancelledError:
            await self._give_up(name)
            raise
        duration_ms = self._clock.monotonic_ms() - begin
        await self._finish(job, duration_ms, error)
        self._on_run(JobRun(name, duration_ms, error))
        return True

    async def statuses(self) -> list[JobStatus]:
        """Return how all jobs of this database stand, whichever process runs them."""
        async with self._database.read() as transaction:
            return await store.statuses(transaction)

    async def _watch(self, job: Job) -> None:
        while not self._closing.is_set():
            try:
                await self.run_if_due(job.name)
            except AppError as error:
                _LOG.warning("job %s could not be looked at: %s", job.name, error.code)
            except Exception:  # noqa: BLE001 - one bad turn must not end all later ones
                _LOG.exception("job %s could not be looked at", job.name)
            # Processes that were started together need not ask together.
            await self._rest(self._poll_s * random.uniform(0.8, 1.2))  # noqa: S311 - no secret

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()

    async def _run(self, job: Job) -> str | None:
        """Run a job while its lease is kept; returns what went wrong."""
        async with TaskScope(f"jobs.{job.name}", on_error=lambda _error: None) as scope:
            call = JobCall(job.name, self._clock.now_ms(), self._database)
            work = scope.spawn(job.run(call), name="work")
            keeping = scope.spawn(self._keep(job.name), name="keeping")
            await asyncio.wait({work, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                _LOG.warning("job %s was stopped: another process has its turn", job.name)
                return "lease_lost"
            error = asyncio.CancelledError() if work.cancelled() else work.exception()
        if error is None:
            return None
        if isinstance(error, AppError):
            _LOG.warning("job %s failed: %s", job.name, error.code)
            return error.code
        _LOG.error("job %s failed", job.name, exc_info=error)
        return type(error).__name__[:64]

    async def _keep(self, name: str) -> None:
        """Renew the lease; ends when the turn has passed on, or may have because the database was gone so long."""
        good_until_ms = self._clock.monotonic_ms() + LEASE_MS
        while True:
            await asyncio.sleep(LEASE_MS / 3_000)
            try:
                kept = await self._database.transact(
                    lambda transaction: store.keep(transaction, name, self._owner)
                )
            except AppError:
                kept = self._clock.monotonic_ms() < good_until_ms
            else:
                good_until_ms = self._clock.monotonic_ms() + LEASE_MS
            if not kept:
                return

    async def _finish(self, job: Job, duration_ms: int, error: str | None) -> None:
        async with self._database.write() as transaction:
            wait_ms = job.every_ms
            if error:
                failed = await store.failures(transaction, job.name)
                wait_ms = min(wait_ms, RETRY_MS << min(failed, 20))
            await store.finish(
                transaction,
                job.name,
                self._owner,
                due_ms=transaction.now_ms + wait_ms,
                duration_ms=duration_ms,
                error=error,
            )

    async def _give_up(self, name: str) -> None:
        with contextlib.suppress(AppError, TimeoutError):
            async with asyncio.timeout(GIVE_UP_S), self._database.write() as transaction:
                await store.give_up(transaction, name, self._owner)
