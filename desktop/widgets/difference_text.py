"""Text with what came and what went in it marked: by line and by colour, so that neither alone is needed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from desktop.widgets.differences import Kind, Piece
from desktop.widgets.theming import theme, theming


class DifferenceText(QTextBrowser):
    """As tall as its text; is selected and copied like any text. `name` says whose version it is."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self._pieces: tuple[Piece, ...] = ()
        theming().changed.connect(self._write)

    def set_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show another text."""
        self._pieces = tuple(pieces)
        self._write()

    def pieces(self) -> tuple[Piece, ...]:
        return self._pieces

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def _write(self) -> None:
        self.clear()
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.document().setDefaultTextOption(option)
        cursor = QTextCursor(self.document())
        for piece in self._pieces:
            cursor.insertText(piece.text, _shape(piece.kind))
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(self.viewport().width(), 1))
        self.setFixedHeight(self._needed())

    def _needed(self) -> int:
        return int(self.document().size().height()) + 2


def _shape(kind: Kind) -> QTextCharFormat:
    now = theme()
    shape = QTextCharFormat()
    shape.setForeground(now.colour("text"))
    if kind == "added":
        shape.setBackground(now.colour("accent_tint"))
        shape.setFontUnderline(True)
    elif kind == "removed":
        shape.setForeground(now.colour("muted"))
        shape.setFontStrikeOut(True)
    elif kind == "gap":
        shape.setForeground(now.colour("muted"))
    return shape
