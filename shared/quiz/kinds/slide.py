"""Information to read. Nothing is answered."""

import random
from collections.abc import Sequence

from shared.quiz.problems import Problem
from shared.quiz.quiz import Slide
from shared.quiz.raw_answers import bad_answer
from shared.quiz.views import SlideView, Solution, Summary

LONGEST_TEXT = 2_000


def validate(body: Slide) -> tuple[Problem, ...]:
    if len(body.text) > LONGEST_TEXT:
        return (Problem("", "quiz.text_too_long", {"limit": LONGEST_TEXT}),)
    return ()


def deal(body: Slide, _rng: random.Random) -> Slide:
    return body


def public_view(body: Slide) -> SlideView:
    return SlideView(body.text)


def read_answer(_body: Slide, _raw: object) -> None:
    raise bad_answer()


def check(_body: Slide, _answer: None) -> float:
    return 0.0


def summarise(_body: Slide, _answers: Sequence[None]) -> Summary:
    return Summary()


def solution(_body: Slide) -> Solution:
    return Solution()


def answer_text(_body: Slide, _answer: None) -> str:
    return ""
