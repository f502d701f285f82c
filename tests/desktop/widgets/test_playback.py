from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtMultimedia import QAudioBuffer
from PySide6.QtTest import QSignalSpy

from desktop.widgets.playback import RATES, Playback, can_play
from tests.support.media_files import PLAYER_MESSAGES, make_film, make_tone
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES, extend=True)


@pytest.fixture
def playback(qapp) -> Iterator[Playback]:
    playback = Playback()
    yield playback
    playback.close()
    playback.deleteLater()


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    return make_tone(tmp_path / "tone.wav", 4_000)


class Ear(QObject):
    """Times of the decoded sound, in milliseconds, as they come from the player's own thread."""

    def __init__(self, playback: Playback) -> None:
        super().__init__(playback)
        self.times: list[int] = []
        playback.ear.audioBufferReceived.connect(self._hear)

    def _hear(self, buffer: QAudioBuffer) -> None:
        self.times.append(buffer.startTime() // 1000)


def heard(playback: Playback) -> list[int]:
    return Ear(playback).times


def test_the_backend_is_there(qapp):
    assert can_play()


async def test_it_begins_at_the_second_asked_for(qloop, playback: Playback, tone: Path):
    times = heard(playback)
    playback.open(tone, start_ms=2_000, play=True)
    assert playback.position_ms() == 2_000
    await until(lambda: len([ms for ms in times if ms > 1_900]) > 3)
    first = next(ms for ms in times if ms >= 1_900)
    assert abs(first - 2_000) <= 100
    assert playback.is_playing()
    assert playback.duration_ms() == pytest.approx(4_000, abs=60)


async def test_a_seek_while_playing_is_heard_at_its_place(qloop, playback: Playback, tone: Path):
    playback.open(tone, play=True)
    await until(lambda: playback.position_ms() > 200)
    times = heard(playback)
    playback.seek(3_000)
    assert playback.position_ms() == pytest.approx(3_000, abs=50)
    await until(lambda: any(ms > 2_800 for ms in times))
    assert min(ms for ms in times if ms > 2_000) == pytest.approx(3_000, abs=150)


async def test_positions_grow_smoothly_between_the_players_own(qloop, playback: Playback, tone: Path):
    told: list[int] = []
    playback.moved.connect(told.append)
    playback.open(tone, start_ms=500, play=True)
    await until(lambda: len(told) > 20)
    playing = told[1:]
    assert playing == sorted(playing)
    assert len(set(playing)) == len(playing)


async def test_pausing_stands_still_and_playing_goes_on(qloop, playback: Playback, tone: Path):
    playback.open(tone, play=True)
    await until(lambda: playback.position_ms() > 300)
    playback.pause()
    await until(lambda: not playback.is_playing())
    stands = playback.position_ms()
    playback.skip(1_000)
    assert playback.position_ms() == pytest.approx(stands + 1_000, abs=100)
    playback.toggle()
    await until(lambda: playback.is_playing() and playback.position_ms() > stands + 1_100)


async def test_at_the_end_it_stops_and_can_be_used_again(qloop, playback: Playback, tone: Path):
    ended = QSignalSpy(playback.ended)
    playback.open(tone, start_ms=3_700, play=True)
    await until(ended.count)
    assert playback.position_ms() == playback.duration_ms()
    await until(lambda: not playback.is_playing())
    playback.seek(1_000)
    playback.play()
    await until(lambda: playback.is_playing() and playback.position_ms() > 1_100)
    playback.seek(3_900)
    await until(lambda: ended.count() == 2)
    playback.play()
    await until(lambda: playback.is_playing() and 100 < playback.position_ms() < 2_000)


async def test_another_file_replaces_the_one_that_plays(
    qloop, playback: Playback, tone: Path, tmp_path: Path
):
    other = make_tone(tmp_path / "other.m4a", 2_000)
    playback.open(tone, play=True)
    await until(lambda: playback.position_ms() > 300)
    playback.open(other, start_ms=1_000)
    await until(lambda: 0 < playback.duration_ms() < 2_500)
    await until(lambda: playback._loaded)
    assert playback.position_ms() == 1_000
    assert not playback.is_playing()


async def test_closing_while_it_plays_never_hangs(qloop, qapp, tone: Path):
    for _ in range(8):
        playback = Playback()
        playback.open(tone, start_ms=500, play=True)
        await until(playback.is_playing)
        playback.close()
        playback.deleteLater()


@pytest.mark.parametrize("content", [None, b"", b"only words"])
async def test_what_cannot_be_played_says_so_once(
    qloop, playback: Playback, tmp_path: Path, content: bytes | None
):
    path = tmp_path / "broken.mp4"
    if content is not None:
        path.write_bytes(content)
    failed = QSignalSpy(playback.failed)
    playback.open(path, play=True)
    await until(failed.count)
    assert failed.count() == 1
    assert not playback.is_playing()


async def test_speed_and_loudness(qloop, playback: Playback, tone: Path):
    playback.open(tone, play=True)
    await until(playback.is_playing)
    playback.step_rate(+1)
    assert playback.rate() == 1.25
    playback.set_rate(9)
    assert playback.rate() == RATES[-1]
    playback.step_rate(+1)
    assert playback.rate() == 2.0
    playback.set_volume(0.3)
    playback.set_muted(muted=True)
    assert (round(playback.volume(), 2), playback.is_muted()) == (0.3, True)
    playback.set_volume(0.5)
    assert not playback.is_muted()


async def test_double_speed_is_double(qloop, playback: Playback, tone: Path):
    ended = QSignalSpy(playback.ended)
    playback.set_rate(2.0)
    playback.open(tone, play=True)
    await until(lambda: playback.position_ms() > 500)
    before = playback.position_ms()
    await until(ended.count)
    assert playback.position_ms() - before > 3_000


async def test_a_jump_shows_the_picture_of_that_second(qloop, playback: Playback, tmp_path: Path):
    film = make_film(tmp_path / "film.mp4", 4_000)
    greys: list[int] = []
    playback.frame_came.connect(lambda frame: greys.append(frame.toImage().pixelColor(20, 20).red()))
    playback.open(film, start_ms=3_500)
    await until(lambda: greys)
    assert greys[-1] == pytest.approx(140, abs=12)
    playback.seek(1_500)
    await until(lambda: abs(greys[-1] - 60) <= 12)
