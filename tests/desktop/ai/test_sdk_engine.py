import asyncio
import logging
import subprocess
import sys

import pytest

from desktop.ai.anthropic_engine import AnthropicEngine
from desktop.ai.engine import EngineRequest, Turn
from desktop.ai.openai_engine import OpenAIEngine
from desktop.ai.providers import PROVIDERS
from shared.errors import AppError
from tests.support.fake_anthropic import FakeAnthropic
from tests.support.fake_openai import FakeOpenAI
from tests.support.fake_provider import Reply

REQUEST = EngineRequest("chat", "Answer.", (Turn("user", "A very private question"),))
WIRES = [(AnthropicEngine, FakeAnthropic, "anthropic", ""), (OpenAIEngine, FakeOpenAI, "openai", "/v1")]


@pytest.mark.parametrize(("engine_type", "fake_type", "name", "path"), WIRES)
async def test_what_people_ask_is_in_no_log(caplog, engine_type, fake_type, name, path):
    caplog.set_level(logging.DEBUG)
    async with fake_type.running() as fake:
        engine = engine_type(PROVIDERS[name], fake.url + path, "m", "sk-secret-key")
        fake.script.append(Reply(("A private answer",)))
        assert [event async for event in engine.stream(REQUEST)]
        await engine.close()
    assert not [text for text in caplog.messages if "private" in text or "sk-secret" in text]


@pytest.mark.parametrize(("engine_type", "fake_type", "name", "path"), WIRES)
async def test_the_engine_can_be_used_again_after_closing(engine_type, fake_type, name, path):
    async with fake_type.running() as fake:
        engine = engine_type(PROVIDERS[name], fake.url + path, "m", "k")
        assert await engine.models() == sorted(fake.models)
        await engine.close()
        await engine.close()
        assert await engine.models() == sorted(fake.models)
        await engine.close()


@pytest.mark.parametrize(("engine_type", "fake_type", "name", "path"), WIRES)
async def test_a_refused_list_of_models_is_told_in_our_words(engine_type, fake_type, name, path):
    async with fake_type.running() as fake:
        engine = engine_type(PROVIDERS[name], fake.url + path, "m", "k")
        fake.script.append(
            Reply(status=401, error={"error": {"type": "authentication_error", "message": "no"}})
        )
        with pytest.raises(AppError) as caught:
            await engine.models()
        await engine.close()
    assert caught.value.code == "ai.key_refused"


@pytest.mark.parametrize(("engine_type", "fake_type", "name", "path"), WIRES)
async def test_a_model_on_this_computer_is_reached_past_any_proxy(
    monkeypatch, engine_type, fake_type, name, path
):
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    async with fake_type.running() as fake:
        engine = engine_type(PROVIDERS[name], fake.url + path, "m", "k")
        assert [event async for event in engine.stream(REQUEST)]
        await engine.close()


@pytest.mark.parametrize(("engine_type", "fake_type", "name", "path"), WIRES)
async def test_two_calls_share_one_client(engine_type, fake_type, name, path):
    async with fake_type.running() as fake:
        engine = engine_type(PROVIDERS[name], fake.url + path, "m", "k")
        fake.script.extend([Reply(("one",)), Reply(("two",))])

        async def read():
            return [event async for event in engine.stream(REQUEST)]

        assert all(await asyncio.gather(read(), read()))
        await engine.close()


def test_the_sdks_are_not_imported_before_the_first_call():
    heavy = "('openai', 'anthropic', 'keyring', 'aiohttp')"
    code = f"import sys, desktop.ai.service; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("engine_type", "fake_type", "name", "path"), WIRES)
async def test_engines_stream_and_hang_up_on_the_windows_own_loop(qloop, engine_type, fake_type, name, path):
    async with fake_type.running() as fake:
        engine = engine_type(PROVIDERS[name], fake.url + path, "m", "k")
        assert [event async for event in engine.stream(REQUEST)]
        fake.script.append(Reply(("one", "two"), hold_after=1))

        async def read():
            return [event async for event in engine.stream(REQUEST)]

        async with asyncio.TaskGroup() as group:
            reading = group.create_task(read())
            await fake.holding.wait()
            reading.cancel()
        await asyncio.wait_for(fake.left.wait(), 5)
        await engine.close()
