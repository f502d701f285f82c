"""Leaderboard and podium: every line is told in words, painted in every look."""

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.quiz_board import Board, BoardLine, BoardRow, Podium
from desktop.widgets.theming import ThemeChoice

LINES = [
    BoardLine("Ada", 3200, 1, 2),
    BoardLine("Alan", 3100, 2, -1, team="Owls"),
    BoardLine("A name that is much too long for its line " * 4, 900, 3, own=True),
    BoardLine("Grace", 5, 4),
]
DIRECTIONS = [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]


def test_a_line_is_told_in_words(qtbot):
    board = Board()
    qtbot.addWidget(board)
    board.set_lines(LINES)
    names = [row.accessibleName() for row in board.rows]
    assert names[0] == "1. Ada, 3200 points, up by 2"
    assert names[1] == "2. Alan, Owls, 3100 points, down by 1"
    assert names[2].endswith("900 points, you")
    board.set_lines(LINES[:1])
    assert len(board.rows) == 1


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("line", LINES)
def test_every_line_paints(qtbot, look, name, direction, line):
    look.choose(ThemeChoice(name))
    row = BoardRow(line)
    qtbot.addWidget(row)
    row.setLayoutDirection(direction)
    row.resize(300, row.sizeHint().height())
    assert not row.grab().isNull()


def test_the_own_line_stands_out_without_colour(qtbot, look):
    look.choose(ThemeChoice("contrast"))
    pictures = []
    for own in (False, True):
        row = BoardRow(BoardLine("Ada", 1, 1, own=own))
        qtbot.addWidget(row)
        row.resize(300, 40)
        pictures.append(row.grab().toImage())
    assert pictures[0] != pictures[1]


def test_the_podium_holds_three(qtbot):
    podium = Podium()
    qtbot.addWidget(podium)
    podium.set_lines(LINES)
    assert [line.rank for line in podium.lines] == [1, 2, 3]
    assert podium.accessibleName().startswith("1. Ada, 3,200 points; 2. Alan")


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_podium_of_few_paints(qtbot, count):
    podium = Podium()
    qtbot.addWidget(podium)
    podium.set_lines(LINES[:count])
    podium.resize(500, 240)
    assert not podium.grab().isNull()


def test_equal_ranks_stand_equally_high(qtbot):
    def picture(ranks):
        podium = Podium()
        qtbot.addWidget(podium)
        podium.set_lines([BoardLine(str(n), 10, rank) for n, rank in enumerate(ranks)])
        podium.resize(500, 240)
        return podium.grab().toImage()

    assert picture([1, 1, 3]) != picture([1, 2, 3])


def test_both_grow_for_a_projector(qtbot):
    small, large = Podium(), Podium(enlarged=2)
    for podium in (small, large):
        qtbot.addWidget(podium)
    assert large.sizeHint().height() > small.sizeHint().height() * 1.8
    row, wide = BoardRow(LINES[0]), BoardRow(LINES[0], enlarged=2)
    for line in (row, wide):
        qtbot.addWidget(line)
    assert wide.sizeHint().height() > row.sizeHint().height() * 1.3
