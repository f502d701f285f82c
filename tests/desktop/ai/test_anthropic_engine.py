import asyncio
from contextlib import aclosing

import pytest

from desktop.ai.anthropic_engine import AnthropicEngine
from desktop.ai.engine import EngineRequest, Finished, TextDelta, TokenUse, Turn
from desktop.ai.providers import PROVIDERS
from shared.errors import AppError
from tests.support.fake_anthropic import FakeAnthropic, anthropic_error
from tests.support.fake_provider import Reply, collect

REQUEST = EngineRequest(
    "chat", "Answer kindly.", (Turn("user", "What is a lever?"),), max_tokens=50, temperature=0.2
)


@pytest.fixture
async def fake():
    async with FakeAnthropic.running() as server:
        yield server


@pytest.fixture
async def engine(fake):
    engine = AnthropicEngine(PROVIDERS["anthropic"], fake.url, "claude-fake-small", "sk-secret")
    yield engine
    await engine.close()


async def everything(engine, request=REQUEST):
    return [event async for event in engine.stream(request)]


async def test_the_reply_streams_with_its_counts(fake, engine):
    fake.script.append(Reply(("A lever ", "lifts."), input_tokens=100, cached_tokens=40, output_tokens=7))
    events = await everything(engine)
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["A lever ", "lifts."]
    assert events[-2:] == [TokenUse(140, 7, 40), Finished("complete")]


async def test_the_request_is_what_the_present_api_accepts(fake, engine):
    await everything(engine)
    seen = fake.seen[0]
    assert seen.path == "/v1/messages"
    assert seen.headers["Authorization"] == "Bearer sk-secret"
    assert seen.body["system"] == "Answer kindly."
    assert seen.body["messages"] == [{"role": "user", "content": "What is a lever?"}]
    assert seen.body["max_tokens"] == 50
    assert "temperature" not in seen.body


@pytest.mark.parametrize(("stop", "reason"), [("length", "length"), ("filtered", "filtered")])
async def test_it_says_why_the_model_stopped(fake, engine, stop, reason):
    fake.script.append(Reply(("Half",), stop=stop))
    assert (await everything(engine))[-1] == Finished(reason)


@pytest.mark.parametrize(
    ("status", "kind", "message", "code"),
    [
        (401, "authentication_error", "invalid bearer token", "ai.key_refused"),
        (403, "permission_error", "no", "ai.not_permitted"),
        (402, "billing_error", "no", "ai.no_credit"),
        (400, "invalid_request_error", "Your credit balance is too low", "ai.no_credit"),
        (404, "not_found_error", "model: claude-fake-small", "ai.model_unknown"),
        (404, "not_found_error", "nothing here", "ai.wrong_address"),
        (413, "request_too_large", "no", "ai.too_long"),
        (400, "invalid_request_error", "prompt is too long: 300000 tokens", "ai.too_long"),
        (400, "invalid_request_error", "nope", "ai.request_refused"),
        (429, "rate_limit_error", "no", "ai.rate_limited"),
        (500, "api_error", "no", "ai.provider_trouble"),
        (529, "overloaded_error", "no", "ai.provider_trouble"),
    ],
)
async def test_an_error_reply_becomes_our_code(fake, engine, status, kind, message, code):
    fake.script.append(Reply(status=status, error=anthropic_error(kind, message)))
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert caught.value.code == code
    assert len(fake.seen) == 1, "the SDK's own retries are off"


async def test_a_rate_limit_says_how_long_to_wait(fake, engine):
    fake.script.append(
        Reply(status=429, error=anthropic_error("rate_limit_error"), headers={"Retry-After": "7"})
    )
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert caught.value.parameters["seconds"] == 7
    assert caught.value.retryable


async def test_the_servers_word_on_retrying_is_obeyed(fake, engine):
    refused = Reply(status=500, error=anthropic_error("api_error"), headers={"x-should-retry": "false"})
    fake.script.append(refused)
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert not caught.value.retryable


async def test_a_connection_cut_in_the_middle_keeps_what_came(fake, engine):
    fake.script.append(Reply(("One ", "two ", "three"), cut_after=2))
    events = []
    with pytest.raises(AppError) as caught:
        await collect(engine.stream(REQUEST), events)
    texts = [event.text for event in events if isinstance(event, TextDelta)]
    assert caught.value.code == "ai.unreachable"
    assert texts == ["One ", "two "]


async def test_an_error_inside_the_stream_is_told(fake, engine):
    fake.script.append(Reply(("One ", "two"), error_after=1, error=anthropic_error("overloaded_error")))
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert caught.value.code == "ai.provider_trouble"


async def test_bytes_that_are_no_reply_are_trouble_not_a_crash(fake, engine):
    fake.script.append(Reply(raw=b"event: message_start\ndata: {not json\n\n"))
    with pytest.raises(AppError) as caught:
        await everything(engine)
    assert caught.value.code == "ai.provider_trouble"


async def test_nobody_at_the_address():
    engine = AnthropicEngine(PROVIDERS["anthropic"], "http://127.0.0.1:9", "m", "k")
    with pytest.raises(AppError) as caught:
        await everything(engine)
    await engine.close()
    assert caught.value.code == "ai.unreachable"


async def test_cancelling_hangs_up_at_once(fake, engine):
    fake.script.append(Reply(("One ", "two"), hold_after=1))

    async def read():
        async with aclosing(engine.stream(REQUEST)) as events:
            async for _ in events:
                pass

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(read())
        await fake.holding.wait()
        reading.cancel()
    await asyncio.wait_for(fake.left.wait(), 2)
    assert reading.cancelled()


async def test_closing_the_generator_hangs_up_too(fake, engine):
    fake.script.append(Reply(("One ", "two"), hold_after=1))
    async with aclosing(engine.stream(REQUEST)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                break
    await asyncio.wait_for(fake.left.wait(), 2)


async def test_the_models_of_a_key_are_listed(fake, engine):
    assert await engine.models() == ["claude-fake-large", "claude-fake-small"]
