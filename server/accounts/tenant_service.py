"""Schools and other tenants: made by super admins, filled by invitation, run by their own administrators."""

import secrets
import uuid

from server.accounts import account_store, tenant_store, told
from server.accounts.account_store import AccountRow
from server.accounts.audit import note_by
from server.accounts.context import DAY_MS, Context
from server.accounts.emails import normal_email
from server.accounts.encoding import secret_hash
from server.accounts.names import cleaned_name
from server.accounts.origin import Origin
from server.accounts.sessions import Sessions
from server.accounts.tenant_store import InvitationRow
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import (
    NewTenant,
    NewTenantInvitation,
    Tenant,
    TenantChange,
    TenantInvitation,
    TenantInvitations,
    Tenants,
)
from shared.accounts.permissions import USERS_MANAGE, may_give
from shared.errors import AppError
from shared.ids import new_id

_TOKEN_BYTES = 32
SERVER = uuid.UUID(int=0)
"""Stands for "no tenant" where invitations to the server itself are meant."""


class TenantService:
    """Makes tenants and brings people into them."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context, self._sessions = context, sessions

    # Tenants: for super admins, which the border has made sure of

    async def create(self, who: Principal, body: NewTenant, origin: Origin) -> Tenant:
        """Make a tenant and invite its first administrator; the same request again makes no second one."""
        name = cleaned_name(body.name)
        email = normal_email(body.admin_email) if body.admin_email else ""
        async with self._context.database.write() as tx:
            if await tenant_store.add_tenant(tx, body.tenant_id, name):
                await note_by(tx, "tenant.made", origin, who, detail={"tenant": str(body.tenant_id)})
            if email:
                await self._invite(tx, who, body.tenant_id, NewTenantInvitation(email, "admin"), origin)
            return await _tenant(tx, body.tenant_id)

    async def all(self) -> Tenants:
        """Return all tenants."""
        async with self._context.database.read() as tx:
            return Tenants(tuple(await tenant_store.tenants(tx)))

    async def change(
        self, who: Principal, tenant_id: uuid.UUID, body: TenantChange, origin: Origin
    ) -> Tenant:
        """Rename or suspend a tenant. Raises AppError `accounts.tenant_not_found`, `accounts.name_invalid`."""
        async with self._context.database.write() as tx:
            await _tenant(tx, tenant_id)
            if body.name is not None:
                await tenant_store.change_tenant(tx, tenant_id, name=cleaned_name(body.name))
            if body.suspended is not None:
                await tenant_store.change_tenant(
                    tx, tenant_id, suspended_ms=tx.now_ms if body.suspended else None
                )
                await account_store.make_stale(tx, tenant_id)
                tx.after_commit(self._sessions.forget_all)
                for user_id in await account_store.members(tx, tenant_id) if body.suspended else []:
                    self._context.hooks.ended(tx, user_id)
            detail = {"tenant": str(tenant_id)} | (
                {"suspended": str(body.suspended)} if body.suspended is not None else {}
            )
            await note_by(tx, "tenant.changed", origin, who, detail=detail)
            return await _tenant(tx, tenant_id)

    # Invitations

    async def invite(
        self, who: Principal, tenant_id: uuid.UUID, body: NewTenantInvitation, origin: Origin
    ) -> TenantInvitation:
        """Invite somebody by mail; the link is also told, for servers without mail. `SERVER` invites to no tenant.

        Raises AppError `accounts.tenant_not_found`, `accounts.role_not_allowed`, `accounts.email_invalid`.
        """
        async with self._context.database.write() as tx:
            return await self._invite(tx, who, tenant_id, body, origin)

    async def _invite(
        self, tx: Transaction, who: Principal, tenant_id: uuid.UUID, body: NewTenantInvitation, origin: Origin
    ) -> TenantInvitation:
        _check_manages(who, tenant_id)
        if not may_give(who.role, body.role) or (tenant_id == SERVER and body.role == "admin"):
            raise AppError("accounts.role_not_allowed")
        tenant = None if tenant_id == SERVER else await _tenant(tx, tenant_id)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        days = self._context.config.accounts.invitation_days
        row = InvitationRow(
            id=new_id(),
            token_hash=secret_hash(token),
            tenant_id=tenant.tenant_id if tenant else None,
            email=normal_email(body.email),
            role=body.role,
            invited_by=who.user_id,
            created_ms=tx.now_ms,
            expires_ms=tx.now_ms + days * DAY_MS,
        )
        await tenant_store.add_invitation(tx, row)
        await note_by(
            tx, "invitation.made", origin, who, detail={"role": body.role, "tenant": str(tenant_id)}
        )
        url = self._context.link("invitation", token)
        inviter = (await self._context.account(tx, who.user_id)).name
        words = {"inviter": inviter, "days": str(days), "tenant": tenant.name if tenant else ""}
        kind = "tenant_invitation" if tenant else "server_invitation"
        tx.after_commit(lambda: self._context.mails.send(kind, row.email, origin.language, url=url, **words))
        return told.invitation(row, url)

    async def invitations(self, who: Principal, tenant_id: uuid.UUID) -> TenantInvitations:
        """Return the open invitations of a tenant. Raises `AppError("accounts.tenant_not_found")`."""
        _check_manages(who, tenant_id)
        async with self._context.database.read() as tx:
            rows = await tenant_store.invitations(tx, _stored(tenant_id))
        return TenantInvitations(tuple(told.invitation(row) for row in rows))

    async def withdraw(
        self, who: Principal, tenant_id: uuid.UUID, invitation_id: uuid.UUID, origin: Origin
    ) -> None:
        """Take an invitation back. Raises AppError `accounts.tenant_not_found`, `accounts.invitation_not_found`."""
        _check_manages(who, tenant_id)
        async with self._context.database.write() as tx:
            if not await tenant_store.drop_invitation(tx, invitation_id, _stored(tenant_id)):
                raise AppError("accounts.invitation_not_found")
            await note_by(tx, "invitation.withdrawn", origin, who)

    async def accept(self, who: Principal, token: str, origin: Origin) -> None:
        """Join a tenant with an account there is already.

        Raises AppError `accounts.invitation_invalid`, `accounts.invitation_other_email`, `accounts.in_other_tenant`.
        """
        async with self._context.database.write() as tx:
            row = await self.found(tx, token)
            account = await self._context.account(tx, who.user_id, lock=True)
            await self.join(tx, account, row, origin)

    async def name_of(self, tx: Transaction, tenant_id: uuid.UUID | None) -> str:
        """Return a tenant's name; empty for none."""
        return (await _tenant(tx, tenant_id)).name if tenant_id is not None else ""

    async def found(self, tx: Transaction, token: str) -> InvitationRow:
        """Return the open invitation of a link. Raises `AppError("accounts.invitation_invalid")`."""
        row = await tenant_store.find_invitation(tx, secret_hash(token))
        if row is None:
            raise AppError("accounts.invitation_invalid")
        return row

    async def join(self, tx: Transaction, account: AccountRow, row: InvitationRow, origin: Origin) -> None:
        """Take an account into the tenant of an invitation sent to its e-mail, which confirms that e-mail."""
        if account.email != row.email:
            raise AppError("accounts.invitation_other_email")
        if account.tenant_id is not None and account.tenant_id != row.tenant_id:
            raise AppError("accounts.in_other_tenant")
        await tenant_store.drop_invitation(tx, row.id, row.tenant_id)
        role = account.role if account.role == "super_admin" else row.role
        changed = {"tenant_id": row.tenant_id, "role": role} if row.tenant_id else {}
        await account_store.change(tx, account.id, stale=True, email_verified=True, **changed)
        tx.after_commit(self._sessions.forget_all)
        if row.tenant_id:
            self._context.hooks.moved(tx, account.id)
        who = Principal(account.id, account.id, tenant_id=row.tenant_id)
        await note_by(tx, "tenant.joined", origin, who, detail={"role": role})

    async def remove_member(
        self, who: Principal, tenant_id: uuid.UUID, user_id: uuid.UUID, origin: Origin
    ) -> None:
        """Take somebody out of a tenant, or leave it oneself; the account stays, as a learner of no tenant.

        Raises AppError `accounts.tenant_not_found`, `accounts.user_not_found`, `accounts.role_not_allowed`,
        `accounts.last_admin`.
        """
        if who.user_id != user_id:
            _check_manages(who, tenant_id)
        async with self._context.database.write() as tx:
            account = await self._context.account(tx, user_id, lock=True)
            if account.tenant_id != tenant_id:
                raise AppError("accounts.user_not_found")
            if not may_give(who.role, account.role):
                raise AppError("accounts.role_not_allowed")
            if account.role == "admin" and await account_store.count_admins(tx, tenant_id) <= 1:
                raise AppError("accounts.last_admin")
            role = account.role if account.role == "super_admin" else "learner"
            await account_store.change(tx, user_id, stale=True, tenant_id=None, role=role)
            tx.after_commit(self._sessions.forget_all)
            self._context.hooks.moved(tx, user_id)
            await note_by(tx, "tenant.left", origin, who, subject=user_id)


async def _tenant(tx: Transaction, tenant_id: uuid.UUID) -> Tenant:
    rows = await tenant_store.tenants(tx, tenant_id)
    if not rows:
        raise AppError("accounts.tenant_not_found")
    return rows[0]


def _check_manages(who: Principal, tenant_id: uuid.UUID) -> None:
    """A tenant that is not one's own does not exist."""
    if who.role == "super_admin":
        return
    if who.tenant_id != tenant_id or USERS_MANAGE not in who.permissions:
        raise AppError("accounts.tenant_not_found")


def _stored(tenant_id: uuid.UUID) -> uuid.UUID | None:
    return None if tenant_id == SERVER else tenant_id
