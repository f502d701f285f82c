"""Runs the profile's media jobs in the process that holds the jobs lock: one recording and one document at a time.

Knows no screen.
"""

import asyncio
import contextlib
import random
import time
import traceback
from collections.abc import Callable
from enum import StrEnum

from desktop.media import job_store
from desktop.media.jobs import StageRegistry
from desktop.media.live_progress import LiveProgress
from desktop.media.states import (
    STAGES,
    JobState,
    JobStatus,
    failed,
    interrupted,
    is_due,
    must_wait,
    stage_finished,
    started,
)
from desktop.media.views import JobView
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.logs import cleaned_traceback, get_log
from desktop.storage.database import Database
from desktop.storage.jobs_lock import JobsLock
from desktop.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import ItemId
from shared.tasks import TaskScope

WAITS_FOR = frozenset({"models.missing", "models.damaged", "media.not_here"})
"""Codes that put a job to wait instead of failing: it goes on once there is a sound model, or its file has come."""
STORAGE_RETRY_S = 5.0
"""A full disk can also refuse the note that the disk is full; it is offered again this often."""
POLL_S = 2.0
"""How soon work queued by another process, or the end of another process's lock, is noticed."""
STILL_WANTED_S = 0.5
PROGRESS_S = 2.0
"""Progress is told at once and written this seldom: a write reaches the disk."""


class Lane(StrEnum):
    """Jobs of one lane run one after the other. A document is a second's work: it waits for no recording."""

    RECORDINGS = "recordings"
    DOCUMENTS = "documents"


class JobRunner:
    """Takes pending jobs of each lane in order and drives them through their stages.

    Two jobs at most run at once, in the two worker processes that are there anyway, so memory stays bounded.
    """

    def __init__(
        self,
        database: Database,
        stages: StageRegistry,
        *,
        clock: Clock,
        bus: ChangeBus,
        lock: JobsLock,
        can_go_on: Callable[[JobView], bool],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._stages = stages
        self._clock = clock
        self._bus = bus
        self._lock = lock
        self._can_go_on = can_go_on
        self._jitter = jitter
        self._scope = TaskScope("media jobs")
        self._wake = asyncio.Event()
        self._locked = asyncio.Event()
        self._running: dict[Lane, tuple[ItemId, asyncio.Task[None]]] = {}
        self._unsubscribe: Callable[[], None] | None = None
        self.live = LiveProgress(bus)
        self._log = get_log("media.jobs")

    @property
    def has_lock(self) -> bool:
        """Whether this process runs the profile's jobs."""
        return self._lock.held

    @property
    def running_items(self) -> frozenset[ItemId]:
        """The items whose jobs run in this process just now."""
        return frozenset(item_id for item_id, _ in self._running.values())

    async def until_lock(self) -> None:
        """Wait until this process is the one that runs the profile's jobs."""
        await self._locked.wait()

    def start(self) -> None:
        """Run jobs from now on, as soon as no other process does."""
        self._unsubscribe = self._bus.subscribe(self._heard)
        self._scope.spawn(self._serve(), name="serve")

    async def close(self) -> None:
        """Stop; running jobs continue from their last commits at the next start."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        await self._scope.close()
        self._lock.release()

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()

    def stop(self, item_id: ItemId) -> None:
        """Stop the job of this item if it runs here; its state was written before."""
        for running, task in self._running.values():
            if running == item_id:
                task.cancel()

    def _heard(self, change: ChangeSet) -> None:
        if change.touches("job", "item", "model"):
            self._wake.set()

    async def _serve(self) -> None:
        while not self._lock.try_acquire():  # noqa: ASYNC110 - another process tells nobody when it ends
            await asyncio.sleep(POLL_S)
        self._locked.set()
        while True:
            # Cleared before looking: what arrives meanwhile makes us look again.
            self._wake.clear()
            try:
                for lane in Lane:
                    await self._fill(lane)
            except AppError as trouble:
                self._log.warning("library not readable", code=trouble.code)
            # Not `wait_for`: on Python 3.11 it can swallow a cancel that comes with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._wake.wait()

    async def _fill(self, lane: Lane) -> None:
        """Start the lane's next job if it has none."""
        if lane in self._running:
            return
        job = await self._next_due(lane)
        if job is None:
            return
        task = self._scope.spawn(self._drive(job), name="job")
        self._running[lane] = (job.item_id, task)
        # Not in the task itself: one that is cancelled before its first step runs none of its code.
        task.add_done_callback(lambda _: self._left(lane, job.item_id))

    def _left(self, lane: Lane, item_id: ItemId) -> None:
        del self._running[lane]
        self.live.drop(item_id)
        self._wake.set()

    async def _next_due(self, lane: Lane) -> JobView | None:
        # Only this loop starts jobs: one marked as running that does not run here was left by a crash, or by a write
        # that failed.
        here = self.running_items
        async with self._database.reader() as reader:
            left_over = await job_store.working_items(reader) - here
        if left_over:
            await self._database.write(lambda tx: _recover(tx, left_over))
        async with self._database.reader() as reader:
            rows = await job_store.pending(reader, documents=lane is Lane.DOCUMENTS)
        now_ms = self._clock.now_ms()
        for row in rows:
            status = job_store.status_of(row)
            job = job_store.view_of(row)
            # Asked at every look and not by an event: another process may have fetched the model.
            if is_due(status, now_ms) or (status.waiting and self._can_go_on(job)):
                return job
        return None

    async def _drive(self, job: JobView) -> None:
        """Take a job through its remaining stages, until it ends or has to wait."""
        watch = self._scope.spawn(self._stop_when_unwanted(job.item_id), name="watch")
        try:
            current: JobView | None = job
            while current is not None:
                current = await self._run_stage(current)
        finally:
            watch.cancel()

    async def _run_stage(self, job: JobView) -> JobView | None:
        """Run the job's next stage. Returns the job for the stage after it, None when there is nothing to do now."""
        running = await self._settle(job, started, only_if=(JobState.PENDING, job.stage))
        if running is None:
            return None
        begun = time.monotonic()
        error: AppError | None = None
        try:
            handler = self._stages.get(job.stage)
            if handler is not None:
                await handler.run(running, lambda share: self.live.put(job.item_id, share))
        except asyncio.CancelledError:
            # Put back, unless a person's cancel has already set another state. If that cannot be written now, the
            # next look does it.
            with contextlib.suppress(AppError):
                await asyncio.shield(self._change(job.item_id, interrupted, only_if=(job.stage,)))
            raise
        except AppError as expected:
            error = expected
        except Exception as bug:  # noqa: BLE001 - a worker loop: a bug in one job must not end all jobs
            error = AppError("worker.failed", detail=_traceback(bug), retryable=False)
        following = await self._end_stage(job, error, round((time.monotonic() - begun) * 1000))
        return following if following is not None and following.state in STAGES else None

    async def _end_stage(self, job: JobView, error: AppError | None, wall_ms: int) -> JobView | None:
        """Write how a stage ended and what it took."""
        # Transcription counts its own time window by window, so that a kill loses none.
        own = job.stage is JobState.TRANSCRIBING
        cost = {"runs": 1} if own else {"runs": 1, "wall_ms": wall_ms}
        code = error.code if error else "ok"
        self._log.info(
            "stage ended", job_id=str(job.id), stage=job.stage.value, duration_ms=wall_ms, code=code
        )

        def rule(status: JobStatus) -> JobStatus:
            return stage_finished(status) if error is None else self._after(status, error)

        return await self._settle(
            job, rule, only_if=(job.stage,), also=lambda tx: job_store.add_cost(tx, job.id, job.stage, cost)
        )

    async def _settle(
        self,
        job: JobView,
        rule: Callable[[JobStatus], JobStatus],
        *,
        only_if: tuple[JobState, ...],
        also: Callable[[Transaction], None] | None = None,
    ) -> JobView | None:
        """Apply a transition; while the library cannot be written, show why and offer it again and again."""
        while True:
            try:
                changed = await self._change(job.item_id, rule, only_if=only_if, also=also)
            except AppError as trouble:
                self._log.warning("library not writable", job_id=str(job.id), code=trouble.code)
                self.live.put_trouble(job.item_id, trouble)
                await asyncio.sleep(STORAGE_RETRY_S)
            else:
                self.live.drop(job.item_id)
                return changed

    def _after(self, status: JobStatus, error: AppError) -> JobStatus:
        if error.code in WAITS_FOR:
            return must_wait(status, error)
        return failed(status, error, self._clock.now_ms(), self._jitter())

    async def _change(
        self,
        item_id: ItemId,
        rule: Callable[[JobStatus], JobStatus],
        *,
        only_if: tuple[JobState, ...],
        also: Callable[[Transaction], None] | None = None,
    ) -> JobView | None:
        """Apply a transition if the job is still in one of these states; returns the job as it then is."""

        def write(tx: Transaction) -> JobView | None:
            if also is not None:
                also(tx)
            row = job_store.find(tx, item_id)
            if row is None or not job_store.put_status(
                tx, item_id, rule(job_store.status_of(row)), only_if=only_if
            ):
                return None
            changed = job_store.find(tx, item_id)
            return None if changed is None else job_store.view_of(changed)

        return await self._database.write(write)

    async def _stop_when_unwanted(self, item_id: ItemId) -> None:
        """Notice a cancel or a deletion by another process, and write progress now and then."""
        last_write = time.monotonic()
        while True:
            await asyncio.sleep(STILL_WANTED_S)
            # A library that cannot be read or written just now is the stage's own trouble to tell.
            with contextlib.suppress(AppError):
                async with self._database.reader() as reader:
                    state = await job_store.running_state(reader, item_id)
                if state is None:
                    self.stop(item_id)
                    return
                share = self.live.get(item_id)
                if share is not None and time.monotonic() - last_write >= PROGRESS_S:
                    last_write = time.monotonic()
                    await self._database.write(
                        lambda tx, s=share, at=state: job_store.put_progress(tx, item_id, at, s)
                    )


def _traceback(bug: Exception) -> str:
    return cleaned_traceback("".join(traceback.format_exception(bug)))


def _recover(tx: Transaction, left_over: frozenset[ItemId]) -> None:
    """Jobs that ran when their process ended go back to their stage."""
    for item_id in left_over:
        row = job_store.find(tx, item_id)
        if row is not None:
            job_store.put_status(tx, item_id, interrupted(job_store.status_of(row)))
