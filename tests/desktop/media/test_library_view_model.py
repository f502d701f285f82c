"""What the library lists, on a real profile."""

from contextlib import asynccontextmanager

import pytest

from desktop.media.library_view_model import LibraryViewModel, Query, arranged
from desktop.media.service import JobState, Sort
from desktop.runtime.changes import ChangeSet
from desktop.widgets.language import install_language
from shared.errors import AppError
from shared.ids import CollectionId, new_id
from shared.tasks import TaskScope
from tests.support.filled_library import Entry, fill, lessons
from tests.support.small_library import small_library
from tests.support.waiting import until
from tests.support.window_services import some_item


@asynccontextmanager
async def listed(paths, clock, *entries):
    async with small_library(paths, clock) as library:
        services, scope = library.services, TaskScope("test")
        ids = await fill(services, entries)
        model = LibraryViewModel(services.media, scope, services.bus)
        model.start()
        await until(lambda: model.loaded and model.collections)
        yield model, services, ids
        model.close()
        await scope.close()


def titles(model):
    return [item.title for item in model.visible]


async def test_everything_is_listed_newest_first(qloop, paths, clock):
    async with listed(paths, clock, *lessons(5)) as (model, _services, _ids):
        assert titles(model) == [f"Lesson {number}: what light does" for number in range(1, 6)]
        assert model.tags == ["history", "light", "optics"]


async def test_filters_narrow_together_and_are_cleared(qloop, paths, clock):
    async with listed(paths, clock, *lessons(12)) as (model, _services, _ids):
        model.ask(kind="audio", tag="optics")
        assert {item.kind for item in model.visible} == {"audio"}
        assert all("optics" in item.tags for item in model.visible)
        model.ask(text="lesson 10")
        assert titles(model) == ["Lesson 10: what light does"]
        assert model.query.narrowed
        model.clear_filters()
        assert len(model.visible) == 12
        assert not model.query.narrowed


async def test_states_as_a_person_names_them(qloop, paths, clock):
    entries = (
        Entry("a", state=JobState.FAILED, error=AppError("media.unreadable")),
        Entry("b", state=JobState.EMBEDDING, stage=JobState.EMBEDDING),
        Entry("c", state=JobState.PENDING),
        Entry("d"),
        Entry("e", state=JobState.CANCELLED),
    )
    async with listed(paths, clock, *entries) as (model, _services, _ids):
        for state, title in (
            ("failed", "a"),
            ("working", "b"),
            ("waiting", "c"),
            ("ready", "d"),
            ("cancelled", "e"),
        ):
            model.ask(state=state)
            assert titles(model) == [title]


async def test_a_change_reads_only_what_changed(qloop, paths, clock, monkeypatch):
    async with listed(paths, clock, *lessons(3)) as (model, services, ids):
        asked = []
        real = services.media.library.items_by_id

        async def counting(wanted):
            asked.append(set(wanted))
            return await real(wanted)

        monkeypatch.setattr(services.media.library, "items_by_id", counting)
        monkeypatch.setattr(services.media, "items", None)
        await services.media.library.rename(ids[1], "Zebra")
        await until(lambda: "Zebra" in titles(model))
        assert asked == [{ids[1]}]


async def test_progress_moves_nothing(qloop, paths, clock):
    entry = Entry("b", state=JobState.TRANSCRIBING)
    async with listed(paths, clock, entry, *lessons(2)) as (model, services, ids):
        arrangements, updates = [], []
        model.arranged.connect(lambda: arrangements.append(1))
        model.updated.connect(updates.append)
        for share in (0.1, 0.2, 0.3):
            services.media.runner.live.put(ids[0], share)
        await until(lambda: updates)
        assert arrangements == []
        assert [[item.id for item in update] for update in updates] == [[ids[0]]]
        assert next(item for item in model.visible if item.id == ids[0]).stage_progress == 0.3


async def test_deleted_and_restored_items_go_and_come(qloop, paths, clock):
    async with listed(paths, clock, *lessons(3)) as (model, services, ids):
        await services.media.library.delete([ids[0], ids[2]])
        await until(lambda: len(model.visible) == 1)
        await services.media.library.restore([ids[0], ids[2]])
        await until(lambda: len(model.visible) == 3)


async def test_another_process_wrote(qloop, paths, clock):
    async with listed(paths, clock, *lessons(1)) as (model, services, _ids):
        await fill(services, [Entry("From outside")])
        services.bus.publish(ChangeSet(everything=True))
        await until(lambda: "From outside" in titles(model))


async def test_what_is_gone_does_not_hide_everything(qloop, paths, clock):
    async with listed(paths, clock, *lessons(4)) as (model, services, ids):
        home = await services.media.library.add_collection("Optics")
        await services.media.library.move([ids[0]], home)
        model.ask(collection_id=str(home))
        await until(lambda: len(model.visible) == 1)
        await services.media.library.delete_collection(home)
        await until(lambda: model.query.collection_id == "")
        assert len(model.visible) == 4
        model.ask(tag="history")
        await services.media.library.set_tags(ids[3], [])
        await until(lambda: model.query.tag == "")


async def test_the_query_comes_back_without_its_text(qloop, paths, clock):
    async with listed(paths, clock, *lessons(3)) as (model, _services, _ids):
        model.ask(kind="video", sort=Sort.TITLE, text="light")
        kept = model.state()
        model.clear_filters()
        model.restore(kept)
        assert model.query == Query(kind="video", sort=Sort.TITLE)
        for wrong in ({"kind": 3}, {"collection_id": "no id"}, None, []):
            model.restore(wrong)
            assert model.query.kind == "video"


async def test_a_library_that_cannot_be_read_says_so_and_can_be_tried_again(qloop, paths, clock, monkeypatch):
    async with small_library(paths, clock) as library:
        services, scope = library.services, TaskScope("test")
        await fill(services, lessons(1))

        async def broken(_filter):
            raise AppError("storage.disk_full")

        monkeypatch.setattr(services.media, "items", broken)
        model = LibraryViewModel(services.media, scope, services.bus)
        errors = []
        model.failed.connect(errors.append)
        model.start()
        await until(lambda: errors)
        assert errors[0].code == "storage.disk_full"
        monkeypatch.undo()
        model.start()
        await until(lambda: model.visible)
        model.close()
        await scope.close()


async def test_choices_of_one_collection(qloop, paths, clock):
    async with listed(paths, clock, *lessons(2)) as (model, _services, _ids):
        assert model.collection_id() is None
        default = model.collections[0]
        model.ask(collection_id=str(default.id))
        assert model.collection_id() == default.id
        assert model.collection(default.id) == default
        assert model.collection(CollectionId(new_id())) is None
        assert model.count(frozenset({JobState.COMPLETED})) == 2


@pytest.mark.parametrize("sort", list(Sort))
def test_every_order_keeps_every_item(sort):
    items = [some_item(title) for title in ("Lesson 10", "lesson 2", "Álgebra", "Lesson 1")]
    assert {item.id for item in arranged(items, sort)} == {item.id for item in items}


def test_titles_sort_as_people_sort_them(qapp):
    install_language("en")
    items = [some_item(title) for title in ("Lesson 10", "zebra", "lesson 2", "Álgebra", "Lesson 1")]
    assert [item.title for item in arranged(items, Sort.TITLE)] == [
        "Álgebra",
        "Lesson 1",
        "lesson 2",
        "Lesson 10",
        "zebra",
    ]
