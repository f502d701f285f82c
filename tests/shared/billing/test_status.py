"""How a meter stands, as the specification says it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.billing.meters import FOREVER_MS, Meter, period_of
from shared.billing.status import level_of, meter_status, percent_of


def ms(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000)


NOW = ms("2026-11-20T13:00:00")


def status(used, limit=10_000, *, meter=Meter.AI_TOKENS, held=0, now_ms=NOW, **more):
    ends_ms = period_of(meter, now_ms).ends_ms
    return meter_status(
        meter, used=used, limit=limit, held=held, plan="free", now_ms=now_ms, ends_ms=ends_ms, **more
    )


def test_it_says_what_the_specification_names():
    found = status(6_500)
    assert (found.used, found.limit, found.percent_used, found.remaining) == (6_500, 10_000, 65, 3_500)
    assert (found.plan, found.reset_date, found.days_until_reset) == ("free", "2026-12-01", 11)
    assert found.warning_level == "ok"


@pytest.mark.parametrize(
    ("used", "percent", "level"),
    [
        (0, 0, "ok"),
        (7_499, 74, "ok"),
        (7_500, 75, "warning"),
        (8_999, 89, "warning"),
        (9_000, 90, "critical"),
        (9_999, 99, "critical"),
        (10_000, 100, "critical"),
        (10_200, 102, "critical"),
    ],
)
def test_levels_and_percents_are_rounded_down(used, percent, level):
    found = status(used)
    assert (found.percent_used, found.warning_level) == (percent, level)
    assert found.remaining == max(0, 10_000 - used)


def test_what_is_held_is_not_there_for_new_work():
    found = status(2_000, held=3_000)
    assert (found.remaining, found.held, found.percent_used) == (5_000, 3_000, 20)
    assert status(2_000, free=1_000).remaining == 1_000
    assert status(2_000, free=-5).remaining == 0


def test_without_a_limit_nothing_is_left_over_or_near():
    found = status(123_456, None, meter=Meter.AI_OPERATIONS, free=7)
    assert (found.limit, found.remaining, found.percent_used, found.warning_level) == (None, None, 0, "ok")


def test_what_a_plan_does_not_have_warns_nobody():
    found = status(0, 0, meter=Meter.TRANSCRIPTION_MS)
    assert (found.percent_used, found.remaining, found.warning_level) == (0, 0, "ok")
    assert percent_of(1, 0) == 100


def test_a_day_resets_tomorrow_and_a_level_never():
    assert status(1, meter=Meter.AI_OPERATIONS).days_until_reset == 1
    level = status(1, meter=Meter.STORAGE_BYTES)
    assert (level.reset_date, level.days_until_reset) == (None, None)
    assert period_of(Meter.STORAGE_BYTES, NOW).ends_ms == FOREVER_MS
    late = status(1, now_ms=ms("2026-12-31T23:59:59"))
    assert (late.reset_date, late.days_until_reset) == ("2027-01-01", 1)


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_a_hundred_percent_means_all_of_it(used, limit):
    percent = percent_of(used, limit)
    assert (percent >= 100) == (used >= limit)
    assert level_of(percent) == ("critical" if percent >= 90 else "warning" if percent >= 75 else "ok")
