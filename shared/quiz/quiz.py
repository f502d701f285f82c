"""What a quiz is: questions, their bodies by kind, and how a game is set up. Declarations only."""

from typing import Literal

import msgspec

MULTIPLIERS = (0.0, 0.5, 1.0, 2.0, 3.0)
TIME_LIMITS_S = (5, 10, 20, 30, 45, 60, 90, 120, 180, 240)


class Media(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture, sound or film beside a question or a choice. `sha` is the hex sha256 of its bytes."""

    sha: str
    mime: str
    alt: str = ""


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where in a library item a question comes from: a second or a page."""

    item_id: str
    title: str = ""
    start_ms: int | None = None
    page: int | None = None


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to choose, to order or to match."""

    text: str = ""
    media: Media | None = None


class Single(msgspec.Struct, frozen=True, tag_field="type", tag="single"):
    """One choice is right. `correct` is its index in `choices` (2 to 9)."""

    choices: tuple[Choice, ...]
    correct: int


class TrueFalse(msgspec.Struct, frozen=True, tag_field="type", tag="true_false"):
    """A statement that is true or false. Answers are booleans."""

    correct: bool


class Multiple(msgspec.Struct, frozen=True, tag_field="type", tag="multiple"):
    """Several choices are right.

    `strict` gives all or nothing; `balanced` gives (right - wrong) / number of right ones, never below 0.
    """

    choices: tuple[Choice, ...]
    correct: tuple[int, ...]
    scoring: Literal["strict", "balanced"] = "balanced"


class Typed(msgspec.Struct, frozen=True, tag_field="type", tag="typed"):
    """A short text is typed and compared after normalising with each of `accepted`."""

    accepted: tuple[str, ...]
    typos: bool = True
    case_sensitive: bool = False


class Number(msgspec.Struct, frozen=True, tag_field="type", tag="number"):
    """A number is typed or set with a slider.

    Full marks within `tolerance` of `answer`; beyond it they fall in a line to 0 at `reach` (0: no partial marks).
    """

    answer: float
    tolerance: float = 0.0
    reach: float = 0.0
    low: float = 0.0
    high: float = 100.0
    step: float = 1.0
    unit: str = ""
    slider: bool = False


class Order(msgspec.Struct, frozen=True, tag_field="type", tag="order"):
    """Things are put in order; marks by the share of pairs in the right order.

    `order` holds indices of `items` from first to last; empty means that `items` are listed in the right order.
    """

    items: tuple[Choice, ...]
    order: tuple[int, ...] = ()


class Cloze(msgspec.Struct, frozen=True, tag_field="type", tag="cloze"):
    """Gaps in a text, written `{{c1::answer|other answer::hint}}`; marks by the share of gaps filled right.

    With `bank` the words to choose from are shown, mixed with `distractors`.
    """

    text: str
    bank: bool = False
    distractors: tuple[str, ...] = ()
    typos: bool = True


class Pair(msgspec.Struct, frozen=True):
    """Two things that belong together."""

    left: Choice
    right: Choice


class Matching(msgspec.Struct, frozen=True, tag_field="type", tag="matching"):
    """Each left is matched with its right; marks by the share of right pairs.

    `right_order` says which pair's right stands at each place of the right column; empty means as listed.
    """

    pairs: tuple[Pair, ...]
    right_order: tuple[int, ...] = ()


class Poll(msgspec.Struct, frozen=True, tag_field="type", tag="poll"):
    """An opinion: one choice, or several with `multiple`. Gives no points."""

    choices: tuple[Choice, ...]
    multiple: bool = False


class Scale(msgspec.Struct, frozen=True, tag_field="type", tag="scale"):
    """An opinion as a whole number from `low` to `high`. Gives no points."""

    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""


class WordCloud(msgspec.Struct, frozen=True, tag_field="type", tag="word_cloud"):
    """Up to `entries` short texts per player. Gives no points; the host may hide words."""

    entries: int = 3


class Slide(msgspec.Struct, frozen=True, tag_field="type", tag="slide"):
    """Information to read. Nothing is answered."""

    text: str = ""


Body = (
    Single
    | TrueFalse
    | Multiple
    | Typed
    | Number
    | Order
    | Cloze
    | Matching
    | Poll
    | Scale
    | WordCloud
    | Slide
)

KINDS = tuple(
    kind.__struct_config__.tag
    for kind in (
        Single, TrueFalse, Multiple, Typed, Number, Order, Cloze, Matching, Poll, Scale, WordCloud, Slide,
    )
)  # fmt: skip
"""Names of the kinds, in the order an editor offers them."""


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    r"""One question. `time_limit_s` None means no limit; `read_s` None lets the host reckon it from the text.

    `text`, choices and explanations are plain text; maths stands between `\(` and `\)`.
    """

    id: str
    text: str
    body: Body
    media: Media | None = None
    time_limit_s: int | None = 30
    read_s: float | None = None
    multiplier: float = 1.0
    explanation: str = ""
    topic: str = ""
    source: Source | None = None
    ask_confidence: bool = False


class Quiz(msgspec.Struct, frozen=True, omit_defaults=True):
    """A quiz as it is edited, stored, exported and handed to a host. `language` is a BCP 47 tag or empty."""

    id: str
    title: str
    questions: tuple[Question, ...] = ()
    description: str = ""
    language: str = ""


class GameOptions(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a game of a quiz is played; chosen when it is hosted.

    `board` "private" shows each player only their own result; `own_order` mixes the choices on each device;
    `teams` are names, empty in an individual game.
    """

    preset: Literal["accuracy", "balanced", "race"] = "balanced"
    pace: Literal["live", "self"] = "live"
    penalty: float = 0.0
    streak_bonus: bool = False
    teams: tuple[str, ...] = ()
    team_score: Literal["average", "sum"] = "average"
    names: Literal["free", "generated", "roster"] = "free"
    roster: tuple[str, ...] = ()
    approval: bool = False
    late_join: bool = True
    late_answers: bool = True
    change_answer: bool = False
    shuffle_questions: bool = False
    own_order: bool = True
    board: Literal["top", "private"] = "top"
    board_size: int = 10
    auto_advance: bool = False
    deadline_ms: int | None = None
    announce: bool = True


class GameSetup(msgspec.Struct, frozen=True):
    """A game as it is created: the quiz already dealt (choices mixed with `seed`), all times in host ms."""

    game_id: str
    pin: str
    quiz: Quiz
    options: GameOptions
    seed: int
    created_ms: int
