"""What is asked and what is right, read from the answer cells of one row. Pure."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from shared.errors import AppError
from shared.quiz.quiz import (
    KINDS,
    Body,
    Choice,
    Cloze,
    Matching,
    Multiple,
    Number,
    Order,
    Pair,
    Poll,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)

ARROW = " -> "
Details = Mapping[str, bool | int | float | str]

_TRUE = {"true", "t", "yes", "right", "correct", "verdadero", "v", "cierto", "sí", "si"}
_FALSE = {"false", "f", "no", "wrong", "incorrect", "falso"}
_TRUE_ANSWERS, _FALSE_ANSWERS = {"true", "verdadero", "cierto"}, {"false", "falso"}
"""Only these two, written out as answers, make a question one of true or false: "Yes" and "No" stay as they are."""
_KIND_WORDS = {
    "": "",
    "quiz": "",
    "multiple choice": "",
    "single choice": "single",
    "single answer": "single",
    "multi select": "multiple",
    "multiple answers": "multiple",
    "checkbox": "multiple",
    "true or false": "true_false",
    "true false": "true_false",
    "type answer": "typed",
    "short answer": "typed",
    "fill in the blank": "typed",
    "open ended": "word_cloud",
    "slider": "number",
    "numeric": "number",
    "numerical": "number",
    "puzzle": "order",
    "ordering": "order",
    "gaps": "cloze",
    "match": "matching",
    "survey": "poll",
    "rating": "scale",
    "information": "slide",
    "info": "slide",
    "content": "slide",
}


def kind_of(cell: str) -> str:
    """Return the kind a cell names; "" lets the answers tell. Raises `AppError("quiz.row_unknown_kind")`."""
    words = re.sub(r"[\s_/-]+", " ", cell.casefold()).strip()
    joined = words.replace(" ", "_")
    if joined in KINDS:
        return joined
    if words not in _KIND_WORDS:
        raise AppError("quiz.row_unknown_kind", found=cell[:60])
    return _KIND_WORDS[words]


def body_of(kind: str, answers: Sequence[str], correct: str, details: Details) -> Body:
    """Return what a row asks. Raises AppError `quiz.row_…` for what cannot be asked so."""
    if not kind:
        return _by_answers(answers, correct)
    return _MAKERS[kind](answers, correct, details)


def truth_of(text: str) -> bool | None:
    """Read a word for true or false, in English or Spanish; None for any other."""
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def number_of(text: str) -> float:
    """Read a number with a point or a comma. Raises `AppError("quiz.row_bad_number")`."""
    plain = text.strip().replace(" ", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise AppError("quiz.row_bad_number", found=text[:40])
    return value


def _by_answers(answers: Sequence[str], correct: str) -> Body:
    given = [one for one in answers if one]
    plain = [one.casefold() for one in given]
    if len(plain) == 2 and set(plain) & _TRUE_ANSWERS and set(plain) & _FALSE_ANSWERS:
        return _true_false(answers, correct, {})
    if not given and truth_of(correct) is not None:
        return TrueFalse(bool(truth_of(correct)))
    if len(given) == 1 and not correct:
        return Typed((given[0],))
    return _choosing(answers, correct)


def _choosing(answers: Sequence[str], correct: str) -> Body:
    choices, right = _choices_and_right(answers, correct)
    if len(right) == 1:
        return Single(choices, right[0])
    return Multiple(choices, right)


def _choices_and_right(answers: Sequence[str], correct: str) -> tuple[tuple[Choice, ...], tuple[int, ...]]:
    """Choices without the empty cells, and the right ones' indices among them."""
    places = [at for at, one in enumerate(answers) if one]
    if len(places) < 2:
        raise AppError("quiz.row_few_answers")
    right = _right_places(answers, correct)
    if any(at not in places for at in right):
        raise AppError("quiz.row_bad_correct", found=correct[:60])
    if not right:
        raise AppError("quiz.row_no_correct")
    choices = tuple(Choice(answers[at]) for at in places)
    return choices, tuple(sorted({places.index(at) for at in right}))


def _right_places(answers: Sequence[str], correct: str) -> tuple[int, ...]:
    """Places that "2", "1,3", "B", "A; C" or an answer's own words mean."""
    if not correct:
        return ()
    same = [at for at, one in enumerate(answers) if one and one.casefold() == correct.casefold()]
    parts = [part for part in re.split(r"[,;/&\s]+", correct) if part]
    # "1.3": a spreadsheet that writes decimals with a comma took "1,3" for a number.
    if len(parts) == 1 and re.fullmatch(r"[1-9]\.[1-9]", parts[0]):
        parts = list(parts[0].partition(".")[::2])
    if all(re.fullmatch(r"\d{1,2}(\.0)?|[A-Ia-i]", part) for part in parts) and not same:
        numbers = [_place(part) for part in parts]
        if any(not 0 <= number < len(answers) for number in numbers):
            raise AppError("quiz.row_bad_correct", found=correct[:60])
        return tuple(numbers)
    if same:
        numbered = correct.isdecimal() and 0 < int(correct) <= len(answers) and answers[int(correct) - 1]
        return (int(correct) - 1 if numbered else same[0],)
    raise AppError("quiz.row_bad_correct", found=correct[:60])


def _place(part: str) -> int:
    return int(part.split(".", maxsplit=1)[0]) - 1 if part[0].isdecimal() else ord(part.upper()) - ord("A")


def _single(answers: Sequence[str], correct: str, _details: Details) -> Body:
    choices, right = _choices_and_right(answers, correct)
    if len(right) != 1:
        raise AppError("quiz.row_bad_correct", found=correct[:60])
    return Single(choices, right[0])


def _true_false(answers: Sequence[str], correct: str, _details: Details) -> Body:
    truth = truth_of(correct)
    if truth is None:
        right = [answers[place] for place in _right_places(answers, correct)]
        truth = truth_of(right[0]) if len(right) == 1 else None
    if truth is None:
        raise AppError("quiz.row_no_correct")
    return TrueFalse(truth)


def _multiple(answers: Sequence[str], correct: str, details: Details) -> Body:
    choices, right = _choices_and_right(answers, correct)
    return _detailed(Multiple(choices, right), details)


def _typed(answers: Sequence[str], correct: str, details: Details) -> Body:
    accepted = [one for one in answers if one] or [one.strip() for one in correct.split("|") if one.strip()]
    if not accepted:
        raise AppError("quiz.row_no_correct")
    return _detailed(Typed(tuple(dict.fromkeys(accepted))), details)


def _number(answers: Sequence[str], correct: str, details: Details) -> Body:
    found = correct or next((one for one in answers if one), "")
    if not found:
        raise AppError("quiz.row_no_correct")
    return _detailed(Number(number_of(found)), details)


def _order(answers: Sequence[str], _correct: str, _details: Details) -> Body:
    items = tuple(Choice(one) for one in answers if one)
    if len(items) < 2:
        raise AppError("quiz.row_few_answers")
    return Order(items)


def _cloze(answers: Sequence[str], _correct: str, details: Details) -> Body:
    given = [one for one in answers if one]
    if not given or "{{" not in given[0]:
        raise AppError("quiz.row_no_gap")
    return _detailed(Cloze(given[0], distractors=tuple(given[1:])), details)


def _matching(answers: Sequence[str], _correct: str, _details: Details) -> Body:
    pairs: list[Pair] = []
    for one in answers:
        if not one:
            continue
        left, arrow, right = one.partition(ARROW.strip())
        if not arrow:
            raise AppError("quiz.row_no_pair", found=one[:60])
        pairs.append(Pair(Choice(left.strip()), Choice(right.strip())))
    if len(pairs) < 2:
        raise AppError("quiz.row_few_answers")
    return Matching(tuple(pairs))


def _poll(answers: Sequence[str], _correct: str, details: Details) -> Body:
    choices = tuple(Choice(one) for one in answers if one)
    if len(choices) < 2:
        raise AppError("quiz.row_few_answers")
    return _detailed(Poll(choices), details)


def _scale(_answers: Sequence[str], _correct: str, details: Details) -> Body:
    return _detailed(Scale(), details)


def _word_cloud(_answers: Sequence[str], _correct: str, details: Details) -> Body:
    return _detailed(WordCloud(), details)


def _slide(answers: Sequence[str], _correct: str, _details: Details) -> Body:
    return Slide(next((one for one in answers if one), ""))


def _detailed(body: Body, details: Details) -> Body:
    """Set the settings of a body that a file names; what does not fit is left as it is."""
    known = {name: value for name, value in details.items() if name in body.__struct_fields__}
    try:
        plain: dict[str, Any] = msgspec.to_builtins(body)
        return msgspec.convert({**plain, **known}, type=type(body))
    except msgspec.ValidationError:
        return body


_MAKERS: dict[str, Callable[[Sequence[str], str, Details], Body]] = {
    "single": _single,
    "true_false": _true_false,
    "multiple": _multiple,
    "typed": _typed,
    "number": _number,
    "order": _order,
    "cloze": _cloze,
    "matching": _matching,
    "poll": _poll,
    "scale": _scale,
    "word_cloud": _word_cloud,
    "slide": _slide,
}
