"""One plan beside the others: its name, its price, and what it allows, in the same order on every card."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.billing.service import Plan
from desktop.billing.words_page import plan_name
from desktop.widgets.card import Card, Rule
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_number, format_price, format_room
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole

MONTHS_PAID = 10
"""A year costs so many months."""


class PlanCard(Card):
    """`show_plan(plan, yearly=, own=)`."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setSpacing(Space.XS)
        self.name = ElidedLabel("", TypeRole.TITLE, semibold=True)
        self.own = Pill(self.tr("Your plan"), "ok")
        self.price = Label("", TypeRole.DISPLAY, semibold=True)
        self.period = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.name, 1)
        head.addWidget(self.own)
        self.body.addLayout(head)
        self.body.addWidget(self.price)
        self.body.addWidget(self.period)
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
        """Show a plan by its price in a month or in a year."""
        self.name.set_full_text(plan_name(plan.name))
        self.own.setVisible(own)
        cents = plan.monthly_cents * (MONTHS_PAID if yearly else 1)
        self.price.setText(format_price(cents))
        self.period.setText(self._period_words(plan, yearly=yearly))
        facts = self._facts(plan)
        while len(self.lines) < len(facts):
            line = PlanLine()
            self.lines.append(line)
            self._rows.addWidget(line)
        for line, (value, what) in zip(self.lines, facts, strict=True):
            line.show_fact(value, what)
        said = "; ".join(f"{what}: {value or self.tr('none')}" for value, what in facts)
        self.setAccessibleName(f"{plan_name(plan.name)}: {self.price.text()} {self.period.text()}. {said}")

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
