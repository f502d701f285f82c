"""What a page shows before there is anything: one sentence and one button that makes it so."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.icons import paint_icon
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class Glyph(QWidget):
    """A decorative icon that grows with the text; `pixels` is its side at 100 %."""

    def __init__(
        self, icon_name: str, *, pixels: int, role: str = "muted", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._pixels, self._role = icon_name, pixels, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon_name: str, role: str = "") -> None:
        self._icon, self._role = icon_name, role or self._role
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(self._pixels)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.rect(), self._icon, self._role)


class EmptyState(QWidget):
    """`action` fires when the button is pressed; without `action_text` there is no button."""

    action = Signal()

    def __init__(
        self, icon_name: str, sentence: str, action_text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sentence = Label(sentence, TypeRole.LEAD, tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMinimumWidth(theme().px(240))
        self._sentence.setMaximumWidth(theme().px(460))
        self.button = Button(action_text, "primary")
        self.button.setVisible(bool(action_text))
        self.button.clicked.connect(self.action)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        column.addStretch(1)
        column.addWidget(Glyph(icon_name, pixels=56), 0, Qt.AlignmentFlag.AlignHCenter)
        # Not an alignment: with one, a wrapped label gets the height of a single line.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def set_sentence(self, sentence: str, action_text: str = "") -> None:
        """Change the words, for instance between "nothing yet" and "nothing found"."""
        self._sentence.setText(sentence)
        self.button.setText(action_text)
        self.button.setVisible(bool(action_text))
