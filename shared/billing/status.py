"""How one meter stands, as people see it. Pure; knows no ledger and no words."""

from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from shared.billing.meters import FOREVER_MS, Meter

WarningLevel = Literal["ok", "warning", "critical"]
WARNING_PERCENT = 75
UPGRADE_PERCENT = 80
"""From here on people are asked whether they want a larger plan."""
CRITICAL_PERCENT = 90


class MeterStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One meter. `limit` and `remaining` are None without a limit; days and dates are UTC, None where nothing resets.

    `used` is what was used up, in the meter's unit; `held` is what running work has reserved besides. `remaining` is
    what new work may take, so what is held is not in it. `offline_left` is what devices were lent to spend offline.
    """

    meter: Meter
    used: int
    limit: int | None
    percent_used: int
    remaining: int | None
    plan: str
    reset_date: str | None
    days_until_reset: int | None
    warning_level: WarningLevel
    held: int = 0
    offline_left: int | None = None


def meter_status(
    meter: Meter,
    *,
    used: int,
    limit: int | None,
    held: int,
    plan: str,
    now_ms: int,
    ends_ms: int,
    free: int | None = None,
) -> MeterStatus:
    """Return how a meter stands. `free` is what the ledger would grant, when that is less than what is left here."""
    percent = percent_of(used, limit)
    left = None if limit is None else max(0, limit - used - held)
    if left is not None and free is not None:
        left = max(0, min(left, free))
    resets = 0 < ends_ms < FOREVER_MS
    return MeterStatus(
        meter=meter,
        used=used,
        limit=limit,
        percent_used=percent,
        remaining=left,
        plan=plan,
        reset_date=day_text(ends_ms) if resets else None,
        days_until_reset=(_date(ends_ms) - _date(now_ms)).days if resets else None,
        warning_level=level_of(percent),
        held=held,
    )


def percent_of(used: int, limit: int | None) -> int:
    """How much of a limit is used, rounded down, so that 100 is shown only when all of it is.

    More than 100 after an overrun. What a plan does not have at all (a limit of 0) is not used either.
    """
    if limit is None or used <= 0:
        return 0
    return used * 100 // limit if limit > 0 else 100


def level_of(percent: int) -> WarningLevel:
    """Green, amber or red."""
    if percent >= CRITICAL_PERCENT:
        return "critical"
    return "warning" if percent >= WARNING_PERCENT else "ok"


def day_text(at_ms: int) -> str:
    """The day of UTC that a moment is in: 2026-11-20."""
    return _date(at_ms).isoformat()


def _date(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms // 1000, UTC).date()
