"""What stands between GIFT's braces: answers with weights and feedback, numbers, pairs. Pure."""

import re
from collections.abc import Callable, Sequence

import msgspec

from desktop.quiz.table_bodies import number_of
from shared.errors import AppError
from shared.quiz.quiz import Body, Choice, Matching, Multiple, Number, Pair, Single, Typed

_WEIGHT = re.compile(r"^\s*%(-?\d+(?:\.\d+)?)%")
_FULL = 100.0
ARROW = "->"


class Answer(msgspec.Struct, frozen=True):
    """One answer: `right` if marked `=`, `weight` in percent if one was written."""

    right: bool
    weight: float | None
    text: str
    feedback: str


class Found(msgspec.Struct, frozen=True):
    """The body, what is said to who is right, and what did not fit."""

    body: Body
    feedback: str = ""
    weights_lost: bool = False
    left_out: int = 0


def read_answers(inner: str) -> list[Answer]:
    """Split at `=` and `~`; escapes must be out of the way."""
    answers: list[Answer] = []
    for mark, part in re.findall(r"([=~])([^=~]*)", inner):
        text, _, feedback = part.partition("#")
        weight = _WEIGHT.match(text)
        value = float(weight[1]) if weight else None
        answers.append(Answer(mark == "=", value, _WEIGHT.sub("", text).strip(), feedback.strip()))
    return answers


def body_of_answers(answers: Sequence[Answer]) -> Found:
    """Tell by the marks what is asked. Raises AppError `quiz.row_…`."""
    given = [one for one in answers if one.text]
    if not given:
        raise AppError("quiz.row_few_answers")
    if all(one.right for one in given):
        if any(ARROW in one.text for one in given):
            return _pairs(given)
        return _typed(given)
    return _choices(given)


def numeric_body(inner: str, words: Callable[[str], str]) -> tuple[Body, str]:
    """Read `3:2`, `1..5` or `=3:0 =%50%3:2`. `words` makes plain text of a part."""
    answers = read_answers(inner) if "=" in inner else []
    full = next((one for one in answers if one.weight in (None, _FULL)), None)
    if answers and full is None:
        raise AppError("quiz.row_no_correct")
    text, feedback = (full.text, full.feedback) if full else inner.partition("#")[::2]
    answer, tolerance = _number_and_tolerance(words(text))
    reaches = [
        abs(value - answer) + wide
        for one in answers
        if one.weight is not None and 0 < one.weight < _FULL
        for value, wide in [_number_and_tolerance(words(one.text))]
    ]
    reach = max([wide for wide in reaches if wide > tolerance], default=0.0)
    return Number(answer, tolerance, reach), words(feedback)


def _number_and_tolerance(text: str) -> tuple[float, float]:
    if ".." in text:
        low, _, high = text.partition("..")
        bottom, top = sorted((number_of(low), number_of(high)))
        return _tidy((bottom + top) / 2), _tidy((top - bottom) / 2)
    value, colon, wide = text.partition(":")
    return number_of(value), abs(number_of(wide)) if colon and wide.strip() else 0.0


def _tidy(value: float) -> float:
    """Without the dust of binary fractions, which a person would see in the editor."""
    return float(f"{value:.12g}")


def _pairs(answers: Sequence[Answer]) -> Found:
    pairs: list[Pair] = []
    for one in answers:
        left, _, right = one.text.partition(ARROW)
        if left.strip() and right.strip():
            pairs.append(Pair(Choice(left.strip()), Choice(right.strip())))
    if len(pairs) < 2:
        raise AppError("quiz.row_few_answers")
    return Found(Matching(tuple(pairs)), left_out=len(answers) - len(pairs))


def _typed(answers: Sequence[Answer]) -> Found:
    full = [one for one in answers if one.weight is None or one.weight >= _FULL]
    if not full:
        raise AppError("quiz.row_no_correct")
    accepted = tuple(dict.fromkeys(one.text for one in full))
    return Found(Typed(accepted), _feedback(full), left_out=len(answers) - len(full))


def _choices(answers: Sequence[Answer]) -> Found:
    if len(answers) < 2:
        raise AppError("quiz.row_few_answers")
    choices = tuple(Choice(one.text) for one in answers)
    marked = [at for at, one in enumerate(answers) if one.right or one.weight == _FULL]
    weighted = [at for at, one in enumerate(answers) if one.weight is not None and one.weight > 0]
    right = marked or weighted
    if not right:
        raise AppError("quiz.row_no_correct")
    said = _feedback([answers[at] for at in right])
    if len(right) == 1:
        return Found(Single(choices, right[0]), said, weights_lost=bool(set(weighted) - set(right)))
    # Our marks are the same for each right answer and as much off for each wrong one.
    shares = {answers[at].weight for at in right}
    partly = bool(marked) and bool(set(weighted) - set(marked))
    return Found(Multiple(choices, tuple(right)), said, weights_lost=partly or len(shares) > 1)


def _feedback(answers: Sequence[Answer]) -> str:
    return next((one.feedback for one in answers if one.feedback), "")
