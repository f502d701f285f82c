"""Webhooks of payments: what came, what became of it, what was sent; given up ones are applied again from here."""

from typing import Any, get_args

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.admin.events_view_model import EventsViewModel
from desktop.admin.rows_list_model import Column
from desktop.admin.section_page import Section
from desktop.admin.table_page import PagedTable
from desktop.admin.words_page import event_state_text, event_state_tone
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule, ScrollColumn
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_moment, format_number
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.page import Shell
from desktop.widgets.picker import Option, Picker
from desktop.widgets.pill import Pill
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.payments.admin_messages import EventState, WebhookDetail, WebhookEvent
from shared.payments.messages import PROVIDERS, Provider

_ALL = "all"
_NAMES: dict[str, str] = {"stripe": "Stripe", "polar": "Polar", "whop": "Whop"}
_DETAIL_WIDTH = 340
_NARROW = 720
_SENT_HEIGHT = 300


class EventPane(ScrollColumn):
    """One webhook. `replay_asked`, `person_asked(user_id)`, `closed`."""

    replay_asked = Signal()
    person_asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(centred=False)
        self._event: WebhookEvent | None = None
        self.kind = ElidedLabel("", TypeRole.LEAD, semibold=True)
        close = IconButton("close", self.tr("Close"))
        close.clicked.connect(self.closed)
        self.pill = Pill("")
        self.facts = Label("", wrap=True, selectable=True)
        self.replay_button = Button(self.tr("Apply again"), "primary", icon_name="replay")
        self.replay_button.clicked.connect(self.replay_asked)
        self.person_button = Button(self.tr("Open the person"), icon_name="account-outline")
        self.person_button.clicked.connect(self._open_person)
        self.note = Label(
            self.tr("What was applied before changes nothing when it is applied again."),
            TypeRole.SMALL,
            tone="muted",
            wrap=True,
        )
        self.sent = QPlainTextEdit()
        self.sent.setReadOnly(True)
        self.sent.setAccessibleName(self.tr("What was sent"))
        self.error = InlineError()
        head = QHBoxLayout()
        head.addWidget(self.kind, 1)
        head.addWidget(close)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=Space.S)
        flow.addWidget(self.replay_button)
        flow.addWidget(self.person_button)
        column = self.body
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignLeading)
        for widget in (self.facts, buttons, self.note, Label(self.tr("What was sent"), semibold=True)):
            column.addWidget(widget)
        column.addWidget(self.error)
        column.addWidget(self.sent)
        theming().changed.connect(self._fit)
        self._fit()

    def show_event(self, event: WebhookEvent, detail: WebhookDetail | None) -> None:
        """Show what became of it; what was sent once that was read."""
        self._event = event
        self.kind.set_full_text(event.kind)
        self.pill.set_state(event_state_text(event.state), event_state_tone(event.state))
        self.facts.setText("\n".join(self._facts(event)))
        self.person_button.setVisible(event.user_id is not None)
        if detail is None:
            self.sent.setPlainText("")
        elif detail.body:
            self.sent.setPlainText(pretty(detail.body))
        else:
            self.sent.setPlainText(self.tr("It was erased with the person."))

    def _fit(self) -> None:
        self.sent.setMinimumHeight(theme().px(_SENT_HEIGHT))

    def _facts(self, event: WebhookEvent) -> list[str]:
        lines = [
            self.tr("{provider}, event {id}").format(provider=_NAMES[event.provider], id=event.event_id),
            self.tr("About: {id}").format(id=event.object_id),
            self.tr("Received: {when}").format(when=format_moment(event.received_ms)),
            self.tr("Tried: {count} times").format(count=format_number(event.attempts)),
        ]
        if event.done_ms:
            lines.append(self.tr("Applied: {when}").format(when=format_moment(event.done_ms)))
        if event.state == "new" and event.due_ms:
            lines.append(self.tr("Tried next: {when}").format(when=format_moment(event.due_ms)))
        if event.waits_for:
            lines.append(self.tr("Waits for: {what}").format(what=event.waits_for))
        if event.error:
            lines.append(self.tr("Went wrong: {what}").format(what=event.error))
        return lines

    def _open_person(self) -> None:
        if self._event is not None and self._event.user_id is not None:
            self.person_asked.emit(self._event.user_id)


class EventsSection(Section):
    """The table, what narrows it, and the chosen one beside it. `person_asked(user_id)`."""

    model: EventsViewModel
    person_asked = Signal(object)

    def __init__(self, view_model: EventsViewModel, shell: Shell) -> None:
        super().__init__(view_model, shell)
        self.provider = Picker(self.tr("Provider"), width=160)
        options = [Option(name, _NAMES[name]) for name in PROVIDERS]
        self.provider.set_options([Option(_ALL, self.tr("All providers")), *options], _ALL)
        self.event_state = Picker(self.tr("State"), width=160)
        states = [Option(name, event_state_text(name)) for name in get_args(EventState)]
        self.event_state.set_options([Option(_ALL, self.tr("Every state")), *states], _ALL)
        self.text = SearchField(self.tr("Id or type"))
        self.table = PagedTable(
            self.tr("Webhooks of payments"),
            self._columns(),
            EmptyState("webhook", self.tr("What Stripe, Polar and Whop tell of payments will stand here.")),
        )
        self.pane = EventPane()
        self.rule = Rule(vertical=True)
        self._lay_out()
        self._connect()
        theming().changed.connect(self._fit)
        self._fit()

    def refresh(self) -> None:
        model = self.model
        self.table.show_rows(model.events, more=model.more, reading=model.reading)
        event = next((each for each in model.events if each.id == model.chosen), None)
        if event is None and model.detail is not None:
            event = model.detail.event
        self.pane.setVisible(event is not None)
        if event is not None:
            self.pane.show_event(event, model.detail)
            self.pane.error.show_error(model.detail_error or model.asked_error, can_retry=False)
            self.pane.sent.setVisible(model.detail_error is None)
        self.pane.replay_button.setEnabled(not model.busy)
        self._fit()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.provider)
        head.addWidget(self.event_state)
        head.addStretch(1)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.text)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left, 1)
        row.addWidget(self.rule)
        row.addWidget(self.pane)
        self.set_content(content)

    def _connect(self) -> None:
        model = self.model
        self.provider.selected.connect(lambda _id: self._narrow())
        self.event_state.selected.connect(lambda _id: self._narrow())
        self.text.settled.connect(lambda _text: self._narrow())
        self.table.chosen.connect(lambda event: model.choose(event.id) if event is not None else None)
        self.table.more_asked.connect(model.read_more)
        self.table.retry.connect(model.reload)
        self.pane.replay_asked.connect(self._replay)
        self.pane.person_asked.connect(self.person_asked)
        self.pane.closed.connect(self._close)
        model.asked.connect(self.refresh)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("Received"), lambda event: format_moment(event.received_ms)),
            Column(self.tr("Provider"), lambda event: _NAMES[event.provider]),
            Column(self.tr("Type"), lambda event: event.kind, wide=True),
            Column(self.tr("State"), lambda event: event_state_text(event.state)),
        ]

    def _narrow(self) -> None:
        provider, state = self.provider.current(), self.event_state.current()
        chosen: Provider | None = None if provider == _ALL else provider  # pyright: ignore[reportAssignmentType]
        wanted: EventState | None = None if state == _ALL else state  # pyright: ignore[reportAssignmentType]
        self.model.narrow(chosen, wanted, self.text.text())

    def _replay(self) -> None:
        if self.model.chosen is not None:
            self.model.replay(self.model.chosen)

    def _close(self) -> None:
        self.table.table.clearSelection()
        self.table.table.setCurrentIndex(self.table.model.index(-1, -1))
        self.model.choose(None)
        self.table.table.setFocus()

    def _fit(self) -> None:
        """With little room the chosen one takes the place of the table."""
        narrow = self.width() < theme().px(_NARROW)
        chosen = not self.pane.isHidden()
        self._left.setVisible(not (narrow and chosen))
        self.rule.setVisible(chosen and not narrow)
        self.pane.setMinimumWidth(0 if narrow else theme().px(_DETAIL_WIDTH))
        self.pane.setMaximumWidth(16_777_215 if narrow else theme().px(_DETAIL_WIDTH))


def pretty(body: str) -> str:
    """JSON with one thing in a line; what is none as it is."""
    try:
        return msgspec.json.format(body.encode(), indent=2).decode()
    except msgspec.DecodeError:
        return body
