"""Text in one of the type roles and tones of the theme. Knows nothing but words."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.widgets.theme import TypeRole


class Label(QLabel):
    """Plain text (never markup) in a type role; `tone` is a colour role such as "muted" or "danger"."""

    def __init__(
        self,
        text: str = "",
        role: TypeRole = TypeRole.BODY,
        *,
        tone: str = "",
        semibold: bool = False,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setProperty("typeRole", str(role))
        if tone:
            self.setProperty("tone", tone)
        if semibold:
            self.setProperty("semibold", "true")
        self.setWordWrap(wrap)
        self._lean()
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lean()

    def heightForWidth(self, width: int) -> int:
        # A layout asks with the room there is, though the label takes no more than its maximum: words were cut.
        return super().heightForWidth(min(width, self.maximumWidth()))

    def set_tone(self, tone: str) -> None:
        """Change the colour role; the empty string is plain text colour."""
        if self.property("tone") == tone:
            return
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def _lean(self) -> None:
        # QLabel would ask the text for its side: an English title in an Arabic window would stand apart.
        alignment = self.alignment()
        if alignment & Qt.AlignmentFlag.AlignHCenter:
            return
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        vertical = alignment & Qt.AlignmentFlag.AlignVertical_Mask
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | vertical)


class ElidedLabel(Label):
    """One line that ends in "…" when it has no room; the whole text stays in tooltip and accessible name."""

    clicked = Signal()

    def __init__(
        self,
        text: str = "",
        role: TypeRole = TypeRole.BODY,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        tone: str = "",
        semibold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._full = text
        self._mode = mode
        super().__init__(text, role, tone=tone, semibold=semibold, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)
        self.set_full_text(text)

    def set_full_text(self, text: str) -> None:
        """Show `text`, in one line and cut to the width there is."""
        self._full = " ".join(text.split())
        self.setAccessibleName(self._full)
        self._elide()

    def full_text(self) -> str:
        return self._full

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._mode, max(self.width(), 0))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")
