"""A person's own key, and a model of their own: streamed answers with citations, through the whole program."""

import asyncio
import json
import sys

import pytest

from desktop.assembly import open_services
from desktop.chat.service import Cited, Delta, Ended
from desktop.runtime.paths import ProfilePaths
from tests.support.fake_anthropic import FakeAnthropic, anthropic_error
from tests.support.fake_openai import FakeOpenAI
from tests.support.fake_provider import Reply
from tests.support.search_library import pages
from tests.support.small_library import small_library

NOTES = (
    "Heat from the Sun turns sea water into vapour, and this is called evaporation. High in the cold air the vapour"
    " condenses into clouds. Rain brings the water back to the ground. A large oak tree can give off 150 litres of"
    " water in a day, which is called transpiration."
)
QUESTION = "How much water does an oak tree give off in a day?"
PIECES = (
    "A large oak tree can give ",
    "off 150 litres of water in a day [1",
    "]. [9] It is called transpiration [1].",
)
ANSWER = "A large oak tree can give off 150 litres of water in a day [1]. It is called transpiration [1]."
WIRES = [
    ("anthropic", FakeAnthropic, "", "sk-ant-own-key-0001"),
    ("openai", FakeOpenAI, "/v1", "sk-own-key-0002"),
    ("xai", FakeOpenAI, "/v1", "xai-own-key-0003"),
    ("compatible", FakeOpenAI, "/v1", ""),
]


@pytest.fixture
async def lantern(tmp_path):
    """Run `lantern` as its own process; it must succeed. Returns what it printed and what it noted."""

    async def run(*arguments):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "desktop.cli", "--data-dir", str(tmp_path / "data"), *arguments),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(100):
            out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return out.decode(), err.decode()

    return run


@pytest.fixture
def profile(tmp_path):
    return ProfilePaths.of(tmp_path / "data")


@pytest.fixture
async def item(profile):
    """A page of notes in the library."""
    async with small_library(profile) as library:
        return str(await library.add("Water notes", pages(NOTES), kind="document"))


async def set_up(profile, provider, url, key):
    """What a person does in Settings; here no keyring exists and they choose the file."""
    services = await open_services(profile)
    await services.ai.configure(provider, model="fake-small", base_url=url)
    if key:
        await services.ai.keep_key(provider, key, "file", base_url=url)
    await services.close()


@pytest.mark.parametrize(("provider", "fake_type", "path", "key"), WIRES)
async def test_an_answer_from_a_model_of_ones_own(lantern, item, profile, provider, fake_type, path, key):
    async with fake_type.running() as fake:
        await set_up(profile, provider, fake.url + path, key)
        fake.script.append(Reply(PIECES, input_tokens=900, output_tokens=40))
        answer = json.loads((await lantern("ask", QUESTION, "--json"))[0])
        assert (answer["mode"], answer["answer"]) == ("model", ANSWER)
        [citation] = answer["citations"]
        assert (citation["n"], citation["item_id"], citation["title"]) == (1, item, "Water notes")
        assert "150 litres" in citation["text"]
        assert fake.seen[0].headers["Authorization"] == f"Bearer {key or 'none'}"
        assert "150 litres" in fake.questions[0], "the passages are what the model answers from"
        services = await open_services(profile)
        [call] = await services.ai.usage()
        assert (call.provider, call.input_tokens, call.output_tokens) == (provider, 900, 40)
        assert (call.operation, call.outcome) == ("chat", "complete")
        await services.close()


async def test_a_refused_key_is_told_and_the_material_is_quoted(lantern, item, profile):
    async with FakeAnthropic.running() as fake:
        await set_up(profile, "anthropic", fake.url, "sk-wrong-key-00000")
        fake.script.append(Reply(status=401, error=anthropic_error("authentication_error")))
        out, err = await lantern("ask", QUESTION, "--json")
        answer = json.loads(out)
        assert answer["mode"] == "passages"
        assert "150 litres" in answer["answer"]
        assert "did not accept the key" in err
        assert "sk-wrong" not in out + err


async def test_an_unreachable_model_is_told_and_the_material_is_quoted(lantern, item, profile):
    await set_up(profile, "compatible", "http://127.0.0.1:9/v1", "")
    out, err = await lantern("ask", QUESTION, "--json")
    assert json.loads(out)["mode"] == "passages"
    assert "could not be reached" in err


async def test_the_window_shows_words_as_they_come(item, profile):
    async with FakeAnthropic.running() as fake:
        await set_up(profile, "anthropic", fake.url, "sk-ant-own-key-0001")
        fake.script.append(Reply(PIECES, hold_after=2))
        services = await open_services(profile)
        shown, cited = [], []
        async for event in services.chat.ask(None, QUESTION):
            if isinstance(event, Delta):
                shown.append(event.text)
                if "150 litres" in "".join(shown):
                    assert fake.holding.is_set() or not fake.release.is_set(), "the model is still writing"
                    fake.release.set()
            elif isinstance(event, Cited):
                cited.append(event.citation)
            elif isinstance(event, Ended):
                assert event.message.text == "".join(shown) == ANSWER
        assert [one.n for one in cited] == [1]
        [listed] = await services.chat.chats()
        assert [one.text for one in await services.chat.messages(listed.id)] == [QUESTION, ANSWER]
        await services.close()
