"""The Ed25519 key of this computer, by which a server knows the device again. Pure: reads and keeps nothing."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def new_key() -> str:
    """Return a new private key as 64 hexadecimal digits (RFC 8032, 5.1.5)."""
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_key(key: str) -> str:
    """Return the public half in base64url without padding, as the server keeps it."""
    return _base64url(_private(key).public_key().public_bytes_raw())


def sign(key: str, message: bytes) -> str:
    """Return the signature of `message` in base64url without padding."""
    return _base64url(_private(key).sign(message))


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
