"""The access token in memory and how long it is good. Knows no server and no file."""

import base64

import msgspec

from shared.accounts.messages import Session
from shared.clock import Clock

EARLY_MS = 30_000
"""A token is renewed this long before it runs out."""


class AccessToken:
    """The token of the newest answer; empty before the first one. Counts on the clock that never jumps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.token = ""
        self._until_ms = 0

    @property
    def good(self) -> bool:
        """Whether a server will still like it."""
        return bool(self.token) and self._clock.monotonic_ms() < self._until_ms

    def take(self, session: Session) -> None:
        """Use the token of an answer from now on."""
        self.token = session.access_token
        lasts_ms = lifetime_ms(session.access_token)
        if lasts_ms is None:
            lasts_ms = session.access_expires_ms - self._clock.now_ms()
        self._until_ms = self._clock.monotonic_ms() + lasts_ms - EARLY_MS

    def clear(self) -> None:
        self.token = ""


def lifetime_ms(token: str) -> int | None:
    """How long a JWT lasts by its own claims (RFC 7519), as this computer's clock may be wrong; None for others."""
    try:
        payload = token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return int((claims["exp"] - claims["iat"]) * 1000)
    except (IndexError, KeyError, TypeError, ValueError, msgspec.DecodeError):
        return None
