"""Signs webhooks as Stripe, Polar and Whop do, with the standard library: what their own libraries accept."""

import base64
import hashlib
import hmac
import time

STRIPE_SECRET = "whsec_test_stripe_secret_of_the_endpoint"
POLAR_SECRET = "polar_whs_test_secret_of_the_endpoint"
WHOP_SECRET = "ws_test_secret_of_the_endpoint"


def stripe_headers(body: bytes, secret: str = STRIPE_SECRET, *, at_s: float | None = None) -> dict[str, str]:
    """The header of Stripe: a time and an HMAC over the time and the bytes; the key is the whole secret."""
    stamp = int(time.time() if at_s is None else at_s)
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "Stripe-Signature": f"t={stamp},v1={digest}"}


def polar_headers(
    body: bytes, secret: str = POLAR_SECRET, *, event_id: str = "msg_1", at_s: float | None = None
) -> dict[str, str]:
    """The headers of Polar: Standard Webhooks with the secret's own bytes as the key."""
    return _standard(body, secret.encode(), event_id, at_s)


def whop_headers(
    body: bytes, secret: str = WHOP_SECRET, *, event_id: str = "msg_1", at_s: float | None = None
) -> dict[str, str]:
    """The headers of Whop: Standard Webhooks with the secret's own bytes as the key, its prefix included."""
    return _standard(body, secret.encode(), event_id, at_s)


def _standard(body: bytes, key: bytes, event_id: str, at_s: float | None) -> dict[str, str]:
    stamp = int(time.time() if at_s is None else at_s)
    signed = hmac.new(key, f"{event_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
