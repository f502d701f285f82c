"""The choice for a collection's files, in the dialog of collections."""

from contextlib import asynccontextmanager

from PySide6.QtWidgets import QWidget

from desktop.media.library_collections_dialog import CollectionsDialog
from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.library_view_model import LibraryViewModel
from shared.content.files import FileChoice
from shared.tasks import TaskScope
from tests.support.filled_library import fill, lessons
from tests.support.small_library import small_library
from tests.support.told_fetcher import ToldFetcher
from tests.support.waiting import until


@asynccontextmanager
async def dialog_of(paths, clock, qtbot, *, possible):
    async with small_library(paths, clock) as library:
        scope, services = TaskScope("test"), library.services
        await fill(services, lessons(1))
        services.media.fetching.use(ToldFetcher(possible=possible))
        model = LibraryViewModel(services.media, scope, services.bus)
        edits = LibraryEdits(services.media, scope, services.bus)
        window = QWidget()
        qtbot.addWidget(window)
        model.start()
        await until(lambda: model.collections)
        dialog = CollectionsDialog(window, model, edits)
        dialog.open()
        await until(lambda: dialog.rows)
        yield dialog, services.media.fetching, edits
        model.close()
        edits.close()
        await scope.close()


def button_of(dialog):
    return next(iter(dialog.rows.values())).files_button


async def test_a_choice_is_made_shown_and_undone(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot, possible=True) as (dialog, fetching, edits):
        button = button_of(dialog)
        assert not button.isHidden()
        assert button.choices[None].isChecked()
        assert "fetch when opened" in button.choices[None].text()
        done = []
        edits.done.connect(done.append)
        button.choices[FileChoice.ALWAYS].trigger()
        await until(lambda: done)
        assert set((await fetching.choices()).values()) == {FileChoice.ALWAYS}
        await until(lambda: "fetch every one" in button_of(dialog).toolTip())
        assert button_of(dialog).choices[FileChoice.ALWAYS].isChecked()
        edits.undo(done[0])
        await until(lambda: button_of(dialog).choices[None].isChecked())
        assert await fetching.choices() == {}


async def test_without_an_account_there_is_nothing_to_choose(qloop, qtbot, paths, clock):
    async with dialog_of(paths, clock, qtbot, possible=False) as (dialog, _fetching, _edits):
        assert button_of(dialog).isHidden()
