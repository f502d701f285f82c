"""Rows as the interface tells them. Pure."""

import uuid

from server.accounts.account_store import AccountRow
from server.accounts.device_store import DeviceRow
from server.accounts.tenant_store import InvitationRow
from shared.accounts import messages


def account(row: AccountRow, now_ms: int) -> messages.Account:
    """An account for its owner, with the plan in force."""
    plan = row.plan_at(now_ms)
    return messages.Account(
        user_id=row.id,
        email=row.email or "",
        email_verified=row.email_verified,
        name=row.name,
        language=row.language,
        role=row.role,  # pyright: ignore[reportArgumentType] - only roles are stored
        plan=plan,  # pyright: ignore[reportArgumentType] - only plans are stored
        created_ms=row.created_ms,
        tenant_id=row.tenant_id,
        tenant_name=row.tenant_name or "",
        plan_until_ms=row.plan_until_ms if plan == row.plan else 0,
    )


def user(row: AccountRow, seen_ms: int) -> messages.User:
    """An account for an administrator."""
    return messages.User(
        user_id=row.id,
        email=row.email or "",
        email_verified=row.email_verified,
        name=row.name,
        role=row.role,  # pyright: ignore[reportArgumentType] - only roles are stored
        plan=row.plan,  # pyright: ignore[reportArgumentType] - only plans are stored
        tenant_id=row.tenant_id,
        suspended=row.suspended_ms is not None,
        created_ms=row.created_ms,
        seen_ms=seen_ms,
    )


def device(row: DeviceRow, signed_in: set[uuid.UUID], current: uuid.UUID | None) -> messages.Device:
    """A device for its owner."""
    return messages.Device(
        device_id=row.id,
        name=row.name,
        platform=row.platform,
        created_ms=row.created_ms,
        seen_ms=row.seen_ms,
        signed_in=row.id in signed_in,
        current=row.id == current,
    )


def invitation(row: InvitationRow, url: str = "") -> messages.TenantInvitation:
    """An open invitation."""
    return messages.TenantInvitation(
        invitation_id=row.id,
        email=row.email,
        role=row.role,  # pyright: ignore[reportArgumentType] - only roles are stored
        created_ms=row.created_ms,
        expires_ms=row.expires_ms,
        url=url,
    )
