"""Sound and film of a question play only when asked to."""

import pytest

from desktop.widgets.quiz_media import MediaBox
from desktop.widgets.quiz_player import QuizPlayer
from tests.support.media_files import PLAYER_MESSAGES, make_film, make_tone
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES, extend=True)


async def test_a_sound_waits_for_the_person(qloop, qtbot, tmp_path):
    player = QuizPlayer(film=False, name="A bird")
    qtbot.addWidget(player)
    player.show()
    player.open(make_tone(tmp_path / "tone.wav", 2_000))
    await until(lambda: player.time.text())
    assert player.time.text() == "0:00 / 0:02"
    assert not player.playback.is_playing()
    assert player.button.text() == "Play"
    player.button.click()
    await until(player.playback.is_playing)
    assert player.button.text() == "Pause"
    player.button.click()
    await until(lambda: not player.playback.is_playing())
    player.close_file()


async def test_a_film_has_a_picture(qloop, qtbot, tmp_path):
    player = QuizPlayer(film=True, name="A wave")
    qtbot.addWidget(player)
    player.show()
    player.open(make_film(tmp_path / "film.mp4"))
    await until(player.surface.has_frame)
    assert player.surface.accessibleName() == "A wave"
    player.close_file()


async def test_what_cannot_be_played_is_told_in_its_place(qloop, qtbot, tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"no sound")
    box = MediaBox()
    qtbot.addWidget(box)
    box.expect("audio/ogg", "A bird")
    box.show()
    box.set_file(broken)
    await until(lambda: "could not be shown" in box.words.text())
    box.clear()
