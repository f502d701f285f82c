"""What streams past: counts, text, ends and errors of each wire, read and not changed. Pure; knows no network."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, cast

import msgspec

from server.ai.estimates import text_tokens
from shared.billing.messages import Upstream, Wire
from shared.billing.usage import (
    Usage,
    at_least,
    from_anthropic,
    from_openai,
    from_xai,
    merged,
    stated_cost_nano,
)

_END_OF_EVENT = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
_MOST_EVENT_BYTES = 16 * 1_024 * 1_024
_USUAL = re.compile(rb"(?:event: [^\r\n]*\n)?data: ([^\r\n]*)\n\n")
"""Nearly every event: its last line is all of its data."""


class Tap(ABC):
    """Sees all bytes of one stream in order.

    `final`: the provider has said what it counted in the end. `ended`: the stream came to its own end. `failed`: an
    error came within it. `began`: something of an answer came.
    """

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.final = False
        self.ended = False
        self.failed = False
        self.began = False
        self.pieces = 0
        self.text_bytes = 0
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """Take what came; returns what goes on to the client now."""
        buffer = self._rest + data if self._rest else data
        passed: list[bytes] = []
        at = 0
        if b"\r" in buffer:
            for found in _END_OF_EVENT.finditer(buffer):
                self._take(buffer[at : found.end()], passed)
                at = found.end()
        else:
            while (end := buffer.find(b"\n\n", at)) >= 0:
                self._take(buffer[at : end + 2], passed)
                at = end + 2
        self._rest = buffer[at:]
        if len(self._rest) > _MOST_EVENT_BYTES:
            self._take(self._rest, passed)
            self._rest = b""
        return b"".join(passed)

    def close(self) -> bytes:
        """The stream is over; returns what was held back."""
        passed: list[bytes] = []
        if self._rest:
            self._take(self._rest, passed)
            self._rest = b""
        return b"".join(passed)

    def usage(self, input_estimate: int) -> Usage:
        """What the provider counted; without its last word, what it must have counted at least."""
        told = self._read()
        if self.final and told is not None:
            return told
        output = max(self.pieces, text_tokens(self.text_bytes))
        unsaid = told is None or not told.input_tokens
        guessed = Usage(input_uncached=input_estimate if unsaid else 0, output=output)
        return guessed if told is None else at_least(told, guessed)

    @property
    def stated_cost_nano(self) -> int:
        """What the provider says that it costs; 0: unsaid."""
        return stated_cost_nano(self.known)

    def _take(self, event: bytes, passed: list[bytes]) -> None:
        data = _data_of(event)
        if data is None or self._passes(data):
            passed.append(event)

    def _passes(self, data: bytes) -> bool:
        """Look at an event; says whether the client gets it."""
        try:
            found: Any = msgspec.json.decode(data)
        except (msgspec.DecodeError, RecursionError):
            found = None
        if isinstance(found, Mapping):
            return self.sees(cast("Mapping[str, Any]", found))
        return self.sees_other(data)

    def counts(self, text: object) -> None:
        """Note a piece of an answer."""
        if isinstance(text, str) and text:
            self.began = True
            self.text_bytes += len(text.encode("utf-8", "surrogatepass"))

    def sees_other(self, data: bytes) -> bool:
        """Look at what is no JSON object: it counts by its length."""
        self.text_bytes += len(data)
        return True

    @abstractmethod
    def sees(self, event: Mapping[str, Any]) -> bool:
        """Look at an event; says whether the client gets it."""

    @abstractmethod
    def _read(self) -> Usage | None: ...


class AnthropicTap(Tap):
    """Input counts come first, output counts are cumulative and come at the end."""

    def sees(self, event: Mapping[str, Any]) -> bool:
        """Look at an event; all of them go on."""
        kind = event.get("type")
        if kind == "content_block_delta":
            self.began = True
            self.pieces += 1
            delta = _part(event, "delta")
            for name in ("text", "thinking", "partial_json"):
                self.counts(delta.get(name))
        elif kind == "content_block_start":
            self.counts(_part(event, "content_block").get("text"))
        elif kind == "message_start":
            self.known = merged(self.known, _part(_part(event, "message"), "usage"))
        elif kind == "message_delta":
            said = _part(event, "usage")
            self.known = merged(self.known, said)
            # Whoever says that nothing was counted has said nothing.
            told = self._read()
            self.final = isinstance(said.get("output_tokens"), int) and told is not None and told.tokens > 0
        elif kind == "message_stop":
            self.ended = True
        elif kind == "error":
            self.failed = True
        return True

    def _read(self) -> Usage | None:
        return from_anthropic(self.known)


class OpenAiTap(Tap):
    """One chunk at the end says what was counted; the client gets it only when it asked for it."""

    def __init__(self, upstream: Upstream, *, wants_usage: bool) -> None:
        super().__init__()
        self._upstream = upstream
        self._wants_usage = wants_usage

    def sees(self, event: Mapping[str, Any]) -> bool:
        """Look at a chunk; the one that only we asked for is kept back."""
        if event.get("error"):
            self.failed = True
            return True
        choices = event.get("choices")
        every = cast("list[Any]", choices) if isinstance(choices, list) else []
        for choice in every:
            self._choice(choice)
        said = _part(event, "usage")
        if said:
            self.known = merged(self.known, said)
            told = self._read()
            self.final = told is not None and told.tokens > 0
            return bool(every) or self._wants_usage
        return True

    def sees_other(self, data: bytes) -> bool:
        """`[DONE]` is the end."""
        if data.strip() == b"[DONE]":
            self.ended = True
            return True
        return super().sees_other(data)

    def _choice(self, choice: object) -> None:
        if not isinstance(choice, Mapping):
            return
        fields = cast("Mapping[str, Any]", choice)
        delta = _part(fields, "delta")
        before = self.text_bytes
        for name in ("content", "reasoning_content", "reasoning", "refusal"):
            self.counts(delta.get(name))
        if delta.get("tool_calls"):
            self.began = True
            self.text_bytes += len(msgspec.json.encode(delta["tool_calls"]))
        if self.text_bytes > before:
            self.pieces += 1

    def _read(self) -> Usage | None:
        return from_xai(self.known) if self._upstream == "xai" else from_openai(self.known)


def tap_for(wire: Wire, upstream: Upstream, *, wants_usage: bool) -> Tap:
    """The tap of a stream."""
    return AnthropicTap() if wire == "anthropic" else OpenAiTap(upstream, wants_usage=wants_usage)


class _Whole(msgspec.Struct):
    usage: dict[str, Any] | None = None


def usage_of(wire: Wire, upstream: Upstream, body: bytes) -> tuple[Usage | None, int]:
    """What a whole answer says that was counted, and what the provider says that it cost in nano-USD (0: unsaid)."""
    try:
        said = msgspec.json.decode(body, type=_Whole).usage
    except (msgspec.DecodeError, RecursionError):
        return None, 0
    read = from_anthropic if wire == "anthropic" else from_xai if upstream == "xai" else from_openai
    usage = read(said)
    return (usage if usage is not None and usage.tokens else None), stated_cost_nano(said)


def _data_of(event: bytes) -> bytes | None:
    """The data of an event; None when it has none."""
    usual = _USUAL.fullmatch(event)
    if usual is not None:
        return usual[1]
    lines = [line[5:].lstrip(b" ") for line in _LINE.split(event) if line.startswith(b"data:")]
    return b"\n".join(lines) if lines else None


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}
