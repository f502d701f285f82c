"""The common scale of cosines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.anchors import MINILM, SCALE, TEXTS, Anchoring, anchoring
from desktop.search.calibration import calibration
from desktop.search.embedders import load
from tests.support.fake_openai import bag_of_words
from tests.support.search_judged import lecture_sample
from tests.support.search_library import embedder_files

cosines = st.floats(-1, 1)


def test_the_scale_is_minilms_own():
    found = anchoring(load(embedder_files(SCALE)).embed_passages(TEXTS))
    assert (found.near, found.far) == pytest.approx((MINILM.near, MINILM.far), abs=0.002)


@given(cosines)
def test_minilms_cosines_stay_as_they_are(cosine):
    assert MINILM.scaled(cosine) == pytest.approx(cosine)


@given(cosines, cosines, st.floats(0.1, 0.9), st.floats(-0.1, 0.8))
def test_the_order_stays(one, other, gap, far):
    scale = Anchoring(far + gap, far)
    low, high = sorted((one, other))
    assert -1 <= scale.scaled(low) <= scale.scaled(high) <= 1


def test_vectors_that_say_nothing_are_found_out():
    assert not anchoring(np.ones((len(TEXTS), 4), np.float32) / 2).usable
    bags = np.array([bag_of_words(text, 512) for text in TEXTS])
    assert anchoring(bags / np.linalg.norm(bags, axis=1, keepdims=True)).usable


async def test_a_model_nobody_judged_is_judged_as_well_as_one_that_was(tmp_path):
    """WordLlama stands for the unknown model: on MiniLM's scale it refuses and answers nearly as with its own fit."""
    found = anchoring(load(embedder_files("wordllama")).embed_passages(TEXTS))
    judged = await lecture_sample(tmp_path, "wordllama")
    scale = calibration(SCALE, english=True)

    def shown(one) -> bool:
        return scale.relevance(found.scaled(one.cosine), one.coverage, one.passages) >= scale.threshold

    assert sum(not shown(one) for one in judged if one.answers) <= 2
    assert sum(shown(one) for one in judged if one.foreign) <= 3
