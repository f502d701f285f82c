"""Search by meaning with a person's own OpenAI key, through the whole program: moved, used, offline, and back."""

import asyncio
import json
import sys

import pytest

from desktop.assembly import open_services
from desktop.runtime.paths import ProfilePaths
from tests.support.fake_openai import FakeOpenAI
from tests.support.fake_provider import Reply
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, pages
from tests.support.small_library import small_library

KEY = "sk-own-key-0007"


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


async def move_to_openai(profile, fake) -> None:
    """Choose OpenAI and let the program run until every passage has its vector."""
    services = await open_services(profile)
    await services.ai.keep_key("openai", KEY, "file", base_url=fake.url)
    await services.ai.embeddings.configure("openai", base_url=fake.url)
    services.start_jobs(watch_folders=False)
    async with asyncio.timeout(60):
        while not (await services.search.status()).complete or not fake.embedded:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        while (await services.search.status()).embedded != 3:  # noqa: ASYNC110 - counted every 2 s
            await asyncio.sleep(0.1)
    status = await services.search.status()
    assert (status.embedder, status.problem) == ("openai/text-embedding-3-small", None)
    assert {call.operation for call in await services.ai.usage()} == {"embedding"}
    await services.close()


async def test_a_library_searched_with_openai(lantern, profile):
    async with small_library(profile) as library:
        for title, text in (("Leaves", BIOLOGY), ("Press", HISTORY), ("Bread", COOKING)):
            await library.add(title, pages(text), kind="document")
    async with FakeOpenAI.running() as fake:
        await move_to_openai(profile, fake)
        assert all(seen.headers["Authorization"] == f"Bearer {KEY}" for seen in fake.seen)
        out, err = await lantern("search", "printing books in Europe", "--json")
        assert json.loads(out)[0]["title"] == "Press"
        assert fake.embedded[-1] == "printing books in Europe"
        assert "words" not in err
        fake.default = Reply(status=401)
        out, err = await lantern("search", "dough and yeast", "--json")
        assert json.loads(out)[0]["title"] == "Bread", "found by its words"
        assert "a key it accepts" in err
        assert KEY not in out + err
    out, err = await lantern("ask", "Why do leaves look green?", "--json", "--offline")
    answer = json.loads(out)
    assert "reflects green light" in answer["answer"]
    assert answer["match"] in {"good", "loose"}
    assert "cannot be reached" in err
    services = await open_services(profile)
    await services.ai.embeddings.configure("")
    await services.close()
    out, err = await lantern("search", "dough and yeast", "--json")
    assert (json.loads(out)[0]["title"], err) == ("Bread", "")
