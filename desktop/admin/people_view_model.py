"""People of the server or the school, and one of them with meters and ledger. QtCore only."""

import uuid
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import Signal

from desktop.admin.asking_view_model import AskingViewModel
from desktop.admin.service import AdminService, Reach
from desktop.runtime.changes import ChangeBus
from shared.accounts.messages import User, UserChange
from shared.billing.messages import Adjustment, BillingStatus, LedgerEntry
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.tasks import TaskScope


class PeopleViewModel(AskingViewModel):
    """`people` by id, as far as they were asked for; `text` narrows them, `more` says that there are others."""

    def __init__(self, admin: AdminService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(admin, scope, bus)
        self.text = ""
        self.people: dict[uuid.UUID, User] = {}
        self.more = False
        self.reading = False

    def find(self, text: str) -> None:
        """Show those whose name or e-mail has `text`."""
        if text.strip() != self.text:
            self.text = text.strip()
            self.reload()

    def read_more(self) -> None:
        """Read the next page too."""
        if self.more and not self.reading:
            self.reading = True
            self.spawn(self._read_more(), name="more")

    def change(self, user: User, change: UserChange, *, by_form: bool = False) -> None:
        """Give a role or a plan, suspend or let in again; what can be taken back can be."""
        back = UserChange(
            role=user.role if change.role is not None else None,
            suspended=user.suspended if change.suspended is not None else None,
        )
        undo = None if change.plan is not None else lambda: self._put(user, back)
        what = "plan_given" if change.plan is not None else "person"
        if change.suspended is not None:
            what = "suspended" if change.suspended else "let_in"
        self.ask(lambda: self._put(user, change), what, undo, by_form=by_form)

    def remove(self, user: User) -> None:
        """Take somebody out of their school; the account stays."""
        self.ask(lambda: self._remove(user), "removed")

    async def load(self) -> None:
        text = self.text
        page = await self.admin.people(text)
        if text == self.text:
            self.people = {each.user_id: each for each in page.users}
            self.more = page.more

    async def _read_more(self) -> None:
        text, last = self.text, next(reversed(self.people), None)
        try:
            page = await self.admin.people(text, after=last)
            if text == self.text:
                self.people |= {each.user_id: each for each in page.users}
                self.more = page.more
        finally:
            self.reading = False
            self.changed.emit()

    async def _remove(self, user: User) -> None:
        if user.tenant_id is not None:
            await self.admin.remove_member(user.tenant_id, user.user_id)
        await self.load()

    async def _put(self, user: User, change: UserChange) -> None:
        found = await self.admin.change_person(user.user_id, change)
        # The answer to a change does not say when somebody was last here.
        self.people[user.user_id] = structs.replace(found, seen_ms=user.seen_ms)


class PersonViewModel(AskingViewModel):
    """One person. Meters and the ledger are a super admin's to see; `status` is None for others.

    `saved(path)`: the ledger was written to a file.
    """

    saved = Signal(object)

    def __init__(self, admin: AdminService, user_id: uuid.UUID, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(admin, scope, bus)
        self.user_id = user_id
        self.status: BillingStatus | None = None
        self.meter: Meter | None = None
        self.entries: list[LedgerEntry] = []
        self.reading = False
        self._next = ""

    @property
    def more(self) -> bool:
        """Whether there are older entries."""
        return bool(self._next)

    def show_meter(self, meter: Meter | None) -> None:
        """Show the entries of one meter, or of all."""
        self.meter = meter
        self.reload()

    def read_more(self) -> None:
        """Read older entries too."""
        if self._next and not self.reading:
            self.reading = True
            self.spawn(self._read_more(), name="more")

    def adjust(self, change: Adjustment) -> None:
        """Correct a balance by a new entry. Asked again with the same id it is booked once."""
        self.ask(lambda: self._adjust(change), "adjusted", by_form=True)

    def settle(self) -> None:
        """Have the person's disputes restrict nothing any more."""
        self.ask(self._settle, "settled")

    def save_ledger(self, target: Path) -> None:
        self.ask(lambda: self._save(target))

    async def load(self) -> None:
        if self.admin.reach is not Reach.SERVER:
            return
        self.status = await self.admin.status(self.user_id)
        await self._load_entries()

    async def _load_entries(self) -> None:
        meter = self.meter
        page = await self.admin.ledger(self.user_id, meter=meter)
        if meter is self.meter:
            self.entries, self._next = list(page.entries), page.next

    async def _read_more(self) -> None:
        meter, before = self.meter, self._next
        try:
            page = await self.admin.ledger(self.user_id, before=before, meter=meter)
            if (meter, before) == (self.meter, self._next):
                self.entries, self._next = [*self.entries, *page.entries], page.next
        finally:
            self.reading = False
            self.changed.emit()

    async def _adjust(self, change: Adjustment) -> None:
        self.status = await self.admin.adjust(self.user_id, change)
        try:
            await self._load_entries()
        except AppError as error:
            # It is booked: only the list is old.
            self.failed.emit(error)

    async def _settle(self) -> None:
        await self.admin.settle(self.user_id)

    async def _save(self, target: Path) -> None:
        await self.admin.save_ledger(self.user_id, target)
        self.saved.emit(target)
