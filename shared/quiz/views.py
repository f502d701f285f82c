"""What leaves the host about a question: views without solutions, solutions, summaries. Declarations only."""

from typing import Any

import msgspec

from shared.quiz.quiz import Choice


class SingleView(msgspec.Struct, frozen=True, tag_field="type", tag="single"):
    """Options to choose one from. An answer is an index into `options`."""

    options: tuple[Choice, ...]


class TrueFalseView(msgspec.Struct, frozen=True, tag_field="type", tag="true_false"):
    """An answer is true or false."""


class MultipleView(msgspec.Struct, frozen=True, tag_field="type", tag="multiple"):
    """An answer is a list of indices into `options`, without repeats."""

    options: tuple[Choice, ...]


class TypedView(msgspec.Struct, frozen=True, tag_field="type", tag="typed"):
    """An answer is a text of at most `max_length` characters."""

    max_length: int


class NumberView(msgspec.Struct, frozen=True, tag_field="type", tag="number"):
    """An answer is a finite number; `low`, `high` and `step` rule the slider only."""

    low: float
    high: float
    step: float
    unit: str
    slider: bool


class OrderView(msgspec.Struct, frozen=True, tag_field="type", tag="order"):
    """An answer is a list of all indices of `items`, first to last."""

    items: tuple[Choice, ...]


class ClozeView(msgspec.Struct, frozen=True, tag_field="type", tag="cloze"):
    """`parts` surround the gaps (one more than gaps). An answer is a list of texts, one per gap, "" when empty."""

    parts: tuple[str, ...]
    hints: tuple[str, ...]
    bank: tuple[str, ...]
    max_length: int


class MatchingView(msgspec.Struct, frozen=True, tag_field="type", tag="matching"):
    """An answer is a list with, per left, the index into `right`, or -1 when left open."""

    left: tuple[Choice, ...]
    right: tuple[Choice, ...]


class PollView(msgspec.Struct, frozen=True, tag_field="type", tag="poll"):
    """An answer is a list of indices: exactly one unless `multiple`."""

    options: tuple[Choice, ...]
    multiple: bool


class ScaleView(msgspec.Struct, frozen=True, tag_field="type", tag="scale"):
    """An answer is a whole number from `low` to `high`."""

    low: int
    high: int
    low_label: str
    high_label: str


class WordCloudView(msgspec.Struct, frozen=True, tag_field="type", tag="word_cloud"):
    """An answer is a list of at most `entries` texts."""

    entries: int
    max_length: int


class SlideView(msgspec.Struct, frozen=True, tag_field="type", tag="slide"):
    """Text to read; no answer."""

    text: str


View = (
    SingleView
    | TrueFalseView
    | MultipleView
    | TypedView
    | NumberView
    | OrderView
    | ClozeView
    | MatchingView
    | PollView
    | ScaleView
    | WordCloudView
    | SlideView
)


class Solution(msgspec.Struct, frozen=True, omit_defaults=True):
    """The right answer, in the same shape as an answer of that kind; sent at the reveal only.

    `answer` is None for kinds without a right answer. `accepted` lists further right texts (typed: all; cloze:
    one tuple per gap); `tolerance` goes with numbers.
    """

    answer: Any = None
    accepted: tuple[Any, ...] = ()
    tolerance: float = 0.0


class TextCount(msgspec.Struct, frozen=True):
    """How many gave one text; `fraction` is what it earned (None for opinions)."""

    text: str
    count: int
    fraction: float | None = None


class Bucket(msgspec.Struct, frozen=True):
    """How many gave a number from `low` (included) to `high` (excluded, the last included)."""

    low: float
    high: float
    count: int


class Summary(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a room answered: no names.

    `counts` is per option (single, multiple, poll), per truth value [true, false], per scale step, per place or
    gap or left (how many had it right: order, cloze, matching). `texts` is for typed and word cloud, most
    frequent first, at most 50; `buckets`, `mean` and `median` for numbers and scales.
    """

    answers: int = 0
    right: int = 0
    counts: tuple[int, ...] = ()
    texts: tuple[TextCount, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    mean: float | None = None
    median: float | None = None
