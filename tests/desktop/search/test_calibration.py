"""Relevance grows with what speaks for a hit and stays a probability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.calibration import CALIBRATIONS, SIZE_LIMIT, calibration
from tests.support.search_judged import ANSWERED, lecture_sample

share = st.floats(0, 1)
kinds = st.sampled_from(sorted(CALIBRATIONS))
sizes = st.integers(0, 200_000)


@given(kinds, st.floats(-1, 1), share, share, share, sizes)
def test_more_evidence_is_never_less_relevant(kind, cosine, coverage, more_cosine, more_coverage, size):
    scale = calibration(kind[0], english=kind[1])
    before = scale.relevance(cosine, coverage, size)
    after = scale.relevance(min(1, cosine + more_cosine), min(1, coverage + more_coverage), size)
    assert 0 < before <= after < 1


@given(kinds, share, share, sizes, sizes)
def test_a_bigger_library_asks_for_more(kind, cosine, coverage, size, more):
    scale = calibration(kind[0], english=kind[1])
    assert scale.relevance(cosine, coverage, size + more) <= scale.relevance(cosine, coverage, size)
    assert scale.relevance(cosine, coverage, SIZE_LIMIT + more) == scale.relevance(
        cosine, coverage, SIZE_LIMIT
    )


def test_every_word_of_a_short_query_is_enough():
    assert all(
        one.relevance(0.0, 1.0, SIZE_LIMIT) >= one.threshold
        for kind, one in CALIBRATIONS.items()
        if not kind[0]
    )


def test_an_unknown_embedder_is_judged_by_words():
    assert calibration("oracle", english=True) is CALIBRATIONS["", True]


@pytest.mark.parametrize(
    ("embedder", "most_refused", "most_shown"), [("minilm", 1, 2), ("wordllama", 1, 2), ("", 5, 5)]
)
async def test_the_sample_lecture_answers_its_questions_and_no_others(
    tmp_path, embedder, most_refused, most_shown
):
    """Of 20 everyday questions few are refused, of 24 about something else few are answered."""
    judged = await lecture_sample(tmp_path, embedder)
    scale = calibration(embedder, english=True)
    shown = {
        one: scale.relevance(one.cosine, one.coverage, one.passages) >= scale.threshold for one in judged
    }
    answers = [one for one in judged if one.answers]
    assert len(answers) >= len(ANSWERED) - most_refused, "the passage that answers is among the first three"
    assert sum(not shown[one] for one in answers) <= most_refused
    assert sum(shown[one] for one in judged if one.foreign) <= most_shown
