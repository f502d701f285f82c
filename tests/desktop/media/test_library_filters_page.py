"""The line of choices over the items."""

from contextlib import asynccontextmanager

import msgspec
from PySide6.QtCore import Qt

from desktop.media.library_filters_page import LibraryFilters
from desktop.media.library_view_model import LibraryViewModel
from desktop.media.service import CollectionView, Sort
from shared.ids import CollectionId, new_id
from shared.tasks import TaskScope
from tests.support.filled_library import fill, lessons
from tests.support.small_library import small_library
from tests.support.waiting import until


@asynccontextmanager
async def filters_of(paths, clock, qtbot, entries):
    async with small_library(paths, clock) as library:
        scope = TaskScope("test")
        await fill(library.services, entries)
        model = LibraryViewModel(library.services.media, scope, library.services.bus)
        filters = LibraryFilters(model)
        qtbot.addWidget(filters)
        model.choices_changed.connect(filters.refresh)
        model.arranged.connect(filters.refresh)
        filters.show()
        model.start()
        await until(lambda: model.loaded and model.collections)
        yield filters, model
        model.close()
        await scope.close()


async def test_each_choice_narrows(qloop, qtbot, paths, clock):
    async with filters_of(paths, clock, qtbot, lessons(12)) as (filters, model):
        for picker, option, field in (
            (filters.collection, str(model.collections[0].id), "collection_id"),
            (filters.kind, "video", "kind"),
            (filters.state, "ready", "state"),
            (filters.tag, "optics", "tag"),
            (filters.sort, "title", "sort"),
        ):
            picker.set_selected(option)
            picker.selected.emit(option)
            assert getattr(model.query, field) == option
        assert isinstance(model.query.sort, Sort)
        assert not filters.clear_button.isHidden()
        model.clear_filters()
        assert filters.clear_button.isHidden()
        assert filters.kind.current() == ""
        assert filters.sort.current() == "title"


async def test_choices_follow_the_library(qloop, qtbot, paths, clock):
    async with filters_of(paths, clock, qtbot, []) as (filters, model):
        assert filters.tag.isHidden()
        assert len(filters.collection.options()) == 2
    async with filters_of(paths, clock, qtbot, lessons(3)) as (filters, model):
        assert not filters.tag.isHidden()
        assert "(3)" in filters.collection.options()[1].text
        assert [option.id for option in filters.tag.options()] == ["", *model.tags]


async def test_what_the_page_does_itself(qloop, qtbot, paths, clock):
    async with filters_of(paths, clock, qtbot, []) as (filters, _model):
        told = []
        filters.mode_chosen.connect(told.append)
        filters.collections_wanted.connect(lambda: told.append("collections"))
        filters.mode.selected.emit("list")
        qtbot.mouseClick(filters.collections_button, Qt.MouseButton.LeftButton)
        assert told == ["list", "collections"]


async def test_a_shared_collection_says_whose_it_is(qloop, qtbot, paths, clock):
    async with filters_of(paths, clock, qtbot, lessons(2)) as (filters, model):
        shared = CollectionView(CollectionId(new_id()), "Optics", 1, 3, is_default=False, scope="group:g")
        named = msgspec.structs.replace(shared, id=CollectionId(new_id()), group="Physics")
        model.collections = [model.collections[0], shared, named]
        filters.refresh()
        told = [(option.text, option.icon_name) for option in filters.collection.options()[2:]]
        assert told == [
            ("Optics · shared with a group (3)", "account-group-outline"),
            ("Optics · Physics (3)", "account-group-outline"),
        ]
        assert filters.collection.options()[1].icon_name == "folder-outline"
