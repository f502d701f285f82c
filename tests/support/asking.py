"""A small library to ask about, and a local server that speaks the OpenAI wire as the engine that answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop.runtime.paths import ProfilePaths
from shared.clock import Clock
from tests.support.fake_openai import FakeOpenAI
from tests.support.search_library import BIOLOGY, HISTORY, pages, speech
from tests.support.small_library import SmallLibrary, small_library

WHERE = "Where does photosynthesis take place?"
WHO = "Who cast movable type in Mainz?"
NOWHERE = "Which football club won the championship in 1998?"
LEAVES_START_MS = 60_000


@asynccontextmanager
async def asked_library(
    paths: ProfilePaths, clock: Clock | None = None, *, filled: bool = True
) -> AsyncIterator[SmallLibrary]:
    """A recording "Leaves", whose first word is spoken at 1:00, and a document "Print" of one page; no AI."""
    async with small_library(paths, clock) as library:
        if filled:
            await library.add("Leaves", speech(BIOLOGY, start_ms=LEAVES_START_MS))
            await library.add("Print", pages(HISTORY), kind="document")
        yield library


@asynccontextmanager
async def answering_engine(library: SmallLibrary) -> AsyncIterator[FakeOpenAI]:
    """An engine that answers as it is told, without titles and suggestions of its own."""
    services = library.services
    async with FakeOpenAI.running() as fake:
        await services.ai.configure("compatible", model="fake-small", base_url=f"{fake.url}/v1")
        await services.settings.set("ai_extras", value=False)
        yield fake
