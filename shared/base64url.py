"""Base64url without padding, in its one canonical form (RFC 7515, 2). Pure."""

import base64
import binascii


def encoded(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decoded(text: str) -> bytes:
    """Read what `encoded` wrote. Raises ValueError for every other spelling of the same bytes too."""
    if not text.isascii():
        raise ValueError("not base64url")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as cause:
        raise ValueError("not base64url") from cause
    if encoded(raw) != text:
        raise ValueError("not the canonical form")
    return raw
