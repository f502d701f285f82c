"""What a request to a provider's interface asks for, and the request that goes on. Pure; knows no account, no price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.ai.estimates import input_tokens
from server.ai.extras import check_anthropic, check_openai
from shared.billing.messages import AiModel, ModelKind, Upstream, Wire
from shared.errors import AppError

MOST_REPLIES = 8
_MOST_OUTPUT = 10**12
_MOST_REASON = 200
_OUTPUT_FIELDS = ("max_completion_tokens", "max_tokens")
_LEAST_THINKING = 1_024
"""Anthropic refuses a smaller budget of thinking."""


@dataclass(frozen=True)
class Asked:
    """A request, read as far as the gateway must know it. `fields` are its parts as they came.

    `output_tokens` is what one reply may be long at most, None when it is unsaid; `replies` how many are asked for.
    `input_tokens` is an estimate that is seldom too small.
    """

    wire: Wire
    kind: ModelKind
    model: str
    fields: Mapping[str, msgspec.Raw]
    input_tokens: int
    stream: bool = False
    output_tokens: int | None = None
    replies: int = 1
    wants_usage: bool = True
    thinking: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def least_output(self) -> int:
        """What is of use at all: an answer that has to end within fewer tokens is not begun."""
        least = _LEAST_THINKING + 1 if self.thinking else 128
        return min(least, self.output_tokens or least)


class EmbeddingFields(msgspec.Struct):
    """What is read of a request for embeddings; the rest of it goes on as it came."""

    model: str
    stream: bool | None = None


class MessagesFields(EmbeddingFields):
    """What is read of a request to Anthropic's wire; the rest of it goes on as it came."""

    max_tokens: int | None = None
    thinking: dict[str, Any] | None = None


class CompletionFields(EmbeddingFields):
    """What is read of a chat completion; the rest of it goes on as it came."""

    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    n: int | None = None
    stream_options: dict[str, Any] | None = None


def asked_messages(raw: bytes) -> Asked:
    """Read a request of Anthropic's `/v1/messages`. Raises AppError `ai.bad_request`, `ai.not_offered`."""
    fields = _fields(raw)
    read = _read(raw, MessagesFields)
    check_anthropic(fields)
    thinking: dict[str, Any] = read.thinking or {}
    return Asked(
        wire="anthropic",
        kind="chat",
        model=read.model,
        fields=fields,
        input_tokens=input_tokens(raw),
        stream=bool(read.stream),
        output_tokens=_output(read.max_tokens),
        thinking=thinking if thinking.get("type") == "enabled" else {},
    )


def asked_completion(raw: bytes) -> Asked:
    """Read a request of OpenAI's `/chat/completions`. Raises AppError `ai.bad_request`, `ai.not_offered`."""
    fields = _fields(raw)
    read = _read(raw, CompletionFields)
    check_openai(fields)
    given = [_output(each) for each in (read.max_completion_tokens, read.max_tokens) if each is not None]
    options: dict[str, Any] = read.stream_options or {}
    replies = 1 if read.n is None else read.n
    if not 1 <= replies <= MOST_REPLIES:
        raise AppError("ai.bad_request", reason=f"n must be from 1 to {MOST_REPLIES}")
    return Asked(
        wire="openai",
        kind="chat",
        model=read.model,
        fields=fields,
        input_tokens=input_tokens(raw),
        stream=bool(read.stream),
        output_tokens=min((each for each in given if each is not None), default=None),
        replies=replies,
        wants_usage=bool(options.get("include_usage")),
    )


def asked_embedding(raw: bytes) -> Asked:
    """Read a request of OpenAI's `/embeddings`. Raises `AppError("ai.bad_request")`."""
    fields = _fields(raw)
    read = _read(raw, EmbeddingFields)
    return Asked(
        wire="openai",
        kind="embedding",
        model=read.model,
        fields=fields,
        input_tokens=input_tokens(raw),
        output_tokens=0,
        replies=0,
    )


def body_for(asked: Asked, model: AiModel, output_tokens: int) -> bytes:
    """The request as it goes to the provider: its own name of the model, and no longer a reply than is paid for."""
    fields: dict[str, Any] = {**asked.fields, "model": model.asked_as}
    if asked.kind != "chat":
        return msgspec.json.encode(fields)
    for name in _output_names(asked, model.upstream):
        fields[name] = output_tokens
    budget = asked.thinking.get("budget_tokens")
    if isinstance(budget, int) and budget >= output_tokens:
        fields["thinking"] = {**asked.thinking, "budget_tokens": output_tokens - 1}
    if asked.wire == "openai" and asked.stream:
        options: dict[str, Any] = msgspec.json.decode(asked.fields.get("stream_options", b"null")) or {}
        fields["stream_options"] = {**options, "include_usage": True}
    return msgspec.json.encode(fields)


def _output_names(asked: Asked, upstream: Upstream) -> tuple[str, ...]:
    if asked.wire == "anthropic":
        return ("max_tokens",)
    given = tuple(name for name in _OUTPUT_FIELDS if bytes(asked.fields.get(name, b"null")) != b"null")
    # Small servers know the older name only, OpenAI's newer models the newer one.
    return given or (("max_tokens",) if upstream == "custom" else ("max_completion_tokens",))


def _fields(raw: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError as cause:
        raise AppError("ai.bad_request", reason="the body must be a JSON object") from cause
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise AppError("ai.bad_request", reason="the body is not JSON") from cause


def _read(raw: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError) as cause:
        raise AppError("ai.bad_request", reason=str(cause)[:_MOST_REASON].rstrip(".")) from cause


def _output(given: int | None) -> int | None:
    if given is not None and given < 1:
        raise AppError("ai.bad_request", reason="max_tokens must be at least 1")
    return None if given is None else min(given, _MOST_OUTPUT)
