"""Jobs run when they are due, in one process; what goes wrong in one is recorded and hurts no other."""

import asyncio

import pytest

from server.jobs import runner as runner_module
from server.jobs import store
from server.jobs.runner import RETRY_MS, Job, JobRunner
from server.storage.database import Database
from shared.errors import AppError
from shared.ids import new_id
from tests.support.waiting import until, until_true

HOUR_MS = 3_600_000


class Sweep:
    """A job that counts its runs and does what the test says."""

    def __init__(self) -> None:
        self.calls = []
        self.started = asyncio.Event()
        self.release = asyncio.Event()
        self.release.set()
        self.error: BaseException | None = None

    async def __call__(self, call) -> None:
        self.calls.append(call)
        self.started.set()
        await self.release.wait()
        if self.error is not None:
            raise self.error


@pytest.fixture
def sweep():
    return Sweep()


def runner_of(database, clock, sweep, **options) -> JobRunner:
    return JobRunner(database, clock, [Job("sweep", HOUR_MS, sweep)], **options)


async def test_a_job_runs_when_it_is_due(server_database, clock, sweep):
    heard = []
    runner = runner_of(server_database, clock, sweep, on_run=heard.append)
    assert await runner.run_if_due("sweep")
    assert not await runner.run_if_due("sweep")
    clock.advance(HOUR_MS)
    assert await runner.run_if_due("sweep")
    assert [call.now_ms for call in sweep.calls] == [clock.now_ms() - HOUR_MS, clock.now_ms()]
    assert [(run.name, run.error) for run in heard] == [("sweep", None)] * 2
    assert [(one.name, one.running) for one in await runner.statuses()] == [("sweep", False)]


async def test_one_process_runs_it_while_another_does_not(database_url, clock, sweep):
    first, second = [await Database.open(database_url, clock) for _ in range(2)]
    mine, other = runner_of(first, clock, sweep), runner_of(second, clock, sweep)
    sweep.release.clear()
    running = asyncio.create_task(mine.run_if_due("sweep"))
    async with asyncio.timeout(20):
        await sweep.started.wait()
        assert not await other.run_if_due("sweep")
        sweep.release.set()
        assert await running
    assert len(sweep.calls) == 1
    await first.close()
    await second.close()


async def test_a_failure_is_recorded_and_tried_again_later_and_later(server_database, clock, sweep):
    runner = runner_of(server_database, clock, sweep)
    sweep.error = AppError("server.disk_full")
    for wait_ms in (RETRY_MS, 2 * RETRY_MS, 4 * RETRY_MS):
        assert await runner.run_if_due("sweep")
        clock.advance(wait_ms - 1)
        assert not await runner.run_if_due("sweep")
        clock.advance(1)
    sweep.error = KeyError("secret text of a learner")
    assert await runner.run_if_due("sweep")
    status = (await runner.statuses())[0]
    assert (status.failures, status.error) == (4, "KeyError")


async def test_a_run_that_is_cancelled_is_passed_on(server_database, clock, sweep):
    runner = runner_of(server_database, clock, sweep)
    sweep.release.clear()
    running = asyncio.create_task(runner.run_if_due("sweep"))
    async with asyncio.timeout(20):
        await sweep.started.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    sweep.release.set()
    assert await runner_of(server_database, clock, sweep).run_if_due("sweep")


async def test_a_run_whose_turn_passed_on_is_stopped(server_database, clock, sweep, monkeypatch):
    monkeypatch.setattr(runner_module, "LEASE_MS", 30)
    runner = runner_of(server_database, clock, sweep)
    sweep.release.clear()
    running = asyncio.create_task(runner.run_if_due("sweep"))
    async with asyncio.timeout(20):
        await sweep.started.wait()
        clock.advance(store.LEASE_MS)
        async with server_database.write() as transaction:
            # Between two renewals: what a process that slept finds when it wakes.
            await store.finish(transaction, "sweep", runner._owner, due_ms=0, duration_ms=0, error=None)
            assert await store.claim(transaction, "sweep", new_id(), HOUR_MS)
        assert await running
    status = (await runner.statuses())[0]
    assert (status.running, status.error) == (True, None)


async def test_a_database_that_is_gone_for_a_moment_stops_no_run(server_database, clock, sweep, monkeypatch):
    monkeypatch.setattr(runner_module, "LEASE_MS", 30)
    runner = runner_of(server_database, clock, sweep)
    asked = asyncio.Event()

    async def gone(*_):
        asked.set()
        raise AppError("server.database_unreachable")

    monkeypatch.setattr(runner_module.store, "keep", gone)
    sweep.release.clear()
    running = asyncio.create_task(runner.run_if_due("sweep"))
    async with asyncio.timeout(20):
        await asked.wait()
        assert not running.done()
        sweep.release.set()
        assert await running
    assert (await runner.statuses())[0].error is None


async def once_done(runner):
    return any(status.ended_ms is not None for status in await runner.statuses())


async def test_started_runners_look_by_themselves_and_drain(server_database, clock, sweep):
    runner = runner_of(server_database, clock, sweep, poll_ms=20)
    runner.start()
    await until_true(lambda: once_done(runner))
    sweep.started.clear()
    sweep.release.clear()
    clock.advance(HOUR_MS)
    async with asyncio.timeout(20):
        await sweep.started.wait()
        closing = asyncio.create_task(runner.close(drain_s=20))
        await asyncio.sleep(0)
        sweep.release.set()
        await closing
    assert [status.running for status in await runner.statuses()] == [False]


async def test_what_does_not_end_in_time_is_cancelled(server_database, clock, sweep):
    runner = runner_of(server_database, clock, sweep)
    sweep.release.clear()
    runner.start()
    async with asyncio.timeout(20):
        await sweep.started.wait()
        await runner.close(drain_s=0.01)
    status = (await runner.statuses())[0]
    assert (status.running, status.ended_ms) == (False, None)


async def test_a_bug_while_looking_ends_nothing(server_database, clock, sweep, monkeypatch, caplog):
    runner = runner_of(server_database, clock, sweep, poll_ms=10)
    errors = [AppError("server.database_busy"), ZeroDivisionError()]
    run_if_due = runner.run_if_due

    async def broken(name):
        if errors:
            raise errors.pop()
        return await run_if_due(name)

    monkeypatch.setattr(runner, "run_if_due", broken)
    runner.start()
    await until(lambda: len(sweep.calls) == 1)
    await runner.close()
    assert "could not be looked at" in caplog.text


async def test_names_are_single(server_database, clock, sweep):
    job = Job("sweep", HOUR_MS, sweep)
    with pytest.raises(ValueError, match="one name"):
        JobRunner(server_database, clock, [job, job])
