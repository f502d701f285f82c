"""The words of a view that paints its own text, where a screen reader finds them: as a real text, line by line.

Qt lets Python describe no text to screen readers, but a text field does it by itself. This one is painted nowhere,
takes no mouse and no focus, and is filled only while something listens.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget


class ReadableText(QPlainTextEdit):
    """Lies under whatever `parent` paints; the parent keeps it as large as itself."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._waiting: list[str] | None = None
        self.hide()

    def set_lines(self, lines: Sequence[str]) -> None:
        """Read these; a line is one paragraph."""
        self._waiting = list(lines)
        self.setVisible(bool(lines))
        self.catch_up()

    def set_line(self, row: int, text: str) -> None:
        """Read another text for one line."""
        if self._waiting is not None:
            self._waiting[row] = text
            return
        cursor = QTextCursor(self.document().findBlockByNumber(row))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(_one_line(text))

    def stand_on(self, row: int) -> None:
        """Put the reading cursor at the beginning of a line: a reader that follows it reads on from there."""
        self.catch_up()
        if self._waiting is None:
            self.setTextCursor(QTextCursor(self.document().findBlockByNumber(row)))

    def catch_up(self) -> None:
        """Take in what came while nothing listened."""
        if self._waiting is not None and QAccessible.isActive():
            self.setPlainText("\n".join(map(_one_line, self._waiting)))
            self._waiting = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing: the words are painted already."""


def _one_line(text: str) -> str:
    """Paragraphs are counted as lines: what would end one inside a line is a space."""
    return " ".join(text.split())
