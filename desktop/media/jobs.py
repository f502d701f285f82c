"""What a stage of a media job is to the runner, and where stages of other slices are registered. Runs nothing."""

from collections.abc import Callable
from typing import Protocol

from desktop.media.states import JobState
from desktop.media.views import JobView


class StageHandler(Protocol):
    """Does one stage of a job. Must be idempotent and cancellable: it may be run again after a kill at any point."""

    async def run(self, job: JobView, progress: Callable[[float], None]) -> None:
        """Do the stage; `progress(share)` takes 0..1 and may be called as often as one likes.

        Raises AppError; one that is retryable is tried again with growing waits. A `*.missing` code of something that
        can be fetched makes the job wait for it.
        """
        ...


class StageRegistry:
    """Which handler does which stage. A stage nobody registered passes."""

    def __init__(self) -> None:
        self._handlers: dict[JobState, StageHandler] = {}

    def register(self, stage: str, handler: StageHandler) -> None:
        """Let `handler` do `stage` ("chunking" or "embedding"). Raises ValueError for another name."""
        state = JobState(stage)
        if state not in {JobState.CHUNKING, JobState.EMBEDDING}:
            raise ValueError(f"{stage} is not a stage of others")
        self._handlers[state] = handler

    def put(self, stage: JobState, handler: StageHandler) -> None:
        """Let `handler` do any working stage."""
        self._handlers[stage] = handler

    def get(self, stage: JobState) -> StageHandler | None:
        """The handler of a stage, if any."""
        return self._handlers.get(stage)
