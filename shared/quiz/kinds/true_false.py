"""A statement is true or false."""

import random
from collections.abc import Sequence

from shared.quiz.problems import Problem
from shared.quiz.quiz import TrueFalse
from shared.quiz.raw_answers import bad_answer
from shared.quiz.views import Solution, Summary, TrueFalseView


def validate(_body: TrueFalse) -> tuple[Problem, ...]:
    return ()


def deal(body: TrueFalse, _rng: random.Random) -> TrueFalse:
    return body


def public_view(_body: TrueFalse) -> TrueFalseView:
    return TrueFalseView()


def read_answer(_body: TrueFalse, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise bad_answer()
    return raw


def check(body: TrueFalse, answer: bool) -> float:
    return float(answer == body.correct)


def summarise(body: TrueFalse, answers: Sequence[bool]) -> Summary:
    true = sum(answers)
    counts = (true, len(answers) - true)
    return Summary(len(answers), counts[0 if body.correct else 1], counts)


def solution(body: TrueFalse) -> Solution:
    return Solution(body.correct)


def answer_text(_body: TrueFalse, answer: bool) -> str:
    """`true` or `false`: who shows it to a person says it in their language."""
    return "true" if answer else "false"
