"""Numbers as people type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.typed_numbers import finite, number_text, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("3,5", 3.5),
        ("3.5", 3.5),
        (",5", 0.5),
        ("5,", 5),
        ("+3", 3),
        ("- 3", -3),
        ("−3,25", -3.25),
        ("1 234 567,8", 1234567.8),
        ("1\u202f234.5", 1234.5),
        ("1'234.5", 1234.5),
        ("1’234", 1234),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1,234", 1.234),
        ("6,02e23", 6.02e23),
        ("1E-3", 0.001),
        ("３，５", 3.5),
        ("٣٫٥", 3.5),
        ("007", 7),
    ],
)
def test_read(text, number):
    assert parse_number(text) == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", ",", "-", "e5", "3e", "1e400", "1e101", "three", "3 4", "12 34", "1.2.3", "1,2,3", "1.234.5",
     "1,23.4", "1,2345,678.9", "nan", "inf", "0x10", "1_000", "--3", "3-", "9" * 65, "3 5/8", "1e1000"],
)  # fmt: skip
def test_not_a_number(text):
    assert parse_number(text) is None


def test_a_unit_may_follow():
    assert parse_number("3,5 m", "m") == parse_number("3.5m", "m") == parse_number("3.5", "m") == 3.5
    assert parse_number("20 %", "%") == 20
    assert parse_number("3 km", "m") is None
    assert parse_number("m", "m") is None
    assert parse_number("5 m²", "m²") == 5


@given(st.floats(-1e15, 1e15))
def test_what_is_written_is_read(number):
    text = f"{number:.6f}"
    assert parse_number(text) == parse_number(text.replace(".", ",")) == float(text)


@given(st.text(max_size=70))
def test_any_text_is_a_finite_number_or_none(text):
    number = parse_number(text)
    assert number is None or math.isfinite(number)


def test_only_finite_numbers_pass():
    assert [finite(number) for number in (math.nan, math.inf, 10**400, 1e101)] == [None] * 4
    assert str(finite(-0.0)) == "0.0"


def test_words_for_reports():
    assert [number_text(number) for number in (3.0, 0.1 + 0.2, 1234567.5, -2e30)] == [
        "3",
        "0.3",
        "1234567.5",
        "-2e+30",
    ]
    assert number_text(3.5, "m") == "3.5 m"
