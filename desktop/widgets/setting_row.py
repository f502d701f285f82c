"""One line of a settings page: its words, its explanation and its control."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

CONTROL_WIDTH = 260


class SettingRow(QWidget):
    """Words at the leading side and the control at the trailing one, the explanation below both.

    A `wide` control stands below everything; one with the property `snug` keeps its own width.
    """

    def __init__(
        self,
        label: str,
        help_text: str,
        control: QWidget,
        *,
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._control = control
        self._wide = wide
        words = Label(label, wrap=True)
        words.setBuddy(control)
        control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.XS, 0, Space.XS)
        column.setSpacing(Space.XS)
        line = QHBoxLayout()
        line.setSpacing(Space.XL)
        line.addWidget(words, 1)
        column.addLayout(line)
        self._help = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        column.addWidget(self._help)
        self.set_help(help_text)
        if wide:
            column.addWidget(control)
        else:
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._restyle()
        theming().changed.connect(self._restyle)

    def set_help(self, text: str) -> None:
        """Explain anew; empty for no explanation."""
        self._control.setAccessibleDescription(text)
        self._help.setText(text)
        self._help.setHidden(not text)

    def _restyle(self) -> None:
        if not self._wide and not self._control.property("snug"):
            self._control.setFixedWidth(theme().px(CONTROL_WIDTH))
