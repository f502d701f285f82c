"""The Quizzes page with a real library."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.quiz.import_dialog import ImportDialog
from desktop.quiz.print_dialog import PrintDialog
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from tests.support.library_stage import dialog_of, follow
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.quiz_stage import QUIZ_PAGES, quizzes_stage
from tests.support.sample_quizzes import every_kind
from tests.support.waiting import until

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LIGHT, CELLS, EMPTY = ("Light", every_kind()), ("Cells", every_kind()[:2]), ("Empty", ())


@pytest.fixture(autouse=True)
def _all_pages(monkeypatch):
    monkeypatch.setattr("tests.support.fake_shell.FakeShell.has_page", lambda _self, page: page in QUIZ_PAGES)


async def test_an_empty_list_says_what_to_do(qloop, qtbot, paths, clock):
    async with quizzes_stage(paths, clock) as shown:
        page = shown.page
        await until(lambda: page.stack.state() == "empty")
        assert page.bar.isHidden()
        assert page.new_button.isHidden(), "one primary action at a time"
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        await until(lambda: shown.shell.opened and page.view_model.quizzes)
        quiz_id = page.view_model.quizzes[0].id
        assert shown.shell.opened == [("quiz_editor", {"quiz_id": quiz_id})]


async def test_ways_to_other_pages(qloop, qtbot, paths, clock):
    async with quizzes_stage(paths, clock, LIGHT) as shown:
        page, (quiz_id,) = shown.page, shown.ids
        page.list.choose([quiz_id])
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        for action in ("open", "host", "assign"):
            page.act(action)
        page.games_button.click()
        assert shown.shell.opened == [
            ("quiz_editor", {"quiz_id": quiz_id}),
            ("quiz_editor", {"quiz_id": quiz_id}),
            ("quiz_host", {"quiz_id": quiz_id}),
            ("quiz_host", {"quiz_id": quiz_id, "pace": "self"}),
            ("quiz_report", {}),
        ]
        page.list.clearSelection()
        page.act("delete")


async def test_duplicate_rename_delete_and_undo(qloop, paths, clock):
    async with quizzes_stage(paths, clock, LIGHT, CELLS) as shown:
        page, shell, ids = shown.page, shown.shell, shown.ids
        page.list.choose([ids[0]])
        page.act("duplicate")
        await until(lambda: len(page.view_model.quizzes) == 3)
        assert "Light (copy)" in {one.title for one in page.view_model.quizzes}
        page.act("rename")
        page.model.renamed.emit(ids[0], "Lenses")
        await until(lambda: "Renamed to “Lenses”" in [toast.text for toast in shell.toasts])
        page.list.choose(ids)
        page.act("delete")
        await until(lambda: len(page.view_model.quizzes) == 1)
        await until(lambda: "delete" in shell.toasts[-1].text)
        follow(shell)
        await until(lambda: len(page.view_model.quizzes) == 3)


async def test_search_and_order(qloop, qtbot, paths, clock):
    async with quizzes_stage(paths, clock, LIGHT, CELLS, EMPTY) as shown:
        page = shown.page
        page.sort.selected.emit("title")
        await until(lambda: [one.title for one in page.view_model.quizzes] == ["Cells", "Empty", "Light"])
        qtbot.keyClicks(page.search, "telescope")
        await until(lambda: [one.title for one in page.view_model.quizzes] == ["Light"])
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
        assert [one.title for one in page.list.chosen()] == ["Light"]
        page.search.setText("zebra")
        await until(lambda: page.stack.state() == "empty")
        assert "zebra" in page.empty._sentence.text()
        page.empty.action.emit()
        await until(lambda: len(page.view_model.quizzes) == 3)


async def test_import_from_file_to_editor(qloop, paths, clock, tmp_path):
    async with quizzes_stage(paths, clock) as shown:
        page, shell = shown.page, shown.shell
        page.files.choose()
        dialog_of(page, QFileDialog).close()
        table = tmp_path / "Week 3.csv"
        table.write_text("Question,Answer 1,Answer 2,Correct\nWhy?,a,b,1\nHow?,a,b,9\n")
        page.open_target(import_paths=[table])
        await until(lambda: page.findChildren(ImportDialog))
        dialog_of(page, ImportDialog).take_button.click()
        await until(lambda: shell.opened and page.view_model.quizzes)
        assert page.view_model.quizzes[0].title == "Week 3"
        page.open_target(import_paths=[tmp_path / "gone.csv"])
        await until(lambda: shell.reported)
        assert shell.reported.pop().code == "storage.file_missing"


async def test_print_and_export(qloop, paths, clock, tmp_path):
    async with quizzes_stage(paths, clock, LIGHT) as shown:
        page = shown.page
        page.list.choose(shown.ids)
        page.act("print")
        await until(lambda: page.findChildren(PrintDialog))
        dialog_of(page, PrintDialog).save(tmp_path / "light.pdf")
        assert shown.shell.toasts[-1].text == "Saved as “light.pdf”"
        page.act("export")
        dialog = dialog_of(page, QFileDialog)
        dialog.filterSelected.emit(dialog.nameFilters()[1])
        assert dialog.defaultSuffix() == "csv"
        dialog.fileSelected.emit(str(tmp_path / "light.gift"))
        await until((tmp_path / "light.gift").exists)
        await until(lambda: "light.gift" in shown.shell.toasts[-1].text)


async def test_the_view_comes_back(qloop, paths, clock):
    async with quizzes_stage(paths, clock, LIGHT, CELLS) as shown:
        shown.page.sort.selected.emit("title")
        shown.page.list.choose([shown.ids[0]])
        state = shown.page.page_state()
        async with stage(type(shown.page), shown.services) as again:
            again.page.restore_state(state)
            await until(lambda: again.page.list.chosen())
            assert again.page.list.chosen()[0].id == shown.ids[0]
            assert again.page.view_model.sort == "title"
            again.page.restore_state({"sort": 3, "chosen": ["no id", 4]})
            again.page.open_target(quiz_id=shown.ids[1])
            assert again.page.list.chosen()[0].id == shown.ids[1]


async def test_keys_menu_and_errors(qloop, qtbot, paths, clock, monkeypatch):
    async with quizzes_stage(paths, clock, LIGHT) as shown:
        page = shown.page
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(page, Qt.Key.Key_F, control)
        assert page.search.hasFocus()
        page.list.choose(shown.ids)
        page._show_menu(page.mapToGlobal(page.rect().center()))
        QApplication.activePopupWidget().close()

        async def broken(*_):
            raise AppError("storage.busy")

        monkeypatch.setattr(shown.services.quizzes, "quizzes", broken)
        page.view_model.reload()
        await until(lambda: page.stack.state() == "error")


@pytest.mark.parametrize("scale", [80, 200])
async def test_nothing_is_wider_than_a_small_window(qloop, paths, clock, scale):
    theming().choose(ThemeChoice("light", scale))
    async with quizzes_stage(paths, clock, LIGHT, size=(1000, 620)) as shown:
        shown.page.list.choose(shown.ids)
        shown.page.grab()
        assert shown.page.minimumSizeHint().width() <= 1000


async def test_a_menu_stands_in_for_buttons_without_room(qloop, paths, clock):
    async with quizzes_stage(paths, clock, LIGHT) as shown:
        page = shown.page
        assert page.more_button.isHidden()
        page.resize(640, 480)
        assert page.import_button.isHidden()
        action = next(one for one in page.more_button.menu().actions() if one.text() == "Import")
        action.trigger()
        dialog_of(page, QFileDialog).close()
