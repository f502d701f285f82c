"""The usage page: how every meter stands, what was used when and what it cost, and the entries of the ledger."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.billing.buying import main_subscription
from desktop.billing.buying_service import BuyingService
from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.buying_words_page import subscription_text
from desktop.billing.detail_view_model import HistoryViewModel, LedgerViewModel
from desktop.billing.history_page import HistoryPane
from desktop.billing.ledger_page import LedgerPane
from desktop.billing.lent_page import LentCard
from desktop.billing.lent_view_model import LentViewModel
from desktop.billing.meters_page import MetersPane
from desktop.billing.places import ACCOUNT_PAGE, PLANS_PAGE
from desktop.billing.service import BillingService
from desktop.billing.usage_view_model import UsageViewModel
from desktop.billing.views import Standing
from desktop.billing.words_page import as_of_text, heading, plan_name
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.formats import format_date
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from shared.billing.status import UPGRADE_PERCENT
from shared.clock import Clock

PARTS = ("overview", "history", "entries")
_WIDTH = 110


class UsagePage(Page):
    """`part` opens one of `PARTS`."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        billing: BillingService = context.services.billing
        bus = context.services.bus
        self._clock: Clock = context.services.clock
        self.view_model = context.shell.shared(
            UsageViewModel, lambda scope: UsageViewModel(billing, scope, bus)
        )
        buying: BuyingService = context.services.buying
        self.buying = context.shell.shared(BuyingViewModel, lambda scope: BuyingViewModel(buying, scope, bus))
        self.history_model = HistoryViewModel(billing, context.scope, bus)
        self.ledger_model = LedgerViewModel(billing, context.scope, bus)
        self.lent_model = LentViewModel(billing, context.scope, bus)
        self._billing = billing
        self._shown = (0, False)
        self._make()
        self._connect()
        self._refresh()

    # What the window asks

    def open_target(self, *, part: str = "overview", **_target: Any) -> None:
        if part in PARTS:
            self.parts.set_selected(part)
            self._show_part(part)

    def activated(self) -> None:
        self.view_model.reload()
        self.lent_model.reload()
        self._load_part()

    def page_state(self) -> dict[str, Any]:
        return {"part": self.parts.current()}

    def restore_state(self, state: dict[str, Any]) -> None:
        if state.get("part") in PARTS:
            self.parts.set_selected(state["part"])
            self._show_part(state["part"])

    async def aclose(self) -> None:
        self.view_model.changed.disconnect(self._refresh)
        self.buying.changed.disconnect(self._refresh)
        self.history_model.close()
        self.ledger_model.close()
        self.lent_model.close()

    def state(self) -> str:
        """State of the page: "loading", "empty", "error" or "content"."""
        return self._stack.state()

    # Made once

    def _make(self) -> None:
        self.header = PageHeader(self.tr("Usage"))
        back = IconButton("arrow-left", self.tr("Back"))
        back.clicked.connect(self.shell.back)
        self.header.add_leading(back)
        self.plans_button = Button(self.tr("Compare plans"), icon_name="view-column-outline")
        self.plans_button.clicked.connect(lambda: self.shell.open(PLANS_PAGE))
        self.header.add_action(self.plans_button)
        self.parts = SegmentedControl(
            self.tr("Part of the page"),
            [
                Segment("overview", self.tr("Overview")),
                Segment("history", self.tr("History and cost")),
                Segment("entries", self.tr("Entries")),
            ],
        )
        self.old = Notice("cloud-off-outline", tone="warning")
        self.plan = Label("", TypeRole.LEAD, semibold=True)
        self.plan_note = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.meters = MetersPane()
        self.lent = LentCard()
        self.history = HistoryPane()
        self.history_stack = ContentStack(self.history, QWidget())
        self.entries = LedgerPane(self.ledger_model)
        self._inner = QStackedWidget()
        for pane in (self._overview(), self.history_stack, self.entries):
            self._inner.addWidget(pane)
        self._empty = EmptyState("gauge", "")
        self._stack = ContentStack(self._content(), self._empty)
        self.body.addWidget(self.header)
        self.body.addWidget(self._stack, 1)

    def _overview(self) -> ScrollColumn:
        column = ScrollColumn(characters=_WIDTH)
        card = Card(raised=True)
        card.body.setSpacing(Space.XS)
        card.body.addWidget(self.plan)
        card.body.addWidget(self.plan_note)
        column.body.addWidget(card)
        column.body.addWidget(self.meters)
        column.body.addWidget(self.lent)
        column.body.addWidget(
            Label(
                self.tr(
                    "Days and months are those of UTC. What you do on this computer alone is never counted: your "
                    "library, answers from your own material, models on this computer, your own keys."
                ),
                TypeRole.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        return column

    def _content(self) -> QWidget:
        content = QWidget()
        strip = QHBoxLayout()
        strip.setContentsMargins(Space.XL, Space.M, Space.XL, 0)
        strip.setSpacing(Space.M)
        strip.addWidget(self.parts)
        strip.addWidget(self.old, 100)
        strip.addStretch(1)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(strip)
        column.addWidget(self._inner, 1)
        return content

    def _connect(self) -> None:
        self.view_model.changed.connect(self._refresh)
        self.buying.changed.connect(self._refresh)
        self.meters.more_asked.connect(lambda meter: self.shell.open(PLANS_PAGE, meter=meter.value))
        self.history_model.changed.connect(self._show_history)
        self.lent_model.changed.connect(self._show_lent)
        self.ledger_model.exported.connect(self._say_exported)
        self.history.days_wanted.connect(self.history_model.show_days)
        self.history_stack.retry.connect(self.history_model.reload)
        self.entries.export_asked.connect(self._choose_target)
        self.parts.selected.connect(self._show_part)
        self.old.action.connect(self.view_model.reload)
        self._stack.retry.connect(self.view_model.reload)
        self._empty.action.connect(lambda: self.shell.open(ACCOUNT_PAGE))

    # How it stands

    def _refresh(self) -> None:
        model = self.view_model
        standing = model.standing
        self.plans_button.setVisible(standing is not None)
        if not model.signed_in:
            words = self.tr(
                "On this computer nothing is counted and nothing has a limit. With an account you also get AI, room "
                "and minutes from your server; what you used of them will be here."
            )
            self._empty.set_sentence(words, self.tr("Sign in or make an account"))
            self._stack.show_empty()
        elif not model.supported:
            self._empty.set_sentence(
                self.tr("Your server does not count usage: it has no plans and no limits."), ""
            )
            self._stack.show_empty()
        elif standing is not None:
            self._show_standing()
            self._stack.show_content()
        elif model.problem is not None:
            self._stack.show_error(model.problem, can_retry=True)
        else:
            self._stack.show_loading()

    def _show_standing(self) -> None:
        standing = self.view_model.standing
        if standing is None:
            return
        if (standing.at_ms, standing.offline) != self._shown:
            self._shown = (standing.at_ms, standing.offline)
            self._load_part(live=True)
        self.plan.setText(self.tr("Your plan: {plan}").format(plan=plan_name(standing.plan)))
        self.plan_note.setText(self._note(standing))
        near = [one for one in standing.meters if one.limit and one.percent_used >= UPGRADE_PERCENT]
        if (near or standing.plan_until_ms) and not self.buying.known:
            self.buying.reload()
        self.meters.show_standing(standing, sold={one.meter for one in near if self.buying.has_more_of(one)})
        if standing.problem is None:
            self.old.set_notice("")
            return
        title = error_text(standing.problem, ui_language()).title
        self.old.set_notice(f"{as_of_text(standing)}. {title}", self.tr("Try again"))

    def _note(self, standing: Standing) -> str:
        """What a plan that ends does then. One that renews ends later than its period, by days that are no promise."""
        until_ms, offers = standing.plan_until_ms, self.buying.offers
        if not until_ms or offers is None:
            return self.tr("What you used, and what is left of each allowance.")
        mine = main_subscription(offers)
        if mine is not None and mine.plan == standing.plan:
            return subscription_text(mine, offers)
        words = self.tr("Paid until {day}; then it goes on or becomes Free.")
        return words.format(day=format_date(until_ms))

    def _show_lent(self) -> None:
        self.lent.show_leases(self.lent_model.leases, self._billing.device_id)

    def _show_history(self) -> None:
        model = self.history_model
        if model.history is not None:
            self.history.show_history(model.history)
            self.history_stack.show_content()
        elif model.error is not None:
            self.history_stack.show_error(model.error, can_retry=True)

    def _show_part(self, part: str) -> None:
        self._inner.setCurrentIndex(PARTS.index(part))
        self._load_part()

    def _load_part(self, *, live: bool = False) -> None:
        """Read what the part shows; something new does not take away the older entries that somebody looks at."""
        if not self.view_model.signed_in or not self.isVisible():
            return
        part = self.parts.current()
        if part == "history":
            self.history_model.reload()
        elif part == "entries" and not (live and self.ledger_model.further):
            self.ledger_model.reload()

    # The file

    def _choose_target(self) -> None:
        today = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC).astimezone().date()
        title, name = self.tr("Save the entries"), f"lantern-usage-{today.isoformat()}"
        dialog = save_dialog(self, title, name, "csv", self.tr("Table (*.csv)"))
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(lambda chosen: self.ledger_model.export(Path(chosen), heading))
        dialog.open()

    def _say_exported(self, target: Path, count: int) -> None:
        words = self.tr("%n entry(s) saved in {name}", "", count)
        self.shell.toast(words.format(name=target.name), tone="ok")


def create_page(context: PageContext) -> UsagePage:
    """Make the page."""
    return UsagePage(context)
