"""Prices of a model as a grid: classes of tokens down, steps of long input across; to read, or to type over."""

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.admin.fields_page import NumberField
from desktop.admin.numbers import RATE_PLACES, shown
from desktop.widgets.button import IconButton
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from shared.billing.prices import NANO_PER_USD, Prices, Tier, UnitRates

CLASSES = ("input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "tool_use")
MOST_STEPS = 3


def class_text(name: str) -> str:
    """What a class of tokens is called."""
    return {
        "input": QCoreApplication.translate("AdminPrices", "Input"),
        "cache_read": QCoreApplication.translate("AdminPrices", "Read from the cache"),
        "cache_write_5m": QCoreApplication.translate("AdminPrices", "Put into the cache, 5 minutes"),
        "cache_write_1h": QCoreApplication.translate("AdminPrices", "Put into the cache, 1 hour"),
        "output": QCoreApplication.translate("AdminPrices", "Output"),
        "tool_use": QCoreApplication.translate("AdminPrices", "One use of a provider’s tool"),
    }[name]


def rate_text(nano: int) -> str:
    """A rate as people read it: "$2.50", with more places where it has them."""
    places = len(shown(nano, RATE_PLACES).partition(".")[2])
    return QLocale().toCurrencyString(nano / NANO_PER_USD, "$", max(2, places))


def short_prices(prices: Prices) -> str:
    """Input and output of most calls, in one line."""
    words = QCoreApplication.translate("AdminPrices", "{input} in · {output} out")
    return words.format(input=rate_text(prices.rates.input), output=rate_text(prices.rates.output))


class RatesTable(QWidget):
    """Prices to read."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(0, 1)

    def show_prices(self, prices: Prices) -> None:
        """Show these; a class that costs nothing anywhere is left out."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        steps = [prices.rates, *(tier.rates for tier in prices.tiers)]
        if prices.tiers:
            for column, words in enumerate(_headings(prices), start=1):
                self._put(Label(words, TypeRole.SMALL, tone="muted", wrap=True), 0, column)
        for row, name in enumerate(CLASSES, start=1):
            rates = [getattr(each, name) for each in steps]
            if not any(rates):
                continue
            self._grid.addWidget(Label(class_text(name), wrap=True), row, 0)
            for column, rate in enumerate(rates, start=1):
                self._put(Label(rate_text(rate), semibold=True), row, column)

    def _put(self, label: Label, row: int, column: int) -> None:
        label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(label, row, column)


class RatesForm(QWidget):
    """Prices to type over. `changed`; `prices()` is None while something is no amount or the steps do not rise."""

    changed = Signal()

    def __init__(self, prices: Prices) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.S)
        self.steps: list[_Step] = []
        self._grid.addWidget(Label(self.tr("From so much input"), wrap=True), 0, 0)
        for row, name in enumerate(CLASSES, start=1):
            self._grid.addWidget(Label(class_text(name), wrap=True), row, 0)
        self._grid.setColumnStretch(0, 1)
        self._add(_Step(prices.rates, 0))
        for tier in prices.tiers:
            self._add(_Step(tier.rates, tier.from_input_tokens))

    def add_step(self) -> None:
        """Begin another step, dearer than the last by nothing yet."""
        last = self.steps[-1]
        self._add(_Step(last.rates() or _free(), max(2 * (last.begins() or 0), 100_000)))
        self.changed.emit()

    def may_grow(self) -> bool:
        """Whether there is room for another step."""
        return len(self.steps) <= MOST_STEPS

    def prices(self) -> Prices | None:
        found: list[Tier] = []
        for step in self.steps:
            rates, begins = step.rates(), step.begins()
            if rates is None or begins is None or (found and begins <= found[-1].from_input_tokens):
                return None
            found.append(Tier(begins, rates))
        return Prices(found[0].rates, tuple(found[1:]))

    def _add(self, step: "_Step") -> None:
        column = len(self.steps) + 1
        self.steps.append(step)
        for row, widget in enumerate(step.widgets):
            self._grid.addWidget(widget, row, column)
        for field in step.fields():
            field.textEdited.connect(lambda _text: self.changed.emit())
        if step.remove is not None:
            self._grid.addWidget(step.remove, len(CLASSES) + 1, column, Qt.AlignmentFlag.AlignTrailing)
            step.remove.clicked.connect(lambda: self._drop(step))

    def _drop(self, gone: "_Step") -> None:
        kept = [step for step in self.steps if step is not gone]
        for step in self.steps:
            for widget in step.all_widgets():
                self._grid.removeWidget(widget)
        for widget in gone.all_widgets():
            widget.hide()
            widget.deleteLater()
        self.steps = []
        for step in kept:
            self._put_back(step)
        self.changed.emit()

    def _put_back(self, step: "_Step") -> None:
        column = len(self.steps) + 1
        self.steps.append(step)
        for row, widget in enumerate(step.widgets):
            self._grid.addWidget(widget, row, column)
        if step.remove is not None:
            self._grid.addWidget(step.remove, len(CLASSES) + 1, column, Qt.AlignmentFlag.AlignTrailing)


class _Step:
    """The fields of one step; the first begins at nothing and cannot be removed."""

    def __init__(self, rates: UnitRates, begins: int) -> None:
        self.head: NumberField | None = None
        self.remove: IconButton | None = None
        if begins:
            self.head = NumberField(QCoreApplication.translate("AdminPrices", "From so many tokens of input"))
            self.head.show_value(begins)
            self.remove = IconButton(
                "delete-outline", QCoreApplication.translate("AdminPrices", "Remove this step")
            )
        every = Label(QCoreApplication.translate("AdminPrices", "Every call"), tone="muted")
        every.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.rates_fields = {name: NumberField(class_text(name), RATE_PLACES) for name in CLASSES}
        for name, field in self.rates_fields.items():
            field.show_value(getattr(rates, name))
        self.widgets: list[QWidget] = [self.head or every, *self.rates_fields.values()]

    def fields(self) -> list[NumberField]:
        return [*([self.head] if self.head is not None else []), *self.rates_fields.values()]

    def all_widgets(self) -> list[QWidget]:
        return [*self.widgets, *([self.remove] if self.remove is not None else [])]

    def begins(self) -> int | None:
        """From so many tokens of input; 0 for every call."""
        if self.head is None:
            return 0
        return self.head.value() or None

    def rates(self) -> UnitRates | None:
        values = {name: field.value() for name, field in self.rates_fields.items()}
        if any(value is None or value > 10**15 for value in values.values()):
            return None
        return UnitRates(**values)  # pyright: ignore[reportArgumentType]


def _free() -> UnitRates:
    return UnitRates(input=0, cache_read=0, cache_write_5m=0, cache_write_1h=0, output=0)


def _headings(prices: Prices) -> list[str]:
    words = QCoreApplication.translate("AdminPrices", "from {count} tokens of input")
    steps = [words.format(count=format_number(tier.from_input_tokens)) for tier in prices.tiers]
    return [QCoreApplication.translate("AdminPrices", "Every call"), *steps]
