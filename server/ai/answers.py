"""Answers that are given again, uncharged, for a day or while their material is the same.

Only for those who ask for it, and only to themselves or within their school.
"""

import hashlib
import uuid
from dataclasses import dataclass

from server.ai import answer_store
from server.ai.answer_store import KeptAnswer
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.billing.messages import Wire
from shared.errors import AppError

DAY_MS = 86_400_000
MATERIAL_MS = 30 * DAY_MS
MOST_KEPT_BYTES = 512 * 1_024
_MOST_NAME = 100


@dataclass(frozen=True)
class Place:
    """Where an answer is kept: whose it is, the fingerprint of the request, what it was made from, for how long."""

    scope: str
    key: bytes
    made_from: tuple[str, str]
    keep_ms: int


def place_of(
    who: Principal,
    wire: Wire,
    operation: str,
    body: bytes,
    *,
    share: str,
    material: str,
    instructions: str = "",
) -> Place | None:
    """Where the answer to a request would be kept; None: nobody asked for that. Other instructions, another answer.

    `share` is "me" or "tenant"; `material` is `id:version`, empty for none. Hints are kept for a day, made from
    whatever. Raises `AppError("ai.bad_request")`.
    """
    if not share:
        return None
    if share not in ("me", "tenant"):
        raise AppError("ai.bad_request", reason="X-Lantern-Cache must be me or tenant")
    name, _, version = material.rpartition(":")
    if material and not (name and version and len(name) <= _MOST_NAME and len(version) <= _MOST_NAME):
        raise AppError("ai.bad_request", reason="X-Lantern-Material must be id:version")
    scope = scope_of(who.user_id)
    if share == "tenant" and who.tenant_id is not None:
        scope = f"tenant:{who.tenant_id}"
    parts = [*(each.encode() for each in (wire, operation, material, instructions)), body]
    key = hashlib.sha256(b"\0".join(parts)).digest()
    return Place(scope, key, (name, version), MATERIAL_MS if material and operation != "hint" else DAY_MS)


def scope_of(user_id: uuid.UUID) -> str:
    """Where a person's own answers are kept."""
    return f"user:{user_id}"


class Answers:
    """The kept answers of one server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, place: Place) -> KeptAnswer | None:
        """Return the answer to the same request."""
        async with self._database.read() as tx:
            return await answer_store.find(tx, place.scope, place.key)

    async def keep(self, place: Place, answer: KeptAnswer) -> None:
        """Keep a complete answer, unless it is very long."""
        if len(answer.body) > MOST_KEPT_BYTES:
            return
        async with self._database.write() as tx:
            expires_ms = tx.now_ms + place.keep_ms
            await answer_store.keep(tx, place.scope, place.key, place.made_from, answer, expires_ms)

    async def erase_user(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Forget what somebody was answered."""
        await answer_store.drop_scope(tx, scope_of(user_id))

    async def tidy(self) -> None:
        """Daily: forget what is too old."""
        async with self._database.write() as tx:
            await answer_store.drop_expired(tx)
