"""Fields for exact amounts: a number with its unit, and "No limit" where there may be none. Knows no meaning."""

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.admin.numbers import shown, typed
from desktop.widgets.label import Label
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming

_WIDTH = 112
_UNIT_WIDTH = 30
_MOST_CHARS = 30


class NumberField(QLineEdit):
    """A whole number of 10^-`places`, not below zero. What was given comes back to the unit while it is not typed over.

    `to_shown` and `of_shown` turn the amount into what is typed, and back, where the units differ.
    """

    def __init__(
        self,
        name: str,
        places: int = 0,
        *,
        to_shown: Callable[[int], int] = lambda value: value,
        of_shown: Callable[[int], int] = lambda value: value,
    ) -> None:
        super().__init__()
        self._places, self._to_shown, self._of_shown = places, to_shown, of_shown
        self._given: tuple[int, str] | None = None
        self.setAccessibleName(name)
        self.setMaxLength(_MOST_CHARS)
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(lambda _text: self._judge())
        self._fit()
        theming().changed.connect(self._fit)

    def show_value(self, value: int) -> None:
        """Show an amount."""
        text = shown(self._to_shown(value), self._places, QLocale().decimalPoint())
        self._given = value, text
        self.setText(text)

    def value(self) -> int | None:
        """The amount; None when what is typed is none."""
        if self._given is not None and self.text() == self._given[1]:
            return self._given[0]
        found = typed(self.text(), self._places, QLocale().decimalPoint())
        return None if found is None else self._of_shown(found)

    def _judge(self) -> None:
        wrong = "true" if self.value() is None else "false"
        if self.property("invalid") != wrong:
            self.setProperty("invalid", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def _fit(self) -> None:
        self.setFixedWidth(theme().px(_WIDTH))


class AmountField(QWidget):
    """`changed` when it is edited. `value` is None without a limit; `valid` says whether what is typed is an amount.

    `aligned`: the number keeps its place whatever comes after it, so that those of a form stand under each other.
    """

    changed = Signal()

    def __init__(
        self, number: NumberField, unit: str = "", *, may_be_unlimited: bool = False, aligned: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("snug", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.number = number
        self.unlimited = QCheckBox(self.tr("No limit"))
        self.unlimited.setAccessibleName(f"{number.accessibleName()}: {self.unlimited.text()}")
        self.unlimited.setVisible(may_be_unlimited)
        kept = self.unlimited.sizePolicy()
        kept.setRetainSizeWhenHidden(aligned)
        self.unlimited.setSizePolicy(kept)
        self._unit = Label(unit, tone="muted")
        self._unit.setVisible(aligned or bool(unit))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(number)
        row.addWidget(self._unit)
        row.addWidget(self.unlimited)
        self.setFocusProxy(number)
        number.textEdited.connect(lambda _text: self.changed.emit())
        self.unlimited.toggled.connect(self._toggled)
        theming().changed.connect(self._fit)
        self._fit()

    def show_value(self, value: int | None) -> None:
        """Show an amount, or that there is no limit; tells nobody."""
        self.unlimited.blockSignals(True)
        self.unlimited.setChecked(value is None)
        self.unlimited.blockSignals(False)
        self.number.setEnabled(value is not None)
        if value is not None:
            self.number.show_value(value)

    def value(self) -> int | None:
        return None if self.unlimited.isChecked() else self.number.value()

    def valid(self) -> bool:
        return self.unlimited.isChecked() or self.number.value() is not None

    def _fit(self) -> None:
        self._unit.setMinimumWidth(theme().px(_UNIT_WIDTH))

    def _toggled(self, checked: bool) -> None:
        self.number.setEnabled(not checked)
        if not checked and not self.number.text():
            self.number.show_value(0)
        self.changed.emit()
