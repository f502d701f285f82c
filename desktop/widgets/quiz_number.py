"""A number: typed, or set with a slider. Reads what people type in any country. Knows no quiz."""

import math

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QVBoxLayout, QWidget

from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.quiz.typed_numbers import parse_number

_MOST_STEPS = 10_000
_PLAIN_STEPS = 100
_FIELD_WIDTH = 240
_KEY_PAGES = 10


class NumberEntry(QWidget):
    """`value()` is None while what is typed is no number. `submitted` on Enter."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, unit: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Your number") + (f" ({unit})" if unit else ""))
        self.field.setMaximumWidth(theme().px(_FIELD_WIDTH))
        self.field.setMaxLength(64)
        self.field.textChanged.connect(lambda _text: self._typed())
        self.field.returnPressed.connect(self.submitted)
        self.problem = Label(self.tr("Type a number, for example 3.5"), TypeRole.SMALL, tone="danger")
        self.problem.hide()
        line = QHBoxLayout()
        line.addWidget(self.field, 1)
        line.addWidget(Label(unit, TypeRole.LEAD))
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(line)
        column.addWidget(self.problem)

    def value(self) -> float | None:
        text = self.field.text().strip()
        locale = QLocale()
        # A single point or comma: the person's own language decides, "1.234" is not the same everywhere.
        number, ok = locale.toDouble(text)
        if ok and math.isfinite(number):
            return number
        return parse_number(text, self._unit)

    def set_value(self, value: float) -> None:
        self.field.setText(number_words(value))

    def set_locked(self, locked: bool) -> None:
        self.field.setReadOnly(locked)

    def focus(self) -> None:
        self.field.setFocus()

    def _typed(self) -> None:
        self.problem.setVisible(bool(self.field.text().strip()) and self.value() is None)
        self.changed.emit()


class NumberSlider(QWidget):
    """`value()` is None until it was moved once: the middle is no answer. Arrow keys step, Page keys leap."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self, low: float, high: float, step: float, unit: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._unit = low, high, unit
        span = max(high - low, 0.0)
        steps = span / step + 1e-9 if step > 0 else _PLAIN_STEPS
        fine = steps > _MOST_STEPS
        self._steps = max(1, _MOST_STEPS if fine else math.floor(steps))
        self._step = step if step > 0 and not fine else span / self._steps
        self._touched = False
        self.shown = Label("–", TypeRole.DISPLAY, semibold=True)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, self._steps)
        self.slider.setPageStep(max(1, self._steps // _KEY_PAGES))
        self.slider.setValue(self._steps // 2)
        self.slider.valueChanged.connect(lambda _value: self._moved())
        self.slider.sliderPressed.connect(self._moved)
        ends = QHBoxLayout()
        ends.addWidget(Label(number_words(low, unit), TypeRole.SMALL, tone="muted"))
        ends.addStretch(1)
        ends.addWidget(Label(number_words(high, unit), TypeRole.SMALL, tone="muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.shown)
        column.addWidget(self.slider)
        column.addLayout(ends)
        self._name()

    def value(self) -> float | None:
        return self._at(self.slider.value()) if self._touched else None

    def set_value(self, value: float) -> None:
        self._touched = True
        self.slider.setValue(round((value - self._low) / self._step) if self._step else 0)
        self._moved()

    def set_locked(self, locked: bool) -> None:
        self.slider.setEnabled(not locked)

    def focus(self) -> None:
        self.slider.setFocus()

    def _at(self, place: int) -> float:
        # Twelve digits: 3 × 0.1 is to be 0.3.
        return float(f"{min(self._low + place * self._step, self._high):.12g}")

    def _moved(self) -> None:
        self._touched = True
        self.shown.setText(number_words(self._at(self.slider.value()), self._unit))
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        words = self.shown.text() if self._touched else self.tr("not set yet")
        self.slider.setAccessibleName(self.tr("Your number: {number}").format(number=words))


def number_words(value: float, unit: str = "") -> str:
    """A number in the language of the window, without trailing zeros, with its unit."""
    digits = f"{value:.12g}"
    if "e" not in digits:
        locale = QLocale()
        decimals = len(digits.partition(".")[2])
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        digits = locale.toString(float(value), "f", decimals)
    return f"{digits} {unit}".rstrip()
