"""Identifiers: UUIDv7 for new things, UUIDv5 for things that must be single. Knows no storage."""

import os
import threading
import time
import uuid
from typing import NewType

from shared.errors import AppError

ItemId = NewType("ItemId", uuid.UUID)
CollectionId = NewType("CollectionId", uuid.UUID)
TagId = NewType("TagId", uuid.UUID)
CorrectionId = NewType("CorrectionId", uuid.UUID)
ChatId = NewType("ChatId", uuid.UUID)
MessageId = NewType("MessageId", uuid.UUID)
JobId = NewType("JobId", uuid.UUID)
DeviceId = NewType("DeviceId", uuid.UUID)
QuizId = NewType("QuizId", uuid.UUID)
QuestionId = NewType("QuestionId", uuid.UUID)
GameId = NewType("GameId", uuid.UUID)
AttemptId = NewType("AttemptId", uuid.UUID)

NAMESPACE = uuid.UUID("b2b1f3d6-6b7c-5f0e-9c5a-3e1d0f7a4c21")
_UNIX_MS_BITS = 48


class _Maker:
    """What is remembered of the last id, so that those of one millisecond follow each other closely."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        milliseconds = time.time_ns() // 1_000_000 & ((1 << _UNIX_MS_BITS) - 1)
        with self._lock:
            if self._last >> 80 == milliseconds:
                self._last += 1 + int.from_bytes(os.urandom(2), "big")
            else:
                value = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
                value = value & ~(0xF << 76) | 0x7 << 76
                # The highest random bit is left for those that follow.
                self._last = value & ~(0x7 << 61) | 0x4 << 61
            return self._last


_maker = _Maker()


def _begin_anew() -> None:
    """A process that is a copy of another must not go on from the same id."""
    global _maker  # noqa: PLW0603 - one per process
    _maker = _Maker()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, the rest random.

    Those of one millisecond and process grow by small random steps (6.2, method 2): what is made at once, as an import
    makes it, lies together in indexes and takes few bytes on the way. The time part is never trusted or compared, and
    no id is a secret.
    """
    return uuid.UUID(int=_maker.next())


def derived_id(kind: str, *parts: str | bytes | uuid.UUID) -> uuid.UUID:
    """Return the UUIDv5 of a kind and its natural key, so that two devices making the same thing meet.

    Each part is length-prefixed: no two different keys share a name.
    """
    name = bytearray(kind.encode())
    for part in parts:
        raw = part.bytes if isinstance(part, uuid.UUID) else part.encode() if isinstance(part, str) else part
        name += len(raw).to_bytes(4, "big") + raw
    return uuid.uuid5(NAMESPACE, name.hex())


def parse_id(text: str) -> uuid.UUID:
    """Read an id as a person or a program wrote it. Raises `AppError("ids.malformed")`."""
    try:
        return uuid.UUID(text.strip())
    except ValueError as cause:
        raise AppError("ids.malformed", text=text[:80]) from cause
