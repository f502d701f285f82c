"""An opinion: one choice, or several."""

import random
from collections.abc import Sequence

from shared.quiz.choices import choice_problems, choice_text, counted
from shared.quiz.problems import Problem
from shared.quiz.quiz import Poll
from shared.quiz.raw_answers import read_choices
from shared.quiz.views import PollView, Solution, Summary


def validate(body: Poll) -> tuple[Problem, ...]:
    return choice_problems(body.choices)


def deal(body: Poll, _rng: random.Random) -> Poll:
    return body


def public_view(body: Poll) -> PollView:
    return PollView(body.choices, body.multiple)


def read_answer(body: Poll, raw: object) -> tuple[int, ...]:
    return tuple(sorted(read_choices(raw, len(body.choices), most=None if body.multiple else 1)))


def check(_body: Poll, _answer: Sequence[int]) -> float:
    return 0.0


def summarise(body: Poll, answers: Sequence[Sequence[int]]) -> Summary:
    counts = counted([index for answer in answers for index in answer], len(body.choices))
    return Summary(len(answers), counts=counts)


def solution(_body: Poll) -> Solution:
    return Solution()


def answer_text(body: Poll, answer: Sequence[int]) -> str:
    return "; ".join(choice_text(body.choices, index) for index in answer)
