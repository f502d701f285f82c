"""The text panel on a real library, by mouse and keyboard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest

from desktop.media import job_store, transcript_store
from desktop.media.player_view_model import PlayerViewModel
from desktop.media.segments import Segment
from desktop.media.service import JobState
from desktop.media.transcript_page import TranscriptPanel
from desktop.widgets.theming import ThemeChoice, theming
from shared.tasks import TaskScope
from tests.support.documents import make_pdf
from tests.support.media_files import make_tone
from tests.support.player_library import PlayerLibrary, player_library, spoken
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WORDS = "Light travels fast and a lens bends it so that a picture appears on the wall"
TALK = [
    spoken(row * 5_000, f"{WORDS} {row}.", length_ms=4_500, speaker="Ana" if row < 20 else "Joe")
    for row in range(60)
]


@asynccontextmanager
async def panel_of(
    paths, path: Path, lines, *, pages: int = 1, state: JobState = JobState.COMPLETED
) -> AsyncIterator[tuple[TranscriptPanel, PlayerViewModel, PlayerLibrary]]:
    """A panel that shows a file with these lines."""
    theming().choose(ThemeChoice("light", reduce_motion=True))
    async with player_library(paths) as library:
        item_id = await library.add(path, lines, pages=pages, state=state)
        async with TaskScope("test") as scope:
            model = PlayerViewModel(library.services.media, scope, library.services.bus)
            panel = TranscriptPanel(model)
            panel.resize(460, 600)
            panel.show()
            opened = QSignalSpy(model.opened)
            model.open(item_id)
            await until(opened.count)
            panel.show_item()
            yield panel, model, library
            model.close()
            panel.close()
            panel.deleteLater()


def click(panel: TranscriptPanel, row: int, word: str) -> None:
    at = panel.view.lines()[row].text.index(word)
    box = panel.view._layouts.rectangles(row, at + 1, at + 2)[0].toRect()
    point = box.center() + panel.view.text_rect(row).topLeft()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


async def test_lines_have_times_and_name_a_new_voice_once(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, _model, _library):
        lines = panel.view.lines()
        assert [line.mark for line in lines[:3]] == ["0:00", "0:05", "0:10"]
        assert [row for row, line in enumerate(lines) if line.heading] == [0, 20]
        assert panel.stack.currentWidget() is panel.view
        assert not panel.state.isVisible()


async def test_a_click_on_a_word_is_its_time(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, model, _library):
        chosen = QSignalSpy(panel.time_chosen)
        click(panel, 1, "lens")
        at = TALK[1].text.index("lens")
        assert chosen.at(0) == [model.timeline.time_of(1, at)]
        assert 5_000 < chosen.at(0)[0] < 9_500


async def test_the_spoken_word_is_followed_until_one_scrolls_and_back(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, _model, _library):
        panel.show_position(200_500)
        assert panel.view.spoken_row() == 40
        assert panel.view.is_visible(40)
        assert not panel.now_button.isVisible()
        QTest.keyClick(panel.view, Qt.Key.Key_Home)
        assert panel.now_button.isVisible()
        panel.show_position(206_000)
        assert not panel.view.is_visible(41)
        QTest.mouseClick(panel.now_button, Qt.MouseButton.LeftButton)
        assert panel.view.is_visible(41)
        assert not panel.now_button.isVisible()


async def test_a_place_found_is_brought_into_view_and_marked(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, model, _library):
        panel.find_bar.start()
        QTest.keyClicks(panel.find_bar.field, "wall 57")
        QTest.keyClick(panel.find_bar.field, Qt.Key.Key_Return)
        assert panel.view.current_row() == 57
        assert panel.view.is_visible(57)
        assert not panel.view.follows()
        assert list(panel.view._match) == [57]
        model.correct(57, "Nothing of the sort.")
        await until(lambda: panel.find_bar.count.text() == "Not found")
        assert not panel.view._match


async def test_a_line_is_corrected_in_place_with_undo_and_redo(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, model, _library):
        panel.view.setFocus()
        panel.view.set_current_row(2)
        QTest.keyClick(panel.view, Qt.Key.Key_F2)
        editor = panel._editor
        assert editor is not None
        editor.text.setPlainText("Light takes its time.")
        QTest.keyClick(editor.text, Qt.Key.Key_Return)
        assert panel._editor is None
        await until(
            lambda: panel.view.lines()[2].text == "Light takes its time." and panel.undo_stack.canUndo()
        )
        assert panel.undo_stack.canUndo()
        panel.undo_stack.undo()
        await until(lambda: panel.view.lines()[2].text == TALK[2].text)
        panel.undo_stack.redo()
        await until(
            lambda: panel.view.lines()[2].text == "Light takes its time." and panel.undo_stack.canUndo()
        )
        model.open(model.item.id)
        await until(lambda: model.lines)
        panel.show_item()
        assert panel.view.lines()[2].text == "Light takes its time."
        assert not panel.undo_stack.canUndo()


async def test_a_voice_is_renamed_in_all_its_lines(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, model, _library):
        panel.edit_line(3)
        editor = panel._editor
        assert editor is not None
        editor.speaker.selectAll()
        QTest.keyClicks(editor.speaker, "Ana Torres")
        QTest.keyClick(editor.speaker, Qt.Key.Key_Return)
        await until(lambda: model.lines[19].speaker == "Ana Torres" and panel.undo_stack.canUndo())
        assert panel.view.lines()[0].heading == "Ana Torres"
        assert panel.view.lines()[20].heading == "Joe"
        panel.undo_stack.undo()
        await until(lambda: panel.view.lines()[0].heading == "Ana")


async def test_a_text_made_anew_takes_no_old_corrections(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, model, library):
        model.correct(2, "Light takes its time.")
        await until(panel.undo_stack.canUndo)
        panel.edit_line(4)
        item = model.item
        assert item is not None

        def write(tx) -> None:
            values = {"media_sha": item.media_sha, "engine": "whisper", "model": "base", "language": "en"}
            transcript_store.start(tx, b"anew", values)
            transcript_store.add_segments(tx, b"anew", 0, [spoken(0, "Another hearing.")])
            transcript_store.complete(tx, b"anew", "")
            job_store.put_target(tx, item.id, b"anew")
            job_store.show_target(tx, item.id)
            tx.changed("transcript", item.id)

        await library.services.database.write(write)
        await until(lambda: len(panel.view.lines()) == 1)
        assert not panel.undo_stack.canUndo()
        assert panel._editor is None


async def test_the_menu_offers_what_keys_do(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, _model, _library):
        menu = panel.menu(1)
        texts = [action.text() for action in menu.actions() if action.text()]
        assert texts == [
            "Play from here",
            "Edit line…",
            "Copy",
            "Select all",
            "Undo correction",
            "Redo correction",
        ]
        chosen = QSignalSpy(panel.time_chosen)
        panel.view.set_current_row(1)
        menu.actions()[0].trigger()
        menu.actions()[2].trigger()
        assert chosen.at(0) == [5_000]
        assert QGuiApplication.clipboard().text() == TALK[1].text
        beside = [action.text() for action in panel.menu(-1).actions() if action.text()]
        assert beside == ["Select all", "Undo correction", "Redo correction"]
        panel._open_menu(QPoint(5, 5))


async def test_a_pdf_has_page_marks_and_a_click_goes_to_the_page(qloop, paths, tmp_path):
    pages = [Segment(f"Paragraph {row} about lenses.", page=1 + row // 10) for row in range(40)]
    pdf = make_pdf(tmp_path / "Lenses.pdf", ["A", "B", "C", "D"])
    async with panel_of(paths, pdf, pages, pages=4) as (panel, _model, _library):
        assert [line.mark for line in panel.view.lines() if line.mark] == ["p. 1", "p. 2", "p. 3", "p. 4"]
        chosen = QSignalSpy(panel.page_chosen)
        panel.show_page(3)
        assert panel.view.first_row() == 20
        click(panel, 21, "lenses")
        assert chosen.at(0) == [3]
        panel.edit_line(21)
        assert panel._editor is not None
        assert not panel._editor.speaker.isVisible()


async def test_a_quote_is_marked_in_the_text_of_its_page(qloop, paths, tmp_path):
    pages = [Segment(f"Line {row % 10} about lenses.", page=1 + row // 10) for row in range(40)]
    pdf = make_pdf(tmp_path / "Lenses.pdf", ["A", "B", "C", "D"])
    async with panel_of(paths, pdf, pages, pages=4) as (panel, _model, _library):
        panel.show_page(3, "Line 4 about lenses. Line 5 about")
        assert panel.view.current_row() == 24
        assert panel.view.is_visible(24)
        assert panel.view._match == {24: ((0, 20),), 25: ((0, 12),)}
        # Words that were corrected since are no longer there: the page is shown.
        panel.show_page(2, "something else")
        assert panel.view.first_row() == 10


async def test_what_stands_over_the_text_begins_where_it_begins(qloop, paths, tmp_path):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, _model, _library):
        for width in (1100, 460):
            panel.resize(width, 600)
            await until(lambda: panel.view.viewport().width() > panel.width() - 60)
            panel.layout().activate()
            left, _ = panel.view.column()
            at = panel.find_bar.field.mapTo(panel, QPoint(0, 0)).x()
            assert at == max(left, 16), width
            assert panel.find_bar.geometry().right() == panel.width() - 1


async def test_without_text_it_says_what_will_be(qloop, paths, tmp_path):
    tone = make_tone(tmp_path / "Talk.wav")
    async with panel_of(paths, tone, [], state=JobState.TRANSCRIBING) as (panel, _model, _library):
        assert panel.stack.currentWidget() is panel.empty
        assert panel.state.isVisible()
        assert not panel.find_bar.field.isEnabled()
        assert "appears here" in panel._empty_sentence()


async def test_a_text_that_may_only_be_read_is_not_opened_for_editing(qloop, paths, tmp_path, monkeypatch):
    async with panel_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as (panel, model, _library):
        with monkeypatch.context() as closed:
            closed.setattr(model, "may_edit", lambda: False)
            panel.edit_line(3)
            assert panel._editor is None
        panel.edit_line(3)
        assert panel._editor is not None
