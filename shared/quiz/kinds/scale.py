"""An opinion as a whole number."""

import random
from collections.abc import Sequence
from statistics import fmean, median

from shared.quiz.choices import counted
from shared.quiz.problems import Problem
from shared.quiz.quiz import Scale
from shared.quiz.raw_answers import read_index
from shared.quiz.views import ScaleView, Solution, Summary

MOST_STEPS = 11
FARTHEST = 100
LONGEST_LABEL = 60


def validate(body: Scale) -> tuple[Problem, ...]:
    found: list[Problem] = []
    near = -FARTHEST <= body.low < body.high <= FARTHEST
    if not near or body.high - body.low >= MOST_STEPS:
        found.append(Problem("", "quiz.scale_range", {"limit": MOST_STEPS}))
    if max(len(body.low_label), len(body.high_label)) > LONGEST_LABEL:
        found.append(Problem("", "quiz.text_too_long", {"limit": LONGEST_LABEL}))
    return tuple(found)


def deal(body: Scale, _rng: random.Random) -> Scale:
    return body


def public_view(body: Scale) -> ScaleView:
    return ScaleView(body.low, body.high, body.low_label, body.high_label)


def read_answer(body: Scale, raw: object) -> int:
    return read_index(raw, body.low, body.high)


def check(_body: Scale, _answer: int) -> float:
    return 0.0


def summarise(body: Scale, answers: Sequence[int]) -> Summary:
    counts = counted([answer - body.low for answer in answers], body.high - body.low + 1)
    if not answers:
        return Summary(counts=counts)
    return Summary(len(answers), counts=counts, mean=fmean(answers), median=float(median(answers)))


def solution(_body: Scale) -> Solution:
    return Solution()


def answer_text(_body: Scale, answer: int) -> str:
    return str(answer)
