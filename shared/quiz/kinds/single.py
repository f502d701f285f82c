"""One choice is right."""

import random
from collections.abc import Sequence

import msgspec

from shared.quiz.choices import choice_problems, choice_text, counted, mixed
from shared.quiz.problems import Problem
from shared.quiz.quiz import Single
from shared.quiz.raw_answers import read_index
from shared.quiz.views import SingleView, Solution, Summary


def validate(body: Single) -> tuple[Problem, ...]:
    right = 0 <= body.correct < len(body.choices)
    return choice_problems(body.choices) + (() if right else (Problem("", "quiz.no_choice_right"),))


def deal(body: Single, rng: random.Random) -> Single:
    places = mixed(len(body.choices), rng)
    choices = tuple(body.choices[place] for place in places)
    return msgspec.structs.replace(body, choices=choices, correct=places.index(body.correct))


def public_view(body: Single) -> SingleView:
    return SingleView(body.choices)


def read_answer(body: Single, raw: object) -> int:
    return read_index(raw, 0, len(body.choices) - 1)


def check(body: Single, answer: int) -> float:
    return float(answer == body.correct)


def summarise(body: Single, answers: Sequence[int]) -> Summary:
    counts = counted(answers, len(body.choices))
    return Summary(len(answers), counts[body.correct], counts)


def solution(body: Single) -> Solution:
    return Solution(body.correct)


def answer_text(body: Single, answer: int) -> str:
    return choice_text(body.choices, answer)
