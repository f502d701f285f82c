"""What an answer engine is: one request in, a stream of events out. Knows no provider and no SDK."""

from collections.abc import AsyncGenerator
from typing import Literal, Protocol

import msgspec

from shared.errors import AppError


class Turn(msgspec.Struct, frozen=True):
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class EngineRequest(msgspec.Struct, frozen=True):
    """What is asked of a model. `operation` names the feature (`chat`, `title` …) for the record of use.

    `temperature` is None for the model's own default; engines whose models refuse it leave it out.
    """

    operation: str
    system: str
    turns: tuple[Turn, ...]
    max_tokens: int = 4096
    temperature: float | None = None


class TextDelta(msgspec.Struct, frozen=True):
    """The next piece of the reply, never empty."""

    text: str


class TokenUse(msgspec.Struct, frozen=True):
    """Tokens of the whole call as the provider counts them; a later one replaces an earlier one.

    `cached_tokens` is the part of `input_tokens` read from the provider's cache. `cost_nano_usd` is only
    what the provider itself stated. `estimated` marks counts made here because the stream ended early.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    cost_nano_usd: int | None = None
    estimated: bool = False


class Finished(msgspec.Struct, frozen=True):
    """The model ended its reply; a stream without this event was cut.

    `length`: it ran into `max_tokens`. `filtered`: the provider or the model declined.
    """

    reason: Literal["complete", "length", "filtered"] = "complete"


class TryingAgain(msgspec.Struct, frozen=True):
    """A passing failure before the first word; the call is repeated after `wait_ms`."""

    attempt: int
    wait_ms: int
    error: AppError


EngineEvent = TextDelta | TokenUse | Finished | TryingAgain


class AnswerEngine(Protocol):
    """A model that writes. Closing the stream's generator closes the connection at once."""

    @property
    def provider(self) -> str:
        """Which kind of engine: a name of `providers.PROVIDERS`."""
        ...

    @property
    def model(self) -> str:
        """The model's name as its provider knows it."""
        ...

    def stream(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """Yield the reply as it is written. Raises `AppError("ai.…")`; text already yielded stays valid."""
        ...


def estimated_tokens(text: str) -> int:
    """Tokens of a text at four characters each, the usual rule of thumb; only for calls without a count."""
    return -(-len(text) // 4)
