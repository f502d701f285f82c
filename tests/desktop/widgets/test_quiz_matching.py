"""Matching without dragging: choose a left, then its right."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from desktop.widgets import quiz_matching
from desktop.widgets.quiz_matching import MatchingPairs
from desktop.widgets.quiz_options import TileOption

LEFT = [TileOption("France"), TileOption("Spain"), TileOption("", "A boot")]
RIGHT = [TileOption("Rome"), TileOption("Paris"), TileOption("Madrid")]


@pytest.fixture
def pairs(qtbot):
    widget = MatchingPairs(LEFT, RIGHT)
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    widget.show()
    return widget


def test_rights_go_to_one_left_after_the_other(pairs):
    seen = []
    pairs.changed.connect(lambda: seen.append(pairs.places()))
    for right in (1, 2, 0):
        assert pairs.press(right)
    assert seen == [[1, -1, -1], [1, 2, -1], [1, 2, 0]]
    assert not pairs.press(3)


def test_a_right_has_one_left(pairs):
    pairs.press(1)
    pairs.press(1)
    assert pairs.places() == [-1, 1, -1]


def test_a_left_is_chosen_and_cleared(qtbot, pairs):
    qtbot.mouseClick(pairs.lefts[2], Qt.MouseButton.LeftButton)
    pairs.press(0)
    assert pairs.places() == [-1, -1, 0]
    pairs.lefts[2].click()
    pairs.lefts[2].click()
    assert pairs.places() == [-1, -1, -1]


def test_an_earlier_answer_is_shown_if_it_fits(pairs):
    pairs.set_places([1, -1, 0])
    assert pairs.places() == [1, -1, 0]
    for bad in ([1], [1, 2, 3], ["a", 0, 1]):
        pairs.set_places(bad)
    assert pairs.places() == [1, -1, 0]


def test_it_is_told_in_words(pairs, monkeypatch):
    said = []
    monkeypatch.setattr(quiz_matching, "announce", lambda _widget, text: said.append(text))
    pairs.press(1)
    assert said == ["France goes with B: Paris"]
    assert pairs.lefts[0].accessibleName() == "France, goes with B: Paris"
    assert pairs.lefts[2].accessibleName() == "A boot, goes with nothing yet"


def test_locked_nothing_changes(pairs):
    pairs.set_locked(True)
    assert not pairs.press(0)
    assert pairs.places() == [-1, -1, -1]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_verdicts_name_the_right_one(pairs, direction):
    pairs.setLayoutDirection(direction)
    pairs.set_places([1, 0, -1])
    pairs.set_verdicts([1, 2, 0], [True, False, False])
    told = [card.accessibleDescription() for card in pairs.lefts]
    assert told == ["right", "wrong, it is C", "wrong, it is A"]
    assert not pairs.grab().isNull()


def test_pictures_go_to_both_sides(pairs):
    picture = QPixmap(60, 40)
    picture.fill(Qt.GlobalColor.red)
    pairs.set_left_picture(2, picture)
    pairs.set_right_picture(0, picture, "The Forum")
    assert pairs.lefts[2].picture.accessibleName() == "A boot"
    assert pairs.rights[0].accessibleName() == "A: Rome, The Forum"
