"""The form of refresh tokens: numbered within one sign-in, so that an earlier one is known for what it is. Pure.

A token is 16 bytes session, 4 bytes number, 32 bytes secret and 16 bytes of an HMAC with the session's key.
Only hashes are stored; whoever reads the database can make no token that is taken.
"""

import hashlib
import hmac
import os
import uuid

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.accounts.encoding import secret_hash
from shared.base64url import decoded, encoded

_SECRET = 32
_HEAD = 16 + 4 + _SECRET
_MAC = 16
# Every key seals one text only, so the nonce may stand still.
_NONCE = bytes(12)


class RefreshToken(msgspec.Struct, frozen=True):
    """A token as it was handed in; nothing of it is believed yet."""

    session_id: uuid.UUID
    number: int
    raw: bytes
    text: str

    @property
    def hash(self) -> bytes:
        """What is stored of it."""
        return secret_hash(self.text)

    def genuine(self, mac_key: bytes) -> bool:
        """Whether the server made it at some time."""
        return hmac.compare_digest(_mac(mac_key, self.raw[:_HEAD]), self.raw[_HEAD:])


def new_token(session_id: uuid.UUID, number: int, mac_key: bytes) -> str:
    """Make the token of a session with this number."""
    head = session_id.bytes + number.to_bytes(4, "big") + os.urandom(_SECRET)
    return encoded(head + _mac(mac_key, head))


def read_token(text: str) -> RefreshToken | None:
    """Read a token; None for what has not its form."""
    if len(text) != (4 * (_HEAD + _MAC) + 2) // 3:
        return None
    try:
        raw = decoded(text)
    except ValueError:
        return None
    return RefreshToken(uuid.UUID(bytes=raw[:16]), int.from_bytes(raw[16:20], "big"), raw, text)


def sealed(successor: str, token: str) -> bytes:
    """Hide a token so that only whoever holds the one before can be given it."""
    return AESGCM(_seal_key(token)).encrypt(_NONCE, successor.encode("ascii"), None)


def unsealed(box: bytes, token: str) -> str | None:
    """Return what `sealed` hid; None with another token."""
    try:
        return AESGCM(_seal_key(token)).decrypt(_NONCE, box, None).decode("ascii")
    except InvalidTag:
        return None


def _seal_key(token: str) -> bytes:
    return hashlib.sha256(b"lantern successor\n" + token.encode("ascii")).digest()


def _mac(key: bytes, head: bytes) -> bytes:
    return hmac.digest(key, head, "sha256")[:_MAC]
