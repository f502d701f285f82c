"""The meters of the usage page: a card for each, in words and as a bar."""

from collections.abc import Container

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.billing.service import Meter, MeterStatus, Standing
from desktop.billing.words_page import (
    held_text,
    left_text,
    level_of,
    meter_icon,
    meter_title,
    offline_text,
    period_text,
    reset_text,
    used_text,
)
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_percent
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.meter import MeterBar
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole

_NARROWEST = 300


class MeterCard(Card):
    """One meter. What a plan does not have is said, without a bar. `more_asked(Meter)` where more can be bought."""

    more_asked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setSpacing(Space.XS)
        self._glyph = Glyph("gauge", pixels=20)
        self._title = ElidedLabel("", semibold=True)
        self._period = Label("", TypeRole.SMALL, tone="muted")
        self.state = Pill()
        self.used = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.bar = MeterBar("")
        self.left = Label("", wrap=True)
        self.detail = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._glyph)
        head.addWidget(self._title, 1)
        head.addWidget(self._period)
        second = QHBoxLayout()
        second.setSpacing(Space.S)
        second.addWidget(self.used, 1)
        second.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.body.addSpacing(Space.XS)
        self.body.addLayout(second)
        self.body.addWidget(self.bar)
        self.body.addSpacing(Space.XS)
        for label in (self.left, self.detail):
            self.body.addWidget(label)
        self._meter: Meter | None = None
        self.more_button = Button(self.tr("Get more"), "link")
        self.more_button.clicked.connect(lambda: self.more_asked.emit(self._meter))
        self.more_button.hide()
        self.body.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_meter(self, status: MeterStatus, *, offline: bool, sold: bool = False) -> None:
        """Show how it stands; numbers that are old are grey. `sold`: more of it can be bought."""
        title = meter_title(status.meter)
        self._meter = status.meter
        self.more_button.setVisible(sold)
        self.more_button.setAccessibleName(f"{self.more_button.text()}: {title}")
        self._glyph.set_icon(meter_icon(status.meter))
        self._title.set_full_text(title)
        self._period.setText(period_text(status.meter))
        self.used.setText(used_text(status))
        self.used.set_tone("" if status.limit != 0 else "muted")
        self.bar.setVisible(bool(status.limit))
        self.bar.setAccessibleName(title)
        self.bar.set_share(status.percent_used / 100, level_of(status, offline=offline))
        self._show_state(status)
        left, reset = left_text(status), reset_text(status)
        self.left.setText(" · ".join(part for part in (left, reset) if part))
        self.left.setVisible(bool(self.left.text()))
        more = [part for part in (held_text(status), offline_text(status)) if part]
        self.detail.setText(" · ".join(more))
        self.detail.setVisible(bool(more))
        self.setAccessibleName(f"{title}: {self.used.text()}. {self.left.text()}")

    def _show_state(self, status: MeterStatus) -> None:
        self.state.setVisible(bool(status.limit))
        percent = format_percent(status.percent_used / 100)
        if status.warning_level == "ok":
            self.state.set_state(percent, "neutral")
        else:
            self.state.set_state(percent, "warning" if status.warning_level == "warning" else "danger")


class MetersPane(CardGrid):
    """As many cards beside each other as there is room for. `more_asked(Meter)`."""

    more_asked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(narrowest=_NARROWEST, parent=parent)
        self.cards: list[MeterCard] = []

    def show_standing(self, standing: Standing, *, sold: Container[Meter] = ()) -> None:
        """Show every meter; what the plan does not have comes last. Of those `sold` more can be bought."""
        shown = sorted(standing.meters, key=lambda found: found.limit == 0)
        while len(self.cards) < len(shown):
            card = MeterCard()
            card.more_asked.connect(self.more_asked)
            self.cards.append(card)
        self.cards = self.cards[: len(shown)]
        for card, status in zip(self.cards, shown, strict=True):
            card.show_meter(status, offline=standing.offline, sold=status.meter in sold)
        self.set_cards(self.cards)
