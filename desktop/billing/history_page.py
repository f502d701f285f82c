"""The history of usage: a chart of days, and what each service and model cost."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.billing.history import Sum, by_model, by_service, meters_used, per_day
from desktop.billing.service import Meter, UsageHistory
from desktop.billing.words_page import amount_text, meter_icon, meter_title, operation_text
from desktop.widgets.bar_chart import BarChart, ChartBar
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_dollars, format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.picker import Option, Picker
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

_WIDTH = 110
_LABELS = 8
_MINUTE_MS = 60_000
_CHARTED = (Meter.AI_TOKENS, Meter.AI_OPERATIONS, Meter.VOICE_MS, Meter.TRANSCRIPTION_MS, Meter.UPLOADS)


class HistoryPane(ScrollColumn):
    """`days_wanted(int)` when another length of time was chosen."""

    days_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(characters=_WIDTH)
        self._history: UsageHistory | None = None
        self.meter = Picker(self.tr("What to show"))
        self.meter.selected.connect(lambda _id: self._show_chart())
        self.days = SegmentedControl(
            self.tr("How many days"),
            [
                Segment("7", self.tr("7 days")),
                Segment("30", self.tr("30 days")),
                Segment("90", self.tr("90 days")),
            ],
        )
        self.days.set_selected("30")
        self.days.selected.connect(lambda id_: self.days_wanted.emit(int(id_)))
        self.chart = BarChart(self.tr("Used per day"), self.tr("Day (UTC)"))
        self.total = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.note = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.nothing = Label(
            self.tr(
                "Nothing was used in these days. What you ask the AI of your account will be counted here."
            ),
            tone="muted",
            wrap=True,
        )
        self.by = SegmentedControl(
            self.tr("How to add up"),
            [Segment("service", self.tr("By service")), Segment("model", self.tr("By model"))],
        )
        self.by.selected.connect(lambda _id: self._show_costs())
        self.costs = CostTable()
        self._build()

    def show_history(self, history: UsageHistory) -> None:
        """Show what was used; the meter that was chosen stays chosen when it has anything."""
        self._history = history
        used = [meter for meter in _CHARTED if meter in meters_used(history)] or [Meter.AI_TOKENS]
        before = self.meter.current()
        chosen = before if before in used else used[0].value
        self.meter.set_options(
            [Option(meter.value, meter_title(meter), icon_name=meter_icon(meter)) for meter in used], chosen
        )
        self.meter.setVisible(len(used) > 1)
        self._show_chart()
        self._show_costs()

    def _build(self) -> None:
        choices = QWidget()
        flow = FlowLayout(choices, spacing=Space.M)
        flow.addWidget(self.days)
        flow.addWidget(self.meter)
        usage = Card()
        usage.body.addWidget(self.total)
        usage.body.addWidget(self.chart)
        usage.body.addWidget(self.note)
        usage.body.addWidget(self.nothing)
        self.cost_card = Card()
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Label(self.tr("What it cost"), TypeRole.LEAD, semibold=True), 1)
        head.addWidget(self.by)
        self.cost_card.body.addLayout(head)
        self.cost_card.body.addWidget(
            Label(
                self.tr(
                    "At the prices of your server. Your plan covers it: you pay nothing besides. Models on this "
                    "computer and your own keys are not in it."
                ),
                TypeRole.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        self.cost_card.body.addWidget(self.costs)
        for widget in (choices, usage, self.cost_card):
            self.body.addWidget(widget)

    def _show_chart(self) -> None:
        history = self._history
        if history is None:
            return
        meter = Meter(self.meter.current())
        days = per_day(history, meter)
        total = sum(amount for _, amount in days)
        for widget in (self.chart, self.total, self.note):
            widget.setVisible(total > 0)
        self.nothing.setVisible(total == 0)
        if not total:
            return
        words = self.tr("{title}: {amount} in %n day(s)", "", len(days))
        self.total.setText(words.format(title=meter_title(meter), amount=amount_text(meter, total)))
        busiest = max(days, key=lambda found: found[1])
        words = self.tr("Most on {day}: {amount}. On average {average} a day.")
        self.note.setText(
            words.format(
                day=_day_words(busiest[0]),
                amount=amount_text(meter, busiest[1]),
                average=amount_text(meter, total // len(days)),
            )
        )
        scale = _MINUTE_MS if meter in (Meter.VOICE_MS, Meter.TRANSCRIPTION_MS) else 1
        every = max(1, -(-len(days) // _LABELS))
        # Counted from today, so that today always has its day under it.
        self.chart.set_bars(
            [
                ChartBar(
                    _short_day(at) if (len(days) - 1 - number) % every == 0 else "",
                    amount / scale,
                    f"{_day_words(at)}: {amount_text(meter, amount)}",
                )
                for number, (at, amount) in enumerate(days)
            ]
        )

    def _show_costs(self) -> None:
        if self._history is None:
            return
        services = self.by.current() == "service"
        sums = by_service(self._history) if services else by_model(self._history)
        self.cost_card.setVisible(bool(sums))
        self.costs.show_sums(sums, services=services)


class CostTable(QWidget):
    """A line for each name, its parts under it, the sum of all at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, str, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, Space.S, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(0, 1)
        self.setAccessibleName(self.tr("What it cost"))

    def show_sums(self, sums: list[Sum], *, services: bool) -> None:
        """Show what each cost; `services`: the outer names are services, the inner ones models."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        self._add(
            (
                self.tr("Service") if services else self.tr("Model"),
                self.tr("Calls"),
                self.tr("Tokens"),
                self.tr("Cost"),
            ),
            "head",
        )
        for found in sums:
            self._rule()
            self._add(self._cells(found, service=services), "sum")
            for part in found.parts:
                if part.name or len(found.parts) > 1:
                    self._add(self._cells(part, service=not services), "part")
        self._rule()
        all_of_it = Sum(
            "",
            sum(found.calls for found in sums),
            sum(found.tokens for found in sums),
            sum(found.charged_micros for found in sums),
        )
        self._add((self.tr("All of it"), *self._cells(all_of_it, service=True)[1:]), "sum")

    def _cells(self, found: Sum, *, service: bool) -> tuple[str, str, str, str]:
        name = operation_text(found.name) if service else found.name or self.tr("Without a model")
        return (
            name,
            format_number(found.calls),
            format_number(found.tokens),
            format_dollars(found.charged_micros),
        )

    def _add(self, cells: tuple[str, str, str, str], kind: str) -> None:
        row = self._grid.rowCount()
        self.lines.append(cells)
        strong = kind == "sum"
        role = TypeRole.BODY if strong else TypeRole.SMALL
        tone = "" if strong else "muted"
        name = ElidedLabel(cells[0], role, tone=tone, semibold=strong)
        name.setContentsMargins(Space.L if kind == "part" else 0, 0, 0, 0)
        name.setMinimumWidth(theme().px(120))
        self._grid.addWidget(name, row, 0)
        for column, text in enumerate(cells[1:], start=1):
            label = Label(text, role, tone=tone, semibold=strong and column == 3)
            label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, row, column)

    def _rule(self) -> None:
        self._grid.addWidget(Rule(), self._grid.rowCount(), 0, 1, 4)


def _day_words(at: date) -> str:
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)


def _short_day(at: date) -> str:
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, "d MMM").replace(".", "")
