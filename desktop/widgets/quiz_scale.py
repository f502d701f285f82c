"""A row of numbers or words to choose one of: an opinion, or how sure one is. Knows no quiz."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.theme import Space


class ScaleRow(QWidget):
    """`value()` is the chosen number or None; `changed` when a person chose. Words stand for `low` and on."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        low: int,
        words: Sequence[str],
        *,
        ends: tuple[str, str] = ("", ""),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low = low
        self._value: int | None = None
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        holder = QWidget()
        flow = FlowLayout(holder)
        self.buttons: list[Button] = []
        for number, word in enumerate(words):
            said = (ends[0] if number == 0 else "") or (ends[1] if number == len(words) - 1 else "")
            button = Button(f"{word} · {said}" if said else word)
            button.setCheckable(True)
            button.setProperty("choice", "true")
            button.setAccessibleName(f"{name}: {word}" + (f", {said}" if said else ""))
            button.clicked.connect(lambda _on, number=number: self._choose(number))
            self._group.addButton(button, number)
            self.buttons.append(button)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(holder)

    def value(self) -> int | None:
        return self._value

    def set_value(self, value: int) -> None:
        """Show as chosen without telling; a number that is not there is ignored."""
        number = value - self._low
        if 0 <= number < len(self.buttons):
            self._value = value
            self.buttons[number].setChecked(True)

    def clear(self) -> None:
        """Nothing is chosen."""
        self._value = None
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self._group.setExclusive(True)

    def press(self, position: int) -> bool:
        """Choose as the key of that place does; False when there is none."""
        if not 0 <= position < len(self.buttons) or not self.buttons[position].isEnabled():
            return False
        self.buttons[position].setFocus()
        self.buttons[position].click()
        return True

    def set_locked(self, locked: bool) -> None:
        for button in self.buttons:
            button.setEnabled(not locked)

    def _choose(self, number: int) -> None:
        self._value = self._low + number
        self.changed.emit()
