"""A heading that opens and closes what is below it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming


class Disclosure(QWidget):
    """Closed at first; `content` is shown when the heading is activated."""

    def __init__(self, title: str, content: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.heading = QToolButton()
        self.heading.setText(title)
        self.heading.setProperty("kind", "quiet")
        self.heading.setCheckable(True)
        self._fit_icon()
        theming().changed.connect(self._fit_icon)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.toggled.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(content)
        self._toggle(opened=False)

    def set_open(self, opened: bool) -> None:
        self.heading.setChecked(opened)

    def _fit_icon(self) -> None:
        size = theme().icon_size
        self.heading.setIconSize(QSize(size, size))

    def _toggle(self, opened: bool) -> None:
        self._content.setVisible(opened)
        self.heading.setIcon(icon("chevron-down" if opened else "chevron-right"))
