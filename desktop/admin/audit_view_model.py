"""The audit log, as far as it was asked for. QtCore only."""

import uuid

from desktop.admin.asking_view_model import AskingViewModel
from desktop.admin.service import PAGE, AdminService
from desktop.runtime.changes import ChangeBus
from shared.accounts.messages import AuditEntry, AuditPage, AuditPerson, AuditQuery
from shared.tasks import TaskScope


class AuditViewModel(AskingViewModel):
    """`entries`, the newest first; `people` are those of them. `action` is how their actions begin, `person` whose."""

    def __init__(self, admin: AdminService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(admin, scope, bus)
        self.action = ""
        self.person: uuid.UUID | None = None
        self.entries: list[AuditEntry] = []
        self.people: dict[uuid.UUID, AuditPerson] = {}
        self.more = False
        self.reading = False

    def narrow(self, *, action: str | None = None, person: uuid.UUID | None = None) -> None:
        """Show some actions (empty: all), or those of one person (None: of all)."""
        if action is not None:
            self.action = action
        self.person = person
        self.reload()

    def read_more(self) -> None:
        """Read older ones too."""
        if self.more and not self.reading:
            self.reading = True
            self.spawn(self._read_more(), name="more")

    async def load(self) -> None:
        query = self._query()
        page = await self.admin.audit(query)
        if query == self._query():
            self.entries, self.people = [], {}
            self._take(page)

    async def _read_more(self) -> None:
        query, before = self._query(), self.entries[-1].number
        try:
            page = await self.admin.audit(self._query(before))
            if query == self._query() and self.entries[-1].number == before:
                self._take(page)
        finally:
            self.reading = False
            self.changed.emit()

    def _query(self, before: int = 0) -> AuditQuery:
        return AuditQuery(before=before, user_id=self.person, limit=PAGE, action=self.action)

    def _take(self, page: AuditPage) -> None:
        self.entries += page.entries
        self.people |= {each.user_id: each for each in page.people}
        self.more = page.more
