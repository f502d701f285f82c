import pytest

from desktop.media.states import JobState
from desktop.media.views import overall_progress


@pytest.mark.parametrize(
    ("state", "stage", "share", "whole"),
    [
        (JobState.PENDING, JobState.TRANSCRIBING, 0.0, 0.0),
        (JobState.TRANSCRIBING, JobState.TRANSCRIBING, 0.5, 0.45),
        (JobState.CHUNKING, JobState.CHUNKING, 0.0, 0.9),
        (JobState.EMBEDDING, JobState.EMBEDDING, 2.0, 1.0),
        (JobState.COMPLETED, JobState.EMBEDDING, 0.0, 1.0),
    ],
)
def test_one_bar_for_the_whole_job(state, stage, share, whole):
    assert overall_progress(state, stage, share) == pytest.approx(whole)
