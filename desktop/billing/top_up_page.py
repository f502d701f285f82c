"""What can be bought once, besides a plan: a card for each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.billing.buying_service import Offer
from desktop.billing.buying_words_page import price_text, provider_name
from desktop.billing.service import Meter
from desktop.billing.words_page import amount_text, meter_icon, meter_title
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole

_NARROWEST = 240


class TopUpCard(Card):
    """`bought(Offer)` when its button is pressed."""

    bought = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._offer: Offer | None = None
        self._glyph = Glyph("plus-circle-outline", pixels=20)
        self.amount = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.of = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.button = Button("", icon_name="plus")
        self.button.clicked.connect(lambda: self.bought.emit(self._offer))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.amount)
        words.addWidget(self.of)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self._glyph)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.body.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_offer(self, offer: Offer, *, wanted: bool, free: bool) -> None:
        """Show what it adds and costs. `wanted`: of what is used up; `free`: it can be pressed."""
        self._offer = offer
        if offer.meter is None:
            return
        price = offer.prices[0]
        amount, title = amount_text(offer.meter, offer.amount), meter_title(offer.meter)
        self._glyph.set_icon(meter_icon(offer.meter), "accent" if wanted else "muted")
        self.amount.setText(f"+{amount}")
        self.of.setText(title)
        self.button.setText(self.tr("Buy for {price}").format(price=price_text(price)))
        self.button.set_kind("primary" if wanted else "secondary")
        self.button.setEnabled(free)
        said = self.tr("Buy {amount} of {what} for {price} at {provider}")
        self.button.setAccessibleName(
            said.format(
                amount=amount, what=title, price=price_text(price), provider=provider_name(price.provider)
            )
        )


class TopUps(QWidget):
    """Hidden when nothing is sold once. `bought(Offer)`."""

    bought = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[TopUpCard] = []
        self.grid = CardGrid(narrowest=_NARROWEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(Label(self.tr("A little more, once"), TypeRole.LEAD, semibold=True))
        column.addWidget(
            Label(
                self.tr(
                    "Added to what your plan has, used after it; good for twelve months, whatever plan you have."
                ),
                TypeRole.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        column.addSpacing(Space.XS)
        column.addWidget(self.grid)
        self.hide()

    def show_offers(self, offers: tuple[Offer, ...], *, wanted: Meter | None, free: bool) -> None:
        """Show them, those of the meter that is `wanted` marked."""
        while len(self.cards) < len(offers):
            card = TopUpCard()
            card.bought.connect(self.bought)
            self.cards.append(card)
        self.cards = self.cards[: len(offers)]
        marked = next((one.id for one in offers if one.meter is not None and one.meter == wanted), "")
        for card, offer in zip(self.cards, offers, strict=True):
            card.show_offer(offer, wanted=offer.id == marked, free=free)
        self.grid.set_cards(self.cards)
        self.setVisible(bool(offers))
