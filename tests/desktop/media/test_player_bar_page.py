"""The controls, with a real player on a real tone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.media.player_bar_page import PlayerBar
from desktop.widgets.playback import Playback
from desktop.widgets.theming import ThemeChoice, theming
from tests.support.media_files import PLAYER_MESSAGES, make_tone
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES, extend=True)


@pytest.fixture
def bar(qapp) -> Iterator[PlayerBar]:
    playback = Playback()
    bar = PlayerBar(playback)
    bar.resize(900, 100)
    bar.show()
    yield bar
    playback.close()
    playback.deleteLater()
    bar.deleteLater()


async def test_play_pause_and_skip_with_the_mouse(qloop, bar: PlayerBar, tmp_path: Path):
    playback = bar._playback
    playback.open(make_tone(tmp_path / "tone.wav", 30_000))
    await until(lambda: playback.duration_ms() > 0)
    assert bar.length.text() == "0:30"
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    await until(playback.is_playing)
    assert bar.play.accessibleName() == "Pause"
    QTest.mouseClick(bar.forward, Qt.MouseButton.LeftButton)
    assert playback.position_ms() >= 10_000
    assert bar.position.text() == "0:10"
    assert bar.seek_bar.value() >= 10_000
    QTest.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert playback.position_ms() < 5_000
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    await until(lambda: not playback.is_playing())
    assert bar.play.accessibleName() == "Play"


async def test_the_time_line_goes_where_it_is_clicked(qloop, bar: PlayerBar, tmp_path: Path):
    playback = bar._playback
    playback.open(make_tone(tmp_path / "tone.wav", 30_000))
    await until(lambda: playback.duration_ms() > 0 and playback._loaded)
    QTest.mouseClick(bar.seek_bar, Qt.MouseButton.LeftButton, pos=bar.seek_bar.rect().center())
    assert playback.position_ms() == pytest.approx(15_000, abs=500)


def test_speeds_are_in_a_menu_and_shown(bar: PlayerBar):
    texts = [action.text() for action in bar._speeds.actions()]
    assert texts == ["0.5×", "0.75×", "1×", "1.25×", "1.5×", "1.75×", "2×"]
    bar._speeds.actions()[4].trigger()
    assert bar._playback.rate() == 1.5
    assert bar.speed.text() == "1.5×"
    assert [action.isChecked() for action in bar._speeds.actions()].index(True) == 4


def test_volume_and_mute_agree(bar: PlayerBar):
    bar.volume.setValue(40)
    assert bar._playback.volume() == pytest.approx(0.4, abs=0.01)
    bar.change_volume(+1)
    assert bar.volume.value() == 50
    QTest.mouseClick(bar.mute, Qt.MouseButton.LeftButton)
    assert bar._playback.is_muted()
    assert bar.volume.value() == 0
    assert bar.mute.accessibleName() == "Sound on"
    bar.toggle_mute()
    assert bar.volume.value() == 50


def test_a_narrow_bar_leaves_the_volume_out(bar: PlayerBar):
    assert bar.volume.isVisible()
    bar.resize(400, 100)
    assert not bar.volume.isVisible()
    bar.resize(900, 100)
    theming().choose(ThemeChoice("light", 200))
    bar.resize(901, 100)
    assert not bar.volume.isVisible()
    theming().choose(ThemeChoice("light"))


def test_full_screen_is_offered_for_pictures_only(bar: PlayerBar):
    assert not bar.full_screen.isVisible()
    bar.set_full_screen_offered(offered=True)
    assert bar.full_screen.isVisible()
