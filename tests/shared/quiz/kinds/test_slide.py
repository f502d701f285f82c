"""Information slides."""

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.kinds import slide
from shared.quiz.quiz import Slide
from tests.support import quiz_bodies, quiz_laws


@given(quiz_bodies.slides, quiz_bodies.json_values, st.randoms())
def test_nothing_answers_a_slide(body, raw, rng):
    quiz_laws.refuses(slide, body, raw)
    assert slide.deal(body, rng) == body
    assert slide.public_view(body).text == body.text


def test_it_gives_nothing_and_has_no_solution():
    quiz_laws.refuses_malformed(slide, Slide("x"))
    assert slide.check(Slide("x"), None) == 0
    assert slide.summarise(Slide("x"), []).answers == 0
    assert slide.solution(Slide("x")).answer is None
    assert slide.answer_text(Slide("x"), None) == ""


def test_what_is_wrong_is_said():
    assert slide.validate(Slide("x" * 2_000)) == ()
    assert quiz_laws.codes(slide.validate(Slide("x" * 2_001))) == ["quiz.text_too_long"]
