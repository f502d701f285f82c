"""The head of the player for real items."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from desktop.media.player_header_page import PlayerHeader
from desktop.media.player_view_model import PlayerViewModel
from desktop.media.segments import Segment
from desktop.media.service import ExportFormat, JobState
from shared.tasks import TaskScope
from tests.support.documents import make_pdf
from tests.support.media_files import make_tone
from tests.support.player_library import player_library, spoken
from tests.support.waiting import until


@asynccontextmanager
async def header_of(
    paths, path: Path, lines, *, can_ask: bool = True, **about
) -> AsyncIterator[PlayerHeader]:
    async with player_library(paths) as library:
        item_id = await library.add(path, lines, **about)
        await library.services.media.library.set_tags(item_id, ["optics"])
        async with TaskScope("test") as scope:
            model = PlayerViewModel(library.services.media, scope, library.services.bus)
            header = PlayerHeader(model, can_ask=can_ask)
            header.resize(900, 70)
            header.show()
            opened = QSignalSpy(model.opened)
            model.open(item_id)
            await until(opened.count)
            header.show_item()
            yield header
            model.close()
            header.deleteLater()


TALK = [spoken(0, "Light is fast.")]


async def test_title_and_facts(qloop, paths, tmp_path):
    async with header_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as header:
        assert header.title.full_text() == "Talk"
        assert header.subtitle.full_text() == "Sound recording · 0:04 · optics"
        assert header.ask_button.isVisible()
        assert header.export_button.isVisible()


async def test_the_title_is_edited_in_place(qloop, paths, tmp_path):
    async with header_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as header:
        renamed = QSignalSpy(header.renamed)
        QTest.mouseClick(header.title, Qt.MouseButton.LeftButton)
        assert header.title_editor.isVisible()
        header.title_editor.setText("  About   light ")
        QTest.keyClick(header.title_editor, Qt.Key.Key_Return)
        assert renamed.at(0) == ["About light"]
        assert header.title.full_text() == "About light"
        assert not header.title_editor.isVisible()


async def test_escape_and_an_empty_title_keep_the_old_one(qloop, paths, tmp_path):
    async with header_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as header:
        renamed = QSignalSpy(header.renamed)
        for text, key in (
            ("else", Qt.Key.Key_Escape),
            ("   ", Qt.Key.Key_Return),
            ("Talk", Qt.Key.Key_Return),
        ):
            header.edit_title()
            header.title_editor.setText(text)
            QTest.keyClick(header.title_editor, key)
        assert renamed.count() == 0
        assert header.title.full_text() == "Talk"


async def test_documents_export_no_subtitles(qloop, paths, tmp_path):
    pdf = make_pdf(tmp_path / "Lenses.pdf", ["A lens."])
    async with header_of(paths, pdf, [Segment("A lens.", page=1)]) as header:
        offered = [format_ for format_, action in header._formats.items() if action.isVisible()]
        assert offered == [ExportFormat.TXT, ExportFormat.JSON]
        assert not header._again.isVisible()


async def test_an_unfinished_text_is_not_exported(qloop, paths, tmp_path):
    tone = make_tone(tmp_path / "Talk.wav")
    async with header_of(paths, tone, TALK, state=JobState.TRANSCRIBING, can_ask=False) as header:
        assert not header.export_button.isVisible()
        assert not header.ask_button.isVisible()
        assert not header._again.isEnabled()


async def test_the_menus_say_what_is_wanted(qloop, paths, tmp_path):
    async with header_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as header:
        wanted = {
            name: QSignalSpy(getattr(header, name))
            for name in (
                "export_wanted",
                "details_wanted",
                "again_wanted",
                "delete_wanted",
                "copy_wanted",
                "ask_wanted",
                "back_wanted",
            )
        }
        header._formats[ExportFormat.SRT].trigger()
        assert wanted["export_wanted"].at(0) == [ExportFormat.SRT]
        for action in header.more_button.menu().actions():
            action.trigger()
        QTest.mouseClick(header.ask_button, Qt.MouseButton.LeftButton)
        QTest.mouseClick(header.back, Qt.MouseButton.LeftButton)
        QTest.mouseClick(header.details_button, Qt.MouseButton.LeftButton)
        counts = {name: spy.count() for name, spy in wanted.items()}
        assert counts == dict.fromkeys(wanted, 1) | {"details_wanted": 2}


async def test_without_an_item_nothing_is_offered(qloop, paths, tmp_path):
    async with header_of(paths, make_tone(tmp_path / "Talk.wav"), TALK) as header:
        header.show_nothing("Player")
        assert header.title.full_text() == "Player"
        assert not header.more_button.isVisible()
        assert not header.ask_button.isVisible()
        assert header.back.isVisible()
