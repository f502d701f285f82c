"""The bytes that a device signs with its Ed25519 key to prove that it holds it. Signs nothing itself."""

from shared.accounts.messages import NewDevice

SKEW_MS = 10 * 60 * 1000
"""How far `NewDevice.signed_ms` may be from the server's time; further is told with the server's time."""


def sign_in_message(device: NewDevice, email: str) -> bytes:
    """Return what is signed at sign-in and sign-up, with the e-mail exactly as it is sent.

    `device.signature` takes no part.
    """
    head = f"lantern-sign-in-1\n{device.device_id}\n{device.public_key}\n{device.signed_ms}\n"
    return head.encode() + email.encode("utf-8", "surrogatepass")


def refresh_message(refresh_token: str) -> bytes:
    """Return what is signed when a refresh token is handed in."""
    return b"lantern-refresh-1\n" + refresh_token.encode("utf-8", "surrogatepass")
