"""A thread waits for the loop's coroutines, and ends before its cancelled caller does."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.storage.loop_bridge import LoopBridge


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2) as executor:
        yield executor


async def double(number):
    await asyncio.sleep(0)
    return 2 * number


async def test_code_on_a_thread_gets_what_coroutines_return(threads):
    bridge = LoopBridge()
    loop_thread = threading.get_ident()

    def work():
        assert threading.get_ident() != loop_thread
        return bridge.wait(lambda: double(1)) + bridge.wait(lambda: double(2))

    assert await bridge.run(threads, work) == 6


async def test_errors_pass_both_ways(threads):
    async def broken():
        raise KeyError("inside")

    bridge = LoopBridge()
    with pytest.raises(KeyError, match="inside"):
        await bridge.run(threads, lambda: bridge.wait(broken))
    other = LoopBridge()

    def work():
        with pytest.raises(KeyError):
            other.wait(broken)
        raise ValueError("outside")

    with pytest.raises(ValueError, match="outside"):
        await other.run(threads, work)


async def test_a_cancel_stops_the_wait_and_outlasts_the_thread(threads):
    bridge, waiting, ended = LoopBridge(), asyncio.Event(), threading.Event()

    async def never():
        waiting.set()
        await asyncio.Event().wait()

    def work():
        try:
            bridge.wait(never)
        finally:
            ended.set()

    task = asyncio.create_task(bridge.run(threads, work))
    async with asyncio.timeout(20):
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert ended.is_set()


@pytest.mark.parametrize("cancels", [1, 2])
async def test_after_a_cancel_nothing_reaches_the_loop(threads, cancels):
    """However impatient the caller is: the connection is somebody else's by then."""
    bridge, running, go_on = LoopBridge(), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    refused: asyncio.Queue[BaseException] = asyncio.Queue()

    def work():
        loop.call_soon_threadsafe(running.set)
        go_on.wait(20)
        try:
            bridge.wait(lambda: double(1))
        except RuntimeError as error:
            loop.call_soon_threadsafe(refused.put_nowait, error)

    task = asyncio.create_task(bridge.run(threads, work))
    async with asyncio.timeout(20):
        await running.wait()
        for _ in range(cancels):
            task.cancel()
            await asyncio.sleep(0)
        assert task.done() == (cancels == 2)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert "over" in str(await refused.get())


async def test_nothing_waits_after_the_end(threads):
    bridge = LoopBridge()
    await bridge.run(threads, lambda: None)
    with pytest.raises(RuntimeError, match="over"):
        await asyncio.to_thread(bridge.wait, lambda: double(1))
