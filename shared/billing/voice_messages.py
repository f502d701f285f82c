"""Bodies of the operations of spoken sessions. Declarations only."""

import uuid
from typing import Annotated, Literal

import msgspec

SESSION_PATH = "/api/v1/session"
Difficulty = Literal["beginner", "intermediate", "advanced"]
EndReason = Literal["user_ended", "limit_reached", "timeout", "error", "stale", "superseded"]
"""`timeout`: the device gave up waiting for the model; `stale`: nothing was heard of it for ten minutes."""
Topic = Annotated[str, msgspec.Meta(max_length=200)]


class StartSession(msgspec.Struct, frozen=True, kw_only=True):
    """Begin to speak, or go on with what this device began. With `take_over` a session elsewhere ends."""

    topic: Topic = ""
    difficulty: Difficulty = "beginner"
    take_over: bool = False


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """A sign of life. `seq` grows by one with each; one that was sent twice counts once."""

    session_id: uuid.UUID
    epoch: Annotated[int, msgspec.Meta(ge=1, le=1 << 31)]
    seq: Annotated[int, msgspec.Meta(ge=1, le=1 << 53)]


class EndSession(msgspec.Struct, frozen=True, kw_only=True):
    """The end, as the device sees it."""

    session_id: uuid.UUID
    epoch: Annotated[int, msgspec.Meta(ge=1, le=1 << 31)]
    reason: Literal["user_ended", "timeout", "error"] = "user_ended"


class AskGrant(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for what a realtime voice service lets somebody speak with."""

    session_id: uuid.UUID
    epoch: Annotated[int, msgspec.Meta(ge=1, le=1 << 31)]


class VoiceSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it stands. `spoken_ms` is of this session; `used_ms` and `remaining_ms` are of the month.

    `limit_ms` is None without a limit, `remaining_ms` then too. `warning` says that little is left.
    """

    session_id: uuid.UUID
    device_id: uuid.UUID | None
    active: bool
    epoch: int
    last_seq: int
    topic: str
    difficulty: Difficulty
    started_ms: int
    spoken_ms: int
    used_ms: int
    limit_ms: int | None
    remaining_ms: int | None
    warning: bool
    end_reason: EndReason | None = None
    ended_ms: int = 0


class SessionStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody's voice minutes stand, and the session that is on, if one is."""

    session: VoiceSession | None
    used_ms: int
    limit_ms: int | None
    remaining_ms: int | None
    warning: bool
    heartbeat_ms: int


class RealtimeGrant(msgspec.Struct, frozen=True, kw_only=True):
    """A signed note (EdDSA JWT, key as in `/api/v1/keys`) that its bearer may speak until it runs out."""

    grant: str
    expires_ms: int
    remaining_ms: int | None
