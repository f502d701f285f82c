import asyncio

import pytest

from desktop.ai.view_model import AiViewModel
from shared.tasks import TaskScope
from tests.support.fake_openai import FakeOpenAI
from tests.support.fake_provider import Reply
from tests.support.waiting import until


@pytest.fixture
def model(window_services):
    """Makes a view model on open services."""
    return lambda opened, scope: AiViewModel(opened.ai, opened.settings, scope, opened.bus)


async def test_a_local_server_is_set_up_tested_and_asked_for_its_models(qloop, window_services, model):
    async with FakeOpenAI.running() as local, window_services() as opened, TaskScope("test") as scope:
        ai = model(opened, scope)
        assert ai.by_account
        ai.choose_provider("compatible")
        await until(lambda: not ai.by_account)
        ai.choose(model="gpt-fake-small", base_url=f"{local.url}/v1")
        await until(lambda: ai.model == "gpt-fake-small")
        ai.test_connection()
        ai.test_connection()
        assert ai.test == "running"
        await until(lambda: ai.test == "ok")
        assert ai.test_model == "gpt-fake-small"
        found: list[list[str]] = []
        ai.models_found.connect(found.append)
        ai.look_for_models()
        await until(lambda: found)
        assert found == [["gpt-fake-large", "gpt-fake-small"]]
        ai.choose_provider("")
        await until(lambda: ai.provider is None)
        ai.choose(model="x")
        ai.close()


async def test_failures_are_told_where_they_happen(qloop, window_services, model):
    async with FakeOpenAI.running() as local, window_services() as opened, TaskScope("test") as scope:
        local.default = Reply(status=401, error="no")
        ai = model(opened, scope)
        ai.choose_provider("compatible")
        await until(lambda: not ai.by_account)
        ai.choose(base_url="ftp://x")
        await until(lambda: ai.error is not None)
        assert ai.error.code == "ai.bad_address"
        ai.choose(model="m", base_url=f"{local.url}/v1")
        await until(lambda: ai.model == "m")
        ai.test_connection()
        await until(lambda: ai.test == "failed")
        assert ai.error is not None
        ai.look_for_models()
        assert ai.error is None
        await until(lambda: ai.error is not None)
        ai.close()


async def test_a_key_is_kept_where_the_person_says_and_forgotten(qloop, window_services, model):
    async with window_services() as opened, TaskScope("test") as scope:
        ai = model(opened, scope)
        ai.keep_key("sk-1", "session")
        ai.choose_provider("anthropic")
        await until(lambda: not ai.by_account)
        ai.keep_key("  ", "session")
        ai.keep_key("sk-a-long-key-1234", "keyring")
        await until(lambda: ai.error is not None)
        assert ai.error.code == "ai.no_keyring"
        assert not ai.key.keyring_available
        ai.keep_key("sk-a-long-key-1234", "session")
        await until(lambda: ai.key.place == "session")
        assert ai.key.hint == "1234"
        ai.forget_key()
        await until(lambda: ai.key.place is None)
        ai.close()


async def test_a_slow_keyring_does_not_undo_what_was_asked_later(qloop, window_services, model, monkeypatch):
    async with window_services() as opened, TaskScope("test") as scope:
        ai = model(opened, scope)
        ai.choose_provider("anthropic")
        await until(lambda: ai.key.place is None and not ai.by_account and not len(scope))
        status, slow = opened.ai.key_status, asyncio.Event()

        async def first_is_slow(*given):
            found = await status(*given)
            if not slow.is_set():
                slow.set()
                await until(lambda: ai.key.place == "session")
            return found

        monkeypatch.setattr(opened.ai, "key_status", first_is_slow)
        ai.reload()
        await slow.wait()
        ai.keep_key("sk-a-long-key-1234", "session")
        await until(lambda: not len(scope))
        assert ai.key.place == "session"
        ai.close()
