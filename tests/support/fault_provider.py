"""A provider with faults to order, on both wires: the model's name says what goes wrong, `/_log` what it would bill.

`fake:cut3:gap20` cuts the line after three pieces, which come every 20 ms. Run it as a process with
`python -m tests.support.fault_provider`; it says its port in one line of JSON.
"""

import asyncio
import contextlib
import json
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.fake_anthropic import anthropic_error
from tests.support.fake_openai import openai_error
from tests.support.fake_provider import server_sent

_KNOB = re.compile(r"([a-z]+)(\d*)")
TOKENS_PER_PIECE = 3
PIECE = "Twelve bytes"
"""Four bytes a token: fewer tokens than an estimate by length would say."""


@dataclass
class Knobs:
    """What a model's name orders.

    `pieces` of the answer; `in`, `out`, `cached`, `write`, `reason`: tokens that are told; `cut`, `err`: after so many
    pieces; `s`: an HTTP status, with `retry` as Retry-After, the `first` so many times only (0: always); `delay` before
    the head and `gap` before each piece in ms; flags `nousage`, `shrink`, `noend`, `garbage`, `junk`, `xai`, `hang`,
    `refuse` (an error event before anything else).
    """

    numbers: dict[str, int] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, model: str) -> "Knobs":
        knobs = cls()
        for part in model.split(":")[1:]:
            found = _KNOB.fullmatch(part)
            if found is None:
                continue
            if found[2]:
                knobs.numbers[found[1]] = int(found[2])
            else:
                knobs.flags.add(found[1])
        return knobs

    def number(self, name: str, default: int = 0) -> int:
        return self.numbers.get(name, default)

    @property
    def pieces(self) -> int:
        return self.number("pieces", 5)


@dataclass
class Billed:
    """One request as the provider would bill it. `state`: refused, whole, cut, left."""

    wire: str
    model: str
    stream: bool
    body: dict[str, Any]
    headers: dict[str, str]
    input_tokens: int = 0
    output_tokens: int = 0
    state: str = "refused"
    final: bool = False

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def told(self) -> dict[str, Any]:
        return {
            "wire": self.wire,
            "model": self.model,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "state": self.state,
            "final": self.final,
        }


class FaultProvider:
    """`url` is the base of Anthropic's wire, `url` + "/v1" that of OpenAI's."""

    def __init__(self) -> None:
        self.log: list[Billed] = []
        self.url = ""
        self._times: Counter[str] = Counter()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 28)
        app.router.add_post("/v1/messages", self._anthropic)
        app.router.add_post("/v1/chat/completions", self._openai)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/_log", self._log)
        return app

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator["FaultProvider"]:
        fake = cls()
        runner = web.AppRunner(fake.app(), handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield fake
        finally:
            await runner.cleanup()

    async def _log(self, _request: web.Request) -> web.Response:
        return web.json_response([billed.told() for billed in self.log])

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        body, knobs, billed = await self._begun(request, "openai")
        refusal = await self._refusal(knobs, billed)
        if refusal is not None:
            return refusal
        asked = body.get("input", "")
        texts = asked if isinstance(asked, list) else [asked]
        billed.state, billed.final = "whole", True
        usage = {"prompt_tokens": billed.input_tokens, "total_tokens": billed.input_tokens}
        data = [{"object": "embedding", "index": n, "embedding": [0.5, 0.5]} for n in range(len(texts))]
        return web.json_response({"object": "list", "model": body["model"], "data": data, "usage": usage})

    async def _anthropic(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, AnthropicWire())

    async def _openai(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, OpenAiWire())

    async def _begun(self, request: web.Request, wire: str) -> tuple[dict[str, Any], Knobs, Billed]:
        body = await request.json()
        knobs = Knobs.of(body["model"])
        billed = Billed(wire, body["model"], bool(body.get("stream")), body, dict(request.headers))
        counted = json.dumps(body.get("messages") or body.get("input"))
        billed.input_tokens = knobs.number("in", len(counted) // 4)
        self.log.append(billed)
        return body, knobs, billed

    async def _refusal(self, knobs: Knobs, billed: Billed) -> web.StreamResponse | None:
        if knobs.number("delay"):
            await asyncio.sleep(knobs.number("delay") / 1000)
        if "hang" in knobs.flags:
            billed.state = "left"
            await asyncio.sleep(3_600)
        self._times[billed.model] += 1
        first = knobs.number("first")
        if first and self._times[billed.model] > first:
            return None
        status = knobs.number("s")
        if status:
            billed.input_tokens = 0
            headers = {"Retry-After": str(knobs.numbers["retry"])} if "retry" in knobs.numbers else {}
            body = anthropic_error("no") if billed.wire == "anthropic" else openai_error("no")
            return web.json_response(body, status=status, headers=headers)
        if "garbage" in knobs.flags:
            billed.input_tokens = 0
            return web.Response(text="<html>busy</html>", content_type="text/html")
        return None

    async def _answer(self, request: web.Request, wire: "Wire") -> web.StreamResponse:
        body, knobs, billed = await self._begun(request, wire.name)
        refusal = await self._refusal(knobs, billed)
        if refusal is not None:
            return refusal
        pieces = knobs.pieces
        full = knobs.number("out", pieces * TOKENS_PER_PIECE)
        if not body.get("stream"):
            most = body.get("max_tokens") or body.get("max_completion_tokens") or full
            billed.output_tokens, billed.state, billed.final = min(full, most), "whole", True
            return web.json_response(wire.whole(body, knobs, billed))
        return await self._stream(request, wire, body, knobs, billed)

    async def _stream(
        self, request: web.Request, wire: "Wire", body: dict[str, Any], knobs: Knobs, billed: Billed
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "request-id": "req_fake"})
        billed.state = "left"
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            if "refuse" in knobs.flags:
                billed.input_tokens = 0
                await response.write(wire.error())
                return response
            for event in wire.opening(body, billed):
                await response.write(event)
            for number in range(knobs.pieces):
                if knobs.number("gap"):
                    await asyncio.sleep(knobs.number("gap") / 1000)
                if knobs.numbers.get("cut") == number:
                    billed.state = "cut"
                    await asyncio.sleep(0.02)  # what was written leaves first: an abort drops the buffer
                    request.transport.abort()
                    return response
                if knobs.numbers.get("err") == number:
                    billed.state = "cut"
                    await response.write(wire.error())
                    return response
                await response.write(
                    server_sent("{junk") if "junk" in knobs.flags else wire.piece(body, PIECE)
                )
                billed.output_tokens += TOKENS_PER_PIECE
            if "noend" not in knobs.flags:
                billed.output_tokens = knobs.number("out", billed.output_tokens)
                for event in wire.closing(body, knobs, billed):
                    await response.write(event)
                billed.final = "nousage" not in knobs.flags
            billed.state = "whole"
            await response.write_eof()
        return response


class Wire:
    """How one interface says things."""

    name = ""

    def whole(self, body: dict[str, Any], knobs: Knobs, billed: Billed) -> dict[str, Any]:
        raise NotImplementedError

    def opening(self, body: dict[str, Any], billed: Billed) -> Iterator[bytes]:
        raise NotImplementedError

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        raise NotImplementedError

    def closing(self, body: dict[str, Any], knobs: Knobs, billed: Billed) -> Iterator[bytes]:
        raise NotImplementedError

    def error(self) -> bytes:
        raise NotImplementedError


class AnthropicWire(Wire):
    """Counts of caches come in addition to the input."""

    name = "anthropic"

    @staticmethod
    def _usage(knobs: Knobs, billed: Billed, output: int) -> dict[str, Any]:
        cached, written = knobs.number("cached"), knobs.number("write")
        return {
            "input_tokens": billed.input_tokens - cached - written,
            "cache_read_input_tokens": cached,
            "cache_creation_input_tokens": written,
            "output_tokens": output,
        }

    def whole(self, body: dict[str, Any], knobs: Knobs, billed: Billed) -> dict[str, Any]:
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [{"type": "text", "text": PIECE * knobs.pieces}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            **(
                {}
                if "nousage" in knobs.flags
                else {"usage": self._usage(knobs, billed, billed.output_tokens)}
            ),
        }

    def opening(self, body: dict[str, Any], billed: Billed) -> Iterator[bytes]:
        message = {
            **self.whole(body, Knobs.of(body["model"]), billed),
            "content": [],
            "stop_reason": None,
            "usage": self._usage(Knobs.of(body["model"]), billed, 1),
        }
        yield server_sent({"type": "message_start", "message": message}, "message_start")
        block = {"type": "text", "text": ""}
        yield server_sent(
            {"type": "content_block_start", "index": 0, "content_block": block}, "content_block_start"
        )
        yield server_sent({"type": "ping"}, "ping")

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        delta = {"type": "text_delta", "text": text}
        return server_sent({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")

    def closing(self, body: dict[str, Any], knobs: Knobs, billed: Billed) -> Iterator[bytes]:
        yield server_sent({"type": "content_block_stop", "index": 0}, "content_block_stop")
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        counts = [billed.output_tokens, 1] if "shrink" in knobs.flags else [billed.output_tokens]
        for count in counts:
            said = {} if "nousage" in knobs.flags else {"usage": {"output_tokens": count}}
            yield server_sent({"type": "message_delta", "delta": delta, **said}, "message_delta")
        yield server_sent({"type": "message_stop"}, "message_stop")

    def error(self) -> bytes:
        return server_sent(anthropic_error("overloaded_error", "Overloaded"), "error")


class OpenAiWire(Wire):
    """Cached tokens are among the input; at xAI reasoning comes in addition to the completion."""

    name = "openai"

    @staticmethod
    def _usage(knobs: Knobs, billed: Billed, output: int) -> dict[str, Any]:
        reasoning = knobs.number("reason")
        completion = output - reasoning if "xai" in knobs.flags else output
        usage: dict[str, Any] = {
            "prompt_tokens": billed.input_tokens,
            "completion_tokens": completion,
            "total_tokens": billed.input_tokens + output,
            "prompt_tokens_details": {"cached_tokens": knobs.number("cached")},
            "completion_tokens_details": {"reasoning_tokens": reasoning},
        }
        if "xai" in knobs.flags:
            usage["cost_in_usd_ticks"] = 123_450_000
        return usage

    def whole(self, body: dict[str, Any], knobs: Knobs, billed: Billed) -> dict[str, Any]:
        message = {"role": "assistant", "content": PIECE * knobs.pieces, "refusal": None}
        usage = None if "nousage" in knobs.flags else self._usage(knobs, billed, billed.output_tokens)
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            "usage": usage,
        }

    def opening(self, body: dict[str, Any], billed: Billed) -> Iterator[bytes]:
        yield self._chunk(body, [self._choice({"role": "assistant", "content": ""})])

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        return self._chunk(body, [self._choice({"content": text})])

    def closing(self, body: dict[str, Any], knobs: Knobs, billed: Billed) -> Iterator[bytes]:
        yield self._chunk(body, [self._choice({}, "stop")])
        if body.get("stream_options", {}).get("include_usage") and "nousage" not in knobs.flags:
            counts = [billed.output_tokens, 1] if "shrink" in knobs.flags else [billed.output_tokens]
            for count in counts:
                yield self._chunk(body, [], self._usage(knobs, billed, count))
        yield server_sent("[DONE]")

    def error(self) -> bytes:
        return server_sent(openai_error("overloaded", kind="server_error"))

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
        }
        return server_sent({**chunk, "usage": usage} if usage else chunk)


async def serve() -> None:
    """Run until the process is ended."""
    async with FaultProvider.running() as fake:
        sys.stdout.write(json.dumps({"url": fake.url}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
