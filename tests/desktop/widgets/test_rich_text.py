"""An answer's text on screen: no markup gets through, chips are links, growing text is cheap."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor, QTextFormat

from desktop.widgets.rich_text import RichText
from desktop.widgets.theming import ThemeChoice, theming

HOSTILE = '<img src="file:///etc/passwd"> <a href="http://a">x</a> ![i](http://a/i.png) <script>1</script>'
ANSWER = "Plants use **light** [1]. It is in the leaf [2][9].\n\n- green [1]\n\n```\ncode\n```"


@pytest.fixture
def view(qtbot) -> RichText:
    made = RichText("Answer")
    qtbot.addWidget(made)
    made.resize(500, 100)
    made.show()
    return made


def formats(view: RichText) -> list[tuple[str, QTextFormat]]:
    """Text and format of each fragment."""
    found = []
    block = view.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            found.append((pieces.fragment().text(), pieces.fragment().charFormat()))
            pieces += 1
        block = block.next()
    return found


def test_markup_stays_text(view):
    view.set_source(HOSTILE)
    assert "<script>1</script>" in view.toPlainText()
    assert not any(form.isImageFormat() or form.toCharFormat().isAnchor() for _text, form in formats(view))


def test_chips_are_the_known_citations(view):
    view.set_source(ANSWER, citations={1, 2})
    assert view.chips() == [1, 2, 1]
    assert view.toPlainText().splitlines()[0] == "Plants use light [1]. It is in the leaf [2][9]."


def test_clicking_a_chip_opens_it(view, qtbot):
    view.set_source(ANSWER, citations={1, 2})
    with qtbot.waitSignal(view.citation_opened) as opened:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.chip_rect(1).center().toPoint())
    assert opened.args == [2]


def test_tab_and_enter_open_a_chip(view, qtbot):
    view.set_source(ANSWER, citations={1, 2})
    pointed = []
    view.citation_pointed.connect(pointed.append)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    opened = []
    view.citation_opened.connect(opened.append)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [2]
    assert pointed[-1] == 2


def test_pointing_at_a_chip_is_told(view, qtbot):
    view.set_source(ANSWER, citations={1, 2})
    # A pointer that stands there already, left by another test, would not move.
    qtbot.mouseMove(view.viewport(), QPoint(view.width() - 2, view.height() - 2))
    with qtbot.waitSignal(view.citation_pointed) as pointed:
        qtbot.mouseMove(view.viewport(), view.chip_rect(0).center().toPoint())
    assert pointed.args == [1]
    with qtbot.waitSignal(view.citation_pointed) as pointed:
        qtbot.mouseMove(view.viewport(), QPoint(view.width() - 2, view.height() - 2))
    assert pointed.args == [0]


def test_marked_sentences_are_underlined_and_explained(view):
    view.set_source("Backed. Not backed.", marks=[(8, 19)], mark_tip="why")
    assert [text for text, form in formats(view) if form.toCharFormat().toolTip() == "why"] == ["Not backed."]


def test_growing_text_is_the_same_as_text_at_once(view, qtbot):
    other = RichText("Other")
    qtbot.addWidget(other)
    other.set_source(ANSWER, citations={1, 2})
    for length in range(len(ANSWER) + 1):
        view.set_source(ANSWER[:length], citations={1, 2}, growing=True)
    view.set_source(ANSWER, citations={1, 2})
    assert view.toPlainText() == other.toPlainText()
    assert view.chips() == other.chips()
    assert [(t, f.toCharFormat().font().bold()) for t, f in formats(view)] == [
        (t, f.toCharFormat().font().bold()) for t, f in formats(other)
    ]


def test_shorter_text_leaves_nothing_behind(view):
    view.set_source(ANSWER, citations={1, 2})
    view.set_source("Only this.", citations={1, 2})
    assert (view.toPlainText(), view.chips()) == ("Only this.", [])
    view.set_source("")
    assert (view.toPlainText(), view.sizeHint().height()) == ("", 0)


def test_height_follows_text_and_width(view):
    view.set_source("word " * 200)
    tall = view.height()
    view.resize(250, tall)
    assert view.height() > tall * 1.5


def test_copied_text_keeps_the_numbers_and_no_colours(view):
    view.set_source(ANSWER, citations={1, 2})
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert not data.hasHtml()
    assert data.text().startswith("Plants use light [1].")


def test_theme_changes_are_followed(view):
    view.set_source(ANSWER, citations={1, 2})
    before = view.height()
    theming().choose(ThemeChoice("dark", 200))
    try:
        assert view.height() > before * 1.5
        assert view.chips() == [1, 2, 1]
    finally:
        theming().choose(ThemeChoice("light"))


def test_a_reader_keeps_the_selection_while_text_grows(view):
    view.set_source("First paragraph.\n\nSecond", growing=True)
    cursor = view.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.set_source("First paragraph.\n\nSecond grows", growing=True)
    assert view.textCursor().selectedText() == "First"


def test_a_long_answer_grows_without_long_frames(view, qapp):
    text = (ANSWER + "\n\n") * 200
    worst = 0.0
    for length in range(len(text) - 4000, len(text), 80):
        started = time.thread_time()
        view.set_source(text[:length], citations={1, 2}, growing=True)
        qapp.processEvents()
        worst = max(worst, time.thread_time() - started)
    assert worst < 0.1, worst
