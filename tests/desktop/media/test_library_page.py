"""The Library page with a real library, by keyboard and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from desktop.media.library_import_dialog import ImportFailuresDialog
from desktop.media.library_page import create_page
from desktop.media.library_tags_dialog import TagsDialog
from desktop.media.recording_dialog import RecordingDialog
from desktop.media.service import JobState, Sort
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from shared.ids import ItemId, new_id
from tests.support.filled_library import Entry, fill, lessons
from tests.support.library_stage import choose, dialog_of, follow, library_page
from tests.support.look import look
from tests.support.media_files import PLAYER_MESSAGES
from tests.support.page_stage import stage
from tests.support.small_library import small_library
from tests.support.waiting import until

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", *PLAYER_MESSAGES)

BROKEN = Entry("Broken", state=JobState.FAILED, error=AppError("media.unreadable"))
WORKING = Entry("Working", kind="video", state=JobState.TRANSCRIBING, share=0.2)
NO_MODEL = Entry("No model", state=JobState.PENDING, waiting="models.missing")


async def test_an_empty_library_says_what_to_do(qloop, qtbot, paths, clock):
    async with library_page(paths, clock) as (page, shell, _services, _ids):
        assert page.stack.state() == "empty"
        assert "Drop a recording" in page.empty._sentence.text()
        assert page.filters.isHidden()
        assert page.bar.isHidden()
        page.empty.link.click()  # the sample lecture is not lost with the first look around
        assert shell.opened[-1] == ("welcome", {})
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        assert dialog_of(page, QFileDialog).fileMode() == QFileDialog.FileMode.ExistingFiles


async def test_files_that_are_dropped_appear(qloop, paths, clock, tmp_path):
    async with library_page(paths, clock) as (page, shell, _services, _ids):
        note = tmp_path / "A note.txt"
        note.write_text("Some words about light.\n")
        page.open_target(import_paths=[note, tmp_path / "missing.mp3", tmp_path / "gone.mp4"])
        assert not page.importing.isHidden()
        await until(lambda: page.stack.state() == "content")
        await until(lambda: not page.imports.busy)
        assert page.importing.isHidden()
        assert page.model.index(0).data() == "A note"
        assert [toast.tone for toast in shell.toasts] == ["ok", "danger"]
        assert "2 file" in page.notice.text()
        page.notice.button.click()
        dialog_of(page, ImportFailuresDialog).accept()
        assert page.notice.text() == ""


async def test_what_is_added_goes_to_the_listed_collection(qloop, paths, clock, tmp_path):
    async with library_page(paths, clock, *lessons(1)) as (page, _shell, services, _ids):
        home = await services.media.library.add_collection("Optics")
        page.open_target(collection_id=home)
        note = tmp_path / "note.txt"
        note.write_text("Some words.\n")
        page.open_target(import_paths=[note])
        await until(lambda: page.view_model.visible)
        assert page.view_model.visible[0].collection_id == home


async def test_enter_and_double_click_open_the_player(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(3)) as (page, shell, _services, ids):
        choose(page, ids[1])
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        page.act("open")
        assert shell.opened == [("player", {"item_id": ids[1]})] * 2


async def test_f2_renames_and_undo_brings_it_back(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(2)) as (page, shell, _services, ids):
        choose(page, ids[0])
        page.list.setFocus()
        qtbot.keyClick(page.list, Qt.Key.Key_F2)
        field = page.list.findChild(QLineEdit)
        field.setText("Light")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: any(item.title == "Light" for item in page.view_model.visible))
        assert [item.id for item in page.list.chosen()] == [ids[0]]
        await until(lambda: shell.toasts)
        follow(shell)
        await until(lambda: all(item.title != "Light" for item in page.view_model.visible))


async def test_delete_and_undo(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(5)) as (page, shell, _services, ids):
        choose(page, ids[0], ids[2], ids[4])
        qtbot.keyClick(page.list, Qt.Key.Key_Delete)
        await until(lambda: len(page.view_model.visible) == 2)
        await until(lambda: shell.toasts)
        follow(shell)
        await until(lambda: len(page.view_model.visible) == 5)


async def test_search_as_you_type_and_no_match(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(12)) as (page, _shell, _services, _ids):
        qtbot.keyClicks(page.search, "lesson 7")
        await until(lambda: len(page.view_model.visible) == 1)
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
        assert [item.title for item in page.list.chosen()] == ["Lesson 7: what light does"]
        page.search.setText("zebra")
        await until(lambda: page.stack.state() == "empty")
        assert "zebra" in page.empty._sentence.text()
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        await until(lambda: len(page.view_model.visible) == 12)
        page.view_model.ask(state="failed")
        assert "filters" in page.empty._sentence.text()
        qtbot.mouseClick(page.filters.clear_button, Qt.MouseButton.LeftButton)
        assert page.stack.state() == "content"


async def test_failed_items_say_so_and_are_tried_again(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, BROKEN, *lessons(2)) as (page, _shell, _services, ids):
        assert "could not be turned" in page.notice.text()
        qtbot.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
        assert [item.id for item in page.view_model.visible] == [ids[0]]
        assert page.notice.text() == ""
        choose(page, ids[0])
        qtbot.mouseClick(page.bar.buttons["retry"], Qt.MouseButton.LeftButton)
        await until(lambda: page.view_model.items[ids[0]].state is JobState.PENDING)


async def test_what_waits_for_a_model_leads_to_the_models(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, NO_MODEL, BROKEN) as (page, shell, _services, _ids):
        assert "speech model" in page.notice.text()
        qtbot.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
        assert shell.opened == [("settings", {"section": "models"})]


async def test_running_work_is_followed_and_cancelled(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, WORKING, *lessons(300)) as (page, _shell, services, ids):
        choose(page, ids[0])
        scroll = page.list.verticalScrollBar()
        scroll.setValue(400)
        resets = []
        page.model.modelReset.connect(lambda: resets.append(1))
        for share in (0.3, 0.6):
            services.media.runner.live.put(ids[0], share)
            await until(lambda share=share: page.view_model.items[ids[0]].stage_progress == share)
        assert resets == []
        assert scroll.value() == 400
        assert [item.stage_progress for item in page.list.chosen()] == [0.6]
        qtbot.mouseClick(page.bar.buttons["cancel"], Qt.MouseButton.LeftButton)
        await until(lambda: page.view_model.items[ids[0]].state is JobState.CANCELLED)
        assert not page.bar.buttons["retry"].isHidden()


async def test_search_ask_and_text_again(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(1)) as (page, shell, _services, ids):
        page.act("ask")
        assert shell.opened == []
        choose(page, ids[0])
        page.act("ask")
        page.act("search")
        assert shell.opened == [("ask", {"item_id": ids[0]}), ("search", {"item_id": ids[0]})]
        page.act("quiz")
        assert shell.opened[2:] == [("quiz_generate", {"item_id": ids[0]})]
        page.act("again")
        await until(lambda: page.view_model.items[ids[0]].state is JobState.PENDING)


async def test_the_context_menu_opens_for_what_is_chosen(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(1)) as (page, _shell, _services, ids):
        page._show_menu(page.mapToGlobal(page.rect().center()))
        assert QApplication.activePopupWidget() is None
        choose(page, ids[0])
        page._show_menu(page.mapToGlobal(page.rect().center()))
        menu = QApplication.activePopupWidget()
        assert any(action.text() == "Delete" for action in menu.actions())
        menu.close()


async def test_the_view_comes_back_as_it_was_left(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(300)) as (page, _shell, services, ids):
        page._show_as("list")
        page.view_model.ask(sort=Sort.LONGEST)
        choose(page, ids[250], ids[260])
        page.list.verticalScrollBar().setValue(777)
        state = page.page_state()
        async with stage(create_page, services) as again:
            again.page.restore_state(state)
            assert again.page.page_state()["scroll"] == 777
            await until(lambda: again.page.list.chosen())
            assert again.page.list.mode == "list"
            assert {item.id for item in again.page.list.chosen()} == {ids[250], ids[260]}
            assert again.page.list.verticalScrollBar().value() == 777
            assert again.page.view_model.query.sort == "longest"
        async with stage(create_page, services) as other:
            other.page.restore_state({"mode": 3, "chosen": ["no id"], "scroll": "far", "query": {"kind": 1}})
            await until(lambda: other.page.view_model.loaded)


async def test_an_item_is_shown_even_through_filters(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(300)) as (page, _shell, _services, ids):
        page.search.setText("lesson 2")
        await until(lambda: len(page.view_model.visible) < 300)
        page.open_target(item_id=ids[298])
        await until(lambda: page.list.chosen())
        assert [item.id for item in page.list.chosen()] == [ids[298]]
        page.open_target(item_id=ItemId(new_id()))


async def test_the_bar_counts(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(3)) as (page, _shell, _services, ids):
        assert "3 item" in page.bar.words.full_text()
        assert "free" not in page.bar.words.full_text(), "the strip below says what the disk holds"
        choose(page, ids[0], ids[1])
        assert page.bar.words.full_text().startswith("2 of 3 chosen")
        page.bar.clear_button.click()
        assert page.list.chosen() == []


async def test_keys_of_the_page(qloop, qtbot, paths, clock):
    async with library_page(paths, clock, *lessons(3)) as (page, shell, _services, ids):
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(page, Qt.Key.Key_L, control)
        assert page.list.mode == "list"
        qtbot.keyClick(page, Qt.Key.Key_L, control)
        assert page.list.mode == "grid"
        qtbot.keyClick(page, Qt.Key.Key_F, control)
        assert page.search.hasFocus()
        choose(page, ids[0])
        qtbot.keyClick(page, Qt.Key.Key_T, control)
        dialog_of(page, TagsDialog).close()
        qtbot.keyClick(page, Qt.Key.Key_R, control)
        dialog_of(page, RecordingDialog).close()
        page.open_target(choose_files=True)
        dialog_of(page, QFileDialog).close()
        page.dialogs.choose_folder()
        assert dialog_of(page, QFileDialog).fileMode() == QFileDialog.FileMode.Directory
        page.activated()
        assert page.list.hasFocus()
        next(action for action in page.more_menu.actions() if "Watched" in action.text()).trigger()
        assert shell.opened == [("settings", {"section": "library"})]
        assert {entry.text for entry in shell.shortcuts.entries()} >= {"Rename an item", "Find an item"}


async def test_a_library_that_cannot_be_read(qloop, qtbot, paths, clock, monkeypatch):
    async with small_library(paths, clock) as library:
        await fill(library.services, lessons(1))

        async def broken(_filter):
            raise AppError("storage.disk_full")

        monkeypatch.setattr(library.services.media, "items", broken)
        async with stage(create_page, library.services) as shown:
            await until(lambda: shown.page.stack.state() == "error")
            monkeypatch.undo()
            shown.page.stack.retry.emit()
            await until(lambda: shown.page.stack.state() == "content")
        await shown.shell.scope.close()


@pytest.mark.parametrize("scale", [80, 200])
async def test_nothing_is_wider_than_a_small_window(qloop, paths, clock, scale):
    theming().choose(ThemeChoice("light", scale))
    async with library_page(paths, clock, BROKEN, *lessons(30)) as (page, _shell, _services, ids):
        page.resize(1000, 620)
        choose(page, ids[0], ids[1])
        page.grab()
        assert page.minimumSizeHint().width() <= 1000
        assert page.list.horizontalScrollBar().maximum() == 0
        shown = [button for button in page.bar.buttons.values() if button.isVisible()]
        assert shown
        corners = [button.mapTo(page, button.rect().bottomRight()) for button in shown]
        assert all(page.rect().contains(corner) for corner in corners)


async def test_thumbnails_are_read_when_they_are_seen(qloop, paths, clock):
    async with library_page(paths, clock, *lessons(300)) as (page, _shell, _services, _ids):
        page.grab()
        await until(lambda: page.thumbnails.held_bytes)
        seen = page.thumbnails.held_bytes
        page.list.verticalScrollBar().setValue(5000)
        page.grab()
        await until(lambda: page.thumbnails.held_bytes > seen)
