"""What is known of a talk and of the minutes for it. Declarations, and the arithmetic of a bar."""

from typing import Literal

import msgspec

from shared.billing.voice import WARNED_MS
from shared.billing.voice_messages import SessionStatus, VoiceSession

Blocked = Literal[
    "signed_out", "no_sessions", "no_ai", "no_offline_ai", "no_offline", "no_speech_model", "used_up"
]
"""Why a talk cannot begin. `no_offline`: no connection, and the minutes set aside for that cannot be used now."""
Ended = Literal[
    "user_ended",
    "limit_reached",
    "timeout",
    "error",
    "stale",
    "superseded",
    "idle",
    "signed_out",
    "offline_used_up",
    "offline_over",
]
"""Why it is over: the server's reasons, and four of this device."""


class Said(msgspec.Struct, frozen=True):
    """One turn of the talk. `cut`: it was interrupted."""

    who: Literal["you", "teacher"]
    text: str
    cut: bool = False


class Minutes(msgspec.Struct, frozen=True):
    """How the month's minutes stand; `limit_ms` and `remaining_ms` are None without a limit.

    `offline`: these are only those that are set aside on this computer for use without a connection.
    """

    used_ms: int
    limit_ms: int | None
    remaining_ms: int | None
    warning: bool
    offline: bool = False

    @property
    def share(self) -> float:
        """Used part of what there is, 0 to 1; minutes that were bought count in."""
        if self.remaining_ms is None:
            return 0.0
        whole = self.used_ms + self.remaining_ms
        return self.used_ms / whole if whole else 1.0

    def later(self, ms: int) -> "Minutes":
        """How they stand when somebody has spoken on for so long."""
        left = None if self.remaining_ms is None else max(0, self.remaining_ms - ms)
        return msgspec.structs.replace(self, used_ms=self.used_ms + ms, remaining_ms=left)


def minutes_of(told: VoiceSession | SessionStatus, lent_ms: int = 0) -> Minutes:
    """Read the minutes out of an answer of the server; what is set aside here (`lent_ms`) remains as well."""
    if told.remaining_ms is None:
        return Minutes(told.used_ms, told.limit_ms, None, told.warning)
    left_ms = told.remaining_ms + lent_ms
    return Minutes(told.used_ms, told.limit_ms, left_ms, left_ms <= WARNED_MS)
