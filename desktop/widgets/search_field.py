"""A search box: icon, clear button, Esc clears, and a signal once typing has paused."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.button import IconButton
from desktop.widgets.empty_state import Glyph
from desktop.widgets.theme import ICON_SIZE, Space
from desktop.widgets.theming import theme, theming

SETTLE_MS = 150


class SearchField(QLineEdit):
    """`settled(text)` fires 150 ms after the last change, `submitted(text)` on Enter; text is stripped."""

    settled = Signal(str)
    submitted = Signal(str)

    def __init__(self, placeholder: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        # A file dropped here is meant for the library, not its path for the search.
        self.setAcceptDrops(False)
        # Children of our own: QLineEdit draws its actions at a fixed 16 px whatever the text size.
        self._glyph = Glyph("magnify", pixels=ICON_SIZE)
        self._glyph.setParent(self)
        self._clear = IconButton("close", self.tr("Clear search"), parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._settle)
        self.textChanged.connect(self._text_changed)
        self.returnPressed.connect(self._submit)
        theming().changed.connect(self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side, margin = theme().icon_size, Space.S
        middle = (self.height() - side) // 2
        leading, trailing = margin, self.width() - self.height()
        if self.isRightToLeft():
            leading, trailing = self.width() - margin - side, 0
        self._glyph.setGeometry(leading, middle, side, side)
        self._clear.setGeometry(trailing, 0, self.height(), self.height())
        room_icon, room_clear = side + Space.S, self.height() - Space.S
        if self.isRightToLeft():
            self.setTextMargins(room_clear, 0, room_icon, 0)
        else:
            self.setTextMargins(room_icon, 0, room_clear, 0)

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._timer.start()

    def _settle(self) -> None:
        self.settled.emit(self.text().strip())

    def _submit(self) -> None:
        self._timer.stop()
        self._settle()
        self.submitted.emit(self.text().strip())
