from hypothesis import given
from hypothesis import strategies as st

from server.live.limits import Buckets, TokenBucket


def test_a_burst_passes_and_then_only_the_rate():
    bucket = TokenBucket(3, 2.0, 0)
    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert bucket.wait_ms() == 500
    assert not bucket.take(499)
    assert bucket.take(500)


@given(st.lists(st.integers(0, 5_000), max_size=60), st.integers(1, 20), st.floats(0.1, 50))
def test_never_more_than_burst_and_rate_allow(gaps: list[int], burst: int, per_s: float):
    bucket = TokenBucket(burst, per_s, 0)
    now_ms = taken = 0
    for gap in gaps:
        now_ms += gap
        taken += bucket.take(now_ms)
        assert taken <= burst + now_ms / 1000 * per_s + 1e-6


def test_keys_do_not_share_and_quiet_ones_are_forgotten():
    buckets = Buckets(1, 1.0)
    assert buckets.of("a", 0).take(0)
    assert buckets.of("b", 0).take(0)
    assert not buckets.of("a", 0).take(0)
    for number in range(10_000):
        buckets.of(number, 10_000 + number)
    assert len(buckets) <= 4_096
