"""Schools as a super admin looks after them, and invitations to one of them or to the server. QtCore only."""

import uuid

from desktop.admin.asking_view_model import AskingViewModel
from desktop.admin.service import AdminService
from desktop.runtime.changes import ChangeBus
from shared.accounts.messages import (
    NewTenant,
    NewTenantInvitation,
    Tenant,
    TenantChange,
    TenantInvitation,
    TenantRole,
)
from shared.billing.messages import Cap, Caps
from shared.ids import new_id
from shared.tasks import TaskScope

SERVER = uuid.UUID(int=0)
"""Stands for the server itself where people are invited."""


class SchoolsViewModel(AskingViewModel):
    """`schools` by id; `caps` of those that were looked at."""

    schools: dict[uuid.UUID, Tenant]
    caps: dict[uuid.UUID, tuple[Cap, ...]]

    async def load(self) -> None:
        self.schools = {each.tenant_id: each for each in (await self.admin.schools()).tenants}
        looked_at = [each for each in self.caps if each in self.schools] if self.loaded else []
        self.caps = {each: (await self.admin.caps(each)).caps for each in looked_at}

    def look_at(self, tenant_id: uuid.UUID) -> None:
        """Read what a school's people may use together."""
        if self.loaded and tenant_id not in self.caps:
            self.spawn(self._look_at(tenant_id), name="caps")

    def create(self, name: str) -> uuid.UUID:
        """Make a school; returns its id. Who is to administer it is invited afterwards, where the link is told."""
        school = NewTenant(new_id(), name)
        self.ask(lambda: self._create(school), "school_made", by_form=True)
        return school.tenant_id

    def save(self, tenant_id: uuid.UUID, name: str, caps: tuple[Cap, ...]) -> None:
        """Rename a school, set what its people may use together; it can be taken back."""
        before, caps_before = self.schools[tenant_id].name, self.caps[tenant_id]
        self.ask(
            lambda: self._put(tenant_id, name, caps),
            "school",
            lambda: self._put(tenant_id, before, caps_before),
            by_form=True,
        )

    def suspend(self, tenant_id: uuid.UUID, *, suspended: bool) -> None:
        """Let nobody of a school use the server, or let them again."""
        what = "school_suspended" if suspended else "school_let_in"
        self.ask(
            lambda: self._change(tenant_id, TenantChange(suspended=suspended)),
            what,
            lambda: self._change(tenant_id, TenantChange(suspended=not suspended)),
        )

    async def _look_at(self, tenant_id: uuid.UUID) -> None:
        self.caps[tenant_id] = (await self.admin.caps(tenant_id)).caps
        self.changed.emit()

    async def _create(self, school: NewTenant) -> None:
        made = await self.admin.new_school(school)
        self.schools[made.tenant_id] = made

    async def _put(self, tenant_id: uuid.UUID, name: str, caps: tuple[Cap, ...]) -> None:
        if name != self.schools[tenant_id].name:
            await self._change(tenant_id, TenantChange(name=name))
        if caps != self.caps[tenant_id]:
            self.caps[tenant_id] = (await self.admin.put_caps(tenant_id, Caps(caps))).caps

    async def _change(self, tenant_id: uuid.UUID, change: TenantChange) -> None:
        self.schools[tenant_id] = await self.admin.change_school(tenant_id, change)


class InvitationsViewModel(AskingViewModel):
    """`invitations` that are open, the newest first; `made` is the last one, the only one whose link is known.

    Without `tenant_id` it is the school of who is signed in.
    """

    def __init__(
        self, admin: AdminService, tenant_id: uuid.UUID | None, scope: TaskScope, bus: ChangeBus
    ) -> None:
        super().__init__(admin, scope, bus)
        self.tenant_id = tenant_id
        self.invitations: list[TenantInvitation] = []
        self.made: TenantInvitation | None = None

    async def load(self) -> None:
        self.invitations = list((await self.admin.invitations(await self._where())).invitations)

    def invite(self, email: str, role: TenantRole) -> None:
        """Invite somebody by mail."""
        self.ask(lambda: self._invite(NewTenantInvitation(email, role)), by_form=True)

    def withdraw(self, invitation: TenantInvitation) -> None:
        """Take an invitation back."""
        self.ask(lambda: self._withdraw(invitation.invitation_id), by_form=True)

    async def _where(self) -> uuid.UUID:
        if self.tenant_id is None:
            mine = (await self.admin.people(str(self.admin.me))).users
            self.tenant_id = next((each.tenant_id for each in mine), None) or SERVER
        return self.tenant_id

    async def _invite(self, invitation: NewTenantInvitation) -> None:
        self.made = await self.admin.invite(await self._where(), invitation)
        await self.load()

    async def _withdraw(self, invitation_id: uuid.UUID) -> None:
        await self.admin.withdraw(await self._where(), invitation_id)
        if self.made is not None and self.made.invitation_id == invitation_id:
            self.made = None
        await self.load()
