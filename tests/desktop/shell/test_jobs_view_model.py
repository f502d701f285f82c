import asyncio

import msgspec
import pytest

from desktop.media.service import JobState
from desktop.runtime.changes import ChangeBus
from desktop.shell.jobs_view_model import JobsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.waiting import until
from tests.support.window_services import FakeMedia, some_item


async def test_lines_follow_the_library(qloop, clock):
    media, bus = FakeMedia(), ChangeBus()
    async with TaskScope("test") as scope:
        jobs = JobsViewModel(media, clock, scope, bus)
        failed = some_item("a", JobState.FAILED, error=AppError("worker.died"))
        waiting = some_item("b", JobState.PENDING)
        running = some_item("c", JobState.TRANSCRIBING, 0.4)
        media.held = [failed, waiting, running, some_item("d")]
        bus.announce("job")
        await until(lambda: jobs.lines)
        assert [line.title for line in jobs.lines] == ["c", "b", "a"]
        assert (jobs.unfinished, jobs.waiting_count, jobs.failed_count) == (2, 1, 1)
        assert jobs.fraction == pytest.approx(0.2)
        media.held = []
        bus.announce("item")
        await until(lambda: not jobs.lines)
        assert jobs.fraction is None
        jobs.close()


async def test_time_left_comes_from_the_progress(qloop, clock):
    media, bus = FakeMedia(), ChangeBus()
    item = some_item("c", JobState.TRANSCRIBING, 0.0)
    async with TaskScope("test") as scope:
        jobs = JobsViewModel(media, clock, scope, bus)
        for progress in (0.0, 0.25):
            clock.advance(30_000)
            media.held = [msgspec.structs.replace(item, progress=progress)]
            bus.announce("job")
            await until(lambda p=progress: jobs.lines and jobs.lines[0].progress == p)
        assert jobs.lines[0].left_ms == 90_000


async def test_cancel_and_retry_reach_the_library_and_failures_the_window(qloop, clock):
    media, errors = FakeMedia(), []
    item = some_item("c", JobState.FAILED)
    scope = TaskScope("test", errors.append)
    jobs = JobsViewModel(media, clock, scope, ChangeBus())
    jobs.cancel(item.id)
    jobs.retry(item.id)
    await until(lambda: not len(scope))
    assert (media.cancelled, media.retried) == ([item.id], [item.id])
    media.error = AppError("storage.busy")
    jobs.retry(item.id)
    await until(lambda: not len(scope))
    await asyncio.sleep(0)
    assert errors == [media.error]
    await scope.close()
