import asyncio
import uuid

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.base_view_model import ViewModel
from shared.tasks import TaskScope


async def idle(scope: TaskScope) -> None:
    """Until every task of the scope has ended."""
    await asyncio.gather(*scope._tasks, return_exceptions=True)
    await asyncio.sleep(0)


async def test_change_sets_that_matter_are_told_until_it_closes(qloop):
    bus, seen = ChangeBus(), []
    async with TaskScope("test") as scope:
        model = ViewModel(scope, bus)
        model.watch(seen.append, "item", "job")
        bus.announce("chat")
        bus.announce("job", [uuid.UUID(int=1)])
        bus.publish(ChangeSet(everything=True))
        model.close()
        bus.announce("item")
    assert len(seen) == 2


async def test_a_burst_makes_one_reload_now_and_one_after(qloop):
    loads: list[int] = []
    gate = asyncio.Event()

    async def load() -> None:
        loads.append(1)
        await gate.wait()

    async with TaskScope("test") as scope:
        model = ViewModel(scope, ChangeBus())
        for _ in range(100):
            model.spawn_latest(load, name="load")
        await asyncio.sleep(0)
        assert len(loads) == 1
        gate.set()
        await idle(scope)
        assert len(loads) == 2
        model.spawn_latest(load, name="load")
        await asyncio.sleep(0)
        assert len(loads) == 3


async def test_a_failed_reload_can_be_asked_for_again(qloop):
    errors: list[BaseException] = []

    async def fail() -> None:
        raise OSError

    async with TaskScope("test", errors.append) as scope:
        model = ViewModel(scope, ChangeBus())
        for _ in range(2):
            model.spawn_latest(fail, name="load")
            await idle(scope)
    assert len(errors) == 2


async def test_tasks_belong_to_the_scope(qloop):
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    async with TaskScope("test") as scope:
        ViewModel(scope, ChangeBus()).spawn(work(), name="work")
        await asyncio.sleep(0)
    assert done == [1]


async def test_nothing_runs_once_the_page_is_closed(qloop):
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    async with TaskScope("test") as scope:
        model = ViewModel(scope, ChangeBus())
    model.spawn(work(), name="work")
    model.spawn_latest(work, name="work")
    await asyncio.sleep(0)
    assert done == []
