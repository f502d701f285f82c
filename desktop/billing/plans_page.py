"""The plans page: plans and what is sold besides, what one pays for, what was paid, and the invoices."""

from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.accounts.service import AccountsService
from desktop.billing.buying import AT_ONCE, Choice, main_subscription
from desktop.billing.buying_service import BuyingService, MySubscription, Offers, PageToOpen, Provider
from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.buying_words_page import change_words, done_text
from desktop.billing.cancel_dialog import CancelDialog
from desktop.billing.payments_page import PaidPane
from desktop.billing.payments_view_model import PaidViewModel
from desktop.billing.places import ACCOUNT_PAGE
from desktop.billing.plans_view_model import PlansViewModel
from desktop.billing.service import BillingService, Meter
from desktop.billing.shop_page import ShopPane
from desktop.widgets.button import IconButton
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.inline_error import InlineError
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space

PARTS = ("plans", "payments", "invoices")


class PlansPage(Page):
    """Plans are what the server says, edited ones too; what counts now is what usage says.

    Opened with a `meter`, what can be bought of it is marked.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        billing: BillingService = context.services.billing
        buying: BuyingService = context.services.buying
        bus = context.services.bus
        self._accounts: AccountsService = context.services.accounts
        self._attending = self._bring = False
        self._offers: Offers | None = None
        session = self._accounts.session
        self._user_id = session.user_id if session is not None else None
        self.view_model = PlansViewModel(billing, context.scope, bus)
        self.buying = context.shell.shared(BuyingViewModel, lambda scope: BuyingViewModel(buying, scope, bus))
        self.history_model = PaidViewModel(buying.history, context.scope, bus)
        self.invoices_model = PaidViewModel(buying.invoices, context.scope, bus)
        self._make()
        self._connect()
        self.view_model.reload()
        self.buying.reload()
        self._refresh()

    # What the window asks

    def open_target(self, *, part: str = "plans", meter: str = "", **_target: Any) -> None:
        self.shop.wanted = Meter(meter) if meter in list(Meter) else None
        if part in PARTS:
            self._choose_part(part)
        self._bring = self.shop.wanted is not None
        self._refresh()

    def activated(self) -> None:
        self.view_model.looked_at = True
        self.buying.forget_error()
        self._attend(watched=True)
        self.view_model.reload()
        self.buying.reload()
        self._load_part()

    def deactivated(self) -> None:
        self.view_model.looked_at = False
        self._attend(watched=False)

    def page_state(self) -> dict[str, str]:
        return {"period": self.shop.period.current(), "part": self.parts.current()}

    def restore_state(self, state: dict[str, str]) -> None:
        if state.get("period") in ("month", "year"):
            self.shop.choose_period(state["period"])
        if state.get("part") in PARTS:
            self._choose_part(state["part"])
        self._refresh()

    async def aclose(self) -> None:
        self._attend(watched=False)
        for signal, slot in self._lasting():
            signal.disconnect(slot)
        for model in (self.view_model, self.history_model, self.invoices_model):
            model.close()

    def state(self) -> str:
        """State of the page: "loading", "empty", "error" or "content"."""
        return self._stack.state()

    # Made once

    def _make(self) -> None:
        self.header = PageHeader(self.tr("Plans"))
        back = IconButton("arrow-left", self.tr("Back"))
        back.clicked.connect(self.shell.back)
        self.header.add_leading(back)
        self.parts = SegmentedControl(
            self.tr("Part of the page"),
            [
                Segment("plans", self.tr("Plans")),
                Segment("payments", self.tr("Payments")),
                Segment("invoices", self.tr("Invoices")),
            ],
        )
        self.shop = ShopPane(self.view_model, self.buying)
        nothing_paid = EmptyState(
            "cash-check", self.tr("What you pay for plans and top-ups will stand here, payment by payment.")
        )
        no_invoices = EmptyState(
            "receipt-text-outline", self.tr("The bills for what you pay will be here, to open and to keep.")
        )
        self.history = PaidPane(self.history_model, nothing_paid)
        self.invoices = PaidPane(self.invoices_model, no_invoices)
        self._inner = QStackedWidget()
        for pane in (self.shop, self.history, self.invoices):
            self._inner.addWidget(pane)
        self._empty = EmptyState("view-column-outline", "")
        self._stack = ContentStack(self._content(), self._empty)
        self.body.addWidget(self.header)
        self.body.addWidget(self._stack, 1)

    def _content(self) -> QWidget:
        content = QWidget()
        self._strip = QWidget()
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(Space.XL, Space.M, Space.XL, 0)
        strip.addWidget(self.parts)
        strip.addStretch(1)
        self.error = InlineError()
        self._error_room = QWidget()
        room = QVBoxLayout(self._error_room)
        room.setContentsMargins(Space.XL, Space.M, Space.XL, 0)
        room.addWidget(self.error)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(self._error_room)
        column.addWidget(self._inner, 1)
        return content

    def _lasting(self) -> list[tuple[Any, Any]]:
        """What outlives the page and must not call it afterwards."""
        return [
            (self.buying.changed, self._refresh),
            (self.buying.page_ready, self._open_page),
            (self.buying.done, self._say_done),
            (self.buying.thanked, self._load_part),
        ]

    def _connect(self) -> None:
        for signal, slot in self._lasting():
            signal.connect(slot)
        self.view_model.changed.connect(self._refresh)
        self.parts.selected.connect(self._choose_part)
        self._stack.retry.connect(self._reload)
        self._empty.action.connect(lambda: self.shell.open(ACCOUNT_PAGE))
        shop, buying = self.shop, self.buying
        shop.chosen.connect(self._choose)
        shop.top_ups.bought.connect(buying.buy)
        self.error.retry.connect(buying.order_again)
        shop.trouble.action.connect(self._reload)
        shop.purchase.open_asked.connect(self._open_url)
        shop.purchase.again_asked.connect(buying.buy)
        shop.purchase.left.connect(buying.stop_waiting)
        shop.purchase.read.connect(buying.seen_thanks)
        shop.subscriptions.portal_asked.connect(lambda mine: buying.open_portal(mine.provider))
        shop.subscriptions.resume_asked.connect(buying.resume)
        shop.subscriptions.cancel_asked.connect(self._ask_cancel)
        self.invoices.opened.connect(buying.open_invoice)

    # How it stands

    def _refresh(self) -> None:
        model = self.view_model
        self._forget_others()
        if not model.signed_in:
            words = self.tr(
                "Plans are about AI, room and minutes on a server. Everything on this computer works without one."
            )
            self._empty.set_sentence(words, self.tr("Sign in or make an account"))
            self._stack.show_empty()
        elif not model.supported:
            self._empty.set_sentence(self.tr("Your server has no plans: nothing there has a limit."), "")
            self._stack.show_empty()
        elif model.plans is not None and self.buying.known:
            self._show_content()
            self._stack.show_content()
        elif model.error is not None:
            self._stack.show_error(model.error, can_retry=True)
        else:
            self._stack.show_loading()

    def _forget_others(self) -> None:
        """What somebody paid is shown to nobody else who signs in here."""
        session = self._accounts.session
        user_id = session.user_id if session is not None else None
        if user_id != self._user_id:
            self._user_id = user_id
            self.history_model.forget()
            self.invoices_model.forget()
            self._load_part()

    def _show_content(self) -> None:
        session = self._accounts.session
        offers = self.buying.offers
        buys = self.buying.sells or main_subscription(offers) is not None
        self._strip.setVisible(buys)
        if not buys and self.parts.current() != "plans":
            self._choose_part("plans")
        error = self.buying.asked_error
        self.error.show_error(error, can_retry=error is not None and error.retryable)
        self._error_room.setVisible(error is not None)
        self.shop.refresh(session.server_name if session is not None else "")
        if self._bring and not self.shop.top_ups.isHidden():
            # Once it is laid out.
            self._bring = False
            QTimer.singleShot(0, self, lambda: self.shop.ensureWidgetVisible(self.shop.top_ups))
        if offers is not self._offers:
            # Something was bought or changed, perhaps: the list that is looked at may have grown.
            self._offers = offers
            if self.parts.current() == "payments":
                self.history_model.reload()
        for pane in (self.history, self.invoices):
            pane.show_offers(offers)

    def _reload(self) -> None:
        self.view_model.reload()
        self.buying.reload()

    def _attend(self, *, watched: bool) -> None:
        if watched != self._attending:
            self._attending = watched
            self.buying.attend(watched=watched)

    def _choose_part(self, part: str) -> None:
        self.parts.set_selected(part)
        self._inner.setCurrentIndex(PARTS.index(part))
        self._load_part()

    def _load_part(self, _offer: object = None) -> None:
        if not self.view_model.signed_in:
            return
        models = {"payments": self.history_model, "invoices": self.invoices_model}
        if model := models.get(self.parts.current()):
            model.reload()

    # What a person asks

    def _choose(self, chosen: Choice, provider: str) -> None:
        mine = main_subscription(self.buying.offers)
        if chosen.step == "free" and mine is not None:
            self._ask_cancel(mine)
        elif chosen.step in AT_ONCE and mine is not None and chosen.offer is not None:
            self.context.scope.spawn(self._confirm(chosen, mine), name="change plan")
        else:
            named: tuple[Provider, ...] = ("stripe", "polar", "whop")
            self.buying.choose(chosen, next((one for one in named if one == provider), None))

    async def _confirm(self, chosen: Choice, mine: MySubscription) -> None:
        """What is charged at once is asked first; a smaller plan can be taken back."""
        title, body, action = change_words(chosen, mine)
        if await ConfirmDialog(self, title, body, action, danger=False).ask():
            self.buying.choose(chosen)

    def _ask_cancel(self, mine: MySubscription) -> None:
        self.context.scope.spawn(self._cancel(mine), name="cancel plan")

    async def _cancel(self, mine: MySubscription) -> None:
        at_once = await CancelDialog(self, mine).ask()
        if at_once is not None:
            self.buying.cancel(mine, at_once=at_once)

    def _open_page(self, page: PageToOpen) -> None:
        opened = self._open_url(page.url)
        waiting = self.buying.waiting
        if waiting is not None and waiting.url == page.url:
            self.shop.browser_opened = opened
            self.shop.verticalScrollBar().setValue(0)
            self._refresh()

    def _open_url(self, url: str) -> bool:
        if QDesktopServices.openUrl(QUrl(url)):
            return True
        self.shell.toast(
            self.tr("No browser opened."),
            tone="warning",
            action_text=self.tr("Copy the address"),
            on_action=lambda: QGuiApplication.clipboard().setText(url),
        )
        return False

    def _say_done(self, what: str, mine: MySubscription) -> None:
        if what == "change" and not mine.next_offer:
            # It counts at once, and the thanks say so.
            return
        text = done_text(what, mine, self.buying.offers)
        undo = what != "resume" and "resume" in mine.can
        self.shell.toast(
            text,
            tone="ok",
            action_text=self.tr("Undo") if undo else "",
            on_action=(lambda: self.buying.resume(mine)) if undo else None,
        )


def create_page(context: PageContext) -> PlansPage:
    """Make the page."""
    return PlansPage(context)
