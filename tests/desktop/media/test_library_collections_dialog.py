"""Collections on a real profile: make, rename, delete, undo."""

from contextlib import asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.media.library_collections_dialog import CollectionsDialog, NameDialog
from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.library_view_model import LibraryViewModel
from shared.tasks import TaskScope
from tests.support.filled_library import fill, lessons
from tests.support.small_library import small_library
from tests.support.waiting import until


@asynccontextmanager
async def collections(paths, clock, qtbot):
    async with small_library(paths, clock) as library:
        scope, services = TaskScope("test"), library.services
        ids = await fill(services, lessons(2))
        model = LibraryViewModel(services.media, scope, services.bus)
        edits = LibraryEdits(services.media, scope, services.bus)
        window = QWidget()
        qtbot.addWidget(window)
        model.start()
        await until(lambda: model.collections)
        dialog = CollectionsDialog(window, model, edits)
        dialog.open()
        yield dialog, services.media.library, ids
        model.close()
        edits.close()
        await scope.close()


def row_of(dialog, title):
    return next((row for row in dialog.rows.values() if row.collection.title == title), None)


async def test_make_rename_delete_undo(qloop, qtbot, paths, clock):
    async with collections(paths, clock, qtbot) as (dialog, library, ids):
        qtbot.keyClicks(dialog.field, "Optics")
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(lambda: row_of(dialog, "Optics"))
        assert dialog.isVisible()
        row = row_of(dialog, "Optics")
        await library.move([ids[0]], row.collection.id)
        await until(lambda: row_of(dialog, "Optics").collection.item_count == 1)
        row = row_of(dialog, "Optics")
        row.field.setText("Light")
        row.field.editingFinished.emit()
        await until(lambda: row_of(dialog, "Light"))
        qtbot.mouseClick(row_of(dialog, "Light").delete_button, Qt.MouseButton.LeftButton)
        await until(lambda: dialog.notice.text())
        await until(lambda: row_of(dialog, "Light") is None)
        assert "Light" in dialog.notice.text()
        qtbot.mouseClick(dialog.notice.button, Qt.MouseButton.LeftButton)
        await until(lambda: row_of(dialog, "Light") and row_of(dialog, "Light").collection.item_count == 1)
        assert dialog.notice.text() == ""
        dialog.accept()


async def test_an_empty_name_is_put_back_and_the_first_stays(qloop, qtbot, paths, clock):
    async with collections(paths, clock, qtbot) as (dialog, _library, _ids):
        row = row_of(dialog, "My library")
        row.field.setText("  ")
        row.field.editingFinished.emit()
        assert row.field.text() == "My library"
        assert row.delete_button.isHidden()
        dialog.field.setText("   ")
        qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
        assert len(dialog.rows) == 1
        dialog.accept()


def test_a_name_for_a_new_collection(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog, told = NameDialog(window), []
    dialog.named.connect(told.append)
    dialog.open()
    assert not dialog.action_button.isEnabled()
    qtbot.keyClicks(dialog.field, "  My   optics ")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert told == ["My optics"]
