"""Things are put in order; marks by the share of pairs in the right order."""

import random
from collections.abc import Sequence
from itertools import combinations

import msgspec

from shared.quiz.choices import choice_problems, choice_text, mixed
from shared.quiz.problems import Problem
from shared.quiz.quiz import Order
from shared.quiz.raw_answers import bad_answer, read_choices
from shared.quiz.views import OrderView, Solution, Summary


def validate(body: Order) -> tuple[Problem, ...]:
    whole = sorted(_right(body)) == list(range(len(body.items)))
    return choice_problems(body.items) + (() if whole else (Problem("", "quiz.order_unusable"),))


def deal(body: Order, rng: random.Random) -> Order:
    places = mixed(len(body.items), rng)
    items = tuple(body.items[place] for place in places)
    order = tuple(places.index(index) for index in _right(body))
    return msgspec.structs.replace(body, items=items, order=order)


def public_view(body: Order) -> OrderView:
    return OrderView(body.items)


def read_answer(body: Order, raw: object) -> tuple[int, ...]:
    order = read_choices(raw, len(body.items))
    if len(order) != len(body.items):
        raise bad_answer()
    return order


def check(body: Order, answer: Sequence[int]) -> float:
    """Pairs in the right order / all pairs: 1 for the right order, 0 for its reverse (Kendall's tau, moved to 0..1)."""
    place = {index: number for number, index in enumerate(_right(body))}
    pairs = list(combinations([place[index] for index in answer], 2))
    return sum(first < second for first, second in pairs) / len(pairs) if pairs else 1.0


def summarise(body: Order, answers: Sequence[Sequence[int]]) -> Summary:
    rights = _right(body)
    counts = tuple(sum(answer[place] == index for answer in answers) for place, index in enumerate(rights))
    return Summary(len(answers), sum(tuple(answer) == rights for answer in answers), counts)


def solution(body: Order) -> Solution:
    return Solution(_right(body))


def answer_text(body: Order, answer: Sequence[int]) -> str:
    return " → ".join(choice_text(body.items, index) for index in answer)


def _right(body: Order) -> tuple[int, ...]:
    return body.order or tuple(range(len(body.items)))
