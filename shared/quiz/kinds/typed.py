"""A short text is typed."""

import random
from collections.abc import Sequence

from shared.quiz.problems import Problem
from shared.quiz.quiz import Typed
from shared.quiz.raw_answers import bad_answer, read_text
from shared.quiz.text_groups import grouped
from shared.quiz.texts import clean, normalise, same_but_typos
from shared.quiz.views import Solution, Summary, TextCount, TypedView

LONGEST_ANSWER = 200
"""The same for every question, so that it says nothing about the right answer."""

LONGEST_ACCEPTED = 100
MOST_ACCEPTED = 50


def validate(body: Typed) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if not any(_key(body, text) for text in body.accepted):
        found.append(Problem("", "quiz.no_accepted_answer"))
    if any(len(text) > LONGEST_ACCEPTED for text in body.accepted):
        found.append(Problem("", "quiz.accepted_too_long", {"limit": LONGEST_ACCEPTED}))
    if len(body.accepted) > MOST_ACCEPTED:
        found.append(Problem("", "quiz.too_many_accepted", {"limit": MOST_ACCEPTED}))
    return tuple(found)


def deal(body: Typed, _rng: random.Random) -> Typed:
    return body


def public_view(_body: Typed) -> TypedView:
    return TypedView(LONGEST_ANSWER)


def read_answer(_body: Typed, raw: object) -> str:
    text = read_text(raw, LONGEST_ANSWER)
    if not text:
        raise bad_answer()
    return text


def check(
    body: Typed, answer: str, accepted: frozenset[str] = frozenset(), refused: frozenset[str] = frozenset()
) -> float:
    """1 when right, else 0. The host's `accepted` and `refused` texts go before the question's own list."""
    given = _key(body, answer)
    if any(given == _key(body, text) for text in accepted):
        return 1.0
    if any(given == _key(body, text) for text in refused):
        return 0.0
    rights = [key for text in body.accepted if (key := _key(body, text))]
    if given in rights:
        return 1.0
    return float(body.typos and any(same_but_typos(given, right) for right in rights))


def summarise(
    body: Typed,
    answers: Sequence[str],
    accepted: frozenset[str] = frozenset(),
    refused: frozenset[str] = frozenset(),
) -> Summary:
    groups = grouped(answers, exact=body.case_sensitive)
    texts = [TextCount(text, count, check(body, text, accepted, refused)) for text, count in groups]
    right = sum(text.count for text in texts if text.fraction == 1)
    return Summary(len(answers), right, texts=tuple(texts[:50]))


def solution(body: Typed) -> Solution:
    texts = tuple(text for text in map(clean, body.accepted) if text)
    return Solution(texts[0] if texts else "", texts)


def answer_text(_body: Typed, answer: str) -> str:
    return answer


def _key(body: Typed, text: str) -> str:
    return normalise(text, exact=body.case_sensitive)
