"""Invitations to groups by link: made, shown, accepted, declined, withdrawn. Of a token only its hash is kept."""

import hashlib
import secrets
import uuid

import msgspec

from server.accounts.service import AccountsService
from server.groups.membership import Announcer, as_told, entered
from server.groups.people import GroupLimits
from server.groups.records import member_writing, write_records
from server.groups.rules import Act, may_invite_as
from server.groups.store import GroupRow, GroupStore, InvitationRow, MemberRow
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.errors import AppError
from shared.groups.messages import Group, Invitation, Invitations, InvitationView, NewInvitation, Role
from shared.ids import new_id

DAY_MS = 86_400_000
DEFAULT_DAYS = 14
_TOKEN_BYTES = 24
_TOKEN_CHARS = 64


class Inviting:
    """What can be done with invitations."""

    def __init__(
        self,
        database: Database,
        accounts: AccountsService,
        announcer: Announcer,
        limits: GroupLimits,
        public_url: str,
    ) -> None:
        self._database, self._accounts, self._announcer = database, accounts, announcer
        self._limits, self._base_url = limits, public_url.rstrip("/")

    async def invite(
        self,
        who: Principal,
        group_id: uuid.UUID,
        new: NewInvitation,
        address: str = "",
        language: str = "en",
    ) -> Invitation:
        """Make an invitation, and send it when it has an e-mail. Its token is told this once."""
        email = self._accounts.normal_email(new.email) if new.email else ""
        token = secrets.token_urlsafe(_TOKEN_BYTES)

        async def work(tx: Transaction) -> tuple[InvitationRow, GroupRow, MemberRow]:
            store = GroupStore(tx)
            group, member = await entered(tx, who, group_id, Act.INVITE, lock=True)
            if not may_invite_as(member.role, new.role):
                raise AppError("groups.not_allowed")
            if len(await store.invitations(group_id)) >= self._limits.invitations:
                raise AppError("groups.too_many_invitations", limit=self._limits.invitations)
            row = self._row(tx, who, group_id, new, token, email)
            await store.add_invitation(row)
            await self._audit(tx, who, "groups.invite", group_id, address, new.role)
            return row, group, member

        row, group, member = await self._database.transact(work)
        made = msgspec.structs.replace(_told(row), token=token, url=self.link(token))
        if email:
            await self._accounts.send_group_invitation(
                email, language, group=group.name, inviter=member.name, url=made.url
            )
        return made

    def _row(
        self, tx: Transaction, who: Principal, group_id: uuid.UUID, new: NewInvitation, token: str, email: str
    ) -> InvitationRow:
        latest = tx.now_ms + self._limits.invitation_days * DAY_MS
        expires_ms = new.expires_ms or tx.now_ms + DEFAULT_DAYS * DAY_MS
        uses = 1 if email else new.uses
        if not 1 <= uses <= self._limits.members or not tx.now_ms < expires_ms <= latest:
            raise AppError("groups.bad_invitation")
        return InvitationRow(
            new_id(), group_id, _hash(token), new.role, uses, expires_ms, email, who.user_id, tx.now_ms
        )

    def link(self, token: str, asked_at: str = "") -> str:
        """Return the address that a person opens. `asked_at`: how this one person reached the server, if known."""
        return f"{asked_at or self._base_url}/join/{token}"

    def listens_at(self, url: str) -> None:
        """Say where the server really listens, for links when no public address is configured."""
        self._base_url = url

    async def open_invitations(self, who: Principal, group_id: uuid.UUID) -> Invitations:
        """Return what is open, without tokens."""
        async with self._database.read() as tx:
            await entered(tx, who, group_id, Act.INVITE)
            found = await GroupStore(tx).invitations(group_id)
        return Invitations(tuple(_told(one) for one in found))

    async def withdraw(
        self, who: Principal, group_id: uuid.UUID, invitation_id: uuid.UUID, address: str = ""
    ) -> None:
        """End an invitation; one that is used up already is no error."""

        async def work(tx: Transaction) -> None:
            await entered(tx, who, group_id, Act.INVITE, lock=True)
            if await GroupStore(tx).remove_invitation(group_id, invitation_id):
                await self._audit(tx, who, "groups.withdraw", group_id, address)

        await self._database.transact(work)

    async def look(self, who: Principal, token: str) -> InvitationView:
        """Return what an invitation is to. Raises `groups.invitation_gone`, also for one of another tenant."""
        async with self._database.read() as tx:
            store = GroupStore(tx)
            invitation, group = await self._found(store, who, token)
            inviter = await store.member(group.group_id, invitation.created_by)
            member = await store.member(group.group_id, who.user_id)
        return InvitationView(
            group.group_id,
            group.name,
            inviter.name if inviter else "",
            invitation.role,
            invitation.expires_ms,
            member is not None,
        )

    async def accept(self, who: Principal, token: str, address: str = "") -> Group:
        """Join a group; who is in it already uses nothing up."""

        async def work(tx: Transaction) -> Group:
            store = GroupStore(tx)
            invitation, group = await self._found(store, who, token, lock=True)
            if (member := await store.member(group.group_id, who.user_id)) is not None:
                return await as_told(store, group, member)
            await self._check_room(store, who, group)
            person = await self._accounts.person(tx, who.user_id)
            if invitation.email and person.email != invitation.email:
                raise AppError("groups.invitation_other")
            self._accounts.check_verified(person)
            member = MemberRow(group.group_id, who.user_id, person.name, invitation.role, tx.now_ms)
            await store.add_member(member)
            await store.use_invitation(invitation)
            await write_records(tx, [member_writing(member)])
            await self._audit(tx, who, "groups.join", group.group_id, address, member.role)
            self._announcer.after(tx, group.group_id, who.user_id)
            return await as_told(store, group, member)

        return await self._database.transact(work)

    async def decline(self, who: Principal, token: str) -> None:
        """Say no: an invitation by mail ends, a link that others have too stays."""

        async def work(tx: Transaction) -> None:
            store = GroupStore(tx)
            invitation, group = await self._found(store, who, token, lock=True)
            if invitation.email:
                await store.remove_invitation(group.group_id, invitation.invitation_id)

        await self._database.transact(work)

    async def _audit(
        self,
        tx: Transaction,
        who: Principal,
        action: str,
        group_id: uuid.UUID,
        address: str,
        role: Role | None = None,
    ) -> None:
        detail = {"group": str(group_id)} | ({"role": role.value} if role else {})
        await self._accounts.audit(tx, who, action, detail=detail, address=address)

    async def _check_room(self, store: GroupStore, who: Principal, group: GroupRow) -> None:
        if await store.count_members(group.group_id) >= self._limits.members:
            raise AppError("groups.full", limit=self._limits.members)
        if await store.count_groups(who.user_id) >= self._limits.groups:
            raise AppError("groups.too_many", limit=self._limits.groups)

    async def _found(
        self, store: GroupStore, who: Principal, token: str, *, lock: bool = False
    ) -> tuple[InvitationRow, GroupRow]:
        """The group is locked before the invitation, as everywhere else."""
        token_hash = _hash(token[: _TOKEN_CHARS + 1])
        invitation = await store.invitation(token_hash)
        group = await store.group(invitation.group_id, lock=lock) if invitation else None
        if lock and group is not None:
            invitation = await store.invitation(token_hash, lock=True)
        if invitation is None or group is None or group.tenant_id != who.tenant_id:
            raise AppError("groups.invitation_gone")
        removed_ms = await store.removed_ms(group.group_id, who.user_id)
        if removed_ms is not None and invitation.created_ms <= removed_ms:
            raise AppError("groups.invitation_gone")
        return invitation, group


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _told(row: InvitationRow) -> Invitation:
    return Invitation(row.invitation_id, row.role, row.uses_left, row.expires_ms, row.email, row.created_ms)
