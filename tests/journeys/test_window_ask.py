"""Through the window, without a network: drop a file, search, ask, click a citation, arrive at the second."""

from contextlib import asynccontextmanager
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.assembly import open_services
from desktop.shell.bindings import Bindings
from desktop.shell.main_window import MainWindow
from desktop.shell.page_list import PAGES
from tests.support.model_cache import put_models
from tests.support.speech import sentence_with, sound, write_audio
from tests.support.stub_page import StubPage, stub_spec
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", "PulseAudioService")

LIMIT_S = 200.0
LECTURE = """1
00:00:01,000 --> 00:00:06,500
Welcome to the third lecture about green plants.

2
00:01:15,000 --> 00:01:21,000
The chloroplast is where photosynthesis takes place.

3
00:01:21,500 --> 00:01:29,000
Chlorophyll absorbs red and blue light and reflects green light.

4
00:05:40,000 --> 00:05:47,000
Next week we will look at how roots drink water from the soil.
"""


WITH_STUB = [spec for spec in PAGES if spec.id != "player"] + [stub_spec("player", in_rail=False)]
"""The real pages, but a player that only records what it is asked."""


@asynccontextmanager
async def window_on(paths, specs):
    """The window with these pages on a new profile whose jobs run."""
    StubPage.made.clear()
    services = await open_services(paths)
    await services.settings.set("welcome_seen", value=True)
    services.start_jobs(watch_folders=False)
    faults: list[BaseException] = []
    window = MainWindow(specs, services.settings.get, faults.append)
    window.resize(1180, 760)
    window.show()
    window.activateWindow()
    window.attach(services, Bindings)
    try:
        yield window
    finally:
        await window.detach()
        window.retire()
        await services.close()
    assert faults == []


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, buttons = QPointF(QPoint(200, 200)), Qt.MouseButton.LeftButton
    window.dropEvent(
        QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, Qt.KeyboardModifier.NoModifier)
    )


def played():
    """What the player was asked to show."""
    return [call for page in StubPage.made for call in page.calls if isinstance(call, dict)]


async def test_drop_search_ask_click(qloop, qtbot, paths, tmp_path):
    lecture = tmp_path / "Green plants, lecture 3.srt"
    lecture.write_text(LECTURE, encoding="utf-8")
    async with window_on(paths, WITH_STUB) as window:
        drop(window, lecture)
        window.open("search")
        search: Any = window.frame.host.page("search")
        await until(
            lambda: [one.state for one in search.view_model.items.values()] == ["completed"], limit_s=LIMIT_S
        )
        [item] = search.view_model.items.values()
        qtbot.keyClicks(search.field, "chloroplast")
        await until(lambda: search.view_model.hits)
        qtbot.keyClick(search.field, Qt.Key.Key_Return)
        await until(lambda: len(played()) == 1)
        assert (played()[0]["item_id"], played()[0]["start_ms"]) == (item.id, 75_000)

        window.open("search")
        qtbot.mouseClick(search.ask_button, Qt.MouseButton.LeftButton)
        await until(lambda: window.frame.host.current_id == "ask")
        ask: Any = window.frame.host.page("ask")
        await until(lambda: len(ask.conversation.messages) == 2 and not ask.conversation.busy)

        qtbot.keyClicks(ask.composer.field, "Where does photosynthesis take place?")
        qtbot.keyClick(ask.composer.field, Qt.Key.Key_Return)
        await until(lambda: len(ask.conversation.messages) == 4 and not ask.conversation.busy)
        message = ask.conversation.messages[-1]
        assert message.mode == "passages"
        answer = ask.view.view_of(message.id)
        await until(lambda: answer.text.chips())
        assert "The chloroplast is where photosynthesis takes place." in answer.text.toPlainText()
        place = answer.text.chip_rect(0).center().toPoint()
        qtbot.mouseClick(answer.text.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await until(lambda: len(played()) == 2)
        assert (played()[1]["item_id"], played()[1]["start_ms"]) == (item.id, 75_000)
        assert window.frame.host.current_id == "player"


async def test_a_spoken_lecture_answers_and_plays_the_second(qloop, qtbot, paths, tmp_path):
    """Nothing stands in for anything: real speech, the real model, the real player."""
    put_models(paths.models_dir, "tiny.en", "minilm")
    said = sentence_with("kilometers every second")
    recording = write_audio(tmp_path / "Lanterns.wav", sound(0, 75_000))
    async with window_on(paths, PAGES) as window:
        drop(window, recording)
        window.open("search")
        search: Any = window.frame.host.page("search")
        await until(
            lambda: [one.state for one in search.view_model.items.values()] == ["completed"], limit_s=LIMIT_S
        )
        window.open("ask")
        ask: Any = window.frame.host.page("ask")
        await until(lambda: ask.composer.isVisible())
        qtbot.keyClicks(ask.composer.field, "How many kilometers does light cover every second?")
        qtbot.keyClick(ask.composer.field, Qt.Key.Key_Return)
        await until(lambda: len(ask.conversation.messages) == 2 and not ask.conversation.busy)
        answer = ask.view.view_of(ask.conversation.messages[-1].id)
        await until(lambda: answer.text.chips())
        cited = ask.conversation.messages[-1].citations[0]
        assert cited.start_ms - 1_000 <= said.start_ms <= cited.end_ms
        place = answer.text.chip_rect(0).center().toPoint()
        qtbot.mouseClick(answer.text.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await until(lambda: window.frame.host.current_id == "player")
        player: Any = window.frame.host.page("player")
        playback = player.playing.playback
        await until(playback.is_playing)
        assert cited.start_ms - 200 <= playback.position_ms() <= cited.start_ms + 3_000
        await until(lambda: playback.position_ms() > cited.start_ms + 200)
        assert player.panel.view.spoken_row() >= 0
