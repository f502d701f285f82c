"""Reading a provider's JSON: whatever it holds, nothing but an expected failure comes out."""

import contextlib
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.payments import polar_events, readings, stripe_events, whop_events
from shared.errors import AppError

USER = uuid.UUID(int=7)


def test_objects_inside_are_found_through_lists():
    found = {"items": {"object": "list", "data": [{"price": {"id": "price_1", "product": "prod_1"}}]}}
    assert readings.text(readings.inner(found, "items"), "price") == "price_1"
    assert readings.text(readings.inner(found, "items"), "price", "product") == "prod_1"
    assert readings.inner({"a": []}, "a", "b") == {}


def test_what_is_no_plain_short_text_is_none():
    for bad in (5, None, "é", "a\x00", "x" * 256, ["a"], {"name": "no id"}):
        assert readings.text({"a": bad}, "a") == ""
    with pytest.raises(AppError) as refused:
        readings.needed({"id": "x" * 151}, "id")
    assert refused.value.code == "payments.bad_event"


def test_times_are_milliseconds_of_utc():
    assert readings.iso_ms({"t": "2026-11-20T12:00:00.5Z"}, "t") == 1_795_176_000_500
    assert readings.iso_ms({"t": "2026-11-20T13:00:00+01:00"}, "t") == 1_795_176_000_000
    assert readings.iso_ms({"t": "2026-11-20T12:00:00"}, "t") == 1_795_176_000_000
    assert readings.iso_ms({"t": "soon"}, "t") == 0
    assert readings.seconds_ms({"t": 1_795_176_000}, "t") == 1_795_176_000_000
    assert readings.seconds_ms({"t": -5}, "t") == 0


def test_money_is_in_the_smallest_unit():
    assert readings.decimal_minor("10.00", "usd") == 1_000
    assert readings.decimal_minor(25.5, "EUR") == 2_550
    assert readings.decimal_minor("500", "jpy") == 500
    assert readings.decimal_minor("1.234", "kwd", 3) == 1_234
    for bad in (None, "much", "NaN", "1e999", {}):
        assert readings.decimal_minor(bad, "usd") == 0


def test_people_are_uuids_of_ours():
    assert readings.user({"u": str(USER)}, "u") == USER
    assert readings.user({"u": "ana@example.org"}, "u") is None


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["active", "list", "payment", "paid", str(USER), "2026-11-20T12:00:00Z"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "id",
                        "object",
                        "status",
                        "customer",
                        "items",
                        "data",
                        "metadata",
                        "lantern_user",
                        "mode",
                    ),
                    *("amount", "currency", "payment_intent", "price", "total", "external_id", "order_id"),
                    *("active_subscriptions", "user", "plan", "dispute", "created", "current_period_end"),
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(kind=st.sampled_from(stripe_events.KINDS), found=json_values, created=json_values)
def test_no_event_of_stripe_breaks_the_reader(kind, found, created):
    read(stripe_events.told, {"id": "evt_1", "type": kind, "created": created, "data": {"object": found}})


@given(kind=st.sampled_from(polar_events.KINDS), found=json_values)
def test_no_event_of_polar_breaks_the_reader(kind, found):
    read(polar_events.told, {"type": kind, "timestamp": "2026-11-20T12:00:00Z", "data": found}, "msg_1")


@given(kind=st.sampled_from(whop_events.KINDS), found=json_values)
def test_no_event_of_whop_breaks_the_reader(kind, found):
    read(whop_events.told, {"type": kind, "timestamp": "2026-11-20T12:00:00Z", "data": found}, "msg_1")


def read(reader, *given):
    with contextlib.suppress(AppError):
        assert len(reader(*given).event_id) <= 200
