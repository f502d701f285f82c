"""What one pays for: until when, what happens then, and the ways to change it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.billing.buying_service import MySubscription, Offers
from desktop.billing.buying_words_page import (
    provider_name,
    subscription_state,
    subscription_text,
    subscription_title,
)
from desktop.billing.words_page import plan_name
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.empty_state import Glyph
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole

_UNPAID = ("past_due", "incomplete")


class SubscriptionCard(Card):
    """Signals carry the subscription: its provider's page, its end, or that it goes on after all."""

    portal_asked = Signal(object)
    cancel_asked = Signal(object)
    resume_asked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._mine: MySubscription | None = None
        self._glyph = Glyph("credit-card-outline", pixels=24)
        self.title = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.state = Pill()
        self.text = Label("", wrap=True)
        self.portal_button = Button("", icon_name="open-in-new")
        self.resume_button = Button("", "primary", icon_name="refresh")
        self.cancel_button = Button(self.tr("Cancel the plan"), "quiet")
        self.portal_button.clicked.connect(lambda: self.portal_asked.emit(self._mine))
        self.resume_button.clicked.connect(lambda: self.resume_asked.emit(self._mine))
        self.cancel_button.clicked.connect(lambda: self.cancel_asked.emit(self._mine))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        self._buttons = QWidget()
        row = FlowLayout(self._buttons, spacing=Space.S)
        for button in (self.resume_button, self.portal_button, self.cancel_button):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self._buttons)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        self.body.addLayout(line)

    def show_subscription(self, mine: MySubscription, offers: Offers, *, asking: bool) -> None:
        """Show how it stands; nothing can be pressed while an order is under way."""
        self._mine = mine
        offer = next((one for one in offers.offers if one.id == mine.offer), None)
        self.title.setText(subscription_title(mine, offer))
        self.state.set_state(*subscription_state(mine))
        self.text.setText(subscription_text(mine, offers))
        unpaid = mine.status in _UNPAID
        self._glyph.set_icon(
            "credit-card-off-outline" if unpaid else "credit-card-outline", "danger" if unpaid else "muted"
        )
        words = self.tr("Put it right at {provider}") if unpaid else self.tr("Cards and bills at {provider}")
        self.portal_button.setText(words.format(provider=provider_name(mine.provider)))
        self.portal_button.set_kind("primary" if unpaid else "secondary")
        self.portal_button.setVisible("portal" in mine.can)
        leaving = mine.ends_then or bool(mine.next_offer)
        self.resume_button.setText(self.tr("Keep {plan}").format(plan=plan_name(mine.plan)))
        self.resume_button.setVisible(leaving and "resume" in mine.can)
        endable = "cancel_now" in mine.can or ("cancel_at_end" in mine.can and not mine.ends_then)
        self.cancel_button.setVisible(endable)
        for button in (self.portal_button, self.resume_button, self.cancel_button):
            button.setEnabled(not asking)
        self._buttons.setVisible(
            any(
                not button.isHidden()
                for button in (self.portal_button, self.resume_button, self.cancel_button)
            )
        )
        self.setAccessibleName(f"{self.title.text()}. {self.state.text()}. {self.text.text()}")


class SubscriptionList(QWidget):
    """A card for each; whoever pays twice is told so."""

    portal_asked = Signal(object)
    cancel_asked = Signal(object)
    resume_asked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[SubscriptionCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self.hide()

    def show_subscriptions(self, offers: Offers, *, asking: bool) -> None:
        """Show all that live."""
        while len(self.cards) < len(offers.subscriptions):
            card = SubscriptionCard()
            card.portal_asked.connect(self.portal_asked)
            card.cancel_asked.connect(self.cancel_asked)
            card.resume_asked.connect(self.resume_asked)
            self.cards.append(card)
            self._column.addWidget(card)
        while len(self.cards) > len(offers.subscriptions):
            card = self.cards.pop()
            card.hide()
            card.deleteLater()
        for card, mine in zip(self.cards, offers.subscriptions, strict=True):
            card.show_subscription(mine, offers, asking=asking)
        self.setVisible(bool(self.cards))
