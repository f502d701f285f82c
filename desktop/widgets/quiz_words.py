"""Fields for typed answers: one text, or several for a word cloud. Knows no quiz."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

_FIELD_WIDTH = 520


class WordFields(QWidget):
    """`texts()` are the non-empty ones in order. Enter goes to the next field; in the last: `submitted`."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, count: int, *, max_length: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self.fields: list[QLineEdit] = []
        for number in range(count):
            field = QLineEdit()
            field.setMaxLength(max_length)
            field.setMaximumWidth(theme().px(_FIELD_WIDTH))
            name = (
                self.tr("Your answer") if count == 1 else self.tr("Word {number}").format(number=number + 1)
            )
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.textChanged.connect(lambda _text: self.changed.emit())
            field.returnPressed.connect(lambda number=number: self._go_on(number))
            self.fields.append(field)
            column.addWidget(field)

    def texts(self) -> list[str]:
        return [text for field in self.fields if (text := field.text().strip())]

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show an earlier answer."""
        for field, text in zip(self.fields, texts, strict=False):
            field.setText(text)

    def set_locked(self, locked: bool) -> None:
        for field in self.fields:
            field.setReadOnly(locked)

    def focus(self) -> None:
        """Go to the first field that is empty."""
        free = [field for field in self.fields if not field.text()]
        (free or self.fields)[0].setFocus()

    def _go_on(self, number: int) -> None:
        if number + 1 < len(self.fields) and self.fields[number].text().strip():
            self.fields[number + 1].setFocus()
        else:
            self.submitted.emit()
