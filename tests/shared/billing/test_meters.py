"""Days and months of UTC, and what a plan allows."""

from hypothesis import given
from hypothesis import strategies as st

from shared.billing.meters import DAY_MS, FOREVER_MS, Meter, Period, allowances, length_of, period_of
from shared.plans import ENTERPRISE, FREE

MOMENTS = st.integers(0, 4_102_444_800_000)


@given(st.sampled_from(Meter), MOMENTS)
def test_a_moment_is_in_its_period_and_the_next_begins_where_it_ends(meter, now_ms):
    period = period_of(meter, now_ms)
    assert period.begins_ms <= now_ms < period.ends_ms
    if period.ends_ms < FOREVER_MS:
        following = period_of(meter, period.ends_ms)
        assert following.begins_ms == period.ends_ms
        assert following.key > period.key
        assert period_of(meter, period.ends_ms - 1) == period


def test_periods_are_those_of_the_calendar():
    leap = 1_709_164_800_000
    assert period_of(Meter.AI_OPERATIONS, leap) == Period("2024-02-29", leap, leap + DAY_MS)
    assert period_of(Meter.AI_TOKENS, leap).key == "2024-02"
    assert period_of(Meter.STORAGE_BYTES, leap) == Period("", 0, FOREVER_MS)
    assert {meter for meter in Meter if length_of(meter) == "day"} == {Meter.AI_OPERATIONS}


def test_a_plan_allows_in_the_meters_own_units():
    free = allowances(FREE)
    assert (free[Meter.VOICE_MS], free[Meter.STORAGE_BYTES]) == (600_000, 1 << 30)
    assert free[Meter.CHARGED_MICROS] is None
    assert allowances(ENTERPRISE)[Meter.UPLOADS] is None
    assert set(free) == set(Meter)
