"""The signed word on what a device may see: what it says, whose it is, when to fetch another. Pure."""

import base64
import uuid
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desktop.sync.store import Grant
from shared.errors import AppError
from shared.groups.messages import Role
from shared.sync.messages import GRANT_AUDIENCE, GrantClaims
from sync.scopes import Access, ScopeKind

EVERY_MS = 24 * 3600 * 1000
"""A grant is fetched anew after a day, so that a device that is used never comes near its end."""
OFTEN_MS = 5 * 60 * 1000
"""No sooner again than this, whatever is missing in the last one."""


def check_signature(document: str, public_key: str) -> None:
    """Check a document against the server's Ed25519 key (base64url). Raises AppError `sync.garbled`."""
    signed, _, signature = document.rpartition(".")
    try:
        key = Ed25519PublicKey.from_public_bytes(_unpadded(public_key))
        key.verify(_unpadded(signature), signed.encode())
    except (ValueError, InvalidSignature) as cause:
        raise AppError("sync.garbled", detail="a grant with a wrong signature") from cause


def read_claims(document: str, user_id: uuid.UUID, device_id: uuid.UUID) -> GrantClaims:
    """Return what a document says. Raises AppError `sync.garbled` when it is none, or another device's."""
    try:
        claims = msgspec.json.decode(_unpadded(document.split(".")[1]), type=GrantClaims)
    except (IndexError, ValueError, msgspec.DecodeError) as cause:
        raise AppError("sync.garbled", detail="not a grant") from cause
    if claims.aud != GRANT_AUDIENCE or (claims.sub, claims.device) != (str(user_id), str(device_id)):
        raise AppError("sync.garbled", detail="a grant for somebody else")
    return claims


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def shared_scopes(claims: GrantClaims) -> list[Grant]:
    """Return what a document allows in scopes that are not the person's own."""
    own = f"{ScopeKind.USER}:{claims.sub}"
    return [
        Grant(scope, access, claims.exp * 1000)
        for scope, access in sorted(claims.scopes.items())
        if scope != own
    ]


def due(given: list[Grant], scopes: set[str], claims: GrantClaims | None, now_ms: int) -> bool:
    """Whether a new document is to be fetched: `scopes` are the shared ones this device has."""
    if claims is None or now_ms >= claims.iat * 1000 + EVERY_MS:
        return True
    return scopes != {one.scope for one in given} and now_ms >= claims.iat * 1000 + OFTEN_MS


def outdated(given: list[Grant], roles: Mapping[str, str]) -> set[str]:
    """Return the scopes of which the last document does not know the person's role of now."""
    return {
        one.scope
        for one in given
        if one.scope in roles and bool(one.access & Access.WRITE) == (roles[one.scope] == Role.VIEWER)
    }


def locked(given: list[Grant], now_ms: int) -> list[Grant]:
    """Return the scopes that may only be read now. `now_ms` is the server's time."""
    return [one for one in given if one.until_ms <= now_ms]
