"""One person: who they are, how their meters stand, their ledger; what an administrator may do stands beside it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.admin.adjust_dialog import AdjustDialog
from desktop.admin.people_view_model import PersonViewModel
from desktop.admin.rows_list_model import Column
from desktop.admin.service import Reach
from desktop.admin.table_page import PagedTable
from desktop.admin.words_page import role_text
from desktop.widgets.avatar import Avatar
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_date, format_moment
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.meter import MeterBar
from desktop.widgets.picker import Option, Picker
from desktop.widgets.pill import Pill
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from desktop.widgets.usage_words import (
    flags_text,
    held_text,
    kind_text,
    left_text,
    level_of,
    meter_icon,
    meter_title,
    operation_text,
    plan_name,
    signed_amount,
    used_text,
)
from shared.accounts.messages import User
from shared.billing.messages import LedgerEntry
from shared.billing.meters import Meter
from shared.billing.status import MeterStatus

_ALL = "all"
_TABLE_HEIGHT = 380


class PersonHead(QWidget):
    """Who it is, and what may be done: `change_asked`, `suspend_asked(bool)`, `audit_asked` and so on."""

    change_asked = Signal()
    suspend_asked = Signal(bool)
    audit_asked = Signal()
    settle_asked = Signal()
    remove_asked = Signal()

    def __init__(self, user: User, *, whole: bool, me: bool) -> None:
        super().__init__()
        self._user = user
        self._me = me
        self.name = ElidedLabel("", TypeRole.TITLE, semibold=True)
        self.email = ElidedLabel("", tone="muted")
        self._about = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._pills = QWidget()
        self._flow = FlowLayout(self._pills, spacing=Space.XS)
        self.change_button = Button(
            self.tr("Role and plan…") if whole else self.tr("Role…"), icon_name="pencil-outline"
        )
        self.change_button.clicked.connect(self.change_asked)
        self.suspend_button = Button("")
        self.suspend_button.clicked.connect(lambda: self.suspend_asked.emit(not self._user.suspended))
        menu = QMenu(self)
        self.audit_action = menu.addAction(self.tr("What they did and suffered"))
        self.audit_action.triggered.connect(self.audit_asked)
        self.settle_action = menu.addAction(self.tr("Lift restrictions of disputed payments"))
        self.settle_action.triggered.connect(self.settle_asked)
        self.settle_action.setVisible(whole)
        self.remove_action = menu.addAction(self.tr("Take out of the school…"))
        self.remove_action.triggered.connect(self.remove_asked)
        self.more = IconButton("dots-vertical", self.tr("More for this person"))
        self.more.setMenu(menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self.show_user(user)

    def show_user(self, user: User) -> None:
        """Show somebody as they are now."""
        self._user = user
        self.name.set_full_text(user.name or user.email)
        self.email.set_full_text(user.email)
        seen = (
            self.tr("last here on {date}").format(date=format_date(user.seen_ms))
            if user.seen_ms
            else self.tr("not here yet, or not lately")
        )
        since = self.tr("With us since {date}").format(date=format_date(user.created_ms))
        self._about.setText(f"{since} · {seen}")
        self._flow.clear()
        self._flow.addWidget(Pill(role_text(user.role), "neutral", icon_name="account-outline"))
        self._flow.addWidget(Pill(plan_name(user.plan), "accent"))
        if user.suspended:
            self._flow.addWidget(Pill(self.tr("Suspended"), "danger"))
        if not user.email_verified:
            self._flow.addWidget(Pill(self.tr("E-mail not verified"), "warning"))
        self.suspend_button.setText(self.tr("Let in again") if user.suspended else self.tr("Suspend"))
        self.suspend_button.set_icon("account-check-outline" if user.suspended else "account-cancel-outline")
        # Nobody shuts themselves out by a slip.
        self.suspend_button.setVisible(not self._me)
        self.remove_action.setVisible(user.tenant_id is not None and not self._me)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.email)
        top = QHBoxLayout()
        top.setSpacing(Space.M)
        top.addWidget(Avatar(self._user.name or self._user.email, pixels=44))
        top.addLayout(words, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=Space.S)
        flow.addWidget(self.change_button)
        flow.addWidget(self.suspend_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(top)
        column.addWidget(self._pills)
        column.addWidget(self._about)
        column.addWidget(buttons)


class MeterLine(QWidget):
    """A meter of somebody, with Correct. `adjust_asked(status)`."""

    adjust_asked = Signal(object)

    def __init__(self, status: MeterStatus) -> None:
        super().__init__()
        self.status = status
        title = meter_title(status.meter)
        bar = MeterBar(title)
        bar.set_share(status.percent_used / 100, level_of(status))
        bar.setVisible(bool(status.limit))
        said = [left_text(status), held_text(status)]
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(Label(title, semibold=True, wrap=True))
        words.addWidget(Label(used_text(status), wrap=True))
        words.addWidget(bar)
        words.addWidget(
            Label(" · ".join(each for each in said if each), TypeRole.SMALL, tone="muted", wrap=True)
        )
        self.button = Button(self.tr("Correct…"))
        self.button.setAccessibleName(self.tr("Correct: {meter}").format(meter=title))
        self.button.clicked.connect(lambda: self.adjust_asked.emit(self.status))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


class PersonPane(ScrollColumn):
    """Meters and the ledger are shown to administrators of the server."""

    def __init__(self, view_model: PersonViewModel, user: User) -> None:
        super().__init__(characters=100, centred=False)
        self.model = view_model
        whole = view_model.admin.reach is Reach.SERVER
        self.head = PersonHead(user, whole=whole, me=user.user_id == view_model.admin.me)
        self.parts = SegmentedControl(
            self.tr("Part"), [Segment("meters", self.tr("Meters")), Segment("ledger", self.tr("Ledger"))]
        )
        self.parts.setVisible(whole)
        self.lines: list[MeterLine] = []
        self._meters = Card()
        self._shown: tuple[MeterStatus, ...] = ()
        self.meter = Picker(self.tr("Which entries"))
        options = [
            Option(each.value, meter_title(each), icon_name=meter_icon(each))
            for each in Meter
            if each is not Meter.CHARGED_MICROS
        ]
        self.meter.set_options([Option(_ALL, self.tr("Everything")), *options], _ALL)
        self.save_button = Button(self.tr("Save as a table (CSV)"), icon_name="export")
        self.table = PagedTable(
            self.tr("Ledger"),
            self._columns(),
            EmptyState("receipt-text-outline", self.tr("Nothing was counted yet.")),
        )
        self._lay_out(whole)
        self._connect()
        if whole:
            view_model.reload()

    def show_user(self, user: User) -> None:
        """Show somebody as they are now."""
        self.head.show_user(user)

    def _lay_out(self, whole: bool) -> None:
        ledger = QWidget()
        column = QVBoxLayout(ledger)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        top = QWidget()
        flow = FlowLayout(top, spacing=Space.S)
        flow.addWidget(self.meter)
        flow.addWidget(self.save_button)
        column.addWidget(top)
        column.addWidget(self.table, 1)
        meters = QWidget()
        upper = QVBoxLayout(meters)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addWidget(self._meters)
        upper.addStretch(1)
        self._inner = QStackedWidget()
        self._inner.addWidget(meters)
        self._inner.addWidget(ledger)
        self.stack = ContentStack(self._inner, QWidget(), skeleton_rows=4)
        self.stack.setVisible(whole)
        # One thing scrolls, so that with large text the head does not leave a slit for the rest.
        for widget in (self.head, self.parts, self.stack):
            self.body.addWidget(widget)
        theming().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.table.setMinimumHeight(theme().px(_TABLE_HEIGHT))

    def _connect(self) -> None:
        model = self.model
        model.changed.connect(self._refresh)
        model.asked.connect(self._asked)
        self.stack.retry.connect(model.reload)
        self.table.more_asked.connect(model.read_more)
        self.meter.selected.connect(lambda id_: model.show_meter(None if id_ == _ALL else Meter(id_)))
        self.parts.selected.connect(lambda part: self._inner.setCurrentIndex(int(part == "ledger")))
        self.save_button.clicked.connect(self._choose_target)
        self.head.settle_asked.connect(model.settle)

    def _refresh(self) -> None:
        model = self.model
        if model.status is None:
            if model.error is not None:
                self.stack.show_error(model.error, can_retry=True)
            return
        self._show_meters(model.status.meters)
        self.table.show_rows(model.entries, more=model.more, reading=model.reading)
        self.stack.show_content()

    def _show_meters(self, meters: tuple[MeterStatus, ...]) -> None:
        if meters == self._shown:
            return
        self._shown = meters
        while (item := self._meters.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = [MeterLine(status) for status in meters]
        for position, line in enumerate(self.lines):
            if position:
                self._meters.body.addWidget(Rule())
            line.adjust_asked.connect(lambda status: AdjustDialog(self, self.model, status).open())
            self._meters.body.addWidget(line)

    def _asked(self) -> None:
        busy = self.model.busy
        self.save_button.setEnabled(not busy)
        self.head.settle_action.setEnabled(not busy)

    def _choose_target(self) -> None:
        dialog = save_dialog(
            self, self.tr("Save the ledger"), "lantern-ledger", "csv", self.tr("Table (*.csv)")
        )
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(lambda chosen: self.model.save_ledger(Path(chosen)))
        dialog.open()

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("At"), lambda entry: format_moment(entry.at_ms)),
            Column(self.tr("Meter"), lambda entry: meter_title(entry.meter)),
            Column(self.tr("Kind"), lambda entry: kind_text(entry.kind)),
            Column(self.tr("Amount"), signed_amount, amounts=True),
            Column(self.tr("Service and remarks"), _about, wide=True),
        ]


def _about(entry: LedgerEntry) -> str:
    """What it was for, and what is remarkable about it."""
    service = operation_text(entry.operation) if entry.operation else ""
    return " · ".join(part for part in (service, entry.model, flags_text(entry)) if part)
