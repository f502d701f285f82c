"""What goes into the audit log: who did what to whom, when, from where. No words of learners."""

import uuid

from server.accounts import audit_store
from server.accounts.origin import Origin
from server.storage.transaction import Transaction
from server.web.principal import Principal

_ADDRESS_CHARS = 64


async def note(
    tx: Transaction,
    action: str,
    origin: Origin,
    *,
    actor: uuid.UUID | None,
    subject: uuid.UUID | None = None,
    tenant: uuid.UUID | None = None,
    detail: dict[str, str] | None = None,
) -> None:
    """Write an entry inside the transaction that does what it tells of; without a subject the actor is it."""
    await audit_store.add(
        tx,
        action=action,
        actor_id=actor,
        subject_id=subject or actor,
        tenant_id=tenant,
        device_id=origin.device_id,
        address=origin.address[:_ADDRESS_CHARS],
        detail=detail or {},
    )


async def note_by(
    tx: Transaction,
    action: str,
    origin: Origin,
    who: Principal,
    *,
    subject: uuid.UUID | None = None,
    detail: dict[str, str] | None = None,
) -> None:
    """Write what somebody who is signed in did; it belongs to that person's tenant."""
    await note(tx, action, origin, actor=who.user_id, subject=subject, tenant=who.tenant_id, detail=detail)
