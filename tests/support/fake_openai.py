"""A local server that speaks the OpenAI wire, as xAI and Ollama do: chat completions with streaming, embeddings."""

import base64
import math
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.support.fake_provider import FakeProvider, Reply, Seen, server_sent

_STOPS = {"complete": "stop", "length": "length", "filtered": "content_filter"}


class FakeOpenAI(FakeProvider):
    """Base address: `url` with /v1."""

    models = ("gpt-fake-small", "gpt-fake-large")
    natural_dimension = 48
    """Length of an embedding when the request names none."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding: Callable[[str, int], list[float]] = bag_of_words
        self.plain_numbers = False
        self.embedded: list[str] = []

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        if not request.path.endswith("/embeddings"):
            return await super()._generate(request)
        body = await request.json()
        self.seen.append(Seen(request.path, dict(request.headers), body))
        reply = self.script.popleft() if self.script else self.default
        if reply.hold_after is not None:
            self.holding.set()
            await self.release.wait()
        if reply.status != 200:
            return self._refusal(reply)
        if reply.raw is not None:
            return web.Response(body=reply.raw, content_type="application/json")
        return web.json_response(self._embeddings(body, usage=reply.usage))

    def _embeddings(self, body: dict[str, Any], *, usage: bool) -> dict[str, Any]:
        texts: list[str] = body["input"]
        self.embedded += texts
        as_bytes = body.get("encoding_format") == "base64" and not self.plain_numbers
        data: list[dict[str, Any]] = []
        for index, text in enumerate(texts):
            vector = self.embedding(text, body.get("dimensions", self.natural_dimension))
            packed = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
            data.append({"object": "embedding", "index": index, "embedding": packed if as_bytes else vector})
        tokens = sum(-(-len(text) // 4) for text in texts)
        counts = {"prompt_tokens": tokens, "total_tokens": tokens} if usage else None
        # In another order than asked: the index is what counts.
        return {"object": "list", "model": body["model"], "data": data[::-1], "usage": counts}

    def model_list(self) -> dict[str, Any]:
        data = [{"id": name, "object": "model", "created": 1, "owned_by": "fake"} for name in self.models]
        return {"object": "list", "data": data}

    def opening(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        return [self._chunk(body, [self._choice({"role": "assistant", "content": ""})])]

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        return self._chunk(body, [self._choice({"content": text})])

    def closing(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        if reply.stop is None:
            return []
        events = [self._chunk(body, [self._choice({}, _STOPS[reply.stop])])]
        if reply.usage and body.get("stream_options", {}).get("include_usage"):
            usage = {
                "prompt_tokens": reply.input_tokens,
                "completion_tokens": reply.output_tokens,
                "total_tokens": reply.input_tokens + reply.output_tokens,
                "prompt_tokens_details": {"cached_tokens": reply.cached_tokens},
                **reply.extra_usage,
            }
            events.append(self._chunk(body, [], usage))
        return [*events, server_sent("[DONE]")]

    def error_event(self, reply: Reply) -> bytes:
        return server_sent(reply.error or {})

    @staticmethod
    def _choice(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}

    @staticmethod
    def _chunk(
        body: dict[str, Any], choices: list[dict[str, Any]], usage: dict[str, Any] | None = None
    ) -> bytes:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": body["model"],
            "choices": choices,
            "usage": usage,
        }
        return server_sent(chunk)


def bag_of_words(text: str, dimension: int) -> list[float]:
    """Embed a text by its longer words: texts that share some are near, the others far. Not of length 1."""
    vector = [0.0] * dimension
    for word in re.findall(r"\w{4,}", text.lower()):
        vector[zlib.crc32(word[:5].encode()) % dimension] += 1.0
    vector[0] += 0.5
    scale = 3.0 / (math.hypot(*vector) or 1.0)
    return [value * scale for value in vector]


def openai_error(
    message: str, *, kind: str = "invalid_request_error", code: str | None = None, param: str | None = None
) -> dict[str, Any]:
    """The error body of the wire."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
