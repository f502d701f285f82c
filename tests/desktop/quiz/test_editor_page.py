"""The quiz editor with a real library."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.quiz.editor_details_dialog import QuizDetailsDialog
from desktop.quiz.editor_page import create_page
from desktop.quiz.import_dialog import ImportDialog
from desktop.quiz.print_dialog import PrintDialog
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from shared.ids import ItemId, QuizId, new_id
from shared.quiz.quiz import Source
from tests.support.library_stage import dialog_of
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.quiz_stage import QUIZ_PAGES, editor_stage
from tests.support.sample_quizzes import every_kind
from tests.support.waiting import until

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _all_pages(monkeypatch):
    monkeypatch.setattr("tests.support.fake_shell.FakeShell.has_page", lambda _self, page: page in QUIZ_PAGES)


async def test_an_empty_quiz_begins_with_a_question(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock) as shown:
        page = shown.page
        assert page.middle.currentWidget() is page.nothing
        assert not page.host_button.isEnabled()
        page.nothing.action.emit()
        assert page.middle.currentWidget() is page.form
        assert page.form.text.hasFocus()
        qtbot.keyClicks(page.form.text, "Why?")
        await until(lambda: page.view_model.save_state == "saved")
        stored = await shown.services.quizzes.quiz(shown.ids[0])
        assert stored.questions[0].text == "Why?"


async def test_undo_and_redo_go_through_all_edits_from_any_field(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:2]) as shown:
        page, model = shown.page, shown.page.view_model
        page.form.text.setFocus()
        qtbot.keyClicks(page.form.text, "x")
        page.form._editor.choices.rows[0].text.setFocus()
        qtbot.keyClicks(page.form._editor.choices.rows[0].text, "y")
        qtbot.keyClick(page, Qt.Key.Key_D, CONTROL)
        assert len(model.questions()) == 3
        field = page.form._editor.choices.rows[0].text
        field.setFocus()
        for _ in range(3):
            qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
        assert model.quiz.questions[0].text == every_kind()[0].text
        assert not page.undo_button.isEnabled()
        for _ in range(3):
            qtbot.keyClick(page.form.text, Qt.Key.Key_Z, CONTROL | SHIFT)
        assert len(model.questions()) == 3
        assert model.questions()[0].text.startswith("x")
        assert page.form.text.toPlainText().startswith("x")


async def test_leaving_saves(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, every_kind()[0]) as shown:
        shown.page.view_model.edit(shown.page.view_model.current_id, "text", "Left")
        shown.page.deactivated()
        await until(lambda: shown.page.view_model.save_state == "saved")
        shown.page.view_model.edit(shown.page.view_model.current_id, "text", "Closed")
        await shown.page.aclose()
        assert (await shown.services.quizzes.quiz(shown.ids[0])).questions[0].text == "Closed"


async def test_what_was_typed_last_is_saved_before_the_quiz_is_hosted(
    qloop, qtbot, paths, clock, monkeypatch
):
    async with editor_stage(paths, clock, every_kind()[0]) as shown:
        page, service, stored = shown.page, shown.services.quizzes, []
        change = service.change

        async def noted(before, after):
            await change(before, after)
            stored.append(list(shown.shell.opened))

        monkeypatch.setattr(service, "change", noted)
        page.view_model.edit(page.view_model.current_id, "text", "Last word")
        page.host_button.click()
        await until(lambda: shown.shell.opened)
        assert stored == [[]]

        async def full(_before, _after):
            raise AppError("storage.disk_full")

        monkeypatch.setattr(service, "change", full)
        shown.shell.opened.clear()
        page.view_model.edit(page.view_model.current_id, "text", "Too much")
        page.host_button.click()
        await until(lambda: page.view_model.save_state == "failed")
        assert shown.shell.opened == []


async def test_ways_out(qloop, qtbot, paths, clock):
    item_id = ItemId(new_id())
    async with editor_stage(paths, clock, every_kind()[0]) as shown:
        page, opened = shown.page, shown.shell.opened
        page.host_button.click()
        await until(lambda: opened)
        page.form.source_wanted.emit(Source(str(item_id), "x", 5000))
        page.form.source_wanted.emit(Source(str(item_id), "x", page=2))
        assert opened == [
            ("quiz_host", {"quiz_id": shown.ids[0]}),
            ("player", {"item_id": item_id, "start_ms": 5000}),
            ("player", {"item_id": item_id, "page": 2}),
        ]
        page.form.source_wanted.emit(Source("no id"))
        assert shown.shell.reported.pop().code == "ids.malformed"
        page.back_button.click()
        assert shown.shell.backs == 1


async def test_words_files_and_print(qloop, qtbot, paths, clock, tmp_path):
    async with editor_stage(paths, clock, every_kind()[0]) as shown:
        page = shown.page
        page.details_button.click()
        dialog = dialog_of(page, QuizDetailsDialog)
        dialog.title.setText("Lenses")
        dialog.accept()
        assert page.header.title.full_text() == "Lenses"
        page._choose_file()
        dialog_of(page, QFileDialog).close()
        (tmp_path / "notes.txt").write_text("Front\tBack\n")
        page.view_model.read_file(tmp_path / "notes.txt")
        await until(lambda: page.findChildren(ImportDialog))
        dialog_of(page, ImportDialog).take_button.click()
        await until(lambda: len(page.view_model.questions()) == 2)
        page._print()
        dialog_of(page, PrintDialog).save(tmp_path / "x.pdf")
        assert "x.pdf" in shown.shell.toasts[-1].text


async def test_a_save_that_fails_says_so_and_a_quiz_that_goes_too(qloop, paths, clock, monkeypatch):
    async with editor_stage(paths, clock, every_kind()[0]) as shown:
        page, quizzes = shown.page, shown.services.quizzes

        async def broken(*_):
            raise AppError("storage.disk_full", folder="x")

        monkeypatch.setattr(quizzes, "change", broken)
        page.view_model.edit(page.view_model.current_id, "text", "b")
        await until(lambda: "Not saved" in page.saved.text())
        assert page.notice.text()
        monkeypatch.setattr(quizzes, "change", type(quizzes).change.__get__(quizzes))
        page.notice.action.emit()
        await until(lambda: page.view_model.save_state == "saved")
        assert page.notice.text() == ""
        await quizzes.delete(shown.ids)
        await until(page.notice.text)
        page.notice.action.emit()
        assert shown.shell.opened == [("quizzes", {})]


async def test_the_view_comes_back_at_its_question(qloop, paths, clock):
    async with editor_stage(paths, clock, *every_kind()) as shown:
        shown.page.view_model.select(shown.page.view_model.questions()[4].id)
        state = shown.page.page_state()
        async with stage(create_page, shown.services) as again:
            assert again.page.stack.state() == "empty"
            again.page.restore_state(state)
            await until(lambda: again.page.view_model.row() == 4)
            again.page.open_target(quiz_id=shown.ids[0], question_id=shown.page.view_model.questions()[2].id)
            assert again.page.view_model.row() == 2
            again.page.open_target()
        async with stage(create_page, shown.services) as other:
            other.page.restore_state({"split": "wide", "quiz": "no id", "preview": 3})
            other.page.open_target(quiz_id=QuizId(new_id()))
            await until(lambda: other.page.stack.state() == "error")


async def test_the_phone_gives_way_where_there_is_no_room(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:2], size=(1200, 760)) as shown:
        page = shown.page
        assert not page.side.isHidden()
        page.preview_button.click()
        assert page.side.isHidden()
        page.preview_button.click()
        page.resize(853, 480)
        page.preview_button.setChecked(False)
        page._arrange()
        assert page.side.isHidden()
        assert not page.split.isHidden()
        page.preview_button.click()
        assert not page.side.isHidden()
        assert page.split.isHidden()


async def test_keys_go_from_question_to_question(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:2]) as shown:
        page, model = shown.page, shown.page.view_model
        page.form.text.setFocus()
        qtbot.keyClick(page, Qt.Key.Key_Down, CONTROL)
        assert model.row() == 1
        qtbot.keyClick(page, Qt.Key.Key_Down, CONTROL)
        qtbot.keyClick(page, Qt.Key.Key_Up, CONTROL)
        assert model.row() == 0
        qtbot.keyClick(page, Qt.Key.Key_Return, CONTROL)
        assert [type(one.body).__name__ for one in model.questions()] == ["Single", "Single", "TrueFalse"]


@pytest.mark.parametrize("scale", [80, 200])
async def test_nothing_is_wider_than_a_small_window(qloop, paths, clock, scale):
    theming().choose(ThemeChoice("light", scale))
    async with editor_stage(paths, clock, *every_kind(), size=(1000, 620)) as shown:
        for one in shown.page.view_model.questions():
            shown.page.view_model.select(one.id)
            shown.page.grab()
            assert shown.page.minimumSizeHint().width() <= 1000
        assert shown.page.width() == 1000


async def test_a_quiz_that_may_only_be_read_is_shown_with_why_and_opens_when_it_may(qloop, paths, clock):
    async with editor_stage(paths, clock, *every_kind()[:2]) as shown:
        page, model, database = shown.page, shown.page.view_model, shown.services.database

        async def granted(access):
            def write(tx):
                tx.execute("INSERT OR REPLACE INTO sync_grant VALUES ('group:g', ?, ?)", [access, 1 << 50])
                tx.changed("grant")

            await database.write(write)

        await granted(7)
        await shown.services.quizzes.share(shown.ids[0], "group:g")
        await granted(3)
        await until(lambda: model.closed is not None)
        assert "viewer" in page.reading.text()
        assert not page.form.isEnabled()
        assert not page.questions.add_button.isEnabled()
        assert page.host_button.isEnabled()
        before = model.quiz
        model.duplicate()
        model.set_words(title="x")
        assert model.quiz == before
        await granted(7)
        await until(lambda: model.closed is None)
        assert page.form.isEnabled()
        assert page.reading.text() == ""
