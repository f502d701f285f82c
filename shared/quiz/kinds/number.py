"""A number is typed or set with a slider; marks by distance."""

import random
from collections.abc import Sequence
from statistics import fmean, median

from shared.quiz.buckets import bucketed
from shared.quiz.problems import Problem
from shared.quiz.quiz import Number
from shared.quiz.raw_answers import bad_answer
from shared.quiz.typed_numbers import finite, number_text, parse_number
from shared.quiz.views import NumberView, Solution, Summary

LONGEST_UNIT = 20
MOST_STEPS = 10_000
_ROUNDING = 1e-9


def validate(body: Number) -> tuple[Problem, ...]:
    found: list[Problem] = []
    sizes = (body.answer, body.tolerance, body.reach, body.low, body.high, body.step)
    if any(finite(size) is None for size in sizes) or body.tolerance < 0 or body.reach < 0:
        return (Problem("", "quiz.number_unusable"),)
    if len(body.unit) > LONGEST_UNIT:
        found.append(Problem("", "quiz.text_too_long", {"limit": LONGEST_UNIT}))
    if body.slider:
        found += _slider_problems(body)
    return tuple(found)


def _slider_problems(body: Number) -> list[Problem]:
    if body.low >= body.high or body.step <= 0 or (body.high - body.low) / body.step > MOST_STEPS:
        return [Problem("", "quiz.slider_range")]
    stop = body.low + round((body.answer - body.low) / body.step) * body.step
    if not body.low <= body.answer <= body.high or check(body, min(stop, body.high)) < 1:
        return [Problem("", "quiz.slider_misses_answer")]
    return []


def deal(body: Number, _rng: random.Random) -> Number:
    return body


def public_view(body: Number) -> NumberView:
    return NumberView(body.low, body.high, body.step, body.unit, body.slider)


def read_answer(body: Number, raw: object) -> float:
    """A finite number, or a text that says one."""
    number = None
    if isinstance(raw, str):
        number = parse_number(raw, body.unit)
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        number = finite(raw)
    if number is None:
        raise bad_answer()
    return number


def check(body: Number, answer: float) -> float:
    """1 within the tolerance, falling in a line to 0 at a distance of `reach`; rounding errors are forgiven."""
    away = abs(answer - body.answer)
    slack = _ROUNDING * max(abs(answer), abs(body.answer), body.tolerance)
    if away <= body.tolerance + slack:
        return 1.0
    if away >= body.reach:
        return 0.0
    return (body.reach - away) / (body.reach - body.tolerance)


def summarise(body: Number, answers: Sequence[float]) -> Summary:
    if not answers:
        return Summary()
    right = sum(check(body, answer) == 1 for answer in answers)
    ends = (body.low, body.high) if body.slider else None
    return Summary(
        len(answers), right, buckets=bucketed(answers, ends), mean=fmean(answers), median=median(answers)
    )


def solution(body: Number) -> Solution:
    return Solution(body.answer, tolerance=body.tolerance)


def answer_text(body: Number, answer: float) -> str:
    return number_text(answer, body.unit)
