"""One line that explains the state of what is below it, with at most one action."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole


class Notice(QWidget):
    """An icon, a sentence, a link. Without a sentence it is hidden. A larger `role` is in the colour of text."""

    action = Signal()

    def __init__(
        self,
        icon_name: str = "information-outline",
        *,
        tone: str = "muted",
        role: TypeRole = TypeRole.SMALL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._glyph = Glyph(icon_name, pixels=18, role=tone)
        self._label = Label("", role, tone="muted" if role is TypeRole.SMALL else "", wrap=True)
        self.button = Button("", "link")
        self.button.clicked.connect(self.action)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_notice("")

    def set_notice(self, text: str, action_text: str = "", *, icon_name: str = "", tone: str = "") -> None:
        """Say `text`; `tone` colours the icon only, so the words keep their contrast."""
        self._label.setText(text)
        self.button.setText(action_text)
        self.button.setVisible(bool(action_text))
        if icon_name:
            self._glyph.set_icon(icon_name, tone)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._label.text()
