"""What questions are made of and what making them gives: an item's text, what is wanted, drafts. Declarations only."""

from typing import Literal

import msgspec

from shared.quiz.quiz import Question

DRAFT_KINDS = ("single", "cloze", "number", "true_false", "typed")
"""Kinds a model is asked for, in the order they are offered."""
OFFLINE_KINDS = ("single", "cloze", "number")
"""Kinds that are made without a model."""
MOST_DRAFTS = 40

Maker = Literal["ai", "offline"]


class Line(msgspec.Struct, frozen=True):
    """A sentence of an item with its moment or page. `heading` is the one it stands under."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None
    heading: str = ""
    is_heading: bool = False


class Material(msgspec.Struct, frozen=True):
    """The whole text of an item. `language` is "en", "es", another tag, or empty where nobody can tell."""

    item_id: str
    title: str
    language: str
    lines: tuple[Line, ...]


class Wanted(msgspec.Struct, frozen=True):
    """How many questions of which kinds (names as in `DRAFT_KINDS`)."""

    count: int = 10
    kinds: tuple[str, ...] = DRAFT_KINDS


class Draft(msgspec.Struct, frozen=True):
    """A question nobody has reviewed yet. `quote` is what its source says; `maker` says who made it."""

    question: Question
    quote: str
    maker: Maker
