"""Pictures, sounds and films of questions: shown when they come, described when they do not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from desktop.widgets import quiz_media
from desktop.widgets.quiz_media import MediaBox, Picture


@pytest.fixture
def box(qtbot):
    widget = MediaBox()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show()
    return widget


@pytest.fixture
def picture(tmp_path, qapp):
    path = tmp_path / "picture"
    pixmap = QPixmap(100, 50)
    pixmap.fill(Qt.GlobalColor.red)
    pixmap.save(str(path), "PNG")
    return path


def test_a_description_stands_until_the_picture_comes(qtbot, box, picture):
    box.expect("image/png", "A red wall")
    assert box.words.text() == "A red wall"
    with qtbot.waitSignal(box.loaded, timeout=1000):
        box.set_file(picture)
    assert box.picture.isVisible()
    assert box.picture.accessibleName() == "A red wall"
    assert not box.words.isVisible()


def test_what_does_not_come_is_told_and_waited_for_no_longer(qtbot, box, tmp_path):
    box.expect("image/png", "A red wall")
    with qtbot.waitSignal(box.loaded, timeout=1000):
        box.set_lost()
    assert box.words.text().endswith("A red wall")
    broken = tmp_path / "broken"
    broken.write_bytes(b"no picture")
    box.expect("image/png", "")
    with qtbot.waitSignal(box.loaded, timeout=1000):
        box.set_file(broken)
    assert "could not be shown" in box.words.text()


def test_a_computer_that_cannot_play_says_so(qtbot, box, picture, monkeypatch):
    monkeypatch.setattr(quiz_media, "player_for", lambda **_: None)
    box.expect("audio/ogg", "A bird")
    with qtbot.waitSignal(box.loaded, timeout=1000):
        box.set_file(picture)
    assert "could not be shown" in box.words.text()


def test_without_the_libraries_there_is_no_player(monkeypatch):
    def missing(_name):
        raise ImportError("libpulse")

    monkeypatch.setattr(quiz_media, "import_module", missing)
    assert quiz_media.player_for(film=False, name="") is None


def test_clear_shows_nothing(box, picture):
    box.expect("image/png", "x")
    box.set_file(picture)
    box.clear()
    assert not box.isVisible()
    assert box.player() is None


def test_a_picture_keeps_its_proportions_and_is_not_blown_up(qtbot):
    shown = Picture()
    qtbot.addWidget(shown)
    small = QPixmap(40, 20)
    small.fill(Qt.GlobalColor.blue)
    shown.set_picture(small, "")
    assert shown.heightForWidth(1000) == 40
    wide = QPixmap(2000, 1000)
    wide.fill(Qt.GlobalColor.blue)
    shown.set_picture(wide, "")
    assert shown.heightForWidth(400) == 200
    shown.resize(400, 200)
    assert shown.grab().toImage().pixelColor(200, 100).blue() > 200


def test_a_limited_picture_is_no_higher_and_keeps_its_proportions(box, picture):
    box.expect("image/png", "A red wall")
    box.set_file(picture)
    box.limit_picture(30)
    assert box.picture.heightForWidth(400) == 30
    box.limit_picture(0)
    assert box.picture.heightForWidth(400) == 100
