"""The account page's part about the plan: which it is, how the foremost allowance stands, the ways to more."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.billing.buying import main_subscription
from desktop.billing.buying_service import BuyingService
from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.buying_words_page import subscription_text
from desktop.billing.places import PLANS_PAGE, USAGE_PAGE
from desktop.billing.service import BillingService
from desktop.billing.usage_view_model import UsageViewModel
from desktop.billing.words_page import (
    as_of_text,
    left_text,
    level_of,
    meter_title,
    plan_name,
    reset_text,
    used_text,
)
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.meter import MeterBar
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.theme import Space, TypeRole


class PlanSection(Page):
    """Hidden while nothing is known: an older server has no plans."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        billing: BillingService = context.services.billing
        bus = context.services.bus
        self.view_model = context.shell.shared(
            UsageViewModel, lambda scope: UsageViewModel(billing, scope, bus)
        )
        buying: BuyingService = context.services.buying
        self.buying = context.shell.shared(BuyingViewModel, lambda scope: BuyingViewModel(buying, scope, bus))
        self.unpaid = Notice("credit-card-off-outline", tone="danger")
        self.unpaid.action.connect(lambda: self.shell.open(PLANS_PAGE))
        self.plan = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.used = Label("", wrap=True)
        self.bar = MeterBar("")
        self.left = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.usage_button = Button(self.tr("Usage in detail"), icon_name="gauge")
        self.usage_button.clicked.connect(lambda: self.shell.open(USAGE_PAGE))
        self.plans_button = Button(self.tr("Compare plans"), icon_name="view-column-outline")
        self.plans_button.clicked.connect(lambda: self.shell.open(PLANS_PAGE))
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.plan, 1)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=Space.S)
        row.addWidget(self.usage_button)
        row.addWidget(self.plans_button)
        card = Card()
        card.body.addLayout(head)
        card.body.addWidget(self.unpaid)
        for widget in (self.used, self.bar, self.left, buttons):
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self.view_model.changed.connect(self._refresh)
        self.buying.changed.connect(self._refresh)
        self._refresh()

    def activated(self) -> None:
        self.view_model.reload()
        if self.view_model.signed_in:
            self.buying.reload()

    async def aclose(self) -> None:
        self.view_model.changed.disconnect(self._refresh)
        self.buying.changed.disconnect(self._refresh)

    def _refresh(self) -> None:
        standing = self.view_model.standing
        status = standing.foremost if standing is not None else None
        self.setVisible(status is not None)
        if standing is None or status is None:
            return
        self.plan.setText(self.tr("Your plan: {plan}").format(plan=plan_name(standing.plan)))
        offers = self.buying.offers
        mine = main_subscription(offers)
        words = ""
        if mine is not None and offers is not None and mine.status == "past_due":
            words = subscription_text(mine, offers)
        self.unpaid.set_notice(words, self.tr("Put it right") if words else "")
        title = meter_title(status.meter)
        self.used.setText(f"{title}: {used_text(status)}")
        self.bar.setVisible(bool(status.limit))
        self.bar.setAccessibleName(title)
        self.bar.set_share(status.percent_used / 100, level_of(status, offline=standing.offline))
        parts = [left_text(status), reset_text(status), as_of_text(standing) if standing.offline else ""]
        self.left.setText(" · ".join(part for part in parts if part))


def create_page(context: PageContext) -> PlanSection:
    """Make the part of the account page."""
    return PlanSection(context)
