import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest

from desktop.widgets.text_lines import TextLine
from desktop.widgets.theming import ThemeChoice, theming
from desktop.widgets.transcript_view import TranscriptView

SENTENCE = "The quick brown fox jumps over the lazy dog, and then it rests under the old tree."
LINES = [TextLine(f"{row} {SENTENCE}", f"{row}:00", "Ana" if row % 5 == 0 else "") for row in range(120)]


@pytest.fixture
def view(qtbot) -> TranscriptView:
    theming().choose(ThemeChoice("light", reduce_motion=True))
    view = TranscriptView("Transcript")
    qtbot.addWidget(view)
    view.resize(460, 420)
    view.show()
    view.set_lines(LINES)
    return view


def place(view: TranscriptView, row: int, offset: int) -> QPoint:
    """The middle of a character on the viewport."""
    box = view._layouts.rectangles(row, offset, offset + 1)[0]
    return (box.center() + QPointF(view.text_rect(row).topLeft())).toPoint()


def click(view: TranscriptView, point: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def wheel(view: TranscriptView, steps: int) -> None:
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle, view.viewport().mapToGlobal(middle), QPoint(0, 0), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QGuiApplication.sendEvent(view.viewport(), event)


def test_a_click_on_a_word_tells_where_the_word_begins(view: TranscriptView, qtbot):
    word = LINES[1].text.index("brown")
    with qtbot.waitSignal(view.place_activated) as told:
        click(view, place(view, 1, word + 3))
    assert told.args == [1, word]
    with qtbot.waitSignal(view.place_activated) as told:
        click(view, place(view, 1, word))
    assert told.args == [1, word]


def test_a_click_on_the_time_tells_the_line_and_beside_the_text_nothing(view: TranscriptView, qtbot):
    with qtbot.waitSignal(view.place_activated) as told:
        click(view, QPoint(view.text_rect(2).left() - 20, view.text_rect(2).center().y()))
    assert told.args == [2, 0]
    with qtbot.assertNotEmitted(view.place_activated):
        click(view, QPoint(view.text_rect(2).right() - 2, view.row_rect(2).bottom() - 6))
    assert view.current_row() == 2


def test_dragging_selects_and_copies_without_moving_the_player(view: TranscriptView, qtbot):
    start = LINES[0].text.index("brown")
    with qtbot.assertNotEmitted(view.place_activated):
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, 0, start) - QPoint(3, 0))
        QTest.mouseMove(view.viewport(), place(view, 1, 10))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, 1, 10))
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("brown fox")
    assert copied.split("\n")[1].startswith("1 The qui")


def test_select_all_and_copy_of_the_current_line(view: TranscriptView):
    view.set_current_row(3)
    assert view.selected_text() == LINES[3].text
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_text() == "\n".join(line.text for line in LINES)


def test_the_keyboard_walks_through_lines_and_acts_on_them(view: TranscriptView, qtbot):
    for key, row in (("Down", 0), ("Down", 1), ("Up", 0), ("End", 119), ("PageUp", None), ("Home", 0)):
        QTest.keyClick(view, getattr(Qt.Key, f"Key_{key}"))
        if row is not None:
            assert view.current_row() == row
        assert view.is_visible(view.current_row())
    assert LINES[0].text in view.accessibleDescription()
    with qtbot.waitSignal(view.place_activated) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [0, 0]
    with qtbot.waitSignal(view.edit_requested) as told:
        QTest.keyClick(view, Qt.Key.Key_F2)
    assert told.args == [0]


def test_a_double_click_asks_to_edit(view: TranscriptView, qtbot):
    with qtbot.waitSignal(view.edit_requested) as told:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place(view, 1, 5))
    assert told.args == [1]


def test_the_spoken_line_is_followed(view: TranscriptView):
    view.set_spoken(60, 0, 3)
    assert view.is_visible(60)
    view.set_spoken(90, 0, 3)
    assert view.is_visible(90)
    assert view.spoken_row() == 90


def test_scrolling_by_hand_stops_following_until_asked_back(view: TranscriptView, qtbot):
    view.set_spoken(60, 0, 3)
    with qtbot.waitSignal(view.follow_changed) as told:
        wheel(view, 6)
    assert told.args == [False]
    before = view.verticalScrollBar().value()
    view.set_spoken(61, 0, 3)
    assert view.verticalScrollBar().value() == before
    view.set_follow(on=True)
    assert view.is_visible(61)
    assert view.follows()


def test_nothing_is_marked_when_nothing_is_spoken(view: TranscriptView):
    view.set_spoken(5, 0, 3)
    view.set_spoken(-1, 0, 0)
    assert view.spoken_row() == -1
    view.set_spoken(5000, 0, 3)
    assert view.spoken_row() == -1
    view.set_spoken(5, 0, 3)
    view.set_lines(LINES[:3])
    assert view.spoken_row() == -1


def test_a_hovered_word_has_a_hand(view: TranscriptView):
    QTest.mouseMove(view.viewport(), place(view, 1, 5))
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(view.viewport(), QPoint(view.text_rect(1).right() - 1, view.row_rect(1).bottom() - 3))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_marks_are_drawn_also_from_the_right(view: TranscriptView):
    view.set_matches({0: [(0, 5)], 1: [(2, 4)]}, {1: [(2, 4)]})
    view.set_spoken(1, 4, 9)
    left = view.grab().toImage()
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert view.text_rect(0).left() < view.row_rect(0).left() + 30
    assert view.grab().toImage() != left


def test_a_screen_reader_finds_the_whole_text(view: TranscriptView):
    QAccessible.setActive(True)
    try:
        view.set_lines(LINES)
        heard = QAccessible.queryAccessibleInterface(view.readable).text(QAccessible.Text.Value)
        assert heard.splitlines()[:2] == [f"0:00 Ana 0 {SENTENCE}", f"1:00 1 {SENTENCE}"]
        assert len(heard.splitlines()) == len(LINES)
        view.set_line(1, TextLine("Corrected.", "1:00"))
        view.set_current_row(1)
        assert view.readable.textCursor().block().text() == "1:00 Corrected."
        assert view.readable.geometry() == view.viewport().rect()
        # It lies over the words and takes no click from them.
        click(view, place(view, 2, 4))
        assert view.current_row() == 2
    finally:
        QAccessible.setActive(False)
