"""Embeddings from a local server through the real SDK, chosen as a person chooses OpenAI in Settings."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from desktop.ai.service import AiService, Embeddings, RetryPolicy
from desktop.runtime.paths import ProfilePaths
from desktop.search import vector_store
from desktop.search.anchors import TEXTS
from desktop.search.embedders import EmbedderFiles
from desktop.search.hits import SearchQuery
from desktop.search.remote import remote_files
from desktop.search.service import SearchService
from desktop.settings.service import DeviceSettings, SettingsService
from desktop.storage.database import Database
from shared.clock import Clock
from shared.ids import ItemId
from tests.support.clocks import ManualClock
from tests.support.fake_openai import FakeOpenAI, openai_error
from tests.support.fake_provider import Reply
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, InProcessWorker, Job, Library, speech

KEY = "sk-key-of-openai-1234"
REFUSED = Reply(status=401, error=openai_error("Incorrect API key", code="invalid_api_key"))
BUSY = Reply(
    status=429, error=openai_error("Slow down", code="rate_limit_exceeded"), headers={"Retry-After": "120"}
)
NO_CREDIT = Reply(status=429, error=openai_error("No money", code="insufficient_quota"))
HANGING = Reply(hold_after=0)


@asynccontextmanager
async def ai_of(paths: ProfilePaths, database: Database, clock: Clock) -> AsyncIterator[AiService]:
    """The ai service of a profile, with hardly a pause between tries."""
    settings = SettingsService(DeviceSettings(paths.settings_file), database, database.bus)
    await settings.load()
    ai = AiService(paths, database, settings, clock, retries=RetryPolicy(first_wait_s=0.001))
    try:
        yield ai
    finally:
        await ai.close()


async def choose_openai(ai: AiService, fake: FakeOpenAI, key: str = KEY) -> None:
    """Choose OpenAI, at the local server, with a key."""
    if key:
        await ai.keep_key("openai", key, "session", base_url=fake.url)
    await ai.embeddings.configure("openai", base_url=fake.url)


class RemoteLibrary(Library):
    """A library whose best embedder is the chosen one at a provider."""

    embeddings: Embeddings

    async def installed_embedders(self) -> Sequence[EmbedderFiles]:
        chosen = remote_files(self.embeddings)
        return [*([chosen] if chosen else []), *self.installed]


@dataclass
class RemoteSearch:
    """Search over a library with a provider behind it. `clock` is moved by the test."""

    library: RemoteLibrary
    search: SearchService
    ai: AiService
    fake: FakeOpenAI
    clock: ManualClock
    items: list[ItemId] = field(default_factory=list)

    async def add(self, title: str, text: str) -> ItemId:
        """Import a talk: cut it, and embed it as its job would."""
        item_id = await self.library.item(title, speech(text), await self.library.collection("Home"))
        await self.search.chunk_stage(Job(item_id), lambda _: None)
        await self.search.embed_stage(Job(item_id), lambda _: None)
        return item_id

    async def titles(self, text: str) -> list[str]:
        """What a search finds, best first."""
        return [hit.title for hit in await self.search.search(SearchQuery(text))]

    async def vectors(self) -> dict[str, int]:
        """How many passages each model has embedded."""
        async with self.library.database.reader() as reader:
            models = await vector_store.models(reader)
            return {one.name: await vector_store.embedded(reader, one) for one, _ in models}

    @property
    def sent(self) -> list[str]:
        """Texts that reached the provider, without the anchors a new model is measured with."""
        return [text for text in self.fake.embedded if text not in TEXTS]


@asynccontextmanager
async def remote_search(
    paths: ProfilePaths, database: Database, clock: ManualClock
) -> AsyncIterator[RemoteSearch]:
    """Three talks embedded on this computer with the static table; no provider chosen yet."""
    async with FakeOpenAI.running() as fake, ai_of(paths, database, clock) as ai:
        library = RemoteLibrary(database, ["wordllama"])
        library.embeddings = ai.embeddings
        search = SearchService(database, library, library, clock, remote=ai.embeddings)
        search._indexer._worker = InProcessWorker()
        search.keeper._settle_s = search._remote_keeper._settle_s = 0.0
        made = RemoteSearch(library, search, ai, fake, clock)
        try:
            for title, text in (("Leaves", BIOLOGY), ("Press", HISTORY), ("Bread", COOKING)):
                made.items.append(await made.add(title, text))
            yield made
        finally:
            fake.release.set()
            await search.close()
