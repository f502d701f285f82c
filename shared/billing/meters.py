"""What is counted and in which periods: days and months of UTC. Knows no plan's price, no account and no database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal

import msgspec

from shared.plans import Plan

DAY_MS = 86_400_000
FOREVER_MS = (1 << 62) - 1
"""The end of what has none."""
_MINUTE_MS = 60_000
Length = Literal["day", "month", "level"]


class Meter(StrEnum):
    """What a call, a session or a file uses up. Each is counted in a unit of its own, in whole numbers."""

    AI_TOKENS = "ai_tokens"
    AI_OPERATIONS = "ai_operations"
    VOICE_MS = "voice_ms"
    TRANSCRIPTION_MS = "transcription_ms"
    STORAGE_BYTES = "storage_bytes"
    UPLOADS = "uploads"
    CHARGED_MICROS = "charged_micros"


_LENGTHS: Mapping[Meter, Length] = {
    Meter.AI_TOKENS: "month",
    Meter.AI_OPERATIONS: "day",
    Meter.VOICE_MS: "month",
    Meter.TRANSCRIPTION_MS: "month",
    Meter.STORAGE_BYTES: "level",
    Meter.UPLOADS: "month",
    Meter.CHARGED_MICROS: "month",
}


class Period(msgspec.Struct, frozen=True):
    """A time in which an allowance counts: "2026-11", "2026-11-20", or "" for one without an end."""

    key: str
    begins_ms: int
    ends_ms: int


_LEVEL = Period("", 0, FOREVER_MS)


def length_of(meter: Meter) -> Length:
    """How long an allowance of a meter counts; a level is what is there now."""
    return _LENGTHS[meter]


def period_of(meter: Meter, now_ms: int) -> Period:
    """Return the period that a moment (Unix milliseconds) is in."""
    return _period(_LENGTHS[meter], now_ms // DAY_MS)


@lru_cache(maxsize=256)
def _period(length: Length, day: int) -> Period:
    if length == "level":
        return _LEVEL
    at = datetime.fromtimestamp(day * DAY_MS // 1000, UTC)
    if length == "day":
        return Period(f"{at:%Y-%m-%d}", day * DAY_MS, (day + 1) * DAY_MS)
    first = at.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Period(f"{at:%Y-%m}", _ms(first), _ms(after))


def _ms(at: datetime) -> int:
    return int(at.timestamp()) * 1000


def allowances(plan: Plan) -> dict[Meter, int | None]:
    """Return what a plan grants per period, in the meters' own units; None is no limit.

    Money has no limit of its own: tenants and the budget of free use have one.
    """
    return {
        Meter.AI_TOKENS: plan.ai_tokens_per_month,
        Meter.AI_OPERATIONS: plan.ai_operations_per_day,
        Meter.VOICE_MS: plan.voice_minutes_per_month * _MINUTE_MS,
        Meter.TRANSCRIPTION_MS: plan.transcription_minutes_per_month * _MINUTE_MS,
        Meter.STORAGE_BYTES: plan.storage_bytes,
        Meter.UPLOADS: plan.uploads_per_month,
        Meter.CHARGED_MICROS: None,
    }
