from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.billing.history import by_model, by_service, meters_used, per_day
from shared.billing.meters import Meter
from tests.support.billing_stage import cost, usage_day, usage_history


def test_days_without_use_are_there_and_operations_are_added_up():
    history = usage_history(
        usage_day("2026-10-22", 5),
        usage_day("2026-10-22", 7, operation="hint"),
        usage_day("2026-11-20", 1),
        usage_day("2026-11-20", 9, Meter.AI_OPERATIONS),
    )
    days = per_day(history, Meter.AI_TOKENS)
    assert len(days) == 30
    assert (days[0], days[1], days[-1]) == (
        (date(2026, 10, 22), 12),
        (date(2026, 10, 23), 0),
        (date(2026, 11, 20), 1),
    )
    assert meters_used(history) == [Meter.AI_TOKENS, Meter.AI_OPERATIONS]


@given(
    st.lists(st.tuples(st.integers(0, 29), st.sampled_from(Meter), st.integers(0, 10**9)), max_size=30),
)
def test_nothing_is_lost_in_the_days(found):
    first = date(2026, 10, 22)
    history = usage_history(
        *(usage_day((first + timedelta(days=day)).isoformat(), amount, meter) for day, meter, amount in found)
    )
    for meter in Meter:
        assert sum(amount for _, amount in per_day(history, meter)) == sum(
            a for _, m, a in found if m is meter
        )


COSTS = (
    cost("chat", "big", 2, 300, 900),
    cost("chat", "small", 5, 100, 50),
    cost("hint", "small", 1, 10, 2_000),
    cost("voice", "", 1, 0, 0),
)


def test_services_and_models_come_the_dearest_first():
    hint, chat, voice = by_service(usage_history(services=COSTS))
    assert (hint.name, chat.name, voice.name) == ("hint", "chat", "voice")
    assert (chat.calls, chat.tokens, chat.charged_micros) == (7, 400, 950)
    assert [part.name for part in chat.parts] == ["big", "small"]
    assert [found.name for found in by_model(usage_history(services=COSTS))] == ["small", "big", ""]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 99), st.integers(0, 10**12)),
        max_size=20,
    )
)
def test_both_ways_add_up_to_the_same(found):
    history = usage_history(services=tuple(cost(o, m, c, c * 7, micros) for o, m, c, micros in found))
    for sums in (by_service(history), by_model(history)):
        assert sum(one.charged_micros for one in sums) == sum(micros for *_, micros in found)
        assert all(one.calls == sum(part.calls for part in one.parts) for one in sums)
