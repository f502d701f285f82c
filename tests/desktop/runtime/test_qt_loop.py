"""The Qt loop keeps asyncio's promises about time, and frees cancelled timers."""

import asyncio
import gc

import pytest
from PySide6.QtCore import QTimer


@pytest.mark.parametrize("delay", [0.0, 0.001, 0.03, 0.2])
async def test_sleep_never_ends_early(qloop, delay):
    before = qloop.time()
    await asyncio.sleep(delay)
    assert qloop.time() - before >= delay


async def test_timers_fire_in_order_of_time(qloop):
    seen = []
    done = asyncio.Event()
    qloop.call_later(0.03, lambda: (seen.append("late"), done.set()))
    qloop.call_later(0.01, seen.append, "early")
    qloop.call_soon(seen.append, "soon")
    await done.wait()
    assert seen == ["soon", "early", "late"]


async def test_a_cancelled_timer_is_freed_at_once(qloop):
    handles = [qloop.call_later(300, print) for _ in range(200)]
    assert all(handle.timer is not None for handle in handles)
    for handle in handles:
        handle.cancel()
    await asyncio.sleep(0.001)
    gc.collect()
    assert all(handle.timer is None for handle in handles)
    assert not [timer for timer in qloop._timer_owner.findChildren(QTimer) if timer.isActive()]


async def test_a_handle_knows_when_it_fires(qloop):
    handle = qloop.call_at(qloop.time() + 50, print)
    assert handle.when() == pytest.approx(qloop.time() + 50, abs=1)
    handle.cancel()
    assert handle.cancelled()


async def test_timeouts_subprocesses_and_threads_work(qloop):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await asyncio.Event().wait()
    process = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1)
    out, _ = await process.communicate(b"through the pipe")
    assert out == b"through the pipe"
    assert await asyncio.to_thread(lambda: 7) == 7
