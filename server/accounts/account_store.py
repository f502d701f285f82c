"""SQL of accounts: found by id or e-mail, changed, listed for administrators."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping, Select, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from server.accounts.tables import ACCOUNT, DEVICE, TENANT
from server.storage.transaction import Transaction
from shared.accounts.messages import AuditPerson
from shared.errors import AppError

_ID_CHARS = 36
_STANDING = (
    select(ACCOUNT, TENANT.c.name.label("tenant_name"), TENANT.c.suspended_ms.label("tenant_suspended_ms"))
    .select_from(ACCOUNT.outerjoin(TENANT, ACCOUNT.c.tenant_id == TENANT.c.id))
)  # fmt: skip


class AccountRow(msgspec.Struct, frozen=True):
    """An account with its tenant's name and standing. A deleted one has no e-mail, name or password."""

    id: uuid.UUID
    email: str | None
    email_verified: bool
    name: str
    language: str
    role: str
    plan: str
    plan_until_ms: int
    tenant_id: uuid.UUID | None
    password_hash: str | None
    generation: int
    created_ms: int
    suspended_ms: int | None = None
    deleted_ms: int | None = None
    tenant_name: str | None = None
    tenant_suspended_ms: int | None = None

    @property
    def suspended(self) -> bool:
        """Whether the person or the tenant may not use the server."""
        return self.suspended_ms is not None or self.tenant_suspended_ms is not None

    def plan_at(self, now_ms: int) -> str:
        """The plan in force."""
        return self.plan if self.plan_until_ms == 0 or self.plan_until_ms > now_ms else "free"


async def by_id(
    tx: Transaction, user_id: uuid.UUID, *, lock: bool = False, hold: bool = False
) -> AccountRow | None:
    """Return an account, deleted ones too. With `lock` nobody else changes it until the end.

    With `hold` nobody else locks it: many may hold it, and each may still change it.
    """
    if lock:
        await tx.connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id == user_id).with_for_update())
    query = _STANDING.where(ACCOUNT.c.id == user_id)
    if hold:
        query = query.with_for_update(read=True, key_share=True, of=ACCOUNT)
    return _row((await tx.connection.execute(query)).mappings().first())


async def by_email(tx: Transaction, email: str) -> AccountRow | None:
    """Return the account of an e-mail in normal form."""
    return _row((await tx.connection.execute(_STANDING.where(ACCOUNT.c.email == email))).mappings().first())


async def plans(
    tx: Transaction, user_ids: Sequence[uuid.UUID], *, hold: bool = False
) -> dict[uuid.UUID, tuple[str, int, uuid.UUID | None]]:
    """Return (plan, until when or 0, tenant) of accounts that were not deleted.

    With `hold` nobody else changes them until the end.
    """
    statement = select(ACCOUNT.c.id, ACCOUNT.c.plan, ACCOUNT.c.plan_until_ms, ACCOUNT.c.tenant_id).where(
        ACCOUNT.c.id.in_(user_ids), ACCOUNT.c.deleted_ms.is_(None)
    )
    if hold:
        statement = statement.with_for_update(key_share=True)
    found = (await tx.connection.execute(statement)).all()
    return {user_id: (plan, until_ms, tenant_id) for user_id, plan, until_ms, tenant_id in found}


async def add(tx: Transaction, row: AccountRow) -> bool:
    """Keep a new account. False: its e-mail or its id was taken in the meantime."""
    values = {column.name: getattr(row, column.name) for column in ACCOUNT.columns}
    return (
        await tx.connection.execute(tx.insert(ACCOUNT).values(values).on_conflict_do_nothing())
    ).rowcount == 1


async def change(tx: Transaction, user_id: uuid.UUID, *, stale: bool = False, **values: Any) -> None:
    """Set columns; with `stale` the access tokens given out so far are refused from now on."""
    if stale:
        values["generation"] = ACCOUNT.c.generation + 1
    await tx.connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == user_id).values(**values))


async def move(tx: Transaction, user_id: uuid.UUID, email: str, *, verified: bool) -> None:
    """Give an account another e-mail. Raises `AppError("accounts.email_taken")`, also for one taken this moment."""
    if await by_email(tx, email) is not None:
        raise AppError("accounts.email_taken")
    try:
        await change(tx, user_id, email=email, email_verified=verified)
    except IntegrityError as cause:
        raise AppError("accounts.email_taken") from cause


async def make_stale(tx: Transaction, tenant_id: uuid.UUID) -> None:
    """Have everybody of a tenant fetch a new access token."""
    statement = update(ACCOUNT).where(ACCOUNT.c.tenant_id == tenant_id)
    await tx.connection.execute(statement.values(generation=ACCOUNT.c.generation + 1))


async def count_admins(tx: Transaction, tenant_id: uuid.UUID | None) -> int:
    """How many run a tenant, or with None the server. Locks them, so that two do not leave at once."""
    role = "super_admin" if tenant_id is None else "admin"
    here = (
        ACCOUNT.c.role == role
        if tenant_id is None
        else and_(ACCOUNT.c.role == role, ACCOUNT.c.tenant_id == tenant_id)
    )
    active = and_(here, ACCOUNT.c.suspended_ms.is_(None), ACCOUNT.c.deleted_ms.is_(None))
    query = select(ACCOUNT.c.id).where(active).order_by(ACCOUNT.c.id).with_for_update()
    return len((await tx.connection.execute(query)).all())


async def members(tx: Transaction, tenant_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the ids of everybody in a tenant."""
    query = select(ACCOUNT.c.id).where(ACCOUNT.c.tenant_id == tenant_id)
    return [row.id for row in await tx.connection.execute(query)]


async def page(
    tx: Transaction, *, tenant_id: uuid.UUID | None, text: str, after: uuid.UUID | None, limit: int
) -> list[tuple[AccountRow, int]]:
    """Return accounts by id with when they were last seen: of one tenant or, with None, all that are not deleted."""
    seen = select(func.max(DEVICE.c.seen_ms)).where(DEVICE.c.user_id == ACCOUNT.c.id).scalar_subquery()
    query = _STANDING.add_columns(seen.label("seen_ms")).where(ACCOUNT.c.deleted_ms.is_(None))
    query = _filtered(query, tenant_id, text, after).order_by(ACCOUNT.c.id).limit(limit)
    found: list[tuple[AccountRow, int]] = []
    for row in (await tx.connection.execute(query)).mappings():
        values = dict(row)
        seen_ms = values.pop("seen_ms") or 0
        found.append((AccountRow(**values), seen_ms))
    return found


async def named(
    tx: Transaction, user_ids: Collection[uuid.UUID], *, tenant_id: uuid.UUID | None
) -> list[AuditPerson]:
    """Return who some people are: those of one tenant or, with None, all that are not deleted."""
    query = select(ACCOUNT.c.id, ACCOUNT.c.name, ACCOUNT.c.email).where(
        ACCOUNT.c.id.in_(user_ids), ACCOUNT.c.deleted_ms.is_(None)
    )
    if tenant_id is not None:
        query = query.where(ACCOUNT.c.tenant_id == tenant_id)
    return [AuditPerson(*row) for row in await tx.connection.execute(query.order_by(ACCOUNT.c.id))]


def _filtered(
    query: Select[Any], tenant_id: uuid.UUID | None, text: str, after: uuid.UUID | None
) -> Select[Any]:
    if tenant_id is not None:
        query = query.where(ACCOUNT.c.tenant_id == tenant_id)
    if (user_id := _as_id(text)) is not None:
        query = query.where(ACCOUNT.c.id == user_id)
    elif text:
        name = func.lower(ACCOUNT.c.name).contains(text.lower(), autoescape=True)
        query = query.where(or_(name, ACCOUNT.c.email.contains(text.casefold(), autoescape=True)))
    return query.where(ACCOUNT.c.id > after) if after is not None else query


def _as_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if len(text) == _ID_CHARS else None
    except ValueError:
        return None


def _row(found: RowMapping | None) -> AccountRow | None:
    return None if found is None else AccountRow(**found)
