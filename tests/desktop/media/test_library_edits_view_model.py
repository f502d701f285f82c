"""Every action on a real profile, and its way back."""

import asyncio
from contextlib import asynccontextmanager

from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.service import ItemDetails, ItemFilter, JobState
from shared.errors import AppError
from shared.ids import CollectionId, new_id
from shared.tasks import TaskScope
from tests.support.filled_library import Entry, fill, lessons
from tests.support.small_library import small_library
from tests.support.waiting import until


class Edited:
    """Edits of a profile, and what they told."""

    def __init__(self, services, scope, errors):
        self.errors = errors
        self.services = services
        self.library = services.media.library
        self.edits = LibraryEdits(services.media, scope, services.bus)
        self.done = []
        self.edits.done.connect(self.done.append)

    async def items(self):
        return {item.id: item for item in await self.services.media.items(ItemFilter())}

    async def after(self, count=1):
        await until(lambda: len(self.done) >= count)
        return self.done[-1]

    async def undone(self, holds):
        self.edits.undo(self.done[-1])
        await self.seen(holds)

    async def seen(self, holds):
        """Wait until the library looks so."""
        async with asyncio.timeout(20):
            while not holds(await self.items()):  # noqa: ASYNC110 - asked of the library each time
                await asyncio.sleep(0.01)


@asynccontextmanager
async def edited(paths, clock, *entries):
    errors = []
    async with small_library(paths, clock) as library:
        scope = TaskScope("test", errors.append)
        ids = await fill(library.services, entries)
        made = Edited(library.services, scope, errors)
        yield made, ids
        made.edits.close()
        await scope.close()


async def test_delete_and_undo(qloop, paths, clock):
    async with edited(paths, clock, *lessons(3)) as (made, ids):
        items = await made.items()
        made.edits.delete([items[ids[0]], items[ids[1]]])
        done = await made.after()
        assert (done.kind, done.count, done.title) == ("deleted", 2, "")
        assert set(await made.items()) == {ids[2]}
        await made.undone(lambda now: len(now) == 3)


async def test_undo_goes_back_step_by_step(qloop, paths, clock):
    async with edited(paths, clock, *lessons(3)) as (made, ids):
        items = await made.items()
        made.edits.undo_last()
        made.edits.rename(ids[0], "Another name")
        await made.after()
        made.edits.delete([items[ids[1]]])
        await made.after(2)
        made.edits.undo_last()
        await made.seen(lambda now: len(now) == 3)
        made.edits.undo_last()
        await made.seen(lambda now: now[ids[0]].title == items[ids[0]].title)
        made.edits.undo_last()
        assert len(await made.items()) == 3


async def test_one_deleted_item_is_named(qloop, paths, clock):
    async with edited(paths, clock, Entry("b", state=JobState.PENDING)) as (made, ids):
        made.edits.delete([(await made.items())[ids[0]]])
        assert (await made.after()).title == "b"
        await made.undone(lambda now: ids[0] in now and now[ids[0]].state is JobState.PENDING)


async def test_rename_and_undo(qloop, paths, clock):
    async with edited(paths, clock, *lessons(1)) as (made, ids):
        made.edits.rename(ids[0], "Light")
        assert (await made.after()).kind == "renamed"
        await made.undone(lambda now: now[ids[0]].title.startswith("Lesson 1"))


async def test_a_title_without_words_is_told_to_the_window(qloop, paths, clock):
    async with edited(paths, clock, *lessons(1)) as (made, ids):
        made.edits.rename(ids[0], "  ")
        await until(lambda: made.errors)
        assert made.errors[0].code == "media.no_title"


async def test_move_and_undo_puts_each_where_it_was(qloop, paths, clock):
    async with edited(paths, clock, *lessons(3)) as (made, ids):
        first, second = await made.library.add_collection("A"), await made.library.add_collection("B")
        await made.library.move([ids[0]], first)
        items = await made.items()
        made.edits.move(list(items.values()), second, "B")
        done = await made.after()
        assert (done.kind, done.count, done.title) == ("moved", 3, "B")
        default = items[ids[1]].collection_id
        await made.undone(
            lambda now: now[ids[0]].collection_id == first and now[ids[1]].collection_id == default
        )


async def test_moving_to_where_it_is_says_nothing(qloop, paths, clock):
    async with edited(paths, clock, *lessons(1)) as (made, ids):
        items = await made.items()
        made.edits.move([items[ids[0]]], items[ids[0]].collection_id, "My library")
        made.edits.move_to_new([items[ids[0]]], "New")
        assert (await made.after()).title == "New"
        assert len(made.done) == 1


async def test_tags_of_many(qloop, paths, clock):
    async with edited(paths, clock, Entry("a", tags=("x", "y")), Entry("b", tags=("Y",)), Entry("c")) as (
        made,
        ids,
    ):
        made.edits.change_tags(list((await made.items()).values()), ["new"], ["y"])
        done = await made.after()
        assert (done.kind, done.count) == ("tagged", 3)
        items = await made.items()
        assert [items[id_].tags for id_ in ids] == [("new", "x"), ("new",), ("new",)]
        await made.undone(lambda now: [now[id_].tags for id_ in ids] == [("x", "y"), ("Y",), ()])


async def test_tags_that_are_there_already_are_no_change(qloop, paths, clock):
    async with edited(paths, clock, Entry("a", tags=("x",))) as (made, ids):
        items = list((await made.items()).values())
        made.edits.change_tags(items, ["X"], [])
        made.edits.change_tags(items, [], ["x"])
        await made.after()
        assert len(made.done) == 1
        assert (await made.items())[ids[0]].tags == ()


async def test_details_write_what_differs(qloop, paths, clock):
    async with edited(paths, clock, *lessons(1)) as (made, ids):
        home = await made.library.add_collection("Optics")
        item = (await made.items())[ids[0]]
        made.edits.change_details(item, ItemDetails("Light", "About light.", ("a", "b"), home))
        await made.seen(lambda now: now[ids[0]].collection_id == home)
        now = (await made.items())[ids[0]]
        assert (now.title, now.description, now.tags) == ("Light", "About light.", ("a", "b"))
        done = await made.after()
        assert (done.kind, done.title) == ("detailed", "Light")
        made.edits.change_details(now, ItemDetails(now.title, now.description, now.tags, home))
        await made.undone(lambda now: now[ids[0]].collection_id == item.collection_id)
        assert len(made.done) == 1
        back = (await made.items())[ids[0]]
        assert (back.title, back.description, back.tags) == (item.title, item.description, item.tags)


async def test_undoing_details_leaves_what_they_did_not_change(qloop, paths, clock):
    async with edited(paths, clock, *lessons(1)) as (made, ids):
        item = (await made.items())[ids[0]]
        made.edits.change_details(
            item, ItemDetails(item.title, "About light.", item.tags, item.collection_id)
        )
        await made.after()
        await made.library.rename(ids[0], "Renamed since")
        await made.undone(lambda now: now[ids[0]].description == "")
        assert (await made.items())[ids[0]].title == "Renamed since"


async def test_retry_cancel_and_again(qloop, paths, clock):
    failed = Entry("a", state=JobState.FAILED, error=AppError("media.unreadable"))
    async with edited(paths, clock, failed, Entry("b", state=JobState.PENDING), Entry("c")) as (made, ids):
        items = await made.items()
        made.edits.retry([items[ids[0]]])
        assert (await made.after()).kind == "retried"
        assert (await made.items())[ids[0]].state is JobState.PENDING
        made.edits.cancel([items[ids[1]]])
        assert (await made.after(2)).kind == "cancelled"
        assert (await made.items())[ids[1]].state is JobState.CANCELLED
        made.edits.transcribe_again([items[ids[2]]])
        assert (await made.after(3)).count == 1
        assert (await made.items())[ids[2]].state is JobState.PENDING


async def test_one_that_was_deleted_meanwhile_does_not_stop_the_others(qloop, paths, clock, monkeypatch):
    async with edited(paths, clock, *lessons(2)) as (made, ids):
        items = await made.items()
        tried = []

        async def retry(item_id):
            tried.append(item_id)
            if item_id == ids[0]:
                raise AppError("media.no_item")

        monkeypatch.setattr(made.services.media, "retry", retry)
        made.edits.retry([items[ids[0]], items[ids[1]]])
        assert (await made.after()).count == 1
        assert tried == ids


async def test_collections(qloop, paths, clock):
    async with edited(paths, clock, *lessons(1)) as (made, ids):
        added = []
        made.edits.collection_added.connect(added.append)
        made.edits.add_collection("Optics")
        await until(lambda: added)
        await made.library.move(ids, added[0])
        renamed = []
        made.services.bus.subscribe(lambda changes: renamed.append(changes.touches("collection")))
        made.edits.rename_collection(added[0], "Light")
        await until(lambda: any(renamed))
        light = next(one for one in await made.library.collections() if one.id == added[0])
        assert light.title == "Light"
        made.edits.delete_collection(light)
        done = await made.after()
        assert (done.kind, done.title, done.count) == ("collection_deleted", "Light", 1)
        await made.undone(lambda now: now[ids[0]].collection_id == added[0])


async def test_what_is_not_there_is_told(qloop, paths, clock):
    async with edited(paths, clock) as (made, _ids):
        made.edits.rename_collection(CollectionId(new_id()), "Ghost")
        await until(lambda: made.errors)
        assert made.errors[0].code == "media.no_collection"
