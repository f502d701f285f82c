"""Identifiers: UUIDv7 for new things, UUIDv5 for things that must be single. Knows no storage."""

import os
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


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, the rest random.

    The time part is a hint for locality only; it is never trusted or compared.
    """
    milliseconds = time.time_ns() // 1_000_000 & ((1 << _UNIX_MS_BITS) - 1)
    random_bits = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


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
