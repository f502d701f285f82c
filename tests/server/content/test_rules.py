"""Room under a plan, months, and sizes in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.content.rules import check_space, check_uploads, month_of, next_month_ms, size_words
from server.content.store import Taken
from shared.errors import AppError
from shared.plans import ENTERPRISE, FREE


@given(st.integers(0, 4_000_000_000_000))
def test_a_month_ends_where_the_next_begins(now_ms):
    end = next_month_ms(now_ms)
    assert end > now_ms
    assert month_of(end - 1) == month_of(now_ms) != month_of(end)


@given(st.integers(0, 2**31), st.integers(0, 2**31), st.integers(0, 2**31))
def test_space_is_refused_exactly_when_it_would_overrun(stored, reserved, size):
    fits = size == 0 or stored + reserved + size <= FREE.storage_bytes
    try:
        check_space(FREE, Taken(stored, reserved, 0, 0, 0), size)
    except AppError:
        assert not fits
    else:
        assert fits


def test_uploads_begun_count_like_finished_ones():
    check_uploads(FREE, Taken(0, 0, 10, 9, 9), 0)
    check_uploads(ENTERPRISE, Taken(0, 0, 10_000, 90, 90), 0)
    with pytest.raises(AppError, match=r"content\.uploads_used"):
        check_uploads(FREE, Taken(0, 0, 11, 9, 9), 0)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 kB"),
        (1536, "1.5 kB"),
        (2**20 - 1, "1 MB"),
        (5 * 2**30, "5 GB"),
        (2**50, "1024 TB"),
    ],
)
def test_sizes_in_words(size, words):
    assert size_words(size) == words
