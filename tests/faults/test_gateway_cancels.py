"""A call is cancelled at every place where its handler, or its own task, waits: no hold is left open."""

import contextlib
import dataclasses
import functools

import aiohttp
import pytest

from server.ai.exchange import Exchange
from server.assembly import OPERATIONS
from server.config.declarations import DatabaseSection
from tests.support.ai_stage import COMPLETIONS, MESSAGES, AiStage, ai_stage, asked
from tests.support.cancel_at import CancelAt

pytestmark = pytest.mark.faults
MOST_WAITS = 400


class Place:
    """Where the next call is cancelled."""

    def __init__(self) -> None:
        self.at: int | None = None
        self.last: CancelAt | None = None

    async def run(self, coro):
        if self.at is None:
            return await coro
        self.last = CancelAt(coro, self.at)
        return await self.last


def operations(place: Place) -> tuple:
    """All operations; the handlers of the gateway are cancelled at that place."""

    def wrapped(operation):
        @functools.wraps(operation.handler)
        async def handler(call):
            return await place.run(operation.handler(call))

        return dataclasses.replace(operation, handler=handler)

    return tuple(wrapped(each) if each.path in (MESSAGES, COMPLETIONS) else each for each in OPERATIONS)


@pytest.fixture(params=["sqlite", "postgresql"])
def sections(request):
    if request.param == "sqlite":
        return {}
    return {"database": DatabaseSection(url=request.getfixturevalue("empty_postgres_url"))}


async def call(stage: AiStage, path: str, *, stream: bool) -> bool:
    """Whether an answer came to its end."""
    model = "fake" if path == MESSAGES else "fake-o"
    with contextlib.suppress(aiohttp.ClientError):
        async with stage.stream(path, {**asked(model=model), "stream": stream}) as answer:
            await answer.read()
            return answer.status == 200
    return False


async def everywhere(stage: AiStage, place: Place) -> int:
    """Cancel one call after another, each at its next wait, on both wires; returns how many were cancelled."""
    await stage.top_up(10_000_000)
    cancelled = 0
    for path, stream in ((MESSAGES, True), (MESSAGES, False), (COMPLETIONS, True)):
        for at in range(MOST_WAITS):
            place.at = at
            whole = await call(stage, path, stream=stream)
            place.at = None
            if place.last.waits <= at:
                assert whole
                break
            cancelled += 1
            await stage.quiet()
        else:
            pytest.fail("the call never came to its end")
    # Nobody's next call is hindered by what was left behind.
    assert await call(stage, MESSAGES, stream=True)
    await stage.quiet()
    assert await stage.open_holds() == 0
    return cancelled


async def test_at_every_wait_of_the_handler(tmp_path, sections):
    place = Place()
    async with ai_stage(tmp_path / "cloud", operations=operations(place), **sections) as stage:
        await models(stage)
        assert await everywhere(stage, place) >= 3


async def test_at_every_wait_of_the_calls_own_task(tmp_path, sections, monkeypatch):
    place, run = Place(), Exchange.run
    monkeypatch.setattr(Exchange, "run", lambda self: place.run(run(self)))
    async with ai_stage(tmp_path / "cloud", **sections) as stage:
        await models(stage)
        assert await everywhere(stage, place) >= 10


async def models(stage: AiStage) -> None:
    await stage.model("fake", knobs="fake:gap5:pieces4")
    await stage.model("fake-o", wire="openai", knobs="fake:gap5:pieces4")
