import asyncio

import pytest

from desktop.ai.service import AiService, Finished, RetryPolicy, TextDelta, Turn
from desktop.settings.service import DeviceSettings, SettingsService
from shared.errors import AppError
from tests.support.fake_anthropic import FakeAnthropic, anthropic_error
from tests.support.fake_openai import FakeOpenAI
from tests.support.fake_provider import Reply

TURNS = (Turn("user", "What is a lever?"),)


@pytest.fixture
async def settings(paths, database, bus):
    service = SettingsService(DeviceSettings(paths.settings_file), database, bus)
    await service.load()
    return service


@pytest.fixture
async def ai(paths, database, settings, clock):
    service = AiService(paths, database, settings, clock, retries=RetryPolicy(first_wait_s=0.001))
    yield service
    await service.close()


@pytest.fixture
async def claude():
    async with FakeAnthropic.running() as fake:
        yield fake


@pytest.fixture
async def local():
    async with FakeOpenAI.running() as fake:
        yield fake


async def said(ai, operation="chat"):
    engine = await ai.engine()
    events = [event async for event in engine.stream(ai.request(operation, "Answer.", TURNS))]
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def use_claude(ai, claude, key="sk-key-of-claude"):
    await ai.configure("anthropic", model="claude-fake-small", base_url=claude.url)
    await ai.keep_key("anthropic", key, "session", base_url=claude.url)


async def test_nothing_is_set_up_at_first(ai):
    assert await ai.engine() is None
    assert ai.provider is None
    with pytest.raises(AppError) as caught:
        await ai.test_connection()
    assert caught.value.code == "ai.not_set_up"


async def test_a_provider_without_its_key_means_answers_without_ai(ai):
    await ai.configure("openai")
    assert await ai.engine() is None
    with pytest.raises(AppError) as caught:
        await ai.test_connection()
    assert caught.value.code == "ai.key_missing"


async def test_a_persons_key_and_model_reach_the_provider(ai, claude):
    await use_claude(ai, claude)
    claude.script.append(Reply(("A bar ", "that lifts.")))
    assert await said(ai) == "A bar that lifts."
    assert claude.seen[0].headers["Authorization"] == "Bearer sk-key-of-claude"
    assert claude.seen[0].body["model"] == "claude-fake-small"
    assert claude.seen[0].body["max_tokens"] == 4096


async def test_a_local_model_needs_no_key_but_a_name(ai, local):
    await ai.configure("compatible", base_url=local.url)
    with pytest.raises(AppError) as caught:
        await ai.engine()
    assert caught.value.code == "ai.model_missing"
    assert await ai.models() == ["gpt-fake-large", "gpt-fake-small"]
    with pytest.raises(AppError) as caught:
        await ai.test_connection()
    assert caught.value.code == "ai.model_missing"
    await ai.configure("compatible", model="gpt-fake-small", base_url=local.url)
    assert await said(ai) == "Hello world."
    assert local.seen[-1].body["temperature"] == 0.2


async def test_a_key_is_never_sent_to_another_address(ai, claude):
    await ai.keep_key("anthropic", "sk-real", "session")
    await ai.configure("anthropic", base_url=claude.url)
    assert await ai.engine() is None
    assert claude.seen == []


async def test_a_bad_address_changes_nothing(ai, settings):
    with pytest.raises(AppError):
        await ai.configure("compatible", base_url="http://ai.example.org/v1")
    assert settings.get("ai_provider") == "lantern"


async def test_changed_settings_take_effect_at_the_next_call(ai, claude, local):
    await use_claude(ai, claude)
    await said(ai)
    await ai.configure("compatible", model="m", base_url=local.url)
    await said(ai)
    assert (len(claude.seen), len(local.seen)) == (1, 1)
    await use_claude(ai, claude, "sk-another-key-here")
    await said(ai)
    assert claude.seen[-1].headers["Authorization"] == "Bearer sk-another-key-here"


async def test_changing_settings_does_not_cut_the_answer_being_written(ai, claude, local):
    await use_claude(ai, claude)
    claude.script.append(Reply(("One ", "two."), hold_after=1))
    async with asyncio.TaskGroup() as group:
        answering = group.create_task(said(ai))
        await claude.holding.wait()
        await ai.configure("compatible", model="m", base_url=local.url)
        await said(ai)
        claude.release.set()
    assert answering.result() == "One two."


async def test_every_call_is_recorded(ai, claude, clock):
    await use_claude(ai, claude)
    claude.script.append(Reply(("x",), input_tokens=100, cached_tokens=20, output_tokens=9))
    await said(ai)
    clock.advance(1000)
    claude.script.extend([Reply(status=529, error=anthropic_error("overloaded_error")), Reply(("y",))])
    await said(ai, "title")
    await ai.recorded()
    calls = await ai.usage()
    assert [(call.operation, call.outcome) for call in calls] == [
        ("title", "complete"),
        ("title", "ai.provider_trouble"),
        ("chat", "complete"),
    ]
    assert (calls[2].input_tokens, calls[2].output_tokens, calls[2].cached_tokens) == (120, 9, 20)
    assert not calls[2].estimated
    assert calls[2].cost_nano_usd is None
    totals = await ai.usage_totals()
    assert [(total.model, total.calls, total.input_tokens) for total in totals] == [
        ("claude-fake-small", 3, 240)
    ]
    assert len(await ai.usage(since_ms=calls[2].at_ms + 1)) == 2


async def test_the_connection_can_be_tested(ai, claude):
    await use_claude(ai, claude)
    assert await ai.test_connection() == "claude-fake-small"
    claude.script.append(Reply(status=401, error=anthropic_error("authentication_error")))
    with pytest.raises(AppError) as caught:
        await ai.test_connection()
    assert caught.value.code == "ai.key_refused"
    claude.script.append(Reply(status=529, error=anthropic_error("overloaded_error")))
    with pytest.raises(AppError):
        await ai.test_connection()
    assert len(claude.seen) == 3, "a test is not repeated: the person is waiting"


async def test_models_of_a_provider_not_chosen_yet(ai, local):
    assert await ai.models("compatible", base_url=local.url) == ["gpt-fake-large", "gpt-fake-small"]
    with pytest.raises(AppError) as caught:
        await ai.models("openai")
    assert caught.value.code == "ai.key_missing"


async def test_a_person_may_not_lengthen_answers_by_asking(ai, settings):
    await settings.set("ai_max_tokens", 300)
    assert ai.request("chat", "s", TURNS, 5000).max_tokens == 300
    assert ai.request("title", "s", TURNS, 64).max_tokens == 64


async def test_key_places_are_told(ai):
    assert (await ai.key_status("xai")).place is None
    await ai.keep_key("xai", "  xai-0123456789abcdef\n", "file")
    status = await ai.key_status("xai")
    assert (status.place, status.hint) == ("file", "cdef")
    await ai.forget_key("xai")
    assert (await ai.key_status("xai")).place is None


async def test_closing_waits_until_everything_is_recorded(paths, database, settings, clock, claude):
    service = AiService(paths, database, settings, clock)
    await use_claude(service, claude)
    engine = await service.engine()
    assert engine is not None
    events = [event async for event in engine.stream(service.request("chat", "s", TURNS))]
    assert Finished("complete") in events
    await service.close()
    async with database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT outcome FROM ai_usage")
    assert [row[0] for row in rows] == ["complete"]


async def test_without_a_model_a_test_tells_first_that_nothing_answers_at_the_address(ai):
    await ai.configure("compatible", base_url="http://127.0.0.1:9/v1")
    with pytest.raises(AppError) as caught:
        await ai.test_connection()
    assert caught.value.code == "ai.unreachable"
    assert caught.value.parameters["provider"] == "http://127.0.0.1:9/v1"
