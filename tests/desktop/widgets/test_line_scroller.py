import pytest
from PySide6.QtCore import QPoint, QVariantAnimation

from desktop.widgets.line_scroller import LineScroller
from desktop.widgets.text_lines import TextLine
from desktop.widgets.theming import ThemeChoice, theming

SENTENCE = "The quick brown fox jumps over the lazy dog, and then it rests under the old tree. "


def text(count: int, *, start: int = 0) -> list[TextLine]:
    return [TextLine(SENTENCE * (1 + row % 4), f"{row}:00") for row in range(start, start + count)]


@pytest.fixture
def view(qtbot) -> LineScroller:
    theming().choose(ThemeChoice("light", reduce_motion=True))
    view = LineScroller()
    qtbot.addWidget(view)
    view.resize(420, 400)
    view.show()
    return view


def measured(view: LineScroller) -> None:
    while view._measuring.isActive():
        view._measure_some()


def test_a_long_text_is_measured_only_where_it_is_seen(view: LineScroller):
    view.set_lines(text(3000))
    assert len(view._measured) < 40
    bottom = view.verticalScrollBar().maximum()
    view.verticalScrollBar().setValue(bottom // 2)
    assert len(view._measured) < 80
    assert 1200 < view.first_row() < 1800


def test_measuring_the_rest_does_not_move_what_is_read(view: LineScroller):
    view.set_lines(text(600))
    view.scroll_to_row(300)
    assert view.first_row() == 300
    measured(view)
    assert len(view._measured) == 600
    assert view.first_row() == 300
    assert view.row_rect(300).top() == 0


def test_a_growing_text_stays_where_it_is(view: LineScroller):
    view.set_lines(text(100))
    measured(view)
    view.scroll_to_row(40)
    view.set_lines(text(160))
    assert view.first_row() == 40
    assert len(view.lines()) == 160
    assert view.row_rect(40).top() == 0


def test_another_text_begins_at_its_top(view: LineScroller):
    view.set_lines(text(100))
    view.scroll_to_row(40)
    view.set_lines(text(100, start=500))
    assert view.first_row() == 0


def test_a_changed_line_is_laid_out_again(view: LineScroller):
    view.set_lines(text(20))
    before = view.row_rect(1).height()
    view.set_line(0, TextLine("short", "0:00"))
    view.set_line(1, TextLine(SENTENCE * 8, "1:00"))
    assert view.row_rect(1).height() > before
    assert view.row_rect(1).top() == view.row_rect(0).bottom() + 1


def test_reveal_moves_only_as_far_as_needed(view: LineScroller):
    view.set_lines(text(100))
    measured(view)
    view.reveal(1)
    assert view.verticalScrollBar().value() == 0
    view.reveal(30)
    assert view.row_rect(30).bottom() < view.viewport().height()
    view.reveal(10, at=0.5)
    assert abs(view.row_rect(10).top() - view.viewport().height() // 2) <= 1


def test_motion_ends_exactly_at_the_line(view: LineScroller, qtbot):
    theming().choose(ThemeChoice("light", reduce_motion=False))
    view.set_lines(text(400))
    view.reveal(8, at=0.0)
    assert view._motion.state() == QVariantAnimation.State.Running
    qtbot.waitUntil(lambda: view._motion.state() == QVariantAnimation.State.Stopped)
    assert view.row_rect(8).top() == 0
    theming().choose(ThemeChoice("light", reduce_motion=True))


def test_width_and_text_size_lay_out_again_and_keep_the_place(view: LineScroller):
    view.set_lines(text(200))
    measured(view)
    view.scroll_to_row(80)
    view.resize(300, 400)
    assert view.first_row() == 80
    theming().choose(ThemeChoice("light", 200, reduce_motion=True))
    assert view.first_row() == 80
    theming().choose(ThemeChoice("light", reduce_motion=True))


def test_no_lines_and_outside_points(view: LineScroller):
    view.set_lines([])
    assert view.first_row() == -1
    assert view.row_at(QPoint(5, 5)) == -1
    assert not view.is_visible(0)
    view.reveal(3)
    view.set_lines(text(2))
    assert view.row_at(QPoint(100, 5)) == 0
    assert view.row_at(QPoint(100, 390)) == -1
