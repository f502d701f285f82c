"""Writes a quiz for other programs: a table that spreadsheets and our own import read, and Moodle's GIFT. Pure."""

import csv
import io
from enum import StrEnum

import msgspec

from desktop.quiz.gift_export import gift_text
from desktop.quiz.table_bodies import ARROW
from desktop.quiz.table_import import FORMULA_STARTS, More
from shared.quiz.quiz import (
    Body,
    Cloze,
    Matching,
    Multiple,
    Number,
    Order,
    Poll,
    Question,
    Quiz,
    Single,
    Slide,
    TrueFalse,
    Typed,
)

_LEAST_ANSWERS = 4
_KEPT_IN_COLUMNS = {
    "type",
    "choices",
    "correct",
    "accepted",
    "answer",
    "items",
    "order",
    "text",
    "distractors",
} | {
    "pairs",
    "right_order",
}


class Format(StrEnum):
    """What a quiz can be written as; the value is the file's ending without its dot."""

    LANTERN = "lantern-quiz"
    CSV = "csv"
    GIFT = "gift"


def encoded(quiz: Quiz, format_: Format) -> bytes:
    """Return the file of a quiz in one of the text formats. Media stay out of these."""
    if format_ is Format.GIFT:
        return gift_text(quiz).encode()
    # The mark tells Excel that it is UTF-8.
    return table_text(quiz).encode("utf-8-sig")


def table_text(quiz: Quiz) -> str:
    """Return a quiz as CSV: Kahoot's columns, then what only our import reads."""
    rows = [(question, *_cells(question.body)) for question in quiz.questions]
    width = max([_LEAST_ANSWERS, *(len(answers) for _, answers, _ in rows)])
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    header = ["Question", *(f"Answer {number}" for number in range(1, width + 1))]
    writer.writerow([*header, "Time limit", "Correct", "Type", "Points", "Topic", "Explanation", "More"])
    for question, answers, correct in rows:
        limit = "no limit" if question.time_limit_s is None else str(question.time_limit_s)
        points = f"{question.multiplier:g}"
        texts = [question.text, *answers, *[""] * (width - len(answers))]
        tail = [limit, correct, _kind(question.body), points, question.topic, question.explanation]
        writer.writerow([_safe(text) for text in (*texts, *tail)] + [_more(question)])
    return out.getvalue()


def _cells(body: Body) -> tuple[list[str], str]:
    """The answer cells of a body, and the cell of what is right."""
    if isinstance(body, Single):
        return [choice.text for choice in body.choices], str(body.correct + 1)
    if isinstance(body, TrueFalse):
        return ["True", "False"], "1" if body.correct else "2"
    if isinstance(body, Multiple):
        return [choice.text for choice in body.choices], ",".join(str(at + 1) for at in body.correct)
    if isinstance(body, Number):
        return [], repr(body.answer)
    if isinstance(body, Poll):
        return [choice.text for choice in body.choices], ""
    return _listed(body), ""


def _listed(body: Body) -> list[str]:
    if isinstance(body, Typed):
        return [text for text in body.accepted if text.strip()]
    if isinstance(body, Order):
        return [body.items[at].text for at in body.order or range(len(body.items))]
    if isinstance(body, Cloze):
        return [body.text, *body.distractors]
    if isinstance(body, Matching):
        return [f"{pair.left.text}{ARROW}{pair.right.text}" for pair in body.pairs]
    return [body.text] if isinstance(body, Slide) else []


def _kind(body: Body) -> str:
    return str(type(body).__struct_config__.tag)


def _more(question: Question) -> str:
    plain = msgspec.to_builtins(question.body)
    usual = type(question.body).__struct_fields__, type(question.body).__struct_defaults__
    fields, defaults = usual
    known = dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True))
    body = {
        name: value
        for name, value in plain.items()
        if name not in _KEPT_IN_COLUMNS and known.get(name) != value
    }
    more = More(question.ask_confidence, question.read_s, body)
    return "" if more == More() else msgspec.json.encode(more).decode()


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; our import takes the apostrophe away again."""
    if not text.startswith(FORMULA_STARTS) or _is_number(text):
        return text
    return "'" + text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
