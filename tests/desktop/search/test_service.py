"""The search service over a real library with the real embedders."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.search.hits import Filters, Scope, SearchQuery
from desktop.search.service import SearchService
from shared.media.records import COLLECTION, ITEM
from tests.support.clocks import ManualClock
from tests.support.search_library import (
    BIOLOGY,
    COOKING,
    HISTORY,
    Job,
    Library,
    embedder_files,
    pages,
    speech,
)

ROOT = Path(__file__).resolve().parents[3]
DAY_MS = 86_400_000


async def add(library: Library, search: SearchService, title: str, segments, collection, **more):
    item_id = await library.item(title, segments, collection, **more)
    seen: list[float] = []
    await search.chunk_stage(Job(item_id), seen.append)
    await search.embed_stage(Job(item_id), seen.append)
    assert seen[-1] == 1.0
    assert all(0 <= one <= 1 for one in seen)
    return item_id


@pytest.fixture(params=["", "wordllama", "minilm"])
async def filled(request, library: Library, search: SearchService):
    """Three talks, found by words alone or by words and either embedder."""
    library.installed = [embedder_files(request.param)] if request.param else []
    course = await library.collection("Science")
    other = await library.collection("Everything else")
    await add(
        library, search, "Leaves", speech(BIOLOGY), course, kind="audio", tags=["Plants"], created_ms=10
    )
    await add(
        library, search, "Gutenberg", pages(HISTORY), other, kind="document", tags=["books"], created_ms=20
    )
    await add(library, search, "Baking", speech(COOKING), other, kind="video", created_ms=30)
    return course, other


async def titles(search: SearchService, text: str, **more) -> list[str]:
    return [hit.title for hit in await search.search(SearchQuery(text, **more))]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Where does photosynthesis take place?", "Leaves"),
        ("who cast movable type", "Gutenberg"),
        ("how long must the dough rest", "Baking"),
    ],
)
async def test_a_question_finds_its_talk_first(filled, search, question, title):
    assert (await titles(search, question))[0] == title


async def test_a_hit_says_where_and_why(filled, search):
    hit = (await search.search(SearchQuery("chlorophyll absorbs light")))[0]
    assert hit.quote.startswith("Chlorophyll absorbs red and blue light")
    assert [hit.text[a:b] for a, b in hit.marks][:3] == ["Chlorophyll", "absorbs", "light"]
    words = BIOLOGY.split()
    assert hit.match_ms == hit.start_ms == words.index("Chlorophyll") * 400
    assert 9_000 <= hit.end_ms - hit.start_ms <= 30_000
    assert hit.sentences[0].text == "Plants turn sunlight into sugar."
    assert hit.page is None
    assert 0 < hit.relevance <= 1
    document = (await search.search(SearchQuery("Gutenberg movable type")))[0]
    assert (document.page, document.start_ms, document.match_ms) == (1, None, None)


async def test_scope(filled, search):
    course, other = filled
    assert await titles(search, "light", scope=Scope(collection_id=course)) == ["Leaves"]
    assert await titles(search, "light", scope=Scope(collection_id=other)) == []
    baking = (await search.search(SearchQuery("dough")))[0].item_id
    assert await titles(search, "dough", scope=Scope(item_id=baking)) == ["Baking"]
    assert await titles(search, "photosynthesis", scope=Scope(item_id=baking)) == []


async def test_filters(filled, search):
    everything = {"text": "light press dough", "guess": True}
    assert set(await titles(search, **everything)) == {"Leaves", "Gutenberg", "Baking"}
    assert await titles(search, **everything, filters=Filters(kinds=("audio",))) == ["Leaves"]
    assert await titles(search, **everything, filters=Filters(tags=("plants",))) == ["Leaves"]
    assert set(await titles(search, **everything, filters=Filters(tags=("PLANTS", "Books")))) == {
        "Leaves",
        "Gutenberg",
    }
    assert await titles(search, **everything, filters=Filters(from_ms=30)) == ["Baking"]
    assert await titles(search, **everything, filters=Filters(until_ms=10)) == ["Leaves"]
    assert await titles(search, **everything, filters=Filters(tags=("none",))) == []


async def test_phrases_and_prefixes_are_taken_literally(filled, search):
    assert await titles(search, '"movable type"') == ["Gutenberg"]
    assert await titles(search, '"type movable"') == []
    assert await titles(search, "chloro*") == ["Leaves"]
    assert await titles(search, "zzz*") == []


@pytest.mark.parametrize(
    "question", ["quantum chromodynamics", "who won the football world cup in 1998", "ñ", "?!", ""]
)
async def test_nothing_relevant(filled, search, question):
    assert await titles(search, question) == []


async def test_words_in_a_title_count(filled, search):
    assert (await titles(search, "baking", guess=True))[0] == "Baking"


async def test_limit(filled, library, search, clock):
    assert len(await titles(search, "light press dough", guess=True, limit=2)) == 2
    short = SearchService(library.database, library, library, clock, default_limit=lambda: 1)
    assert len(await titles(short, "light press dough", guess=True)) == 1
    await short.close()


async def test_the_same_recording_twice_is_one_hit(filled, library, search):
    await add(library, search, "Leaves again", speech(BIOLOGY + " The end."), filled[1])
    assert len(await titles(search, "photosynthesis chloroplast")) == 1


async def test_what_was_opened_recently_wins_a_tie(library, search, clock: ManualClock):
    home = await library.collection("Science")
    first = await add(library, search, "One", speech("Light is a wave. One says so."), home, created_ms=0)
    second = await add(library, search, "Two", speech("Light is a wave. Two says so."), home, created_ms=0)
    clock.advance(100 * DAY_MS)
    await library.view(second)
    assert (await titles(search, "light wave"))[:1] == ["Two"]
    for _ in range(3):
        await library.view(first)
    assert (await titles(search, "light wave"))[:1] == ["One"]


async def test_deleted_items_are_not_found(filled, library, search):
    item_id = (await search.search(SearchQuery("dough")))[0].item_id
    await library.database.write(lambda tx: tx.delete(ITEM, item_id))
    assert await titles(search, "dough") == []
    await search.chunk_stage(Job(item_id), lambda _: None)
    await library.database.write(lambda tx: tx.restore(ITEM, item_id))
    await search.chunk_stage(Job(item_id), lambda _: None)
    assert await titles(search, "dough") == ["Baking"]


async def test_a_renamed_collection_is_read_with_its_items(filled, library, search):
    course, _ = filled
    item_id = (await search.search(SearchQuery("photosynthesis")))[0].item_id
    await library.database.write(lambda tx: tx.update(COLLECTION, course, title="Botany"))
    await search.chunk_stage(Job(item_id), lambda _: None)
    assert (await titles(search, "botany", guess=True))[0] == "Leaves"


async def test_context_grows_to_both_sides(library, search):
    home = await library.collection("Long")
    text = " ".join(f"Sentence number {n} tells about topic{n} and nothing else at all." for n in range(200))
    await add(library, search, "Long", speech(text), home)
    hit = (await search.search(SearchQuery("topic100")))[0]
    context = await search.context(hit.passage_id, max_words=600)
    assert 560 <= context.words <= 600
    assert len(context.text.split()) == context.words
    assert "topic80 " in context.text
    assert "topic120 " in context.text
    assert context.start_ms < hit.start_ms < context.end_ms
    assert context.text.count("topic100 ") == 1
    assert await search.context(10_000) is None


async def test_status(filled, library, search):
    status = await search.status()
    assert (status.items, status.passages) == (3, 3)
    name = library.installed[0].name if library.installed else None
    assert status.embedder == name
    assert status.embedded == (3 if name else 0)
    assert status.complete


async def test_nearness(library, search):
    assert await search.nearness("light", ["dark"]) is None
    library.installed = [embedder_files("wordllama")]
    library.database.bus.announce("model")
    near, far = await search.nearness("green plants", ["leaves of a plant", "the stock market"]) or [0, 0]
    assert near > far


async def test_stages_are_what_the_job_runner_calls(library, search):
    item_id = await library.item("Leaves", speech(BIOLOGY), await library.collection("Science"))
    await search.chunking.run(Job(item_id), lambda _: None)
    await search.embedding.run(Job(item_id), lambda _: None)
    assert await titles(search, "photosynthesis") == ["Leaves"]


async def test_a_model_that_cannot_be_read_leaves_full_text(filled, library, search, tmp_path, clock):
    if not library.installed:
        return
    (tmp_path / "tokenizer.json").write_text("{}")
    files = library.installed[0]
    library.installed = [type(files)(files.name, tmp_path, files.dimension, files.model_sha)]
    fresh = SearchService(library.database, library, library, clock)
    assert await titles(fresh, "photosynthesis") == ["Leaves"]
    await fresh.close()


WITHOUT_EXTENSION = """
import asyncio, sys
sys.modules["pysqlite3"] = sys.modules["sqlean"] = sys.modules["sqlite_vec"] = None
from pathlib import Path
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.search.hits import Scope, SearchQuery
from desktop.search.service import SearchService
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from shared.clock import SystemClock
from tests.support.search_library import BIOLOGY, COOKING, Job, Library, speech
async def main():
    database = await Database.open(ProfilePaths.of(Path(sys.argv[1])), clock=SystemClock(), bus=ChangeBus())
    library = Library(database, ["wordllama"])
    service = SearchService(database, library, library, SystemClock())
    home = await library.collection("Home")
    for title, text in (("Leaves", BIOLOGY), ("Bread", COOKING)):
        job = Job(await library.item(title, speech(text), home))
        await service.chunk_stage(job, lambda share: None)
        await service.embed_stage(job, lambda share: None)
    for scope in (Scope(), Scope(collection_id=home), Scope(item_id=job.item_id)):
        hits = await service.search(SearchQuery("how long must the dough rest", scope))
        assert [hit.title for hit in hits] == ["Bread"], hits
    assert (await service.status()).complete
    await service.close()
    await database.close()
asyncio.run(main())
"""


def test_python_s_own_sqlite_without_the_extension_finds_the_same(tmp_path):
    """SQLite 3.40 on the Pythons we are run with: no extension can be loaded there."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTENSION, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
