"""One spelling for one sequence of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.base64url import decoded, encoded


@given(st.binary(max_size=100))
def test_what_is_encoded_is_decoded(raw):
    assert decoded(encoded(raw)) == raw


@given(st.text(max_size=12))
def test_only_the_canonical_form_is_read(text):
    try:
        raw = decoded(text)
    except ValueError:
        return
    assert encoded(raw) == text


@pytest.mark.parametrize("text", ["A", "AB==", "A+/A", "ñ", "AAB", "AA A", "\ud800"])
def test_other_spellings_are_refused(text):
    with pytest.raises(ValueError, match=r"base64url|canonical"):
        decoded(text)
