"""Age counts in time that was lived through: no clock that was wrong makes anything older, or younger for ever."""

from hypothesis import given
from hypothesis import strategies as st

from sync.ages import DAY_MS, MARKS, Mark, aged, lived_between, marked

KEPT_MS = 180 * DAY_MS
YEAR_MS = 365 * DAY_MS


def test_a_clock_that_jumps_is_not_believed():
    assert lived_between(DAY_MS, DAY_MS) == DAY_MS
    assert lived_between(YEAR_MS, 60_000) == 60_000, "it was slow"
    assert lived_between(-YEAR_MS, 60_000) == 0, "it was fast"
    assert lived_between(60_000, YEAR_MS) == 60_000, "another process looked meanwhile"


def test_of_the_time_before_a_process_a_day_is_believed():
    assert lived_between(3_600_000, None) == 3_600_000
    assert lived_between(YEAR_MS, None) == DAY_MS
    assert lived_between(-YEAR_MS, None) == 0


def test_nothing_is_old_without_marks():
    assert aged([], 10 * YEAR_MS, KEPT_MS) == 0
    assert marked([], 0, 10 * YEAR_MS, KEPT_MS) == []


def test_a_feed_that_rests_gets_one_mark():
    first = marked([], 7, DAY_MS, KEPT_MS)
    assert first == [Mark(7, DAY_MS)]
    assert marked(first, 7, 100 * DAY_MS, KEPT_MS) == first
    assert marked(first, 7, 181 * DAY_MS, KEPT_MS) == []
    assert marked(first, 9, 181 * DAY_MS, KEPT_MS) == [Mark(9, 181 * DAY_MS)]


WEEKS = st.lists(
    st.tuples(st.integers(0, 5), st.one_of(st.integers(0, 14 * DAY_MS), st.just(300 * DAY_MS))), max_size=80
)


@given(weeks=WEEKS, kept_days=st.sampled_from([7, 30, 180]))
def test_all_goes_in_time_and_nothing_before(weeks, kept_days):
    """Whoever looks regularly forgets what is old enough, with no more than an eighth and a visit on top."""
    kept_ms = kept_days * DAY_MS
    marks: list[Mark] = []
    entered: dict[int, int] = {}
    head = lived_ms = done = slack_ms = 0
    for rows, passed_ms in weeks:
        for _ in range(rows):
            head += 1
            entered[head] = lived_ms
        lived_ms += passed_ms
        until = aged(marks, lived_ms, kept_ms)
        done = max(done, until)
        assert all(lived_ms - entered[seq] >= kept_ms for seq in range(1, done + 1))
        slack_ms = max(slack_ms, passed_ms)
        late = [
            seq
            for seq in range(done + 1, head + 1)
            if lived_ms - entered[seq] > kept_ms * 9 / 8 + 3 * slack_ms
        ]
        assert not late
        marks = marked(marks, head, lived_ms, kept_ms)
        assert len(marks) <= MARKS + 1
