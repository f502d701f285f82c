"""Whether a webhook is its provider's and of this moment: each provider's own rule, on the raw bytes. Pure.

Sources: stripe 16.1 `WebhookSignature.verify_header`, polar-sdk 1.0 `webhooks._verify_signature`, whop-sdk 2.6
`lib.verify_webhook`. Here a time in the future is refused too, which Stripe's library does not do.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from shared.errors import AppError
from shared.payments.messages import Provider

TOLERANCE_MS = 5 * 60_000
_LONGEST_CHARS = 4_096
_SECONDS = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")


def check(provider: Provider, raw: bytes, headers: Mapping[str, str], secret: str, now_ms: int) -> str:
    """Return the event's id where the provider sends it as a header, else "".

    `headers` finds names in any case. Raises AppError `payments.bad_signature`, `payments.stale_webhook`.
    """
    if provider == "stripe":
        _check_stripe(raw, headers.get("Stripe-Signature", ""), secret, now_ms)
        return ""
    keys = _polar_keys(secret) if provider == "polar" else [secret.encode()]
    return _check_standard(raw, headers, keys, now_ms)


def _check_stripe(raw: bytes, header: str, secret: str, now_ms: int) -> None:
    parts = [part.partition("=") for part in header[:_LONGEST_CHARS].split(",")]
    time = next((value for name, _, value in parts if name == "t"), "")
    given = [value.encode() for name, _, value in parts if name == "v1"]
    if not time.isdecimal() or not time.isascii() or not given:
        raise AppError("payments.bad_signature")
    wanted = hmac.new(secret.encode(), time.encode() + b"." + raw, sha256).hexdigest().encode()
    _check_any(wanted, given)
    _check_time(int(time[:15]) * 1_000, now_ms)


def _check_standard(raw: bytes, headers: Mapping[str, str], keys: Iterable[bytes], now_ms: int) -> str:
    """The Standard Webhooks rule: HMAC over `id.seconds.body`, any of several signatures."""
    event_id, time, listed = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not event_id or len(event_id) > 200 or not _SECONDS.fullmatch(time):
        raise AppError("payments.bad_signature")
    seconds = int(time.partition(".")[0])
    signed = f"{event_id}.{seconds}.".encode() + raw
    given = [_decoded(one) for one in listed[:_LONGEST_CHARS].split()]
    for key in keys:
        wanted = hmac.new(key, signed, sha256).digest()
        if any(hmac.compare_digest(wanted, one) for one in given):
            _check_time(seconds * 1_000, now_ms)
            return event_id
    raise AppError("payments.bad_signature")


def _decoded(signature: str) -> bytes:
    version, _, text = signature.partition(",")
    try:
        return base64.b64decode(text, validate=True) if version == "v1" else b""
    except (binascii.Error, ValueError):
        return b""


def _polar_keys(secret: str) -> list[bytes]:
    """Polar's own secrets are keys as they stand; those of the Standard Webhooks kind are base64."""
    keys = [secret.encode()]
    text = secret.removeprefix("whsec_")
    try:
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return keys
    return [*keys, decoded] if decoded else keys


def _check_any(wanted: bytes, given: Iterable[bytes]) -> None:
    if not any(hmac.compare_digest(wanted, one) for one in given):
        raise AppError("payments.bad_signature")


def _check_time(at_ms: int, now_ms: int) -> None:
    if abs(now_ms - at_ms) > TOLERANCE_MS:
        raise AppError("payments.stale_webhook")
