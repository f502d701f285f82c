"""The plans page: the plans of the server beside each other, by the month or the year, and which one is one's own."""

from PySide6.QtWidgets import QWidget

from desktop.accounts.service import AccountsService
from desktop.billing.places import ACCOUNT_PAGE
from desktop.billing.plan_card_page import PlanCard
from desktop.billing.plans_view_model import PlansViewModel
from desktop.billing.service import BillingService, Plan
from desktop.widgets.button import IconButton
from desktop.widgets.card import ScrollColumn
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_date
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole

_WIDTH = 150
_NARROWEST = 200


class PlansPage(Page):
    """Plans are what the server says, edited ones too; what counts now is what usage says."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        billing: BillingService = context.services.billing
        self._accounts: AccountsService = context.services.accounts
        self.view_model = PlansViewModel(billing, context.scope, context.services.bus)
        self.header = PageHeader(self.tr("Plans"))
        back = IconButton("arrow-left", self.tr("Back"))
        back.clicked.connect(self.shell.back)
        self.header.add_leading(back)
        self.period = SegmentedControl(
            self.tr("Prices"),
            [Segment("month", self.tr("By the month")), Segment("year", self.tr("By the year"))],
        )
        self.until = Label("", TypeRole.SMALL, tone="muted")
        self.plans = PlansGrid()
        self.ask = Notice("school-outline", tone="info")
        self._empty = EmptyState("view-column-outline", "")
        self._stack = ContentStack(self._content(), self._empty)
        self.body.addWidget(self.header)
        self.body.addWidget(self._stack, 1)
        self._connect()
        self.view_model.reload()
        self._refresh()

    def activated(self) -> None:
        self.view_model.looked_at = True
        self.view_model.reload()

    def deactivated(self) -> None:
        self.view_model.looked_at = False

    def page_state(self) -> dict[str, str]:
        return {"period": self.period.current()}

    def restore_state(self, state: dict[str, str]) -> None:
        if state.get("period") in ("month", "year"):
            self.period.set_selected(state["period"])
            self._refresh()

    async def aclose(self) -> None:
        self.view_model.close()

    def state(self) -> str:
        """State of the page: "loading", "empty", "error" or "content"."""
        return self._stack.state()

    def _content(self) -> ScrollColumn:
        column = ScrollColumn(characters=_WIDTH)
        head = QWidget()
        flow = FlowLayout(head, spacing=Space.M)
        flow.addWidget(self.period)
        column.body.addWidget(head)
        column.body.addWidget(self.until)
        column.body.addWidget(self.plans)
        column.body.addWidget(self.ask)
        column.body.addWidget(
            Label(
                self.tr(
                    "A plan is about what your server does for you. Everything on this computer works without one: "
                    "your library, answers from your own material, models on this computer, your own keys."
                ),
                TypeRole.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        return column

    def _connect(self) -> None:
        self.view_model.changed.connect(self._refresh)
        self.period.selected.connect(lambda _id: self._refresh())
        self._stack.retry.connect(self.view_model.reload)
        self._empty.action.connect(lambda: self.shell.open(ACCOUNT_PAGE))

    def _refresh(self) -> None:
        model = self.view_model
        if not model.signed_in:
            words = self.tr(
                "Plans are about AI, room and minutes on a server. Everything on this computer works without one."
            )
            self._empty.set_sentence(words, self.tr("Sign in or make an account"))
            self._stack.show_empty()
        elif not model.supported:
            self._empty.set_sentence(self.tr("Your server has no plans: nothing there has a limit."), "")
            self._stack.show_empty()
        elif model.plans is not None:
            self._show_plans(model.plans)
            self._stack.show_content()
        elif model.error is not None:
            self._stack.show_error(model.error, can_retry=True)
        else:
            self._stack.show_loading()

    def _show_plans(self, plans: tuple[Plan, ...]) -> None:
        model = self.view_model
        self.plans.show_plans(plans, own=model.own, yearly=self.period.current() == "year")
        until_ms = model.until_ms
        self.until.setVisible(bool(until_ms))
        if until_ms:
            self.until.setText(self.tr("Your plan is paid until {day}.").format(day=format_date(until_ms)))
        session = self._accounts.session
        server = session.server_name if session is not None else ""
        words = self.tr(
            "Plans are not sold here. For a larger one ask your school, or whoever runs {server}."
        )
        self.ask.set_notice(words.format(server=server))


class PlansGrid(CardGrid):
    """The cards; three beside each other would leave the fourth alone."""

    def __init__(self) -> None:
        super().__init__(narrowest=_NARROWEST, columns=(1, 2, 4))
        self.cards: list[PlanCard] = []

    def show_plans(self, plans: tuple[Plan, ...], *, own: str, yearly: bool) -> None:
        """Show every plan and mark one's own."""
        more = [PlanCard() for _ in plans[len(self.cards) :]]
        self.cards = [*self.cards[: len(plans)], *more]
        for card, plan in zip(self.cards, plans, strict=True):
            card.show_plan(plan, yearly=yearly, own=plan.name == own)
        self.set_cards(self.cards)


def create_page(context: PageContext) -> PlansPage:
    """Make the page."""
    return PlansPage(context)
