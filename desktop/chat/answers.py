"""What a question gets: answers, citations, chats and the events of an answer being written. Declarations only."""

from typing import Literal

import msgspec

from desktop.chat.material import EVERYTHING, Scope
from shared.errors import ERRORS, AppError
from shared.ids import ChatId, ItemId, MessageId

Mode = Literal["model", "passages", "nothing_relevant"]
"""Who wrote an answer: a model; nobody, it quotes; nobody, as nothing in the material bears on the question."""

State = Literal["unfinished", "done", "cancelled", "failed"]
"""`unfinished` in the library with nobody writing means the program ended in the middle: what came is there."""


GOOD_MATCH = 0.6
"""Relevance from which on a source is called a good match; below it is a loose one."""


class Citation(msgspec.Struct, frozen=True):
    """Where an answer's mark [n] leads: a moment (`start_ms`..`end_ms`) or a page, and the words that stand there."""

    n: int
    item_id: ItemId
    title: str
    start_ms: int | None
    end_ms: int | None
    page: int | None
    text: str
    relevance: float = 0.0


class Doubt(msgspec.Struct, frozen=True):
    """Characters [first, last) of a sentence that its cited passages do not bear out."""

    first: int
    last: int


class Problem(msgspec.Struct, frozen=True):
    """An error as it is kept with an answer: why it was cut short, or why no model wrote it."""

    code: str
    parameters: dict[str, str | float] = {}

    @classmethod
    def of(cls, error: AppError) -> "Problem":
        return cls(error.code, dict(error.parameters))

    @property
    def error(self) -> AppError:
        """The error again, for `error_text`; a code of another version reads as a passing failure."""
        code = self.code if self.code in ERRORS else "ai.provider_trouble"
        error = AppError(code)
        error.parameters = dict(self.parameters)
        return error


class Answer(msgspec.Struct, frozen=True):
    """A whole answer. `engine` is "provider model" where a model wrote it; `complete` False if it was cut."""

    mode: Mode
    text: str
    citations: tuple[Citation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    problem: Problem | None = None
    engine: str | None = None
    follow_ups: tuple[str, ...] = ()
    complete: bool = True


class AskResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `lantern ask --json` prints. `problem`, where there is one, says why no model wrote it."""

    mode: Mode
    answer: str
    citations: tuple[Citation, ...]
    problem: Problem | None = None

    @property
    def match(self) -> Literal["good", "loose"] | None:
        """How well the best source fits the question, in the words of the window; None without any."""
        best = max((one.relevance for one in self.citations), default=None)
        if best is None:
            return None
        return "good" if best >= GOOD_MATCH else "loose"


class MessageView(msgspec.Struct, frozen=True):
    """A message as it is shown. Questions have a text only; `live` answers are being written now.

    `rating`: 1 up, -1 down, 0 none.
    """

    id: MessageId
    chat_id: ChatId
    role: Literal["user", "assistant"]
    text: str
    created_ms: int
    state: State = "done"
    live: bool = False
    mode: Mode | None = None
    engine: str | None = None
    citations: tuple[Citation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    problem: Problem | None = None
    follow_ups: tuple[str, ...] = ()
    rating: int = 0


class ChatView(msgspec.Struct, frozen=True):
    """A chat in the list. `updated_ms` is its last message's time."""

    id: ChatId
    title: str
    scope: Scope = EVERYTHING
    created_ms: int = 0
    updated_ms: int = 0
    messages: int = 0


class Started(msgspec.Struct, frozen=True):
    """The question is stored; the answer's place is reserved."""

    chat_id: ChatId
    question_id: MessageId
    answer_id: MessageId


class Searching(msgspec.Struct, frozen=True):
    """The material is being searched."""


class PassagesFound(msgspec.Struct, frozen=True):
    """So many passages bear on the question; a model reads them now if one is set up."""

    count: int


class TryingAgain(msgspec.Struct, frozen=True):
    """The provider had a passing problem; the next try starts after `wait_ms`."""

    attempt: int
    wait_ms: int
    problem: Problem


class Delta(msgspec.Struct, frozen=True):
    """The next characters of the answer: final, with clean marks."""

    text: str


class Cited(msgspec.Struct, frozen=True):
    """A mark came up for the first time. The same `n` in the finished answer may have a better moment."""

    citation: Citation


class Ended(msgspec.Struct, frozen=True):
    """The answer as stored; nothing follows."""

    message: MessageView


AnswerEvent = Started | Searching | PassagesFound | TryingAgain | Delta | Cited | Ended
