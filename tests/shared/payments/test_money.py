import pytest

from shared.payments.money import minor_digits


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("usd", 2), ("JPY", 0), ("krw", 0), ("KWD", 3)])
def test_digits_behind_the_point(currency, digits):
    assert minor_digits(currency) == digits
