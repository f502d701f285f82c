"""The Player page with real files, real sound and a real library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtMultimedia import QAudioBuffer
from PySide6.QtTest import QTest

from desktop.media import player_page
from desktop.media.player_page import create_page
from desktop.media.segments import Segment
from shared.ids import ItemId, new_id
from tests.support.documents import make_pdf
from tests.support.media_files import PLAYER_MESSAGES, make_film, make_tone
from tests.support.page_stage import Stage, stage
from tests.support.player_library import PlayerLibrary, player_library, spoken
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES, "This plugin does not support", extend=True)

TALK = [spoken(row * 2_000, f"Sentence number {row} is spoken now.", length_ms=1_900) for row in range(15)]


@asynccontextmanager
async def player(paths) -> AsyncIterator[tuple[PlayerLibrary, Stage]]:
    async with player_library(paths) as library, stage(create_page, library.services) as shown:
        yield library, shown


async def show(shown: Stage, item_id: ItemId, **target) -> None:
    shown.page.open_target(item_id=item_id, **target)
    model = shown.page.view_model
    await until(
        lambda: model.shows(item_id) and model.item is not None and shown.page.stack.state() == "content"
    )


class Ear(QObject):
    """Times of the sound that is really played."""

    def __init__(self, shown: Stage) -> None:
        super().__init__(shown.page)
        self.times: list[int] = []
        shown.page.playing.playback.ear.audioBufferReceived.connect(self._hear)

    def _hear(self, buffer: QAudioBuffer) -> None:
        self.times.append(buffer.startTime() // 1000)


async def test_a_citation_plays_the_right_second(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_tone(tmp_path / "Talk.m4a", 30_000), TALK, length_ms=30_000)
        ear = Ear(shown)
        await show(shown, item_id, start_ms=12_300)
        await until(lambda: [ms for ms in ear.times if ms > 12_000])
        first = next(ms for ms in ear.times if ms > 1_000)
        assert first == pytest.approx(12_300, abs=100)
        assert shown.page.playing.playback.is_playing()
        assert shown.page.panel.view.spoken_row() == 6


async def test_a_second_citation_in_the_same_item_only_jumps(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_tone(tmp_path / "Talk.wav", 30_000), TALK, length_ms=30_000)
        await show(shown, item_id, start_ms=2_000)
        await until(shown.page.playing.playback.is_playing)
        shown.page.panel.view.set_follow(on=False)
        await show(shown, item_id, start_ms=20_500)
        assert shown.page.playing.playback.position_ms() == pytest.approx(20_500, abs=200)
        assert shown.page.panel.view.spoken_row() == 10
        assert shown.page.panel.view.follows()


async def test_a_click_on_a_word_plays_it_and_keys_work(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_tone(tmp_path / "Talk.wav", 30_000), TALK, length_ms=30_000)
        await show(shown, item_id)
        page = shown.page
        playback = page.playing.playback
        assert not playback.is_playing()
        page.panel.view.place_activated.emit(4, TALK[4].text.index("spoken"))
        await until(playback.is_playing)
        assert 8_500 < playback.position_ms() < 9_900
        QTest.keyClick(page.panel.view, Qt.Key.Key_Space)
        await until(lambda: not playback.is_playing())
        QTest.keyClick(page.panel.view, Qt.Key.Key_Period)
        assert playback.position_ms() == 10_000
        QTest.keyClick(page.panel.view, Qt.Key.Key_Comma)
        assert playback.position_ms() == 8_000
        page.panel.view.set_follow(on=False)
        QTest.keyClick(page.panel.view, Qt.Key.Key_N)
        assert page.panel.view.follows()


async def test_it_goes_on_where_one_left_and_after_a_restart(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        talk = await library.add(make_tone(tmp_path / "Talk.wav", 30_000), TALK, length_ms=30_000)
        other = await library.add(make_tone(tmp_path / "Other.wav", 20_000), [], length_ms=20_000)
        await show(shown, talk)
        playback = shown.page.playing.playback
        await until(lambda: playback.duration_ms() > 0)
        playback.seek(14_000)
        playback.set_rate(1.5)
        await show(shown, other)
        assert shown.page.playing.bar.position.text() == "0:00"
        await show(shown, talk)
        assert playback.position_ms() == 14_000
        assert not playback.is_playing()
        state = shown.page.page_state()
    async with player(paths) as (library, shown):
        shown.page.restore_state(state)
        await show(shown, talk)
        assert shown.page.playing.playback.position_ms() == 14_000
        assert shown.page.playing.playback.rate() == 1.5
        shown.page.restore_state({"positions": 3, "split": "x", "zoom": None, "volume": "loud"})


async def test_another_page_in_front_pauses(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_tone(tmp_path / "Talk.wav", 30_000), TALK, length_ms=30_000)
        await show(shown, item_id, start_ms=1_000)
        await until(shown.page.playing.playback.is_playing)
        shown.page.deactivated()
        await until(lambda: not shown.page.playing.playback.is_playing())


async def test_a_film_has_its_picture_beside_the_text(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_film(tmp_path / "Film.mp4"), TALK[:2], length_ms=3_000)
        await show(shown, item_id, start_ms=1_500)
        await until(shown.page.playing.surface.has_frame)
        assert shown.page.stage.isVisible()
        assert shown.page.playing.surface.isVisible()
        assert shown.page.playing.bar.full_screen.isVisible()


async def test_a_pdf_opens_at_its_page_with_the_text_beside(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        pdf = make_pdf(tmp_path / "Lenses.pdf", [f"Page {number}" for number in range(1, 9)])
        text = [Segment(f"Paragraph {row}.", page=1 + row // 10) for row in range(80)]
        item_id = await library.add(pdf, text, pages=8)
        await show(shown, item_id, page=6)
        page = shown.page
        await until(lambda: 6 in page.document.view._pictures)
        assert page.document.view.page() == 6
        await until(lambda: page.panel.view.first_row() == 50)
        assert not page.playing.bar.isVisible()
        page.panel.page_chosen.emit(2)
        assert page.document.view.page() == 2
        await show(shown, item_id, page=7)
        assert page.document.view.page() == 7
        page.document.view.setFocus()
        page.document.view.show_page(3)
        await until(lambda: page.panel.view.first_row() == 20)


async def test_a_found_passage_is_marked_on_its_page_and_in_the_text(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        pdf = make_pdf(tmp_path / "Lenses.pdf", [f"Page {number} about\nlenses." for number in range(1, 9)])
        text = [Segment(f"Page {number} about lenses.", page=number) for number in range(1, 9)]
        item_id = await library.add(pdf, text, pages=8)
        await show(shown, item_id, page=6, quote="Page 6 about lenses.")
        view = shown.page.document.view
        await until(lambda: view._marks)
        assert [(number, len(marks)) for number, marks in view._marks.items()] == [(6, 2)]
        assert shown.page.panel.view.current_row() == 5
        await show(shown, item_id, page=7, quote="about lenses")
        await until(lambda: list(view._marks) == [7])
        shown.page.panel.page_chosen.emit(2)
        assert view._marks == {}


async def test_a_found_passage_of_a_plain_text_is_marked(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        notes = tmp_path / "Notes.md"
        notes.write_text("# Light", encoding="utf-8")
        item_id = await library.add(notes, [Segment(f"Light {row}.", page=1) for row in range(90)])
        await show(shown, item_id, page=1, quote="Light 70.")
        assert shown.page.panel.view.current_row() == 70
        assert shown.page.panel.view.is_visible(70)


async def test_plain_texts_and_subtitles_are_read_alone(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        notes = tmp_path / "Notes.md"
        notes.write_text("# Light", encoding="utf-8")
        item_id = await library.add(notes, [Segment("Light", page=1)])
        await show(shown, item_id)
        assert not shown.page.stage.isVisible()
        assert not shown.page.playing.bar.isVisible()
        captions = tmp_path / "Talk.srt"
        captions.write_text("1\n00:00:01,000 --> 00:00:02,000\nLight\n", encoding="utf-8")
        timed = await library.add(
            captions, [Segment("Light", 1_000, 2_000), Segment("is fast", 3_000, 4_000)]
        )
        await show(shown, timed, start_ms=3_200)
        assert shown.page.panel.view.spoken_row() == 1
        shown.page.panel.view.place_activated.emit(0, 0)
        assert shown.page.panel.view.spoken_row() == 0


async def test_an_item_that_is_gone_says_so(qloop, paths):
    async with player(paths) as (_library, shown):
        assert shown.page.stack.state() == "empty"
        shown.page.open_target(item_id=ItemId(new_id()))
        await until(lambda: shown.page.stack.state() == "error")
        assert shown.page.header.title.full_text() == "Player"
        shown.page.open_target()
        assert shown.page.stack.state() == "error"


async def test_a_lost_file_leaves_its_text(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_tone(tmp_path / "Talk.wav"), TALK)
        path = (await library.services.media.item(item_id)).media_path
        assert path is not None
        kept = path.rename(tmp_path / "kept")
        await show(shown, item_id, start_ms=4_100)
        assert shown.page.trouble.title() == "The file of this item is gone from the library folder."
        assert not shown.page.playing.bar.isVisible()
        assert len(shown.page.panel.view.lines()) == len(TALK)
        kept.rename(path)
        shown.page.view_model.reload()
        await until(shown.page.playing.bar.isVisible)
        assert not shown.page.trouble.isVisible()


async def test_a_file_that_cannot_be_played_leaves_its_text(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        broken = tmp_path / "Broken.mp3"
        broken.write_bytes(b"no sound at all")
        item_id = await library.add(broken, TALK)
        await show(shown, item_id, start_ms=100)
        await until(shown.page.trouble.isVisible)
        assert shown.page.trouble.title() == "This file cannot be played here."
        assert shown.page.panel.view.isVisible()


async def test_without_multimedia_the_text_is_still_there(qloop, paths, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(player_page, "make_playing", lambda _parent: None)
    async with player(paths) as (library, shown):
        assert shown.page.playing is None
        item_id = await library.add(make_tone(tmp_path / "Talk.wav"), TALK)
        await show(shown, item_id, start_ms=4_100)
        assert shown.page.trouble.title() == "Recordings cannot be played on this computer."
        shown.page.panel.view.place_activated.emit(3, 0)
        assert shown.page.panel.view.spoken_row() == 3
        QTest.keyClick(shown.page.panel.view, Qt.Key.Key_Space)
        shown.page.restore_state(shown.page.page_state())
        shown.page.deactivated()


def test_a_missing_library_of_qt_multimedia_is_no_crash(qtbot, monkeypatch):
    def refuse(_name: str) -> None:
        raise ImportError("libpulse.so.0: cannot open shared object file")

    monkeypatch.setattr(player_page, "import_module", refuse)
    assert player_page.make_playing(None) is None


async def test_shortcuts_are_listed_and_find_works(qloop, paths, tmp_path: Path):
    async with player(paths) as (library, shown):
        item_id = await library.add(make_tone(tmp_path / "Talk.wav"), TALK)
        await show(shown, item_id)
        listed = {entry.text for entry in shown.shell.shortcuts.entries()}
        assert {"Play or pause", "Find in the text", "Undo correction", "Full screen"} <= listed
        QTest.keyClick(shown.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert shown.page.panel.find_bar.field.hasFocus()
        shown.page.panel.state.models_wanted.emit()
        assert shown.shell.opened == [("settings", {"section": "models"})]
