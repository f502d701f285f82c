"""How a media job moves between its states, and when it is tried again. Pure: takes times, returns statuses."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.errors import AppError

MAX_RETRIES = 3
RETRY_BASE_MS = 5_000
"""The n-th retry (from 0) waits 2^n times this, plus up to `JITTER_SHARE` of it."""
JITTER_SHARE = 0.25


class JobState(StrEnum):
    """Where an item is on its way to being searchable."""

    PENDING = "pending"
    TRANSCRIBING = "transcribing"
    CHUNKING = "chunking"
    EMBEDDING = "embedding"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    AWAY = "away"
    """Nothing was done for it on this computer: its file, or the text made of it, is elsewhere. Never a job's state."""


STAGES = (JobState.TRANSCRIBING, JobState.CHUNKING, JobState.EMBEDDING)
"""The working states, in the order every job goes through them."""
FINAL = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class JobStatus:
    """State of a job. `stage` is the next stage to run, kept while the job waits or has failed.

    `attempt` counts failures since the last progress; `next_try_ms` is wall time; `waiting` is the error code of
    what a pending job waits for ("" when it waits for its turn only).
    """

    state: JobState = JobState.PENDING
    stage: JobState = JobState.TRANSCRIBING
    attempt: int = 0
    next_try_ms: int = 0
    waiting: str = ""
    error: AppError | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing happens to the job by itself any more."""
        return self.state in FINAL


def retry_delay_ms(attempt: int, jitter: float) -> int:
    """Milliseconds before retry number `attempt` (from 0); `jitter` in [0, 1) comes from the caller's random source."""
    delay = RETRY_BASE_MS * 2**attempt
    return round(delay * (1 + JITTER_SHARE * jitter))


def is_due(status: JobStatus, now_ms: int) -> bool:
    """Whether a pending job may run now.

    A wall clock set back must not park a job: a wait longer than any we would have asked for is over.
    """
    if status.state is not JobState.PENDING or status.waiting:
        return False
    longest = retry_delay_ms(MAX_RETRIES, 1.0)
    return status.next_try_ms <= now_ms or status.next_try_ms - now_ms > longest


def started(status: JobStatus) -> JobStatus:
    """The job's stage begins to run."""
    return replace(status, state=status.stage, waiting="", next_try_ms=0)


def progressed(status: JobStatus) -> JobStatus:
    """Work was committed: earlier failures no longer count against the job."""
    return replace(status, attempt=0, error=None)


def stage_finished(status: JobStatus) -> JobStatus:
    """The running stage ended well: the next one begins, or the job is complete."""
    position = STAGES.index(status.stage) + 1
    if position == len(STAGES):
        return JobStatus(state=JobState.COMPLETED, stage=status.stage)
    return JobStatus(state=STAGES[position], stage=STAGES[position])


def failed(status: JobStatus, error: AppError, now_ms: int, jitter: float) -> JobStatus:
    """The running stage raised. A passing trouble is tried again later, a lasting one or one too many is final."""
    if not error.retryable or status.attempt >= MAX_RETRIES:
        return replace(status, state=JobState.FAILED, next_try_ms=0, waiting="", error=error)
    wait = retry_delay_ms(status.attempt, jitter)
    return replace(
        status,
        state=JobState.PENDING,
        attempt=status.attempt + 1,
        next_try_ms=now_ms + wait,
        waiting="",
        error=error,
    )


def must_wait(status: JobStatus, error: AppError) -> JobStatus:
    """Something the job needs is not there yet (a model): it waits without counting as a failure."""
    return replace(status, state=JobState.PENDING, next_try_ms=0, waiting=error.code, error=error)


def interrupted(status: JobStatus) -> JobStatus:
    """The process that ran the job is gone: the stage begins again from what it had committed."""
    return status if status.state not in STAGES else replace(status, state=JobState.PENDING, next_try_ms=0)


def cancelled(status: JobStatus) -> JobStatus:
    """A person stopped the job. Finished jobs stay as they are."""
    if status.state is JobState.COMPLETED:
        return status
    return replace(status, state=JobState.CANCELLED, next_try_ms=0, waiting="", error=None)


def retried(status: JobStatus) -> JobStatus:
    """A person asked to try again: the job continues at the stage it stopped at, with all its retries."""
    if status.state is JobState.COMPLETED:
        return status
    return JobStatus(state=JobState.PENDING, stage=status.stage)


def restarted() -> JobStatus:
    """All stages again, from the first."""
    return JobStatus()
