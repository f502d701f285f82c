"""A card that is one button: the whole of it is clicked, focused and named."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CARD, Space
from desktop.widgets.theming import theme, theming


class ActionCard(QAbstractButton):
    """Put labels into `body`; they do not catch the mouse. `pointed(bool)`: pointer or focus came or went."""

    pointed = Signal(bool)

    def __init__(self, name: str, *, padding: int = Space.M, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(Space.XS)
        self._highlighted = False
        theming().changed.connect(self.update)

    def set_highlighted(self, highlighted: bool) -> None:
        """Mark the card as the one meant elsewhere."""
        if highlighted != self._highlighted:
            self._highlighted = highlighted
            self.update()

    def is_highlighted(self) -> bool:
        return self._highlighted

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a line that leaves the mouse to the card."""
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.body.addWidget(widget, stretch)

    def sizeHint(self) -> QSize:
        return self.body.totalSizeHint().expandedTo(QSize(0, theme().hit_target))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        strong = self._highlighted or self.hasFocus()
        width = FOCUS_WIDTH if strong else 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("accent" if strong else "border"), width))
        painter.setBrush(
            now.colour("pressed" if self.isDown() else "hover" if self.underMouse() else "surface")
        )
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
