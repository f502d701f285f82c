"""A text with gaps and a field per gap, with or without words to choose from. Knows no quiz."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

_FIELD_WIDTH = 420


class ClozeText(QWidget):
    """`texts()` gives one text per gap, empty when open. Enter goes to the next field; in the last: `submitted`."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        parts: Sequence[str],
        hints: Sequence[str],
        bank: Sequence[str],
        *,
        max_length: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = list(parts)
        self.sentence = QuizText("", TypeRole.LEAD)
        self.fields = [self._field(number, hint, max_length) for number, hint in enumerate(hints)]
        self.verdicts = [Label("") for _hint in hints]
        self.words: list[Button] = []
        self._last = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(self.sentence)
        if bank:
            column.addWidget(self._bank(bank))
        column.addLayout(self._grid())
        self._show()

    def texts(self) -> list[str]:
        return [field.text().strip() for field in self.fields]

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show an earlier answer."""
        for field, text in zip(self.fields, texts, strict=False):
            field.setText(text)

    def set_locked(self, locked: bool) -> None:
        for field in self.fields:
            field.setReadOnly(locked)
        for word in self.words:
            word.setEnabled(not locked)

    def set_verdicts(self, verdicts: Sequence[tuple[bool, str]]) -> None:
        """After the reveal: whether each gap is right, and what belongs there in words."""
        for label, (right, words) in zip(self.verdicts, verdicts, strict=True):
            label.setText(words)
            label.set_tone("ok" if right else "danger")
            label.show()

    def focus(self) -> None:
        """Go to the first field that is empty."""
        free = [field for field in self.fields if not field.text()]
        (free or self.fields)[0].setFocus()

    def _field(self, number: int, hint: str, max_length: int) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(max_length)
        field.setPlaceholderText(hint)
        name = self.tr("Gap {number}").format(number=number + 1)
        field.setAccessibleName(f"{name}: {hint}" if hint else name)
        field.setMaximumWidth(theme().px(_FIELD_WIDTH))
        field.textChanged.connect(lambda _text: self._typed(number))
        field.returnPressed.connect(lambda: self._go_on(number))
        return field

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for number, field in enumerate(self.fields):
            grid.addWidget(Label(f"({number + 1})", semibold=True), number, 0)
            grid.addWidget(field, number, 1)
            grid.addWidget(self.verdicts[number], number, 2)
            self.verdicts[number].hide()
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        return grid

    def _bank(self, bank: Sequence[str]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for word in bank:
            button = Button(word)
            button.clicked.connect(lambda _on, word=word: self._put(word))
            self.words.append(button)
            flow.addWidget(button)
        return holder

    def _put(self, word: str) -> None:
        """Into the field where the cursor was last, if it is empty, else into the first that is."""
        free = [number for number, field in enumerate(self.fields) if not field.text()]
        number = self._last if self._last in free or not free else free[0]
        self.fields[number].setText(word)
        self.fields[free[1] if len(free) > 1 and free[0] == number else number].setFocus()

    def _typed(self, number: int) -> None:
        self._last = number
        self._show()
        self.changed.emit()

    def _go_on(self, number: int) -> None:
        if number + 1 < len(self.fields):
            self.fields[number + 1].setFocus()
        else:
            self.submitted.emit()

    def _show(self) -> None:
        """Write the sentence with what is in the fields so far."""
        text = self._parts[0] if self._parts else ""
        for number, after in enumerate(self._parts[1:]):
            filled = self.texts()[number] or "____"
            text += f"({number + 1}) {filled}{after}"
        self.sentence.set_text(text)
