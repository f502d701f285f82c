"""How usage stands as people are shown it, also with no connection and after a period has ended. Pure; no words."""

import uuid
from datetime import UTC, date, datetime

import msgspec

from shared.billing.messages import BillingStatus
from shared.billing.meters import FOREVER_MS, Meter, period_of
from shared.billing.status import UPGRADE_PERCENT, MeterStatus, level_of
from shared.errors import AppError

FULL_PERCENT = 100
_FOR_FILES = (Meter.STORAGE_BYTES, Meter.UPLOADS)
_NO_LIMIT = 1 << 62
_LEVELS = ("ok", "warning", "critical")


class Known(msgspec.Struct, frozen=True):
    """What a server said last, of whom, and when (Unix milliseconds of this computer)."""

    user_id: uuid.UUID
    server_url: str
    at_ms: int
    status: BillingStatus


class Standing(msgspec.Struct, frozen=True):
    """How everything stands. `at_ms` is when that was learnt; `problem`: why it could not be learnt anew since."""

    plan: str
    plan_until_ms: int
    meters: tuple[MeterStatus, ...]
    at_ms: int
    problem: AppError | None = None

    @property
    def offline(self) -> bool:
        """Whether these are old numbers."""
        return self.problem is not None

    def of(self, meter: Meter) -> MeterStatus | None:
        """Return one meter; None when the server does not count it."""
        return next((found for found in self.meters if found.meter == meter), None)

    @property
    def foremost(self) -> MeterStatus | None:
        """The meter at the head of the window: AI tokens, unless another one with a limit is nearer to its end."""
        limited = [found for found in self.meters if found.limit]
        tokens = self.of(Meter.AI_TOKENS)
        if tokens is not None and tokens.limit == 0:
            tokens = None
        worst = max(limited, key=lambda found: _LEVELS.index(found.warning_level), default=None)
        if worst is None or (tokens is not None and tokens.warning_level == worst.warning_level):
            return tokens
        return worst


class Prompt(msgspec.Struct, frozen=True):
    """A meter that is nearly or wholly used up. `key` names it with its period: it is told once in each."""

    meter: MeterStatus
    full: bool
    key: str


def standing_of(known: Known, now_ms: int, problem: AppError | None = None) -> Standing:
    """Return what a server said as it is now: days are counted anew, what has been renewed since is empty."""
    status = known.status
    meters = tuple(as_of(meter, now_ms) for meter in status.meters)
    return Standing(status.plan, status.plan_until_ms, meters, known.at_ms, problem)


def with_offline(standing: Standing, left_ms: int | None) -> Standing:
    """Return it with the minutes to speak that are set aside here, in place of those of all devices."""

    def here(meter: MeterStatus) -> MeterStatus:
        if meter.meter is not Meter.VOICE_MS:
            return meter
        others = max(0, meter.held - (meter.offline_left or 0))
        return msgspec.structs.replace(meter, offline_left=left_ms, held=others + (left_ms or 0))

    return msgspec.structs.replace(standing, meters=tuple(here(meter) for meter in standing.meters))


def as_of(meter: MeterStatus, now_ms: int) -> MeterStatus:
    """Return a meter at a later moment, when nothing was used since."""
    if meter.reset_date is None:
        return meter
    ends_ms = period_of(meter.meter, now_ms).ends_ms
    if ends_ms >= FOREVER_MS:
        return meter
    ends, today = _day(ends_ms), _day(now_ms)
    later = msgspec.structs.replace(meter, days_until_reset=max(0, (ends - today).days))
    if today.isoformat() < meter.reset_date:
        return later
    return msgspec.structs.replace(
        later,
        used=0,
        held=0,
        percent_used=0,
        remaining=meter.limit,
        warning_level=level_of(0),
        reset_date=ends.isoformat(),
    )


def has_more_room(before: BillingStatus, after: BillingStatus) -> bool:
    """Whether files that had no room on the server may have some now: a larger plan, another month, something deleted.

    Of a meter that was far from its end nothing waited, so that deleting a file there is no news.
    """
    old = {meter.meter: meter for meter in before.meters}
    for meter in after.meters:
        was = old.get(meter.meter)
        if was is None or meter.meter not in _FOR_FILES:
            continue
        larger = _or_all(meter.limit) > _or_all(was.limit)
        freed = was.percent_used >= UPGRADE_PERCENT and _or_all(meter.remaining) > _or_all(was.remaining)
        if larger or freed:
            return True
    return False


def _or_all(amount: int | None) -> int:
    return _NO_LIMIT if amount is None else amount


def prompts_of(standing: Standing) -> list[Prompt]:
    """Return the meters worth a word, the fullest first; what a plan does not have at all is not."""
    near = [found for found in standing.meters if found.limit and found.percent_used >= UPGRADE_PERCENT]
    near.sort(key=lambda found: -found.percent_used)
    return [_prompt(found) for found in near]


def _prompt(meter: MeterStatus) -> Prompt:
    full = meter.percent_used >= FULL_PERCENT
    # What is never renewed is told once in a plan.
    period = meter.reset_date or meter.plan
    return Prompt(meter, full, f"{meter.meter.value} {period}{' full' if full else ''}")


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms // 1000, UTC).date()
