"""Questions of any kind: the rules of a kind by its body, and what makes a whole quiz fit to be played."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import msgspec

from shared.quiz.kinds import (
    cloze,
    matching,
    multiple,
    number,
    order,
    poll,
    scale,
    single,
    slide,
    true_false,
    typed,
    word_cloud,
)
from shared.quiz.media_kinds import media_problems
from shared.quiz.problems import Problem
from shared.quiz.quiz import (
    MULTIPLIERS,
    Body,
    Choice,
    Cloze,
    Matching,
    Media,
    Multiple,
    Number,
    Order,
    Poll,
    Question,
    Quiz,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)
from shared.quiz.typed_numbers import finite
from shared.quiz.views import Solution, Summary, View

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 2_000
LONGEST_QUESTION = 500
LONGEST_EXPLANATION = 2_000
LONGEST_TOPIC = 100
MOST_QUESTIONS = 500
SHORTEST_LIMIT_S, LONGEST_LIMIT_S = 5, 600
LONGEST_READ_S = 60
_READ_LEAST_MS, _READ_MOST_MS = 2_000, 12_000
_READ_PER_CHARACTER_MS = 60
_NOTHING: frozenset[str] = frozenset()


class _Rules(Protocol):
    """What every module in `kinds` offers; each takes the body it is for."""

    def validate(self, body: Any, /) -> tuple[Problem, ...]: ...
    def deal(self, body: Any, rng: random.Random, /) -> Body: ...
    def public_view(self, body: Any, /) -> View: ...
    def read_answer(self, body: Any, raw: object, /) -> Any: ...
    def check(self, body: Any, answer: Any, /) -> float: ...
    def summarise(self, body: Any, answers: Sequence[Any], /) -> Summary: ...
    def solution(self, body: Any, /) -> Solution: ...
    def answer_text(self, body: Any, answer: Any, /) -> str: ...


_RULES: dict[type[Body], _Rules] = {
    Single: single,
    TrueFalse: true_false,
    Multiple: multiple,
    Typed: typed,
    Number: number,
    Order: order,
    Cloze: cloze,
    Matching: matching,
    Poll: poll,
    Scale: scale,
    WordCloud: word_cloud,
    Slide: slide,
}


def is_opinion(body: Body) -> bool:
    """Whether answers are neither right nor wrong and give no points."""
    return isinstance(body, Poll | Scale | WordCloud)


def is_answerable(body: Body) -> bool:
    return not isinstance(body, Slide)


def deal(question: Question, rng: random.Random) -> Question:
    """The question with its choices, items or right column mixed for good."""
    return msgspec.structs.replace(question, body=_RULES[type(question.body)].deal(question.body, rng))


def public_view(question: Question) -> View:
    """What a player gets to answer with. Says nothing about the solution."""
    return _RULES[type(question.body)].public_view(question.body)


def read_answer(question: Question, raw: object) -> Any:
    """A client's answer in its plain form. Raises `AppError("quiz.bad_answer")`. Reading it again changes nothing."""
    return _RULES[type(question.body)].read_answer(question.body, raw)


def check(
    question: Question, answer: Any, accepted: frozenset[str] = _NOTHING, refused: frozenset[str] = _NOTHING
) -> float:
    """How right a read answer is, 0 to 1; opinions get 0.

    `accepted` and `refused` are typed texts the host judged otherwise than the question does.
    """
    if isinstance(question.body, Typed):
        return typed.check(question.body, answer, accepted, refused)
    return _RULES[type(question.body)].check(question.body, answer)


def summarise(
    question: Question,
    answers: Sequence[Any],
    hidden: frozenset[str] = _NOTHING,
    accepted: frozenset[str] = _NOTHING,
    refused: frozenset[str] = _NOTHING,
) -> Summary:
    """What a room answered. `hidden` words of a cloud are left out; `accepted` and `refused` as in `check`."""
    if isinstance(question.body, Typed):
        return typed.summarise(question.body, answers, accepted, refused)
    if isinstance(question.body, WordCloud):
        return word_cloud.summarise(question.body, answers, hidden)
    return _RULES[type(question.body)].summarise(question.body, answers)


def solution(question: Question) -> Solution:
    return _RULES[type(question.body)].solution(question.body)


def answer_text(question: Question, answer: Any) -> str:
    """A read answer in words, for reports; `true` and `false` are translated by who shows them."""
    return _RULES[type(question.body)].answer_text(question.body, answer)


def reading_ms(question: Question) -> int:
    """How long a question is shown before its options: as set, else about 200 words a minute, 2 to 12 s."""
    if question.read_s is not None:
        return round(question.read_s * 1000)
    return min(max(_READ_PER_CHARACTER_MS * len(question.text), _READ_LEAST_MS), _READ_MOST_MS)


def has_media(question: Question) -> bool:
    return any(True for _ in media_of(question))


def media_of(question: Question) -> Iterator[Media]:
    """Every picture, sound and film of a question, its choices included."""
    if question.media is not None:
        yield question.media
    yield from (choice.media for choice in _choices(question.body) if choice.media is not None)


def _choices(body: Body) -> Iterator[Choice]:
    if isinstance(body, Single | Multiple | Poll):
        yield from body.choices
    elif isinstance(body, Order):
        yield from body.items
    elif isinstance(body, Matching):
        for pair in body.pairs:
            yield from (pair.left, pair.right)


def validate(question: Question) -> tuple[Problem, ...]:
    """What is wrong with one question, warnings included."""
    found = [
        *_text_problems(question),
        *_rule_problems(question),
        *(problem for media in media_of(question) for problem in media_problems(media)),
        *_RULES[type(question.body)].validate(question.body),
    ]
    return tuple(msgspec.structs.replace(problem, question_id=question.id) for problem in found)


def _text_problems(question: Question) -> Iterator[Problem]:
    speaks = isinstance(question.body, Cloze | Slide) and question.body.text.strip()
    if not question.text.strip() and not speaks and not (isinstance(question.body, Slide) and question.media):
        yield Problem("", "quiz.no_question_text")
    if len(question.text) > LONGEST_QUESTION:
        yield Problem("", "quiz.question_too_long", {"limit": LONGEST_QUESTION})
    for text, limit in ((question.explanation, LONGEST_EXPLANATION), (question.topic, LONGEST_TOPIC)):
        if len(text) > limit:
            yield Problem("", "quiz.text_too_long", {"limit": limit})


def _rule_problems(question: Question) -> Iterator[Problem]:
    limit_s, read_s = question.time_limit_s, question.read_s
    if limit_s is not None and not SHORTEST_LIMIT_S <= limit_s <= LONGEST_LIMIT_S:
        yield Problem("", "quiz.time_limit", {"low": SHORTEST_LIMIT_S, "high": LONGEST_LIMIT_S})
    if read_s is not None and (finite(read_s) is None or not 0 <= read_s <= LONGEST_READ_S):
        yield Problem("", "quiz.reading_time", {"high": LONGEST_READ_S})
    if question.multiplier not in MULTIPLIERS:
        choices = ", ".join(f"×{multiplier:g}" for multiplier in MULTIPLIERS)
        yield Problem("", "quiz.multiplier", {"choices": choices})


def validate_quiz(quiz: Quiz) -> tuple[Problem, ...]:
    """Everything to put right before a quiz can be played (and warnings), the quiz's own first."""
    found: list[Problem] = []
    if not quiz.title.strip():
        found.append(Problem("", "quiz.no_title"))
    if len(quiz.title) > LONGEST_TITLE:
        found.append(Problem("", "quiz.title_too_long", {"limit": LONGEST_TITLE}))
    if len(quiz.description) > LONGEST_DESCRIPTION:
        found.append(Problem("", "quiz.text_too_long", {"limit": LONGEST_DESCRIPTION}))
    if not quiz.questions:
        found.append(Problem("", "quiz.no_questions"))
    if len(quiz.questions) > MOST_QUESTIONS:
        found.append(Problem("", "quiz.too_many_questions", {"limit": MOST_QUESTIONS}))
    repeated = (key for key, count in Counter(each.id for each in quiz.questions).items() if count > 1)
    found += [Problem(key, "quiz.question_repeated") for key in repeated]
    return (*found, *(problem for question in quiz.questions for problem in validate(question)))
