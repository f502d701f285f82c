"""Choices of all kinds: what is wrong with them, their names in reports, and mixing."""

import random
from collections.abc import Sequence

from shared.quiz.problems import Problem
from shared.quiz.quiz import Choice
from shared.quiz.texts import normalise

FEWEST, MOST = 2, 9
CHOICE_LENGTH = 200


def choice_problems(choices: Sequence[Choice]) -> tuple[Problem, ...]:
    """What is wrong with choices that must differ: too few or many of them, empty, too long, or said twice."""
    return (*_count_problems(len(choices)), *text_problems(choices), *_repeats(choices))


def text_problems(choices: Sequence[Choice]) -> tuple[Problem, ...]:
    """What is wrong with each by itself; numbers count from 1."""
    found: list[Problem] = []
    for number, choice in enumerate(choices, 1):
        if not choice.text.strip() and choice.media is None:
            found.append(Problem("", "quiz.choice_empty", {"number": number}))
        if len(choice.text) > CHOICE_LENGTH:
            found.append(Problem("", "quiz.choice_too_long", {"number": number, "limit": CHOICE_LENGTH}))
    return tuple(found)


def _count_problems(count: int) -> tuple[Problem, ...]:
    if count < FEWEST:
        return (Problem("", "quiz.too_few_choices", {"limit": FEWEST}),)
    return (Problem("", "quiz.too_many_choices", {"limit": MOST}),) if count > MOST else ()


def _repeats(choices: Sequence[Choice]) -> tuple[Problem, ...]:
    seen: set[tuple[str, str]] = set()
    found: list[Problem] = []
    for number, choice in enumerate(choices, 1):
        key = (normalise(choice.text, exact=True), choice.media.sha if choice.media else "")
        if key in seen and any(key):
            found.append(Problem("", "quiz.choice_repeated", {"number": number}))
        seen.add(key)
    return tuple(found)


def choice_text(choices: Sequence[Choice], index: int) -> str:
    """What stands for a choice in a report: its text, else what its picture shows, else its letter."""
    choice = choices[index]
    return choice.text or (choice.media.alt if choice.media else "") or chr(ord("A") + index)


def mixed(count: int, rng: random.Random) -> tuple[int, ...]:
    """All indices below `count` in a drawn order: the old index of what comes to each place."""
    places = list(range(count))
    rng.shuffle(places)
    return tuple(places)


def counted(chosen: Sequence[int], count: int) -> tuple[int, ...]:
    """How often each index below `count` is among `chosen`."""
    return tuple(sum(one == index for one in chosen) for index in range(count))
