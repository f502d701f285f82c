"""Prices as an operator writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.billing.price_text import parsed_price
from shared.billing.prices import NANO_PER_USD, UnitRates, flat
from shared.errors import AppError


def test_two_three_and_five_numbers():
    assert parsed_price("m=2.50/15") == ("m", flat(2_500_000_000, 15 * NANO_PER_USD))
    assert parsed_price(" a/b:c = 2.5 / 0.25 / 15 ") == (
        "a/b:c",
        flat(2_500_000_000, 15 * NANO_PER_USD, cached_rate=250_000_000),
    )
    assert parsed_price("m=1/2/3/4/0.000000005")[1] == UnitRates(
        input=NANO_PER_USD,
        cache_read=2 * NANO_PER_USD,
        cache_write_5m=3 * NANO_PER_USD,
        cache_write_1h=4 * NANO_PER_USD,
        output=5,
    )


@pytest.mark.parametrize(
    "text", ["", "m", "m=", "=1/2", "m=1", "m=1/2/3/4", "m=-1/2", "m=1e3/2", "m=1,5/2", "m=x/y"]
)
def test_what_is_no_price_is_refused(text):
    with pytest.raises(AppError, match="bad_price_text"):
        parsed_price(text)


@given(st.integers(0, 999_999), st.integers(0, 10**9 - 1))
def test_every_digit_counts(dollars, nano):
    assert parsed_price(f"m={dollars}.{nano:09d}/0")[1].input == dollars * NANO_PER_USD + nano
