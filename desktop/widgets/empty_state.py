"""What a page shows before there is anything: one sentence and one button that makes it so."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.icons import paint_icon
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

WIDEST, NARROWEST = 460, 240


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
    """`action` fires when the button is pressed; without `action_text` there is no button. `second` is its link.

    The sentence is never cut: where there is little height, the glyph and the margins give way.
    """

    action = Signal()
    second = Signal()

    def __init__(
        self, icon_name: str, sentence: str, action_text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph = Glyph(icon_name, pixels=56)
        self._sentence = Label(sentence, TypeRole.LEAD, tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button(action_text, "primary")
        self.button.setVisible(bool(action_text))
        self.button.clicked.connect(self.action)
        self.link = Button("", "link")
        self.link.hide()
        self.link.clicked.connect(self.second)
        # Not an alignment: with one, a wrapped label gets the height of a single line.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._column.setSpacing(Space.L)
        self._column.addStretch(1)
        self._column.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addLayout(middle)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(2)
        self._fit()
        theming().changed.connect(self._fit)

    def set_sentence(self, sentence: str, action_text: str = "", second_text: str = "") -> None:
        """Change the words, for instance between "nothing yet" and "nothing found"."""
        self._sentence.setText(sentence)
        self.button.setText(action_text)
        self.button.setVisible(bool(action_text))
        self.link.setText(second_text)
        self.link.setVisible(bool(second_text))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Without the glyph, which is not worth a larger window."""
        return QSize(theme().px(NARROWEST) + 2 * Space.XL, self._needed() + 2 * Space.S)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        widest = theme().px(WIDEST)
        self._sentence.setMaximumWidth(widest)
        self._sentence.setMinimumWidth(min(widest, theme().px(NARROWEST)))
        width = min(widest, max(self.width() - 2 * Space.XL, theme().px(NARROWEST)))
        self._sentence.setMinimumHeight(max(self._sentence.heightForWidth(width), 0))
        roomy = self.height() >= self._needed() + self._glyph.sizeHint().height() + Space.L + 2 * Space.XL
        self._glyph.setVisible(roomy)
        margin = Space.XL if roomy else Space.S
        self._column.setContentsMargins(Space.XL, margin, Space.XL, margin)

    def _needed(self) -> int:
        """Height of the sentence and the buttons."""
        shown = [button for button in (self.button, self.link) if not button.isHidden()]
        return self._sentence.minimumHeight() + sum(one.sizeHint().height() + Space.L for one in shown)
