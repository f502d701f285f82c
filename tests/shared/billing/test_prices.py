"""Prices are exact: no float is in the way, and each amount is rounded up once."""

from fractions import Fraction
from math import ceil

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.billing.prices import (
    NANO_PER_USD,
    ONE_PPM,
    Prices,
    Tier,
    UnitRates,
    at_most,
    charged_micros,
    cost_nano,
    flat,
    is_rising,
    output_for,
    prices_sha256,
    same_for_all,
)
from shared.billing.usage import Usage

RATE = st.integers(0, 10**12)
RATES = st.builds(
    UnitRates,
    input=RATE,
    cache_read=RATE,
    cache_write_5m=RATE,
    cache_write_1h=RATE,
    output=RATE,
    tool_use=st.integers(0, 10**8),
)
PRICES = st.builds(
    lambda rates, tiers: Prices(rates, tuple(Tier(at, each) for at, each in sorted(tiers.items()))),
    RATES,
    st.dictionaries(st.integers(1, 10**6), RATES, max_size=3),
)
COUNT = st.integers(0, 10**7)
USAGE = st.builds(Usage, COUNT, COUNT, COUNT, COUNT, COUNT, tool_uses=st.integers(0, 50))
MARGIN = st.integers(0, 10**8)


def test_the_example_of_the_specification():
    """$0.0015 per thousand tokens at a margin of 1.5 is $0.00225."""
    prices = Prices(same_for_all(1_500))
    assert cost_nano(Usage(1_000), prices) == 1_500_000
    assert charged_micros(Usage(600, output=400), prices, 1_500_000) == 2_250


def test_five_cents_per_million_stay_exact():
    prices = Prices(flat(NANO_PER_USD // 20, 0))
    assert cost_nano(Usage(1), prices) == 50
    assert charged_micros(Usage(1), prices, ONE_PPM) == 1


def test_xai_doubles_from_two_hundred_thousand_tokens_of_input_on():
    one, two = flat(2 * NANO_PER_USD, 6 * NANO_PER_USD), flat(4 * NANO_PER_USD, 12 * NANO_PER_USD)
    prices = Prices(one, (Tier(200_000, two),))
    below = cost_nano(Usage(199_999, output=1_000), prices)
    above = cost_nano(Usage(100_000, 100_000, output=1_000), prices)
    assert (below, above) == (199_999 * 2_000 + 6_000_000, 200_000 * 4_000 + 12_000_000)


@given(USAGE, PRICES, MARGIN)
def test_it_is_the_exact_sum_rounded_up_once(usage, prices, margin):
    rates = prices.at(usage.input_tokens)
    names = ("cache_read", "cache_write_5m", "cache_write_1h", "output")
    exact = sum(Fraction(getattr(usage, name) * getattr(rates, name), 10**6) for name in names)
    exact += Fraction(usage.input_uncached * rates.input, 10**6) + usage.tool_uses * rates.tool_use
    assert cost_nano(usage, prices) == ceil(exact)
    assert charged_micros(usage, prices, margin) == ceil(exact * margin / 10**6 / 1_000)


@given(USAGE, USAGE, RATES, MARGIN)
def test_two_calls_cost_at_the_most_one_unit_more_than_one_call_of_both(first, second, rates, margin):
    both = Usage(**{name: getattr(first, name) + getattr(second, name) for name in Usage.__struct_fields__})
    prices = Prices(rates)
    apart = charged_micros(first, prices, margin) + charged_micros(second, prices, margin)
    assert 0 <= apart - charged_micros(both, prices, margin) <= 1


@given(st.tuples(COUNT, COUNT, COUNT, COUNT), COUNT, RATES, MARGIN)
def test_what_is_reserved_is_never_too_little(inputs, output, rates, margin):
    prices = Prices(rates)
    fresh, read, short, long = inputs
    usage = Usage(fresh, read, short, long, output)
    most = at_most(usage.input_tokens, output, prices)
    assert most.tokens == usage.tokens
    assert charged_micros(usage, prices, margin) <= charged_micros(most, prices, margin)


@given(st.integers(0, 10**9), st.builds(Usage, COUNT, COUNT), PRICES, MARGIN)
def test_an_amount_buys_as_much_output_as_it_can(micros, usage, prices, margin):
    tokens = output_for(micros, usage, prices, margin)

    def cost(output):
        return charged_micros(msgspec.structs.replace(usage, output=output), prices, margin)

    if tokens is None:
        assert cost(10**9) <= micros
    elif tokens < 0:
        assert cost(0) > micros
    else:
        assert cost(tokens) <= micros < cost(tokens + 1)


@given(PRICES)
def test_equal_prices_have_one_fingerprint_that_survives_storage(prices):
    again = msgspec.json.decode(msgspec.json.encode(prices), type=Prices)
    assert prices_sha256("m", again) == prices_sha256("m", prices) != prices_sha256("n", prices)
    assert is_rising(prices)


def test_tiers_out_of_order_are_seen():
    rates = flat(1, 1)
    assert not is_rising(Prices(rates, (Tier(5, rates), Tier(5, rates))))


def test_rates_have_bounds():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"rates": {**msgspec.to_builtins(flat(1, 1)), "input": -1}}, Prices)
    assert flat(3, 9, cached_rate=1).cache_read == 1
