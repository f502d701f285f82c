from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.media.states import (
    FINAL,
    MAX_RETRIES,
    STAGES,
    JobState,
    JobStatus,
    cancelled,
    failed,
    interrupted,
    is_due,
    must_wait,
    progressed,
    restarted,
    retried,
    retry_delay_ms,
    stage_finished,
    started,
)
from shared.errors import AppError

NOW = 1_700_000_000_000
PASSING = AppError("worker.died")
LASTING = AppError("media.unreadable")


def test_a_job_goes_through_its_stages_in_order():
    status, seen = JobStatus(), []
    while not status.is_final:
        status = started(status)
        seen.append(status.state)
        status = stage_finished(status)
    assert seen == list(STAGES)
    assert status.state is JobState.COMPLETED


def test_a_passing_trouble_is_tried_again_three_times_with_growing_waits():
    status, waits = started(JobStatus()), []
    while status.state is not JobState.FAILED:
        status = failed(status, PASSING, NOW, 0.0)
        if status.state is JobState.PENDING:
            waits.append(status.next_try_ms - NOW)
            status = started(status)
    assert waits == [5_000, 10_000, 20_000]
    assert status.error is PASSING


def test_a_lasting_trouble_is_final_at_once():
    status = failed(started(JobStatus()), LASTING, NOW, 0.5)
    assert (status.state, status.error) == (JobState.FAILED, LASTING)


def test_progress_forgives_earlier_failures():
    status = started(JobStatus(attempt=MAX_RETRIES, error=PASSING))
    assert failed(progressed(status), PASSING, NOW, 0.0).state is JobState.PENDING


def test_what_is_missing_makes_a_job_wait_without_counting():
    missing = AppError("models.missing", title="Small", name="tiny.en")
    status = must_wait(started(JobStatus(attempt=1)), missing)
    assert (status.state, status.waiting, status.attempt) == (JobState.PENDING, "models.missing", 1)
    assert status.error is missing
    assert not is_due(status, NOW)


def test_a_wall_clock_set_back_parks_no_job():
    status = failed(started(JobStatus()), PASSING, NOW, 0.0)
    assert not is_due(status, NOW + 4_999)
    assert is_due(status, NOW + 5_000)
    assert is_due(status, NOW - 3_600_000)


def test_a_retry_goes_on_at_the_stage_that_failed():
    status = JobStatus(state=JobState.EMBEDDING, stage=JobState.EMBEDDING, attempt=2)
    again = retried(failed(status, LASTING, NOW, 0.0))
    assert (again.state, again.stage, again.attempt, again.error) == (
        JobState.PENDING,
        JobState.EMBEDDING,
        0,
        None,
    )
    assert started(again).state is JobState.EMBEDDING


def test_starting_over_begins_with_the_first_stage():
    assert (restarted().state, restarted().stage) == (JobState.PENDING, JobState.TRANSCRIBING)


@given(st.integers(0, MAX_RETRIES), st.floats(0, 1, exclude_max=True))
def test_waits_grow_and_jitter_stays_small(attempt, jitter):
    wait = retry_delay_ms(attempt, jitter)
    assert 5_000 * 2**attempt <= wait <= 1.25 * 5_000 * 2**attempt


class JobLife(RuleBasedStateMachine):
    """Any order of events leaves a job that says where it is and can still go on."""

    @initialize()
    def begin(self):
        self.status = JobStatus()
        self.finished_stages = 0

    @rule()
    def start(self):
        if self.status.state is JobState.PENDING:
            self.status = started(self.status)

    @rule()
    def finish_stage(self):
        if self.status.state in STAGES:
            self.status = stage_finished(self.status)
            self.finished_stages += 1

    @rule(error=st.sampled_from([PASSING, LASTING]), jitter=st.floats(0, 0.99))
    def fail(self, error, jitter):
        if self.status.state in STAGES:
            self.status = failed(self.status, error, NOW, jitter)

    @rule()
    def wait_for_model(self):
        if self.status.state in STAGES:
            self.status = must_wait(self.status, AppError("models.missing", title="", name=""))

    @rule()
    def crash(self):
        self.status = interrupted(self.status)

    @rule()
    def cancel(self):
        self.status = cancelled(self.status)

    @rule()
    def retry(self):
        if self.status.state in {*FINAL, JobState.PENDING}:
            self.status = retried(self.status)

    @invariant()
    def says_where_it_is(self):
        status = self.status
        assert status.stage in STAGES
        assert STAGES.index(status.stage) == min(self.finished_stages, len(STAGES) - 1)
        if status.state in STAGES:
            assert status.state is status.stage
            assert not status.waiting
        if status.state is JobState.FAILED:
            assert status.error is not None
        if status.state is JobState.COMPLETED:
            assert self.finished_stages == len(STAGES)
            assert status.error is None
        assert 0 <= status.attempt <= MAX_RETRIES


TestJobLife = JobLife.TestCase
