"""The program is killed while an answer is written: what came is there at the next start, and can be asked again."""

import asyncio
import sys

import pytest

from desktop.assembly import open_services
from desktop.runtime.paths import ProfilePaths
from tests.support.fake_anthropic import FakeAnthropic
from tests.support.fake_provider import Reply
from tests.support.search_library import pages
from tests.support.small_library import small_library

QUESTION = "How much water does an oak tree give off in a day?"
NOTES = "A large oak tree can give off 150 litres of water in a day. This is called transpiration by plants."
CHILD = """
import asyncio, sys
from pathlib import Path
from desktop.assembly import open_services
from desktop.chat.service import Delta
from desktop.runtime.paths import ProfilePaths

async def main():
    services = await open_services(ProfilePaths.of(Path(sys.argv[1])))
    async for event in services.chat.ask(None, sys.argv[2]):
        if isinstance(event, Delta):
            print(event.text, flush=True)

asyncio.run(main())
"""


async def stored_answer(profile):
    """The answer as another process finds it in the library."""
    services = await open_services(profile)
    try:
        chats = await services.chat.chats()
        return (await services.chat.messages(chats[0].id))[-1] if chats else None
    finally:
        await services.close()


async def until_stored(profile, text):
    async with asyncio.timeout(60):
        while True:
            found = await stored_answer(profile)
            if found is not None and found.text.rstrip() == text:
                return
            await asyncio.sleep(0.2)  # another process sets no event


@pytest.mark.faults
@pytest.mark.parametrize("pieces_before", [0, 1, 3])
async def test_a_killed_program_keeps_the_answer_so_far(tmp_path, pieces_before):
    profile = ProfilePaths.of(tmp_path / "data")
    async with FakeAnthropic.running() as fake:
        async with small_library(profile) as library:
            await library.add("Trees", pages(NOTES), kind="document")
            await library.services.ai.configure("anthropic", model="m", base_url=fake.url)
            await library.services.ai.keep_key("anthropic", "sk-key-0000-0000", "file", base_url=fake.url)
        pieces = ("An oak ", "gives off ", "150 litres ", "a day [1].")
        fake.script.append(Reply(pieces, hold_after=pieces_before))
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", CHILD, str(tmp_path / "data"), QUESTION), stdout=asyncio.subprocess.PIPE
        )
        await asyncio.wait_for(fake.holding.wait(), 60)
        expected = "".join(pieces[:pieces_before]).rstrip()
        await until_stored(profile, expected)
        child.kill()
        await child.wait()

        services = await open_services(profile)
        [listed] = await services.chat.chats()
        [question, answer] = await services.chat.messages(listed.id)
        assert question.text == QUESTION
        assert (answer.text.rstrip(), answer.state, answer.live) == (expected, "unfinished", False)
        fake.script.append(Reply(("150 litres of water a day, says the oak tree page [1].",)))
        live = await services.chat.retry(answer.id)
        assert [event async for event in live.events()]
        [_, again] = await services.chat.messages(listed.id)
        assert (again.state, len(again.citations)) == ("done", 1)
        await services.close()
