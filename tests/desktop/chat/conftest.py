"""A library to ask, an AI service, and local servers that speak the providers' wires."""

import pytest

from desktop.ai.service import AiService, RetryPolicy
from desktop.chat.service import ChatService
from desktop.settings.service import DeviceSettings, SettingsService
from tests.support.chat_library import chat_library
from tests.support.fake_anthropic import FakeAnthropic


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
async def library(database, clock):
    made = await chat_library(database, clock)
    yield made
    await made.search.close()


@pytest.fixture
async def claude(ai, settings):
    """A model that is set up; suggestions after an answer are off unless a test wants them."""
    async with FakeAnthropic.running() as fake:
        await ai.configure("anthropic", model="claude-fake-small", base_url=fake.url)
        await ai.keep_key("anthropic", "sk-test-key-0001", "session", base_url=fake.url)
        await settings.set("ai_extras", value=False)
        yield fake


@pytest.fixture
async def chat(database, library, ai, clock):
    service = ChatService(database, library.search, ai, clock)
    yield service
    await service.close()
