"""Several choices are right: all or nothing, or balanced."""

import random
from collections.abc import Sequence

import msgspec

from shared.quiz.choices import choice_problems, choice_text, counted, mixed
from shared.quiz.problems import Problem
from shared.quiz.quiz import Multiple
from shared.quiz.raw_answers import read_choices
from shared.quiz.views import MultipleView, Solution, Summary


def validate(body: Multiple) -> tuple[Problem, ...]:
    known = all(0 <= index < len(body.choices) for index in body.correct)
    right = body.correct and known and len(set(body.correct)) == len(body.correct)
    return choice_problems(body.choices) + (() if right else (Problem("", "quiz.no_choice_right"),))


def deal(body: Multiple, rng: random.Random) -> Multiple:
    places = mixed(len(body.choices), rng)
    choices = tuple(body.choices[place] for place in places)
    correct = tuple(sorted(places.index(index) for index in body.correct))
    return msgspec.structs.replace(body, choices=choices, correct=correct)


def public_view(body: Multiple) -> MultipleView:
    return MultipleView(body.choices)


def read_answer(body: Multiple, raw: object) -> tuple[int, ...]:
    return tuple(sorted(read_choices(raw, len(body.choices))))


def check(body: Multiple, answer: Sequence[int]) -> float:
    chosen, correct = set(answer), set(body.correct)
    if body.scoring == "strict" or not correct:
        return float(chosen == correct)
    return max(0.0, (len(chosen & correct) - len(chosen - correct)) / len(correct))


def summarise(body: Multiple, answers: Sequence[Sequence[int]]) -> Summary:
    right = sum(check(body, answer) == 1 for answer in answers)
    counts = counted([index for answer in answers for index in answer], len(body.choices))
    return Summary(len(answers), right, counts)


def solution(body: Multiple) -> Solution:
    return Solution(tuple(sorted(body.correct)))


def answer_text(body: Multiple, answer: Sequence[int]) -> str:
    return "; ".join(choice_text(body.choices, index) for index in answer)
