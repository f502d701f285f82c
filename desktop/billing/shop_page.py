"""The plans beside each other, what one pays for, what is under way, and what is sold besides."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.billing.buying import (
    Choice,
    Period,
    choice,
    main_subscription,
    offered_periods,
    plan_offer,
    price_at,
    top_ups,
)
from desktop.billing.buying_service import Offers, Price
from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.buying_words_page import unreachable_text
from desktop.billing.plan_card_page import PlanCard, Sold
from desktop.billing.plans_view_model import PlansViewModel
from desktop.billing.purchase_page import PurchaseCard
from desktop.billing.service import Meter, Plan
from desktop.billing.subscription_page import SubscriptionList
from desktop.billing.top_up_page import TopUps
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_date
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theming

_WIDTH = 150
_NARROWEST = 200
_FIRST_STEPS = ("buy", "bigger")


class ShopPane(ScrollColumn):
    """`chosen(Choice, provider)` from a plan's card. A server that sells nothing shows its plans, and whom to ask."""

    chosen = Signal(object, str)

    def __init__(self, plans_model: PlansViewModel, buying_model: BuyingViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._plans, self._buying = plans_model, buying_model
        self._server = ""
        self.wanted: Meter | None = None
        self.browser_opened = True
        self._period_chosen = False
        self.period = SegmentedControl(
            self.tr("Prices"),
            [Segment("month", self.tr("By the month")), Segment("year", self.tr("By the year"))],
        )
        self.trouble = Notice("alert-outline", tone="warning", role=TypeRole.BODY)
        self.trouble_card = Card(padding=Space.M)
        self.trouble_card.body.addWidget(self.trouble)
        self.purchase = PurchaseCard()
        self.subscriptions = SubscriptionList()
        self.until = Label("", TypeRole.SMALL, tone="muted")
        self.plans = PlansGrid()
        self.top_ups = TopUps()
        self.ask = Notice("school-outline", tone="info")
        self.paid_note = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._lay_out()
        self.plans.chosen.connect(self.chosen)
        self.period.selected.connect(self._choose_period)

    def _lay_out(self) -> None:
        self._head = QWidget()
        flow = FlowLayout(self._head, spacing=Space.M)
        flow.addWidget(self.period)
        words = self.tr(
            "A plan is about what your server does for you. Everything on this computer works without one: "
            "your library, answers from your own material, models on this computer, your own keys."
        )
        for widget in (
            self.trouble_card,
            self.purchase,
            self.subscriptions,
            self._head,
            self.until,
            self.plans,
            self.top_ups,
            self.ask,
            self.paid_note,
            Label(words, TypeRole.SMALL, tone="muted", wrap=True),
        ):
            self.body.addWidget(widget)

    def choose_period(self, period: str) -> None:
        """Look at prices by the "month" or the "year"; until somebody chose it is how one pays."""
        self._period_chosen = True
        self.period.set_selected(period)

    def _choose_period(self, period: str) -> None:
        self.choose_period(period)
        self.refresh(self._server)

    def yearly(self) -> bool:
        return self.period.current() == "year"

    def refresh(self, server: str) -> None:
        """Show how it stands; `server` is what the server calls itself."""
        self._server = server
        plans, buying = self._plans.plans or (), self._buying
        offers = buying.offers
        self._show_trouble(offers, server)
        self.purchase.show_purchase(
            buying.waiting, buying.thanks, expired=buying.expired, opened=self.browser_opened
        )
        if offers is not None:
            self.subscriptions.show_subscriptions(offers, asking=buying.asking)
        self._show_plans(plans, offers)
        self._show_top_ups(offers)
        self._show_words(server)

    def _show_trouble(self, offers: Offers | None, server: str) -> None:
        """Why something cannot be bought, the heaviest reason only."""
        again = self.tr("Try again")
        if offers is not None and offers.restricted:
            words = self.tr(
                "A payment of yours was taken back after its allowance was used, so nothing can be bought for now. "
                "Write to whoever runs {server} to settle it; your work stays as it is."
            )
            self.trouble.set_notice(
                words.format(server=server), icon_name="hand-back-left-outline", tone="danger"
            )
        elif offers is not None and len(offers.subscriptions) > 1:
            words = self.tr("You pay for two plans at once. Only the larger one counts: cancel the other.")
            self.trouble.set_notice(words, icon_name="alert-outline", tone="warning")
        elif self._buying.problem is not None:
            words = (
                self.tr("What plans cost here could not be asked. Your plan stays as it is.")
                if offers is None
                else self.tr("No connection: prices and your payments may be older than what counts now.")
            )
            self.trouble.set_notice(words, again, icon_name="cloud-off-outline", tone="warning")
        else:
            missing = unreachable_text(offers.unreachable) if offers is not None else ""
            self.trouble.set_notice(
                missing, again if missing else "", icon_name="cloud-alert-outline", tone="warning"
            )

        self.trouble_card.setVisible(bool(self.trouble.text()))

    def _show_plans(self, plans: tuple[Plan, ...], offers: Offers | None) -> None:
        periods = offered_periods(offers) if offers is not None else ()
        unsold = offers is not None and not self._buying.sells
        if len(periods) == 1:
            self.period.set_selected(periods[0])
        mine = main_subscription(offers)
        if mine is not None and not self._period_chosen and mine.interval in periods:
            self.period.set_selected(mine.interval)
        self._head.setVisible(len(periods) != 1)
        period: Period = "year" if self.yearly() else "month"
        sold = [] if unsold else self._sold(plans, offers, period)
        self.plans.show_plans(plans, sold, own=self._plans.own, yearly=period == "year")

    def _sold(self, plans: tuple[Plan, ...], offers: Offers | None, period: Period) -> list[Sold]:
        if offers is None:
            return [Sold(Choice(), asked=False) for _ in plans]
        mine = main_subscription(offers)
        choices = [choice(offers, plans, plan, period) for plan in plans]
        steps = [one.step for one in choices]
        foremost = next((number for number, step in enumerate(steps) if step in _FIRST_STEPS), -1)
        if self.wanted is not None and top_ups(offers, self._plans.meters):
            foremost = -1
        free = not self._buying.asking
        currency = next((one.price.currency for one in choices if one.price is not None), "USD")
        return [
            Sold(
                one,
                mine,
                monthly=_monthly(offers, plan, one),
                foremost=number == foremost and self._buying.waiting is None,
                free=free,
                currency=currency,
            )
            for number, (plan, one) in enumerate(zip(plans, choices, strict=True))
        ]

    def _show_top_ups(self, offers: Offers | None) -> None:
        sold = top_ups(offers, self._plans.meters) if offers is not None and not offers.restricted else ()
        free = not self._buying.asking
        self.top_ups.show_offers(sold, wanted=self.wanted, free=free)

    def _show_words(self, server: str) -> None:
        buying, until_ms = self._buying, self._plans.until_ms
        offers = buying.offers
        # A subscription tells its own day: the plan ends some days later, if its renewal never comes.
        told = offers is None or bool(offers.subscriptions)
        self.until.setVisible(bool(until_ms) and not told)
        if until_ms:
            self.until.setText(self.tr("Your plan is paid until {day}.").format(day=format_date(until_ms)))
        words = self.tr(
            "Plans are not sold here. For a larger one ask your school, or whoever runs {server}."
        )
        unsold = offers is not None and not buying.sells
        self.ask.set_notice(words.format(server=server) if unsold else "")
        self.paid_note.setText(
            self.tr(
                "You pay on the page of the payment service, in your browser: Lantern and your server never see your "
                "card. Taxes may come on top; that page says the whole."
            )
        )
        self.paid_note.setVisible(buying.sells)


def _monthly(offers: Offers, plan: Plan, chosen: Choice) -> Price | None:
    """What a plan costs by the month where its price by the year is looked at."""
    offer = plan_offer(offers, plan.name, "month")
    provider = chosen.price.provider if chosen.price is not None else None
    return price_at(offer, provider) if offer is not None else None


class PlansGrid(CardGrid):
    """The cards; three beside each other would leave the fourth alone. `chosen(Choice, provider)`."""

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(narrowest=_NARROWEST, columns=(1, 2, 4))
        self.cards: list[PlanCard] = []
        theming().changed.connect(self._level)

    def show_plans(self, plans: tuple[Plan, ...], sold: list[Sold], *, own: str, yearly: bool) -> None:
        """Show every plan and mark one's own; an empty `sold` is of a server that sells none."""
        while len(self.cards) < len(plans):
            card = PlanCard()
            card.chosen.connect(self.chosen)
            self.cards.append(card)
        self.cards = self.cards[: len(plans)]
        for number, (card, plan) in enumerate(zip(self.cards, plans, strict=True)):
            if sold:
                card.show_sold(plan, sold[number], yearly=yearly, own=plan.name == own)
            else:
                card.show_plan(plan, yearly=yearly, own=plan.name == own)
        self.set_cards(self.cards)
        self._level()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._level()

    def _level(self) -> None:
        """Cards of a row begin their allowances at one height."""
        columns = self.columns
        if not columns:
            return
        width = (self.width() - (columns - 1) * Space.M) // columns
        for start in range(0, len(self.cards), columns):
            row = self.cards[start : start + columns]
            heads = [card.heads(width) for card in row]
            for card in row:
                card.level(max(period for period, _ in heads), max(way for _, way in heads))
