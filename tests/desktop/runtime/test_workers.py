"""Worker processes: results, events, failures, cancelling, dying and starting again."""

import asyncio
import os
import time

import pytest

from desktop.runtime import workers
from desktop.runtime.workers import WorkerProcess
from shared.errors import AppError


@pytest.fixture
async def worker():
    made = WorkerProcess("tests.support.echo_worker", niceness=3)
    yield made
    await made.close()


async def test_results_and_events_come_back(worker):
    events = []
    payload = {"events": 3, "text": "¿qué?", "bytes": b"\x00\xff", "large": "x" * 300_000}
    assert await worker.request("echo", payload, on_event=events.append) == payload
    assert events == [0, 1, 2]


async def test_requests_queue_in_one_process(worker):
    answers = await asyncio.gather(*(worker.request("echo", {"n": n}) for n in range(20)))
    assert answers == [{"n": n} for n in range(20)]
    assert worker.pid is not None


async def test_a_known_failure_travels_back(worker):
    with pytest.raises(AppError) as caught:
        await worker.request("known_failure")
    assert (caught.value.code, caught.value.parameters, caught.value.detail) == (
        "storage.disk_full",
        {"folder": "x"},
        "from the child",
    )


async def test_a_bug_in_a_handler_is_told_and_the_worker_lives(worker):
    with pytest.raises(AppError) as caught:
        await worker.request("bug")
    assert caught.value.code == "worker.failed"
    assert "ZeroDivisionError" in caught.value.detail
    assert await worker.request("echo", {}) == {}


async def test_a_dead_worker_is_told_with_its_last_words_and_starts_again(worker):
    with pytest.raises(AppError) as caught:
        await worker.request("die")
    assert caught.value.code == "worker.died"
    assert caught.value.retryable
    assert await worker.request("echo", {"again": 1}) == {"again": 1}


async def test_killing_it_fails_what_waits(worker):
    started = asyncio.Event()
    waiting = asyncio.get_running_loop().create_task(
        worker.request("stubborn", on_event=lambda _: started.set())
    )
    await started.wait()
    os.kill(worker.pid, 9)
    with pytest.raises(AppError) as caught:
        await waiting
    assert caught.value.code == "worker.died"


async def test_cancelling_stops_the_handler_within_a_second(worker):
    started = asyncio.Event()
    waiting = asyncio.get_running_loop().create_task(
        worker.request("until_cancelled", on_event=lambda _: started.set())
    )
    await started.wait()
    pid = worker.pid
    before = time.monotonic()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert time.monotonic() - before < 1
    assert await worker.request("echo", {"same": 1}) == {"same": 1}
    assert worker.pid == pid


async def test_a_stubborn_handler_is_killed(worker, monkeypatch):
    monkeypatch.setattr(workers, "KILL_AFTER_S", 0.05)
    with pytest.raises(AppError) as caught:
        await worker.request("stubborn", timeout_s=0.1)
    assert caught.value.code == "worker.timed_out"
    assert await worker.request("echo", {"again": 1}) == {"again": 1}


async def test_what_libraries_print_does_not_break_the_frames(worker):
    assert await worker.request("chatty") == "clean"


async def test_it_gives_way_to_other_programs(worker):
    assert await worker.request("nice") >= 3


async def test_closing_ends_the_process(worker):
    await worker.request("echo", {})
    pid = worker.pid
    await worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
