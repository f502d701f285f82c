import asyncio
from contextlib import aclosing

import pytest

from desktop.ai.attempts import PersistentEngine, RetryPolicy
from desktop.ai.engine import EngineRequest, Finished, TextDelta, TokenUse, TryingAgain, Turn
from desktop.ai.openai_engine import OpenAIEngine
from desktop.ai.providers import PROVIDERS
from shared.errors import AppError
from tests.support.clocks import ManualClock
from tests.support.fake_openai import FakeOpenAI, openai_error
from tests.support.fake_provider import Reply, collect

REQUEST = EngineRequest("chat", "s" * 40, (Turn("user", "q" * 40),))
BUSY = Reply(status=503, error=openai_error("busy"))


@pytest.fixture
async def fake():
    async with FakeOpenAI.running() as server:
        yield server


@pytest.fixture
async def inner(fake):
    engine = OpenAIEngine(PROVIDERS["openai"], fake.url + "/v1", "gpt-fake-small", "k")
    yield engine
    await engine.close()


@pytest.fixture
def recorded():
    return []


@pytest.fixture
def engine(inner, recorded):
    return PersistentEngine(inner, ManualClock(), recorded.append, RetryPolicy(first_wait_s=0.001))


async def everything(engine):
    return [event async for event in engine.stream(REQUEST)]


async def test_a_passing_failure_is_tried_three_times(fake, engine, recorded):
    fake.script.extend([BUSY, BUSY, Reply(("Fine.",))])
    events = await everything(engine)
    assert [event.attempt for event in events if isinstance(event, TryingAgain)] == [2, 3]
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == "Fine."
    assert [attempt.outcome for attempt in recorded] == [
        "ai.provider_trouble",
        "ai.provider_trouble",
        "complete",
    ]
    assert recorded[0].use == TokenUse(0, 0)
    assert recorded[2].use == TokenUse(120, 30)


async def test_after_three_it_gives_up_with_the_last_error(fake, engine):
    fake.default = BUSY
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert caught.value.code == "ai.provider_trouble"
    assert len(fake.seen) == 3


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, error=openai_error("no")),
        Reply(status=429, error=openai_error("no", code="insufficient_quota")),
        Reply(status=429, error=openai_error("slow"), headers={"Retry-After": "120"}),
        Reply(status=500, error=openai_error("no"), headers={"x-should-retry": "false"}),
    ],
)
async def test_what_waiting_cannot_help_is_told_at_once(fake, engine, reply):
    fake.script.append(reply)
    with pytest.raises(AppError):
        await everything(engine)
    assert len(fake.seen) == 1


async def test_a_reply_cut_after_its_first_word_is_never_begun_again(fake, engine, recorded):
    fake.script.append(Reply(("x" * 20, "y" * 20, "z"), cut_after=2))
    events = []
    with pytest.raises(AppError) as caught:
        await collect(engine.stream(REQUEST), events)
    texts = [event.text for event in events if isinstance(event, TextDelta)]
    assert caught.value.code == "ai.cut_off"
    assert len(texts) == 2
    assert len(fake.seen) == 1
    assert recorded[0].outcome == "ai.cut_off"
    assert recorded[0].use == TokenUse(20, 10, estimated=True)


async def test_a_stream_that_ends_cleanly_but_short_is_cut_too(fake, engine, recorded):
    fake.script.append(Reply(("half",), stop=None))
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert caught.value.code == "ai.cut_off"
    assert recorded[0].outcome == "ai.cut_off"


async def test_a_cancelled_call_is_recorded_with_what_it_wrote(fake, engine, recorded):
    fake.script.append(Reply(("x" * 40, "never"), hold_after=1))

    arrived = asyncio.Event()

    async def read():
        async with aclosing(engine.stream(REQUEST)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    arrived.set()

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(read())
        await arrived.wait()
        reading.cancel()
    assert [attempt.outcome for attempt in recorded] == ["cancelled"]
    assert recorded[0].use == TokenUse(20, 10, estimated=True)
    await asyncio.wait_for(fake.left.wait(), 2)


async def test_a_server_without_counts_gets_estimated_ones(fake, engine, recorded):
    fake.script.append(Reply(("x" * 40,), usage=False))
    assert Finished("complete") in await everything(engine)
    assert recorded[0].use == TokenUse(20, 10, estimated=True)
