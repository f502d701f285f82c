"""Whether a lease is signed by the server and made for this device. Pure: reads and keeps nothing."""

import uuid
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.base64url import decoded
from shared.billing.leases import LEASE_DOMAIN, Lease, opened
from shared.errors import AppError


def verified(token: str, keys: Mapping[str, str], lease_id: uuid.UUID, user_id: uuid.UUID) -> Lease:
    """Return the lease of a token; `keys` are the server's, name -> base64url.

    Raises `AppError("leases.unverified")` for one that is edited, of another person, or signed by somebody else.
    """
    try:
        lease, payload, signature = opened(token, Lease)
        key = decoded(keys[lease.key_id])
        Ed25519PublicKey.from_public_bytes(key).verify(signature, LEASE_DOMAIN + payload)
    except (ValueError, KeyError, InvalidSignature) as cause:
        raise AppError("leases.unverified") from cause
    if (lease.lease_id, lease.user_id) != (lease_id, user_id):
        raise AppError("leases.unverified")
    return lease
