import pytest
from PySide6.QtCore import QPointF

from desktop.widgets.text_lines import LineLayouts, TextLine

LONG = "The quick brown fox jumps over the lazy dog, and then it rests for a while under the old tree. " * 3


@pytest.fixture
def layouts(qapp) -> LineLayouts:
    return LineLayouts([TextLine("Light is straight."), TextLine(LONG, "0:12", "Ana"), TextLine("")], 300)


def test_a_long_line_is_higher_and_a_heading_adds_to_it(layouts: LineLayouts):
    assert layouts.height(1) > 4 * layouts.height(0)
    assert layouts.top(1) > layouts.top(0)
    assert layouts.height(2) == layouts.height(0)


def test_estimates_are_close_to_the_truth(layouts: LineLayouts):
    assert abs(layouts.estimate(1) - layouts.height(1)) <= 3 * layouts.line_height
    assert layouts.estimate(0) == layouts.height(0)


def test_a_point_and_its_character_agree(layouts: LineLayouts):
    for offset in (0, 4, 60, 150, len(LONG) - 5):
        box = layouts.rectangles(1, offset, offset + 1)[0]
        point = QPointF(box.left() + 1, box.center().y())
        assert layouts.offset_at(1, point) == offset
        assert layouts.is_on_text(1, point)


def test_a_range_over_a_line_break_has_two_boxes(layouts: LineLayouts):
    first = layouts.layout(1).lineAt(0)
    boxes = layouts.rectangles(1, first.textLength() - 3, first.textLength() + 3)
    assert len(boxes) == 2
    assert boxes[1].top() > boxes[0].top()
    assert layouts.rectangles(1, 5, 5) == []


def test_beside_the_words_is_not_on_text(layouts: LineLayouts):
    assert not layouts.is_on_text(0, QPointF(290, layouts.top(0) + 5))
    assert not layouts.is_on_text(0, QPointF(10, 500))


def test_a_written_line_break_is_kept(qapp):
    layouts = LineLayouts([TextLine("one\ntwo")], 300)
    assert layouts.layout(0).lineCount() == 2


def test_memory_does_not_grow_with_the_text(qapp):
    layouts = LineLayouts([TextLine(f"line {row}") for row in range(2000)], 300)
    for row in range(2000):
        layouts.height(row)
    assert len(layouts._kept) <= 400
