"""A client's clock follows the host's from the best of its last pings."""

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.link_clock import KEPT, Backoff, LinkClock
from shared.quiz.messages import Ping, Pong

OFFSET_MS = 1_700_000


def ping(clock: LinkClock, now_ms: float, there_ms: float, back_ms: float) -> Pong | None:
    """One ping that takes so long there and back, at a host that takes 1 ms."""
    (sent,) = clock.pings(now_ms)
    received = round(now_ms + there_ms + OFFSET_MS)
    return clock.ponged(Pong(sent.i, sent.t1, received, received + 1), now_ms + there_ms + 1 + back_ms)


def test_five_pings_at_the_start_then_one_every_five_seconds_and_three_before_a_question():
    clock = LinkClock()
    clock.opened(1000)
    times: list[float] = []
    now = 1000.0
    while now < 13_000:
        if now == 12_000:
            clock.burst(now)
        if clock.pings(now):
            times.append(now)
        now += 50
    assert times == [1000, 1100, 1200, 1300, 1400, 6400, 11_400, 12_000, 12_100, 12_200]


def test_the_first_guess_is_the_welcome():
    clock = LinkClock()
    assert clock.offset_ms == 0
    clock.welcomed(5_000_000, 1000)
    assert clock.offset_ms == 4_999_000
    assert clock.round_trip_ms is None


@given(st.lists(st.tuples(st.floats(0, 800), st.floats(0, 800)), min_size=1, max_size=20))
def test_the_offset_errs_by_half_the_best_round_trip_at_most(legs):
    clock = LinkClock()
    clock.opened(0)
    now = 0.0
    for there, back in legs:
        assert ping(clock, now, there, back) is not None
        now += 6000
    best = min(there + back for there, back in legs[-KEPT:])
    assert abs(clock.offset_ms - OFFSET_MS) <= best / 2 + 1
    assert abs((clock.round_trip_ms or 0) - best) <= 1e-3


def test_an_answer_that_was_not_asked_for_or_comes_twice_says_nothing():
    clock = LinkClock()
    clock.opened(0)
    assert clock.ponged(Pong(9, 0, 1, 1), 5) is None
    last = ping(clock, 0, 10, 10)
    assert last is not None
    assert clock.ponged(Pong(last.i, 0, 999_999, 999_999), 50) is None
    assert last == Pong(1)


def test_pings_without_answers_are_not_kept_for_ever():
    clock = LinkClock()
    clock.opened(0)
    for number in range(50):
        assert clock.pings(number * 6000.0) == [Ping(number + 1, number * 6000.0)]
    assert len(clock._sent) == KEPT


def test_silence_is_death():
    clock = LinkClock()
    clock.opened(0)
    clock.heard(8000)
    assert not clock.is_dead(19_999)
    assert clock.is_dead(20_000)
    clock.pings(0)
    assert clock.due_ms() <= 20_000
    clock.opened(30_000)
    assert not clock.is_dead(30_000)


def test_waits_are_scattered_between_half_and_whole():
    for jitter, expected in ((0.0, [100, 200, 400, 800, 1000]), (1.0, [200, 400, 800, 1600, 2000])):
        backoff = Backoff(lambda jitter=jitter: jitter)
        assert [backoff.next_ms() for _ in range(5)] == expected
        backoff.reset()
        assert backoff.next_ms() == expected[0]
