"""SQL of tenants and invitations to them."""

import uuid
from typing import Any

import msgspec
from sqlalchemy import and_, delete, func, insert, select, update

from server.accounts.tables import ACCOUNT, TENANT, TENANT_INVITATION
from server.storage.transaction import Transaction
from shared.accounts.messages import Tenant


class InvitationRow(msgspec.Struct, frozen=True):
    """An open invitation; without a tenant it is one to the server."""

    id: uuid.UUID
    token_hash: bytes
    tenant_id: uuid.UUID | None
    email: str
    role: str
    invited_by: uuid.UUID
    created_ms: int
    expires_ms: int


async def tenants(tx: Transaction, tenant_id: uuid.UUID | None = None) -> list[Tenant]:
    """Return all tenants by name, or the one asked for."""
    members = (
        select(func.count()).select_from(ACCOUNT).where(ACCOUNT.c.tenant_id == TENANT.c.id).scalar_subquery()
    )
    query = select(TENANT, members.label("members")).order_by(TENANT.c.name, TENANT.c.id)
    if tenant_id is not None:
        query = query.where(TENANT.c.id == tenant_id)
    rows = await tx.connection.execute(query)
    return [
        Tenant(row.id, row.name, row.created_ms, row.members, row.suspended_ms is not None) for row in rows
    ]


async def add_tenant(tx: Transaction, tenant_id: uuid.UUID, name: str) -> bool:
    """Keep a new tenant. False: there is one with this id."""
    values = {"id": tenant_id, "name": name, "created_ms": tx.now_ms}
    return (
        await tx.connection.execute(tx.insert(TENANT).values(values).on_conflict_do_nothing())
    ).rowcount == 1


async def change_tenant(tx: Transaction, tenant_id: uuid.UUID, **values: Any) -> None:
    """Set columns of a tenant."""
    await tx.connection.execute(update(TENANT).where(TENANT.c.id == tenant_id).values(**values))


async def add_invitation(tx: Transaction, row: InvitationRow) -> None:
    """Keep an invitation; an earlier one of the same tenant to the same e-mail is replaced."""
    same = and_(_of(row.tenant_id), TENANT_INVITATION.c.email == row.email)
    await tx.connection.execute(delete(TENANT_INVITATION).where(same))
    await tx.connection.execute(insert(TENANT_INVITATION).values(msgspec.structs.asdict(row)))


async def invitations(tx: Transaction, tenant_id: uuid.UUID | None) -> list[InvitationRow]:
    """Return the open invitations of a tenant, or those to the server, the newest first."""
    here = and_(_of(tenant_id), TENANT_INVITATION.c.expires_ms > tx.now_ms)
    order = (TENANT_INVITATION.c.created_ms.desc(), TENANT_INVITATION.c.id)
    rows = await tx.connection.execute(select(TENANT_INVITATION).where(here).order_by(*order))
    return [InvitationRow(**row) for row in rows.mappings()]


async def find_invitation(tx: Transaction, token_hash: bytes) -> InvitationRow | None:
    """Return an open invitation, and keep others from using it at the same time."""
    here = and_(TENANT_INVITATION.c.token_hash == token_hash, TENANT_INVITATION.c.expires_ms > tx.now_ms)
    row = (
        (await tx.connection.execute(select(TENANT_INVITATION).where(here).with_for_update()))
        .mappings()
        .first()
    )
    return None if row is None else InvitationRow(**row)


async def drop_invitation(tx: Transaction, invitation_id: uuid.UUID, tenant_id: uuid.UUID | None) -> bool:
    """Use up or take back an invitation of a tenant; False when there is none such."""
    here = and_(TENANT_INVITATION.c.id == invitation_id, _of(tenant_id))
    return (await tx.connection.execute(delete(TENANT_INVITATION).where(here))).rowcount == 1


async def drop_invitations_by(tx: Transaction, user_id: uuid.UUID) -> None:
    """Take back what somebody invited to."""
    await tx.connection.execute(delete(TENANT_INVITATION).where(TENANT_INVITATION.c.invited_by == user_id))


async def drop_expired_invitations(tx: Transaction) -> None:
    """Forget invitations that ran out."""
    await tx.connection.execute(delete(TENANT_INVITATION).where(TENANT_INVITATION.c.expires_ms < tx.now_ms))


def _of(tenant_id: uuid.UUID | None) -> Any:
    column = TENANT_INVITATION.c.tenant_id
    return column.is_(None) if tenant_id is None else column == tenant_id
