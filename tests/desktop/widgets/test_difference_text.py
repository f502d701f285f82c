from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QScrollArea

from desktop.widgets.difference_text import DifferenceText
from desktop.widgets.differences import Piece
from desktop.widgets.theming import ThemeChoice

PIECES = (Piece("It is "), Piece("red", "removed"), Piece("blue", "added"), Piece(" …", "gap"))


def shapes(view):
    cursor = QTextCursor(view.document())
    found = []
    for place in range(1, len(view.toPlainText()) + 1):
        cursor.setPosition(place)
        shape = cursor.charFormat()
        found.append((shape.fontStrikeOut(), shape.fontUnderline()))
    return found


def test_what_came_and_went_is_marked_by_line_and_not_only_by_colour(qtbot, look):
    view = DifferenceText("Yours")
    qtbot.addWidget(view)
    view.set_pieces(PIECES)
    assert view.toPlainText() == "It is redblue …"
    marks = shapes(view)
    assert marks[6:9] == [(True, False)] * 3
    assert marks[9:13] == [(False, True)] * 4
    look.choose(ThemeChoice("dark", 150))
    assert (view.pieces(), view.toPlainText()) == (PIECES, "It is redblue …")
    assert view.accessibleName() == "Yours"


def test_it_is_as_tall_as_its_text(qtbot):
    view = DifferenceText("Yours")
    qtbot.addWidget(view)
    view.set_pieces([Piece("many words " * 60)])
    view.resize(600, 20)
    view.show()
    wide = view.height()
    view.resize(200, 20)
    assert view.height() > wide
    assert view.sizeHint().height() == view.height()


def test_the_page_scrolls_not_the_text(qtbot):
    area = QScrollArea()
    qtbot.addWidget(area)
    view = DifferenceText("Yours")
    area.setWidget(view)
    assert view.verticalScrollBar().maximum() == 0
