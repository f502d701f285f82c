"""Player, picture and keys together."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget

from desktop.media.playing_page import Playing
from tests.support.media_files import PLAYER_MESSAGES, make_film
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES, "This plugin does not support", extend=True)


@pytest.fixture
def playing(qapp) -> Iterator[Playing]:
    parent = QWidget()
    playing = Playing(parent)
    playing.screen.resize(400, 300)
    playing.screen.show()
    playing.bar.show()
    yield playing
    playing.close()
    for widget in (playing.screen, playing.bar, parent):
        widget.deleteLater()


def key(playing: Playing, code: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> bool:
    return playing.handle_key(QKeyEvent(QEvent.Type.KeyPress, code, modifiers))


async def opened(playing: Playing, tmp_path: Path, *, play: bool = False) -> None:
    film = make_film(tmp_path / "film.mp4", 6_000)
    playing.open(film, has_video=True, length_ms=6_000, start_ms=2_000, play=play)
    await until(playing.surface.has_frame)


async def test_a_film_opens_at_its_second_with_its_picture(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path)
    assert playing.playback.position_ms() == 2_000
    assert playing.bar.position.text() == "0:02"
    grey = playing.surface.grab().toImage().pixelColor(200, 150).red()
    assert grey == pytest.approx(100, abs=12)
    QTest.mouseClick(playing.surface, Qt.MouseButton.LeftButton)
    await until(playing.playback.is_playing)


async def test_every_key_does_its_work(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path)
    player = playing.playback
    for code, begins_ms in (
        (Qt.Key.Key_L, 6_000),
        (Qt.Key.Key_J, 0),
        (Qt.Key.Key_Right, 5_000),
        (Qt.Key.Key_Left, 0),
    ):
        assert key(playing, code)
        assert player.position_ms() == pytest.approx(begins_ms, abs=200)
    for code in (Qt.Key.Key_Space, Qt.Key.Key_K):
        was = player.is_playing()
        assert key(playing, code)
        await until(lambda was=was: player.is_playing() != was)
    assert key(playing, Qt.Key.Key_Greater, Qt.KeyboardModifier.ShiftModifier)
    assert player.rate() == 1.25
    assert key(playing, Qt.Key.Key_Less)
    assert player.rate() == 1.0
    assert key(playing, Qt.Key.Key_M)
    assert player.is_muted()
    assert key(playing, Qt.Key.Key_Minus)
    assert player.volume() == pytest.approx(0.9, abs=0.01)
    neighbours = QSignalSpy(playing.neighbour_wanted)
    assert key(playing, Qt.Key.Key_Comma)
    assert key(playing, Qt.Key.Key_Period)
    assert [neighbours.at(at) for at in range(2)] == [[-1], [1]]
    assert not key(playing, Qt.Key.Key_Q)
    assert not key(playing, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


async def test_arrows_follow_the_reading_direction(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path)
    playing.bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert key(playing, Qt.Key.Key_Left)
    assert playing.playback.position_ms() > 5_000


async def test_full_screen_and_back_by_key_and_escape(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path)
    assert key(playing, Qt.Key.Key_F)
    assert playing.surface.isFullScreen()
    QTest.keyClick(playing.surface, Qt.Key.Key_M)
    assert playing.playback.is_muted()
    QTest.keyClick(playing.surface, Qt.Key.Key_Escape)
    assert not playing.surface.isFullScreen()
    assert playing.surface.parent() is playing.screen
    assert playing.surface.isVisible()


async def test_captions_are_for_the_full_screen_and_can_be_left_out(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path)
    playing.set_spoken("Light is fast.")
    assert playing.surface.caption() == ""
    playing.toggle_full_screen()
    assert playing.surface.caption() == "Light is fast."
    QTest.keyClick(playing.surface, Qt.Key.Key_C)
    assert playing.surface.caption() == ""
    assert key(playing, Qt.Key.Key_C)
    playing.leave_full_screen()
    assert playing.surface.caption() == ""


async def test_sound_alone_has_no_full_screen(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path)
    playing.bar.set_full_screen_offered(offered=False)
    playing.toggle_full_screen()
    assert not playing.surface.isFullScreen()


async def test_closing_lets_go_of_the_picture(qloop, playing: Playing, tmp_path: Path):
    await opened(playing, tmp_path, play=True)
    playing.close()
    assert not playing.surface.has_frame()
    await until(lambda: not playing.playback.is_playing())
