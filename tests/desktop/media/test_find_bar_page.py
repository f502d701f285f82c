from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from desktop.media.find_bar_page import FindBar
from desktop.media.finding import Finder
from desktop.widgets.text_painting import Ranges

LINES = [f"The picture appears on wall {row}." for row in range(60)]


class Seen:
    """What the bar last asked to be marked, and the line it went to."""

    top = 0
    row = -1
    every: Mapping[int, Ranges] = {}
    here: Mapping[int, Ranges] = {}

    def mark(self, every: Mapping[int, Ranges], here: Mapping[int, Ranges]) -> None:
        self.every, self.here = every, here

    def go(self, row: int) -> None:
        self.row = row


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def bar(qtbot, seen: Seen) -> FindBar:
    bar = FindBar(lambda: seen.top)
    qtbot.addWidget(bar)
    bar.marked.connect(seen.mark)
    bar.went_to.connect(seen.go)
    bar.show()
    bar.reset(Finder(LINES))
    return bar


def press(bar: FindBar, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(bar.field, key, modifier)


def test_finding_counts_and_walks_around(bar: FindBar, seen: Seen):
    bar.start()
    QTest.keyClicks(bar.field, "wall 5")
    press(bar, Qt.Key.Key_Return)
    assert (bar.count.text(), seen.row) == ("1 of 11", 5)
    assert len(seen.every) == 11
    assert list(seen.here) == [5]
    press(bar, Qt.Key.Key_Return)
    assert (bar.count.text(), seen.row) == ("2 of 11", 50)
    press(bar, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(bar, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (bar.count.text(), seen.row) == ("11 of 11", 59)
    QTest.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert seen.row == 5


def test_it_begins_at_what_is_seen(bar: FindBar, seen: Seen):
    seen.top = 52
    bar.look_for("wall 5")
    assert (bar.count.text(), seen.row) == ("4 of 11", 52)


def test_typing_is_enough(bar: FindBar, seen: Seen, qtbot):
    with qtbot.waitSignal(bar.went_to):
        QTest.keyClicks(bar.field, "wall 7")
    assert seen.row == 7


def test_what_is_not_there_says_so_and_escape_clears(bar: FindBar, seen: Seen):
    QTest.keyClicks(bar.field, "elephant")
    press(bar, Qt.Key.Key_Return)
    assert bar.count.text() == "Not found"
    assert not bar.next.isVisible()
    press(bar, Qt.Key.Key_Escape)
    press(bar, Qt.Key.Key_Return)
    assert bar.count.text() == ""


def test_escape_on_nothing_and_down_go_to_the_text(bar: FindBar):
    left = QSignalSpy(bar.left)
    press(bar, Qt.Key.Key_Escape)
    press(bar, Qt.Key.Key_Down)
    assert left.count() == 2


def test_a_changed_text_is_searched_again_and_another_begins_anew(bar: FindBar, seen: Seen):
    bar.look_for("wall 5")
    bar.go(+1)
    bar.set_finder(Finder(LINES[:52]))
    assert bar.count.text() == "2 of 3"
    bar.set_finder(Finder(["nothing"]))
    assert bar.count.text() == "Not found"
    assert seen.here == {}
    bar.reset(Finder(LINES))
    assert bar.count.text() == ""
    assert bar.field.text() == ""
