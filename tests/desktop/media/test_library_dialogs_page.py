"""The dialogs of the Library page, from the page to the library and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.media.library_collections_dialog import CollectionsDialog, NameDialog
from desktop.media.library_details_dialog import DetailsDialog
from desktop.media.library_tags_dialog import TagsDialog
from desktop.media.recording_dialog import RecordingDialog
from tests.support.filled_library import lessons
from tests.support.library_stage import choose, dialog_of, follow, library_page
from tests.support.media_files import PLAYER_MESSAGES
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", *PLAYER_MESSAGES)


async def test_a_folder_with_nothing_in_it(qloop, paths, clock, tmp_path):
    async with library_page(paths, clock) as (page, shell, _services, _ids):
        page.dialogs._import([str(tmp_path)])
        await until(lambda: shell.toasts)
        assert "nothing to add" in shell.toasts[0].text


async def test_tags_of_several(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(3)) as (page, shell, _services, ids):
        choose(page, *ids)
        page.act("tags")
        dialog = dialog_of(page, TagsDialog)
        qtbot.keyClicks(dialog.editor.field, "physics")
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        await until(lambda: "physics" in page.view_model.tags)
        assert all("physics" in item.tags for item in page.view_model.visible)
        await until(lambda: shell.toasts)
        follow(shell)
        await until(lambda: "physics" not in page.view_model.tags)


async def test_moving_to_a_collection_and_to_a_new_one(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(3)) as (page, shell, services, ids):
        home = await services.media.library.add_collection("Optics")
        await until(lambda: page.view_model.collection(home))
        choose(page, ids[0])
        next(action for action in page.actions_.move_menu.actions() if action.text() == "Optics").trigger()
        await until(lambda: page.view_model.collection(home).item_count == 1)
        choose(page, ids[1])
        page.actions_.move_wanted.emit(None)
        dialog = dialog_of(page, NameDialog)
        qtbot.keyClicks(dialog.field, "History")
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(lambda: any(one.title == "History" for one in page.view_model.collections))
        await until(lambda: any("History" in toast.text for toast in shell.toasts))


async def test_details_are_changed(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(1)) as (page, _shell, _services, ids):
        choose(page, ids[0])
        page.act("details")
        await until(lambda: page.findChild(DetailsDialog))
        dialog = dialog_of(page, DetailsDialog)
        dialog.description.setPlainText("About light.")
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        await until(lambda: page.view_model.items[ids[0]].description == "About light.")


async def test_collections_are_edited_without_saying_it_twice(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(1)) as (page, shell, services, _ids):
        await services.media.library.add_collection("Optics")
        page.dialogs.edit_collections()
        dialog = dialog_of(page, CollectionsDialog)
        await until(lambda: len(dialog.rows) == 2)
        row = next(row for row in dialog.rows.values() if not row.collection.is_default)
        qtbot.mouseClick(row.delete_button, Qt.MouseButton.LeftButton)
        await until(lambda: dialog.notice.text())
        assert shell.toasts == []
        dialog.accept()
        assert not page.reports.muted


async def test_files_and_folders_are_picked(qloop, paths, clock, tmp_path):
    async with library_page(paths, clock) as (page, _shell, _services, _ids):
        page.dialogs.choose_folder()
        assert dialog_of(page, QFileDialog).fileMode() == QFileDialog.FileMode.Directory
        dialog_of(page, QFileDialog).close()
        page.dialogs.choose_files()
        dialog = dialog_of(page, QFileDialog)
        assert "*.mp3" in dialog.nameFilters()[0]
        (tmp_path / "note.txt").write_text("Some words.\n")
        dialog.filesSelected.emit([str(tmp_path / "note.txt")])
        dialog.close()
        await until(lambda: page.view_model.visible)


async def test_a_recording_goes_to_the_listed_collection(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(1)) as (page, shell, services, _ids):
        home = await services.media.library.add_collection("Optics")
        page.open_target(collection_id=home)
        page.dialogs.record()
        dialog = dialog_of(page, RecordingDialog)
        assert dialog._home == home
        dialog.reject()
        assert shell.toasts == []
