"""Making the quiz of one game: choices mixed for good, so that everything after it uses plain indices."""

import random
from collections.abc import Sequence
from itertools import chain

import msgspec

from shared.quiz.questions import deal as deal_question
from shared.quiz.quiz import GameOptions, Question, Quiz, Slide


def deal(quiz: Quiz, seed: int, options: GameOptions) -> Quiz:
    """The quiz as it is played: choices, items and right columns mixed, questions too when the options say so.

    `quiz` is valid (`questions.validate_quiz`). The same seed gives the same game. Solutions move with their
    choices.
    """
    dealt = [deal_question(question, random.Random(f"{seed}:{question.id}")) for question in quiz.questions]  # noqa: S311 - a game, not a secret
    if options.shuffle_questions:
        dealt = _shuffled(dealt, random.Random(f"{seed}"))  # noqa: S311 - as above
    return msgspec.structs.replace(quiz, questions=tuple(dealt))


def _shuffled(questions: Sequence[Question], rng: random.Random) -> list[Question]:
    """Mixed questions; slides stay before the question they lead to, and the last ones at the end."""
    runs: list[list[Question]] = [[]]
    for question in questions:
        runs[-1].append(question)
        if not isinstance(question.body, Slide):
            runs.append([])
    closing = runs.pop()
    rng.shuffle(runs)
    return [*chain.from_iterable(runs), *closing]
