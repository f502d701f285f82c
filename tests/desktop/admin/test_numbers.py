"""What is typed is kept to the unit, and what is kept can be typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.admin.numbers import added_percent, has_equal_cache, in_gib, margin_of, of_gib, shown, typed
from shared.billing.prices import flat


@given(st.integers(0, 10**17), st.integers(0, 9), st.sampled_from([".", ","]))
def test_what_is_shown_is_read_as_the_same(value, places, point):
    assert typed(shown(value, places, point), places, point) == value


@given(
    st.integers(0, 10**17), st.sampled_from([".", ","]), st.sampled_from([None, " ", "\u00a0", "\u202f", "’"])
)
def test_threes_of_digits_are_read_as_the_same(value, point, space):
    group = space or ("," if point == "." else ".")
    assert typed(f"{value:,}".replace(",", group), 0, point) == value


@given(
    st.integers(0, 10**12),
    st.text("0123456789", min_size=1, max_size=9),
    st.integers(0, 9),
    st.sampled_from([".", ","]),
)
def test_the_decimal_sign_of_another_language_is_no_number(whole, fraction, places, point):
    other = "," if point == "." else "."
    in_threes = len(fraction) == 3 and 0 < whole < 1_000
    expected = int(f"{whole}{fraction}") * 10**places if in_threes else None
    assert typed(f"{whole}{other}{fraction}", places, point) == expected


@pytest.mark.parametrize(
    ("text", "places", "point", "value"),
    [
        ("12", 0, ".", 12),
        ("1,250.5", 2, ".", 125_050),
        ("1.250,5", 2, ",", 125_050),
        ("1 250", 0, ",", 1_250),
        (".5", 3, ".", 500),
        ("5.", 3, ".", 5_000),
        ("0.050", 2, ".", 5),
        ("0.055", 2, ".", None),
        ("-1", 2, ".", None),
        ("", 2, ".", None),
        (".", 2, ".", None),
        ("1.2.3", 2, ".", None),
        ("twelve", 2, ".", None),
        ("14,99", 2, ".", None),
        ("2,50", 2, ".", None),
        ("0,5", 0, ".", None),
        ("0,500", 2, ".", None),
        ("14.99", 2, ",", None),
        ("14,99", 2, ",", 1_499),
        ("1,499", 0, ".", 1_499),
        ("1.499", 0, ",", 1_499),
        ("1,250,000.5", 2, ".", 125_000_050),
        ("1,2500", 0, ".", None),
        ("1250,000", 0, ".", None),
        ("1,250 000", 0, ".", None),
        ("1.250,000", 3, ".", None),
        (",250", 0, ".", None),
        ("9" * 30, 0, ".", None),
    ],
)
def test_what_is_typed(text, places, point, value):
    assert typed(text, places, point) == value


def test_less_than_nothing_has_its_sign():
    assert shown(-250_000, 4) == "-25"


def test_margins_and_sizes():
    assert added_percent(1_500_000) == 500_000
    assert margin_of(added_percent(900_000)) == 900_000
    assert of_gib(in_gib(3 << 29)) == 3 << 29
    assert has_equal_cache(flat(5, 6))
