"""Who asks, as an access token says it. Made by `accounts`; knows no web framework and no database."""

import uuid

import msgspec


class Principal(msgspec.Struct, frozen=True):
    """A signed-in person on one device. `plan` is free, basic, pro or enterprise; `permissions` as in `ACC`."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    device_id: uuid.UUID | None = None
    tenant_id: uuid.UUID | None = None
    role: str = "learner"
    plan: str = "free"
    permissions: frozenset[str] = frozenset()
