"""Webhooks of payments, as far as they were asked for, and one of them with what was sent. QtCore only."""

import uuid

from desktop.admin.asking_view_model import AskingViewModel
from desktop.admin.service import PAGE, AdminService
from desktop.runtime.changes import ChangeBus
from shared.errors import AppError
from shared.payments.admin_messages import EventQuery, EventState, WebhookDetail, WebhookEvent
from shared.payments.messages import Provider
from shared.tasks import TaskScope


class EventsViewModel(AskingViewModel):
    """`events`, the newest first. `detail` is the one that was chosen, once it was read; `detail_error` why not."""

    def __init__(self, admin: AdminService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(admin, scope, bus)
        self.provider: Provider | None = None
        self.event_state: EventState | None = None
        self.text = ""
        self.events: list[WebhookEvent] = []
        self.more = False
        self.reading = False
        self.chosen: uuid.UUID | None = None
        self.detail: WebhookDetail | None = None
        self.detail_error: AppError | None = None

    def narrow(self, provider: Provider | None, event_state: EventState | None, text: str) -> None:
        """Show those of one provider, in one state, about one thing."""
        self.provider, self.event_state, self.text = provider, event_state, text.strip()
        self.reload()

    def choose(self, event_id: uuid.UUID | None) -> None:
        """Read what was sent."""
        if event_id != self.chosen:
            self.chosen, self.detail, self.detail_error = event_id, None, None
            self.changed.emit()
            if event_id is not None:
                self.spawn(self._read(event_id), name="event")

    def read_more(self) -> None:
        """Read older ones too."""
        if self.more and not self.reading:
            self.reading = True
            self.spawn(self._read_more(), name="more")

    def replay(self, event_id: uuid.UUID) -> None:
        """Bring a webhook in once more; one that was done changes nothing."""
        self.ask(lambda: self._replay(event_id), "replayed", by_form=True)

    async def load(self) -> None:
        query = self._query()
        page = await self.admin.events(query)
        if query == self._query():
            self.events, self.more = list(page.events), page.more

    async def _read(self, event_id: uuid.UUID) -> None:
        try:
            detail = await self.admin.event(event_id)
        except AppError as error:
            if event_id == self.chosen:
                self.detail_error = error
        else:
            if event_id == self.chosen:
                self.detail, self.detail_error = detail, None
        self.changed.emit()

    async def _read_more(self) -> None:
        query, last = self._query(), self.events[-1].id
        try:
            page = await self.admin.events(self._query(last))
            if query == self._query() and self.events[-1].id == last:
                self.events, self.more = [*self.events, *page.events], page.more
        finally:
            self.reading = False
            self.changed.emit()

    async def _replay(self, event_id: uuid.UUID) -> None:
        event = await self.admin.replay(event_id)
        self.events = [event if each.id == event_id else each for each in self.events]
        if self.detail is not None and self.detail.event.id == event_id:
            self.detail = WebhookDetail(event, self.detail.body)

    def _query(self, before: uuid.UUID | None = None) -> EventQuery:
        return EventQuery(
            provider=self.provider, state=self.event_state, text=self.text, before=before, limit=PAGE
        )
