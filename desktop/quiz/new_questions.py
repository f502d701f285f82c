"""New questions of each kind as they are when an editor makes them, and one kind turned into another. Pure."""

import msgspec

from shared.ids import new_id
from shared.quiz.cloze_text import parse_cloze
from shared.quiz.quiz import (
    Body,
    Choice,
    Cloze,
    Matching,
    Multiple,
    Number,
    Order,
    Pair,
    Poll,
    Question,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)

KINDS: tuple[type[Body], ...] = (
    Single,
    TrueFalse,
    Multiple,
    Typed,
    Number,
    Order,
    Cloze,
    Matching,
    Poll,
    Scale,
    WordCloud,
    Slide,
)
"""In the order in which they are offered."""

_EMPTY = (Choice(), Choice(), Choice(), Choice())
_FRESH: dict[type[Body], Body] = {
    Single: Single(_EMPTY, 0),
    TrueFalse: TrueFalse(True),
    Multiple: Multiple(_EMPTY, (0,)),
    Typed: Typed(("",)),
    Number: Number(0),
    Order: Order(_EMPTY[:3]),
    Cloze: Cloze(""),
    Matching: Matching((Pair(Choice(), Choice()), Pair(Choice(), Choice()), Pair(Choice(), Choice()))),
    Poll: Poll(_EMPTY[:3]),
    Scale: Scale(),
    WordCloud: WordCloud(),
    Slide: Slide(),
}


def new_question(kind: type[Body]) -> Question:
    """Return an empty question of a kind, under a new id."""
    return Question(str(new_id()), "", _FRESH[kind])


def copy_of(question: Question) -> Question:
    """Return the same question under a new id."""
    return msgspec.structs.replace(question, id=str(new_id()))


def turned_into(body: Body, kind: type[Body]) -> Body:
    """Return a body of another kind that keeps whatever both can hold."""
    if type(body) is kind:
        return body
    choices, right = _choices(body), _right(body)
    if kind in (Single, Multiple, Poll, Order) and choices:
        return _of_choices(kind, choices, right)
    found: Body = _FRESH[kind]
    if kind is Typed:
        accepted = tuple(choices[at].text for at in right if at < len(choices)) or _gaps(body)
        found = Typed(accepted) if accepted else found
    elif kind is Matching and choices:
        found = Matching(tuple(Pair(choice, Choice()) for choice in choices))
    elif kind is Slide and isinstance(body, Cloze):
        found = Slide(body.text)
    elif kind is Cloze and isinstance(body, Slide):
        found = Cloze(body.text)
    return found


def _of_choices(kind: type[Body], choices: tuple[Choice, ...], right: tuple[int, ...]) -> Body:
    if kind is Single:
        return Single(choices, right[0] if right else 0)
    if kind is Multiple:
        return Multiple(choices, right or (0,))
    return Poll(choices) if kind is Poll else Order(choices)


def _choices(body: Body) -> tuple[Choice, ...]:
    if isinstance(body, Single | Multiple | Poll):
        return body.choices
    if isinstance(body, Order):
        return tuple(body.items[at] for at in body.order) or body.items
    if isinstance(body, Typed):
        return tuple(Choice(text) for text in body.accepted)
    return tuple(pair.left for pair in body.pairs) if isinstance(body, Matching) else ()


def _right(body: Body) -> tuple[int, ...]:
    if isinstance(body, Single):
        return (body.correct,)
    return body.correct if isinstance(body, Multiple) else ()


def _gaps(body: Body) -> tuple[str, ...]:
    gaps = parse_cloze(body.text).gaps if isinstance(body, Cloze) else ()
    return gaps[0].answers if gaps else ()
