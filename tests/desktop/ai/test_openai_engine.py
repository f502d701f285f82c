import asyncio

import msgspec
import pytest

from desktop.ai.engine import EngineRequest, Finished, TextDelta, TokenUse, Turn
from desktop.ai.openai_engine import OpenAIEngine
from desktop.ai.providers import PROVIDERS
from shared.errors import AppError
from tests.support.fake_openai import FakeOpenAI, openai_error
from tests.support.fake_provider import Reply, collect

REQUEST = EngineRequest("chat", "Answer kindly.", (Turn("user", "What is a lever?"),), max_tokens=50)


@pytest.fixture
async def fake():
    async with FakeOpenAI.running() as server:
        yield server


@pytest.fixture
async def make(fake):
    engines = []

    def build(provider="openai", key="sk-secret"):
        engines.append(OpenAIEngine(PROVIDERS[provider], fake.url + "/v1", "gpt-fake-small", key))
        return engines[-1]

    yield build
    for engine in engines:
        await engine.close()


async def everything(engine, request=REQUEST):
    return [event async for event in engine.stream(request)]


async def test_the_reply_streams_with_its_counts(fake, make):
    fake.script.append(Reply(("A lever ", "lifts."), input_tokens=100, cached_tokens=40, output_tokens=7))
    events = await everything(make())
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["A lever ", "lifts."]
    assert events[-2:] == [Finished("complete"), TokenUse(100, 7, 40)]


async def test_the_request_carries_system_key_and_limit(fake, make):
    await everything(make())
    seen = fake.seen[0]
    assert seen.path == "/v1/chat/completions"
    assert seen.headers["Authorization"] == "Bearer sk-secret"
    assert seen.body["messages"][0] == {"role": "system", "content": "Answer kindly."}
    assert seen.body["max_completion_tokens"] == 50
    assert "max_tokens" not in seen.body
    assert "temperature" not in seen.body


async def test_a_local_server_gets_the_limit_it_knows_and_needs_no_key(fake, make):
    await everything(make("compatible", None))
    assert fake.seen[0].body["max_tokens"] == 50
    assert "max_completion_tokens" not in fake.seen[0].body


async def test_a_model_that_refuses_a_temperature_is_asked_without(fake, make):
    refused = openai_error("Unsupported value: 'temperature'", param="temperature", code="unsupported_value")
    fake.script.append(Reply(status=400, error=refused))
    warm = EngineRequest("chat", "s", (Turn("user", "q"),), temperature=0.2)
    assert (await everything(make(), warm))[-2] == Finished("complete")
    assert fake.seen[0].body["temperature"] == 0.2
    assert "temperature" not in fake.seen[1].body


async def test_xai_reasoning_is_counted_as_output_and_its_cost_kept(fake, make):
    usage = {"completion_tokens": 1499, "total_tokens": 14428, "cost_in_usd_ticks": 123_456}
    fake.script.append(Reply(input_tokens=10120, extra_usage=usage))
    assert (await everything(make("xai")))[-1] == TokenUse(10120, 14428 - 10120, 0, 12_346)


async def test_a_server_without_counts_is_no_error(fake, make):
    fake.script.append(Reply(("Fine.",), usage=False))
    assert (await everything(make("compatible")))[-1] == Finished("complete")


@pytest.mark.parametrize(("stop", "reason"), [("length", "length"), ("filtered", "filtered")])
async def test_it_says_why_the_model_stopped(fake, make, stop, reason):
    fake.script.append(Reply(("Half",), stop=stop))
    assert Finished(reason) in await everything(make())


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (401, openai_error("Incorrect API key", code="invalid_api_key"), "ai.key_refused"),
        (429, openai_error("You exceeded your current quota", code="insufficient_quota"), "ai.no_credit"),
        (429, openai_error("slow down", code="rate_limit_exceeded"), "ai.rate_limited"),
        (404, openai_error("The model `x` does not exist", code="model_not_found"), "ai.model_unknown"),
        (404, {"error": 'model "x" not found, try pulling it first'}, "ai.model_unknown"),
        (404, "<html>no such model of page</html>", "ai.wrong_address"),
        (400, openai_error("too long", code="context_length_exceeded"), "ai.too_long"),
        (400, openai_error("the request exceeds the available context size"), "ai.too_long"),
        (400, openai_error("bad"), "ai.request_refused"),
        (500, openai_error("boom", kind="server_error"), "ai.provider_trouble"),
        (503, openai_error("loading model"), "ai.provider_trouble"),
    ],
)
async def test_an_error_reply_becomes_our_code(fake, make, status, error, code):
    fake.script.append(Reply(status=status, error=error))
    with pytest.raises(AppError) as caught:
        await everything(make())
    assert caught.value.code == code
    assert len(fake.seen) == 1, "the SDK's own retries are off"


async def test_a_connection_cut_in_the_middle_keeps_what_came(fake, make):
    fake.script.append(Reply(("One ", "two ", "three"), cut_after=2))
    events = []
    with pytest.raises(AppError) as caught:
        await collect(make().stream(REQUEST), events)
    texts = [event.text for event in events if isinstance(event, TextDelta)]
    assert caught.value.code == "ai.unreachable"
    assert texts == ["One ", "two "]


async def test_an_error_inside_the_stream_is_told(fake, make):
    fake.script.append(Reply(("One ", "two"), error_after=1, error=openai_error("busy", kind="server_error")))
    with pytest.raises(AppError) as caught:
        await everything(make())
    assert caught.value.code == "ai.provider_trouble"


async def test_a_web_page_at_the_address_is_trouble_not_a_crash(fake, make):
    fake.script.append(Reply(raw=b"data: <html>hello</html>\n\n"))
    with pytest.raises(AppError) as caught:
        await everything(make())
    assert caught.value.code == "ai.provider_trouble"


async def test_a_server_that_says_nothing_for_long_times_out(fake):
    impatient = msgspec.structs.replace(PROVIDERS["compatible"], read_timeout_s=0.2)
    engine = OpenAIEngine(impatient, fake.url + "/v1", "m", None)
    fake.script.append(Reply(("One ", "two"), hold_after=0))
    with pytest.raises(AppError) as caught:
        await everything(engine)
    await engine.close()
    assert caught.value.code == "ai.timed_out"


async def test_cancelling_hangs_up_at_once(fake, make):
    fake.script.append(Reply(("One ", "two"), hold_after=1))
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(everything(make()))
        await fake.holding.wait()
        reading.cancel()
    await asyncio.wait_for(fake.left.wait(), 2)
    assert reading.cancelled()


async def test_the_models_of_a_server_are_listed(fake, make):
    assert await make().models() == ["gpt-fake-large", "gpt-fake-small"]


@pytest.mark.parametrize("plain", [True, False])
async def test_texts_become_vectors_in_their_order(fake, make, plain):
    fake.plain_numbers = plain
    done = await make().embed(["light and glass", "bread"], 16)
    assert [len(one) for one in done.vectors] == [16, 16]
    assert done.vectors[1] == pytest.approx(fake.embedding("bread", 16), abs=1e-6)
    assert done.use == TokenUse(6, 0)
    assert fake.seen[0].body["dimensions"] == 16


async def test_vectors_of_another_length_are_trouble(fake, make):
    fake.embedding = lambda _text, _dimension: [1.0, 2.0]
    with pytest.raises(AppError) as caught:
        await make().embed(["light"], 16)
    assert caught.value.code == "ai.provider_trouble"
    assert len((await make("compatible").embed(["light"])).vectors[0]) == 2
