"""One plan beside the others: its name, its price, what it allows in the same order on every card, the way to it."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.billing.buying import Choice, months_free
from desktop.billing.buying_service import MySubscription, Price
from desktop.billing.buying_words_page import price_text, provider_name, step_note, step_text
from desktop.billing.service import Plan
from desktop.billing.words_page import plan_name
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_money, format_number, format_price, format_room
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole

MONTHS_PAID = 10
"""A year costs so many months."""


@dataclass(frozen=True)
class Sold:
    """How a plan is sold to whoever looks: what its card leads to, and how that is shown.

    `monthly` is its price by the month, for comparison. `foremost` marks the one button that stands out; `free` says
    that it can be pressed. `currency` is that of the other plans, for one that costs nothing. Not `asked`: nobody
    answered what plans cost.
    """

    choice: Choice
    mine: MySubscription | None = None
    monthly: Price | None = None
    foremost: bool = False
    free: bool = True
    currency: str = "USD"
    asked: bool = True


class PlanCard(Card):
    """`chosen(Choice, provider)` when its button is pressed; the provider is empty where there is no choice of one."""

    chosen = Signal(object, str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setSpacing(Space.XS)
        self._choice = Choice()
        self.name = ElidedLabel("", TypeRole.TITLE, semibold=True)
        self.own = Pill(self.tr("Your plan"), "ok")
        self.price = Label("", TypeRole.DISPLAY, semibold=True)
        self.period = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.button = Button("")
        self.button.clicked.connect(self._press)
        self.note = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._providers = QMenu(self)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.name, 1)
        head.addWidget(self.own)
        self.body.addLayout(head)
        self.body.addWidget(self.price)
        self.body.addWidget(self.period)
        self._way = QWidget()
        self._ways = way = QVBoxLayout(self._way)
        way.setContentsMargins(0, Space.S, 0, 0)
        way.setSpacing(Space.XS)
        way.addWidget(self.button)
        way.addWidget(self.note)
        way.addStretch(1)
        self.body.addWidget(self._way)
        self.body.addSpacing(Space.S)
        self.body.addWidget(Rule())
        self.body.addSpacing(Space.S)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.lines: list[PlanLine] = []

    def show_plan(self, plan: Plan, *, yearly: bool, own: bool) -> None:
        """Show a plan by its price in a month or in a year, as a server tells it that sells nothing."""
        cents = plan.monthly_cents * (MONTHS_PAID if yearly else 1)
        self.price.setText(format_price(cents))
        self.period.setText(self._period_words(plan, yearly=yearly))
        self._way.hide()
        self._show_facts(plan, own=own)

    def show_sold(self, plan: Plan, sold: Sold, *, yearly: bool, own: bool) -> None:
        """Show a plan by what it is sold for, and the way to it."""
        choice, price = sold.choice, sold.choice.price
        self._choice = choice
        if price is not None:
            self.price.setText(price_text(price))
            free = months_free(sold.monthly, price) if yearly else 0
            self.period.setText(self._year_words(free) if yearly else self.tr("a month"))
        elif plan.monthly_cents:
            self.price.setText("–")
            self.period.setText(self._unsold_words(sold, yearly=yearly))
        else:
            self.price.setText(format_money(0, sold.currency))
            self.period.setText(self.tr("for ever"))
        self._show_way(plan, sold)
        self._show_facts(plan, own=own)

    def _show_way(self, plan: Plan, sold: Sold) -> None:
        choice, mine = sold.choice, sold.mine
        text = step_text(choice, plan.name, mine)
        self.button.setText(text)
        self.button.setVisible(bool(text))
        self.button.setEnabled(sold.free)
        self.button.set_kind("primary" if sold.foremost else "secondary")
        self.note.setText(step_note(choice, mine))
        self.note.setVisible(bool(self.note.text()))
        self._way.show()
        several = choice.step == "buy" and choice.offer is not None and len(choice.offer.prices) > 1
        self._providers.clear()
        for price in choice.offer.prices if several and choice.offer is not None else ():
            words = self.tr("{price} through {provider}")
            action = self._providers.addAction(
                words.format(price=price_text(price), provider=provider_name(price.provider))
            )
            action.triggered.connect(
                lambda _on=False, name=price.provider: self.chosen.emit(self._choice, name)
            )

    def _press(self) -> None:
        if self._providers.isEmpty():
            self.chosen.emit(self._choice, "")
        else:
            self._providers.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def heads(self, width: int) -> tuple[int, int]:
        """Return how high the words under the price and the way want to be, in a card of so many pixels."""
        inner = width - 2 * Space.L - 2
        self._ways.invalidate()
        way = max(self._ways.totalHeightForWidth(inner), self._ways.totalMinimumSize().height())
        return self.period.heightForWidth(inner), 0 if self._way.isHidden() else way

    def level(self, period: int, way: int) -> None:
        """Be as high as the others there, so that the allowances of all stand in lines."""
        self.period.setMinimumHeight(period)
        self._way.setMinimumHeight(way)

    def _show_facts(self, plan: Plan, *, own: bool) -> None:
        self.name.set_full_text(plan_name(plan.name))
        self.own.setVisible(own)
        facts = self._facts(plan)
        while len(self.lines) < len(facts):
            line = PlanLine()
            self.lines.append(line)
            self._rows.addWidget(line)
        for line, (value, what) in zip(self.lines, facts, strict=True):
            line.show_fact(value, what)
        said = "; ".join(f"{what}: {value or self.tr('none')}" for value, what in facts)
        self.setAccessibleName(f"{plan_name(plan.name)}: {self.price.text()} {self.period.text()}. {said}")

    def _year_words(self, months: int) -> str:
        if not months:
            return self.tr("a year")
        return self.tr("a year: %n month(s) are free", "", months)

    def _unsold_words(self, sold: Sold, *, yearly: bool) -> str:
        if not sold.asked:
            return self.tr("price not known just now")
        if sold.choice.offer is not None:
            return self.tr("not to be had just now")
        if yearly and sold.monthly is not None:
            return self.tr("only by the month")
        return self.tr("not sold here")

    def _period_words(self, plan: Plan, *, yearly: bool) -> str:
        if not plan.monthly_cents:
            return self.tr("for ever")
        return self.tr("a year: two months are free") if yearly else self.tr("a month")

    def _facts(self, plan: Plan) -> list[tuple[str, str]]:
        """Value and what it is of; an empty value stands for nothing of it."""
        return [
            (self._number(plan.ai_tokens_per_month), self.tr("AI tokens a month")),
            (self._number(plan.ai_operations_per_day), self.tr("AI requests a day")),
            (self._minutes(plan.voice_minutes_per_month), self.tr("of speaking with AI a month")),
            (
                self._minutes(plan.transcription_minutes_per_month),
                self.tr("of transcription a month"),
            ),
            (format_room(plan.storage_bytes), self.tr("of storage on the server")),
            (self._number(plan.uploads_per_month), self.tr("uploads a month")),
            (format_room(plan.max_upload_bytes), self.tr("for the largest file")),
        ]

    def _number(self, value: int | None) -> str:
        if value is None:
            return self.tr("Unlimited")
        return format_number(value) if value else ""

    def _minutes(self, minutes: int) -> str:
        return self.tr("{minutes} min").format(minutes=format_number(minutes)) if minutes else ""


class PlanLine(QWidget):
    """What a plan allows of one thing; nothing of it is said with a dash."""

    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph("check", pixels=18, role="ok")
        self.value = Label("", semibold=True)
        self.what = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.value)
        words.addWidget(self.what)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._glyph)
        row.addLayout(words, 1)

    def show_fact(self, value: str, what: str) -> None:
        """Show a value, or that there is none."""
        self._glyph.set_icon("check" if value else "minus", "ok" if value else "muted")
        self.value.setText(value or self.tr("None"))
        self.value.set_tone("" if value else "muted")
        self.what.setText(what)
