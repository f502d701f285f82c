"""SQL of the audit log. Rows are only ever inserted; triggers refuse anything else."""

import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from sqlalchemy import Row, Select, delete, insert, or_, select

from server.accounts.tables import AUDIT
from server.storage.transaction import Transaction
from shared.accounts.messages import AuditEntry

_PAGE = 500


async def add(tx: Transaction, **values: Any) -> None:
    """Write one entry; `detail` is a mapping of text."""
    detail = json.dumps(values.pop("detail"), ensure_ascii=False, sort_keys=True)
    await tx.connection.execute(insert(AUDIT).values(at_ms=tx.now_ms, detail=detail, **values))


async def page(
    tx: Transaction,
    *,
    tenant_id: uuid.UUID | None,
    user_id: uuid.UUID | None,
    before: int,
    limit: int,
    action: str = "",
) -> list[AuditEntry]:
    """Return entries, the newest first: of one tenant or, with None, of all; of one person, of some actions if asked.

    `action` is how the actions begin.
    """
    query = select(AUDIT).order_by(AUDIT.c.number.desc()).limit(limit)
    if action:
        query = query.where(AUDIT.c.action.startswith(action, autoescape=True))
    if tenant_id is not None:
        query = query.where(AUDIT.c.tenant_id == tenant_id)
    return [_entry(row) for row in await tx.connection.execute(_narrowed(query, user_id, before))]


async def of_person(tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[AuditEntry]:
    """Yield all that somebody did or suffered, the newest first; where others were when they did it is theirs."""
    before = 0
    while True:
        entries = await page(tx, tenant_id=None, user_id=user_id, before=before, limit=_PAGE)
        for entry in entries:
            others = entry.actor_id not in (None, user_id)
            yield msgspec.structs.replace(entry, address="", device_id=None) if others else entry
        if len(entries) < _PAGE:
            return
        before = entries[-1].number


async def drop_before(tx: Transaction, at_ms: int) -> None:
    """Forget entries older than a moment; the triggers keep the last 30 days whatever is asked."""
    await tx.connection.execute(delete(AUDIT).where(AUDIT.c.at_ms < at_ms))


def _narrowed(query: Select[Any], user_id: uuid.UUID | None, before: int) -> Select[Any]:
    if user_id is not None:
        query = query.where(or_(AUDIT.c.actor_id == user_id, AUDIT.c.subject_id == user_id))
    return query.where(AUDIT.c.number < before) if before > 0 else query


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        at_ms=row.at_ms,
        action=row.action,
        actor_id=row.actor_id,
        subject_id=row.subject_id,
        tenant_id=row.tenant_id,
        device_id=row.device_id,
        address=row.address,
        detail=json.loads(row.detail),
    )
