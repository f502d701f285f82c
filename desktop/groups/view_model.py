"""State of the groups page: the list, the chosen group, its invitations, what is under way. QtCore only."""

import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Signal

from desktop.accounts.service import AccountsService
from desktop.groups.service import (
    GroupDetail,
    GroupsService,
    GroupView,
    Invitation,
    InvitationView,
    MadeInvitation,
    Role,
)
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

Work = Callable[[], Coroutine[Any, Any, None]]


class GroupsViewModel(ViewModel):
    """`changed`: the lists. `done(what, name)`: something asked for is done. `asked`: what a dialog waits for."""

    changed = Signal()
    asked = Signal()
    done = Signal(str, str)

    def __init__(
        self, groups: GroupsService, accounts: AccountsService, scope: TaskScope, bus: ChangeBus
    ) -> None:
        super().__init__(scope, bus)
        self._groups, self._accounts = groups, accounts
        self.groups: list[GroupView] = []
        self.detail: GroupDetail | None = None
        self.invitations: list[Invitation] = []
        self.chosen: uuid.UUID | None = None
        self.loaded = False
        self.error: AppError | None = None
        self.busy = False
        self.asked_error: AppError | None = None
        self.made: MadeInvitation | None = None
        self.seen: tuple[str, InvitationView] | None = None
        self.watch(
            lambda _changes: self.reload(),
            "group",
            "membership",
            "collection",
            "item",
            "quiz",
            "question",
            "sync_status",
            "account",
        )

    @property
    def signed_in(self) -> bool:
        return self._accounts.session is not None

    @property
    def known(self) -> bool:
        """Whether the library has an account at all, signed in or not."""
        return self._accounts.last is not None

    def reload(self) -> None:
        self.spawn_latest(self._load, name="groups")

    def choose(self, group_id: uuid.UUID | None) -> None:
        """Show a group."""
        if group_id != self.chosen:
            self.chosen, self.detail, self.invitations = group_id, None, []
            self.changed.emit()
            self.reload()
            self.load_invitations()

    def load_invitations(self) -> None:
        """Ask the server for open invitations; without an answer none are shown."""
        if self.signed_in and self.chosen is not None:
            self.spawn_latest(self._load_invitations, name="invitations")

    # Asked by a dialog, which stays open until it is done

    def begin(self) -> None:
        """A dialog opens."""
        self.asked_error = self.made = self.seen = None
        self.asked.emit()

    def create(self, name: str, description: str) -> None:
        self._ask(lambda: self._create(name, description))

    def change(self, group: GroupView, name: str, description: str) -> None:
        self._ask(lambda: self._change(group, name, description))

    def invite(self, group: GroupView, role: Role, uses: int, days: int, email: str, now_ms: int) -> None:
        self._ask(lambda: self._invite(group, role, uses, now_ms + days * 86_400_000, email))

    def look(self, text: str) -> None:
        self._ask(lambda: self._look(text))

    def join(self) -> None:
        """Accept the invitation that was looked at."""
        if self.seen is not None:
            token, view = self.seen
            self._ask(lambda: self._join(token, view.group_name))

    # Asked by a button

    def leave(self, group: GroupView) -> None:
        self._run(lambda: self._groups.leave(group.group_id), "left", group.name)

    def delete(self, group: GroupView) -> None:
        self._run(lambda: self._groups.delete(group.group_id), "deleted", group.name)

    def remove(self, group: GroupView, user_id: uuid.UUID, name: str) -> None:
        self._run(lambda: self._groups.remove(group.group_id, user_id), "removed", name)

    def set_role(self, group: GroupView, user_id: uuid.UUID, name: str, role: Role) -> None:
        what = "handed_over" if role is Role.OWNER else "role"
        self._run(lambda: self._groups.set_role(group.group_id, user_id, role), what, name)

    def withdraw(self, group: GroupView, invitation_id: uuid.UUID) -> None:
        self._run(lambda: self._groups.withdraw(group.group_id, invitation_id), "withdrawn", "")

    async def _load(self) -> None:
        try:
            self.groups = await self._groups.groups()
            there = {group.group_id for group in self.groups}
            if self.chosen not in there:
                self.chosen = self.groups[0].group_id if self.groups else None
                self.invitations = []
                self.load_invitations()
            self.detail = await self._groups.detail(self.chosen) if self.chosen is not None else None
            self.error = None
        except AppError as error:
            self.error = error
        self.loaded = True
        self.changed.emit()

    async def _load_invitations(self) -> None:
        chosen = self.chosen
        group = next((one for one in self.groups if one.group_id == chosen), None)
        if chosen is None or group is None or not group.may_manage:
            return
        try:
            found = await self._groups.invitations(chosen)
        except AppError:
            # Offline there is nothing to withdraw either; the status strip says so.
            return
        if chosen == self.chosen:
            self.invitations = found
            self.changed.emit()

    def _ask(self, work: Work) -> None:
        if self.busy:
            return
        self.busy, self.asked_error = True, None
        self.asked.emit()
        self.spawn(self._asked(work), name="ask")

    async def _asked(self, work: Work) -> None:
        try:
            await work()
        except AppError as error:
            self.asked_error = error
        finally:
            self.busy = False
            self.asked.emit()

    def _run(self, work: Work, what: str, name: str) -> None:
        self.spawn(self._ran(work, what, name), name=what)

    async def _ran(self, work: Work, what: str, name: str) -> None:
        try:
            await work()
            self.done.emit(what, name)
        finally:
            # A control that was moved shows again what is so.
            self.changed.emit()
            self.reload()
            self.load_invitations()

    async def _create(self, name: str, description: str) -> None:
        self.chosen = await self._groups.create(name, description)
        self.done.emit("created", name)
        self.reload()

    async def _change(self, group: GroupView, name: str, description: str) -> None:
        await self._groups.change(group.group_id, name=name, description=description)
        self.done.emit("changed", name)
        self.reload()

    async def _invite(self, group: GroupView, role: Role, uses: int, expires_ms: int, email: str) -> None:
        self.made = await self._groups.invite(
            group.group_id, role=role, uses=uses, expires_ms=expires_ms, email=email
        )
        self.load_invitations()

    async def _look(self, text: str) -> None:
        self.seen = await self._groups.look(text)

    async def _join(self, token: str, name: str) -> None:
        self.chosen = await self._groups.accept(token)
        self.done.emit("joined", name)
        self.reload()
