"""One line of a form: its words above, the field, and below it a hint or what is wrong. Checks nothing itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole


class FormField(QWidget):
    """`set_problem` takes the hint's place until it is empty again; screen readers hear either with the field."""

    def __init__(
        self, label: str, field: QLineEdit, hint: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        self._problem = ""
        words = Label(label, semibold=True)
        words.setBuddy(field)
        field.setAccessibleName(label)
        self._glyph = Glyph("alert-circle-outline", pixels=16, role="danger")
        self._note = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        note = QHBoxLayout()
        note.setSpacing(Space.XS)
        note.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(words)
        self._column.addWidget(field)
        self._column.addLayout(note)
        self._show()

    def add_under_field(self, widget: QWidget) -> None:
        """Put something between the field and its hint, such as a meter."""
        self._column.insertWidget(2, widget)

    def set_hint(self, text: str) -> None:
        """Explain the field; empty for nothing."""
        self._hint = text
        self._show()

    def set_problem(self, text: str) -> None:
        """Say what is wrong with what was typed; empty for nothing."""
        self._problem = text
        self._show()

    def problem(self) -> str:
        return self._problem

    def hint(self) -> str:
        return self._hint

    def _show(self) -> None:
        text = self._problem or self._hint
        self._note.setText(text)
        self._note.set_tone("danger" if self._problem else "muted")
        self._note.setVisible(bool(text))
        self._glyph.setVisible(bool(self._problem))
        self.field.setAccessibleDescription(text)
        self.field.setProperty("invalid", "true" if self._problem else "false")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
