"""Task scopes: closing one ends its tasks, and no error is lost."""

import asyncio

import pytest

from shared import tasks
from shared.tasks import TaskScope


async def test_closing_cancels_and_waits():
    ended = []

    async def work():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    async with TaskScope("test") as scope:
        scope.spawn(work(), name="work")
        await asyncio.sleep(0)
    assert ended == [True]
    assert len(scope) == 0


async def test_a_closed_scope_takes_no_task():
    scope = TaskScope("test")
    await scope.close()

    async def work():
        raise AssertionError

    with pytest.raises(RuntimeError, match="closed"):
        scope.spawn(work(), name="work")


async def test_an_error_reaches_its_owner():
    seen = []

    async def fails():
        raise ValueError("told")

    async with TaskScope("test", on_error=seen.append) as scope:
        task = scope.spawn(fails(), name="fails")
        await asyncio.wait([task])
        await asyncio.sleep(0)
    assert [str(error) for error in seen] == ["told"]


async def test_an_error_without_an_owner_reaches_the_loop():
    contexts = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: contexts.append(context))

    async def fails():
        raise ValueError("told")

    async with TaskScope("test") as scope:
        await asyncio.wait([scope.spawn(fails(), name="fails")])
        await asyncio.sleep(0)
    assert "test.fails" in contexts[0]["message"]


async def test_a_task_may_close_its_own_scope():
    scope = TaskScope("test")
    other_ended = asyncio.Event()

    async def other():
        try:
            await asyncio.Event().wait()
        finally:
            other_ended.set()

    async def closer():
        await scope.close()
        return "closed"

    scope.spawn(other(), name="other")
    assert await scope.spawn(closer(), name="closer") == "closed"
    assert other_ended.is_set()


async def test_a_task_that_swallows_a_cancel_is_asked_again(monkeypatch):
    monkeypatch.setattr(tasks, "_ASK_AGAIN_S", 0.01)
    asked = []

    async def deaf():
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                asked.append(True)
                if len(asked) == 2:
                    raise

    scope = TaskScope("test")
    scope.spawn(deaf(), name="deaf")
    await asyncio.sleep(0)
    await asyncio.wait_for(scope.close(), 5)
    assert len(asked) == 2
