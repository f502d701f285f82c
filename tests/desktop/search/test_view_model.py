"""What the Search page asks and shows, with the real index."""

from contextlib import asynccontextmanager

from desktop.media.states import JobState
from desktop.search.view_model import SearchViewModel
from shared.errors import AppError
from shared.ids import CollectionId, new_id
from shared.media.records import COLLECTION
from shared.tasks import TaskScope
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, pages, speech
from tests.support.small_library import small_library
from tests.support.waiting import until

CELLS = "Every green cell holds a chloroplast, and some hold a hundred. Under the microscope they move about."


@asynccontextmanager
async def searching(paths, clock):
    async with small_library(paths, clock) as library:
        scope = TaskScope("test")
        services = library.services
        model = SearchViewModel(services.search, services.media, scope, services.bus, clock)
        yield library, model
        model.close()
        await scope.close()


def titles(model):
    return [hit.title for hit in model.hits]


async def found(model, **request):
    """Titles of the hits of a request, once it is answered."""
    model.ask(**request)
    await until(lambda: model.answered == model.request)
    return titles(model)


async def test_hits_and_nothing(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        await library.add("Leaves", speech(BIOLOGY))
        await library.add("Print", pages(HISTORY), kind="document")
        assert await found(model, text="chloroplast") == ["Leaves"]
        assert await found(model, text="zebra crossing") == []
        assert await found(model, text="") == []
        assert await found(model, text="Gutenberg") == ["Print"]


async def test_filters_and_scope(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        leaves = await library.add("Leaves", speech(BIOLOGY), tags=["green"])
        await library.add("Plants", pages(CELLS), kind="document")
        model.start()
        await until(lambda: model.tags == ["green"] and len(model.items) == 2)
        assert set(await found(model, text="chloroplast")) == {"Leaves", "Plants"}
        assert await found(model, kind="document") == ["Plants"]
        assert await found(model, kind="recording") == ["Leaves"]
        assert await found(model, kind="", tag="green") == ["Leaves"]
        model.set_scope(f"item:{leaves}")
        assert await found(model, tag="") == ["Leaves"]
        assert model.scope_id() == f"item:{leaves}"
        assert model.request.narrowed
        model.clear_filters()
        assert not model.request.narrowed
        assert model.scope_id() == ""


async def test_dates(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        await library.add("Old", speech(BIOLOGY))
        clock.advance(40 * 86_400_000)
        await library.add("New", speech(CELLS))
        assert await found(model, text="chloroplast", period="month") == ["New"]
        assert set(await found(model, period="year")) == {"Old", "New"}


async def test_collections(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        other = CollectionId(new_id())
        await library.services.database.write(
            lambda tx: tx.insert(COLLECTION, other, title="Course", created_ms=tx.now_ms)
        )
        await library.add("Leaves", speech(BIOLOGY))
        await library.add("Course leaves", speech(CELLS), collection_id=other)
        model.start()
        await until(lambda: len(model.collections) == 2)
        model.set_scope(f"collection:{other}")
        assert await found(model, text="chloroplast") == ["Course leaves"]


async def test_a_scope_that_was_deleted_hides_nothing(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        leaves = await library.add("Leaves", speech(BIOLOGY))
        await library.add("Print", pages(HISTORY), kind="document", tags=["old"])
        model.start()
        await until(lambda: len(model.items) == 2)
        model.set_scope(f"item:{leaves}")
        model.ask(text="Gutenberg")
        await library.services.media.library.delete([leaves])
        await until(lambda: model.request.item_id is None and titles(model) == ["Print"])


async def test_new_text_is_found_without_asking_again(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        assert await found(model, text="chloroplast") == []
        await library.add("Leaves", speech(BIOLOGY))
        await until(lambda: titles(model) == ["Leaves"])


async def test_items_being_prepared_and_the_state_of_the_index(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        await library.add("Leaves", speech(BIOLOGY))
        await library.add("Coming", speech(COOKING), state=JobState.TRANSCRIBING)
        await library.add("Broken", speech(COOKING), state=JobState.FAILED)
        model.start()
        await until(lambda: model.waiting_items == 1 and model.index is not None)
        assert model.index is not None
        assert model.index.passages == 1
        assert model.index.embedder is None


async def test_nothing_relevant_can_be_shown_all_the_same(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        await library.add("Leaves", speech(BIOLOGY))
        assert await found(model, text="green submarines under polar ice caps") == []
        assert await found(model, guess=True) == ["Leaves"]
        assert model.ask(guess=True) is False


async def test_more_results_on_demand(qloop, paths, clock, monkeypatch):
    monkeypatch.setattr("desktop.search.view_model.FIRST_HITS", 2)
    async with searching(paths, clock) as (library, model):
        for number in range(4):
            await library.add(f"Leaves {number}", speech(f"The chloroplast. {f'Word{number} ' * 60}."))
        assert len(await found(model, text="chloroplast", limit=2)) == 2
        assert model.has_more
        model.more()
        await until(lambda: len(model.hits) == 4)
        assert not model.has_more


async def test_what_was_asked_comes_back(qloop, paths, clock):
    async with searching(paths, clock) as (library, model):
        leaves = await library.add("Leaves", speech(BIOLOGY))
        await found(model, text="chloroplast", item_id=leaves, grouped=True)
        state = model.state()
        model.ask(text="", item_id=None)
        model.restore(state)
        await until(lambda: titles(model) == ["Leaves"])
        assert model.request.grouped
        model.restore({"text": 5, "kind": None})
        assert model.request.text == "chloroplast"
        assert len(model.rows()) == 2


async def test_a_failure_is_told(qloop, paths, clock, monkeypatch):
    async with searching(paths, clock) as (library, model):
        failures = []
        model.failed.connect(failures.append)

        async def broken(*_arguments):
            raise AppError("storage.disk_error")

        monkeypatch.setattr(library.services.search, "search", broken)
        model.ask(text="chloroplast")
        await until(lambda: failures)
        assert failures[0].code == "storage.disk_error"
        monkeypatch.undo()
        assert await found(model, text="chloroplast") == []
