"""Expected failures carry a declared code and its parameters."""

import pytest

from shared.errors import ERRORS, AppError


def test_an_error_takes_what_its_code_declares():
    error = AppError("network.timed_out", detail="read", url="x")
    assert (error.code, error.retryable, error.parameters) == ("network.timed_out", True, {"url": "x"})
    assert str(error) == "network.timed_out: read"


def test_retryable_can_be_overridden():
    assert AppError("network.timed_out", retryable=False).retryable is False


def test_an_undeclared_code_is_a_bug():
    with pytest.raises(KeyError):
        AppError("nowhere.nothing")


def test_codes_name_their_slice_first():
    assert all(code.count(".") == 1 and code == code.lower() for code in ERRORS)
