"""Each left is matched with its right; marks by the share of right pairs."""

import random
from collections.abc import Sequence

import msgspec

from shared.quiz.choices import choice_problems, choice_text, mixed, text_problems
from shared.quiz.problems import Problem
from shared.quiz.quiz import Matching
from shared.quiz.raw_answers import bad_answer, read_index, read_list
from shared.quiz.views import MatchingView, Solution, Summary


def validate(body: Matching) -> tuple[Problem, ...]:
    """Lefts must differ; two pairs may share a right, and either of its copies is right then."""
    lefts = choice_problems([pair.left for pair in body.pairs])
    rights = tuple(
        problem for problem in text_problems([pair.right for pair in body.pairs]) if problem not in lefts
    )
    whole = sorted(_rights(body)) == list(range(len(body.pairs)))
    return lefts + rights + (() if whole else (Problem("", "quiz.order_unusable"),))


def deal(body: Matching, rng: random.Random) -> Matching:
    return msgspec.structs.replace(body, right_order=mixed(len(body.pairs), rng))


def public_view(body: Matching) -> MatchingView:
    left = tuple(pair.left for pair in body.pairs)
    return MatchingView(left, tuple(body.pairs[index].right for index in _rights(body)))


def read_answer(body: Matching, raw: object) -> tuple[int, ...]:
    count = len(body.pairs)
    places = tuple(read_index(place, -1, count - 1) for place in read_list(raw, count))
    if len(places) != count or max(places) < 0:
        raise bad_answer()
    return places


def check(body: Matching, answer: Sequence[int]) -> float:
    matched = _matched(body, answer)
    return sum(matched) / len(matched)


def summarise(body: Matching, answers: Sequence[Sequence[int]]) -> Summary:
    matched = [_matched(body, answer) for answer in answers]
    counts = tuple(sum(each[left] for each in matched) for left in range(len(body.pairs)))
    return Summary(len(answers), sum(all(each) for each in matched), counts)


def solution(body: Matching) -> Solution:
    rights = _rights(body)
    return Solution(tuple(rights.index(left) for left in range(len(body.pairs))))


def answer_text(body: Matching, answer: Sequence[int]) -> str:
    view = public_view(body)
    return "; ".join(
        f"{choice_text(view.left, left)} = {choice_text(view.right, place) if place >= 0 else '–'}"
        for left, place in enumerate(answer)
    )


def _rights(body: Matching) -> tuple[int, ...]:
    return body.right_order or tuple(range(len(body.pairs)))


def _matched(body: Matching, answer: Sequence[int]) -> list[bool]:
    rights = _rights(body)
    return [
        place >= 0 and body.pairs[rights[place]].right == pair.right
        for pair, place in zip(body.pairs, answer, strict=True)
    ]
