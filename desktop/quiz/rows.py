"""Turns question rows into questions and back. Knows the columns' JSON, no SQL."""

from typing import Any

import msgspec

from desktop.storage.driver import sqlite3
from shared.ids import parse_id
from shared.quiz.quiz import Body, Media, Question, Source


class Timing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `timing_json` holds: how long and for how much a question is asked."""

    time_limit_s: int | None = 30
    read_s: float | None = None
    multiplier: float = 1.0
    ask_confidence: bool = False


def values_of(question: Question) -> dict[str, Any]:
    """Return a question's own columns, without id, quiz and place."""
    timing = Timing(
        question.time_limit_s, question.read_s, question.multiplier, ask_confidence=question.ask_confidence
    )
    return {
        "text": question.text,
        "body_json": _json(question.body),
        "media_json": _json(question.media) if question.media else None,
        "timing_json": _json(timing),
        "explanation": question.explanation,
        "topic": question.topic,
        "source_json": _json(question.source) if question.source else None,
    }


def question_of(row: "sqlite3.Row") -> Question | None:
    """Read a question; None for one this version cannot read: it stays in the library untouched."""
    try:
        timing = msgspec.json.decode(row["timing_json"], type=Timing)
        return Question(
            id=str(parse_id(row["id"].hex())),
            text=row["text"],
            body=msgspec.json.decode(row["body_json"], type=Body),
            media=msgspec.json.decode(row["media_json"], type=Media) if row["media_json"] else None,
            time_limit_s=timing.time_limit_s,
            read_s=timing.read_s,
            multiplier=timing.multiplier,
            explanation=row["explanation"],
            topic=row["topic"],
            source=msgspec.json.decode(row["source_json"], type=Source) if row["source_json"] else None,
            ask_confidence=timing.ask_confidence,
        )
    except msgspec.MsgspecError:
        return None


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
