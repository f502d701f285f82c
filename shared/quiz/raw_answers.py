"""Reading what a client sent as an answer: whatever JSON can hold comes in, plain values or `quiz.bad_answer` out."""

from collections.abc import Sequence
from typing import cast

from shared.errors import AppError
from shared.quiz.texts import clean


def bad_answer() -> AppError:
    return AppError("quiz.bad_answer")


def read_index(raw: object, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included. `true` and `1.0` are not."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
        raise bad_answer()
    return raw


def read_list(raw: object, most: int) -> list[object]:
    """A list of one to `most` things."""
    if not isinstance(raw, (list, tuple)):
        raise bad_answer()
    things = cast("Sequence[object]", raw)
    if not 1 <= len(things) <= most:
        raise bad_answer()
    return list(things)


def read_choices(raw: object, count: int, *, most: int | None = None) -> tuple[int, ...]:
    """One to `most` (all) different indices below `count`, in the order given."""
    indices = [read_index(thing, 0, count - 1) for thing in read_list(raw, count if most is None else most)]
    if len(set(indices)) != len(indices):
        raise bad_answer()
    return tuple(indices)


def read_text(raw: object, max_length: int) -> str:
    """A text of at most `max_length` characters, cleaned; it may be empty."""
    if not isinstance(raw, str) or len(raw) > max_length:
        raise bad_answer()
    return clean(raw)
