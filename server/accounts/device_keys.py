"""Whether a device holds the Ed25519 key it says it has. Pure."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.accounts.messages import NewDevice
from shared.accounts.proofs import SKEW_MS, refresh_message, sign_in_message
from shared.base64url import decoded
from shared.errors import AppError

_KEY_BYTES = 32


def proven_key(device: NewDevice, email: str, now_ms: int) -> bytes:
    """Return the raw public key of a device that signed its sign-in.

    Raises AppError `accounts.clock_skew` with the server's time, and `accounts.device_unproven`.
    """
    key = _raw(device.public_key)
    _check(key, sign_in_message(device, email), device.signature)
    if abs(device.signed_ms - now_ms) > SKEW_MS:
        raise AppError("accounts.clock_skew", server_ms=now_ms)
    return key


def check_refresh(public_key: bytes, refresh_token: str, signature: str) -> None:
    """Raise `AppError("accounts.device_unproven")` unless the device's key signed the refresh token."""
    _check(public_key, refresh_message(refresh_token), signature)


def _raw(text: str) -> bytes:
    try:
        key = decoded(text)
    except ValueError as cause:
        raise AppError("accounts.device_unproven") from cause
    if len(key) != _KEY_BYTES:
        raise AppError("accounts.device_unproven")
    return key


def _check(key: bytes, message: bytes, signature: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(decoded(signature), message)
    except (InvalidSignature, ValueError) as cause:
        raise AppError("accounts.device_unproven") from cause
