"""What the fake AI providers share: a real local HTTP server that answers as scripted, chunk by chunk."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web


@dataclass
class Reply:
    """One scripted answer.

    `cut_after`: abort the connection after so many pieces. `hold_after`: wait there until `release` is set.
    `stop`: why the model stopped, None to end the stream cleanly but unsaid. `raw` replaces the whole body.
    """

    pieces: Sequence[str] = ("Hello", " world", ".")
    status: int = 200
    error: dict[str, Any] | str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    hold_after: int | None = None
    error_after: int | None = None
    stop: str | None = "complete"
    input_tokens: int = 120
    output_tokens: int = 30
    cached_tokens: int = 0
    usage: bool = True
    extra_usage: dict[str, Any] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass
class Seen:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class FakeProvider:
    """Serves the scripted replies in order, then `default` for ever. Keeps what it was asked."""

    models: Sequence[str] = ("fake-small", "fake-large")

    def __init__(self) -> None:
        self.script: deque[Reply] = deque()
        self.default = Reply()
        self.seen: list[Seen] = []
        self.release = asyncio.Event()
        self.holding = asyncio.Event()
        self.left = asyncio.Event()
        self.url = ""

    @property
    def questions(self) -> list[str]:
        """The last user turn of each generation asked for."""
        return [seen.body["messages"][-1]["content"] for seen in self.seen if seen.body.get("messages")]

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        fake = cls()
        app = web.Application()
        app.router.add_post("/{tail:.*}", fake._generate)
        app.router.add_get("/{tail:.*}", fake._list_models)
        # `handler_cancellation`: a client that hangs up cancels the handler, and tests can see it.
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        fake.url = f"http://127.0.0.1:{port}"
        try:
            yield fake
        finally:
            fake.release.set()
            await runner.cleanup()

    async def _list_models(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(Seen(request.path, dict(request.headers), {}))
        reply = self.script.popleft() if self.script else self.default
        if reply.status != 200:
            return self._refusal(reply)
        return web.json_response(self.model_list())

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.seen.append(Seen(request.path, dict(request.headers), body))
        reply = self.script.popleft() if self.script else self.default
        if reply.status != 200:
            return self._refusal(reply)
        if reply.raw is not None:
            return web.Response(body=reply.raw, content_type="text/event-stream")
        return await self._stream(request, body, reply)

    def _refusal(self, reply: Reply) -> web.Response:
        body = reply.error if isinstance(reply.error, str) else json.dumps(reply.error or {})
        kind = "text/html" if isinstance(reply.error, str) else "application/json"
        return web.Response(status=reply.status, text=body, content_type=kind, headers=reply.headers)

    async def _stream(self, request: web.Request, body: dict[str, Any], reply: Reply) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            for chunk in self.opening(body, reply):
                await response.write(chunk)
            for position, piece in enumerate(reply.pieces):
                if position == reply.hold_after:
                    self.holding.set()
                    await self.release.wait()
                if position == reply.error_after:
                    await response.write(self.error_event(reply))
                    return response
                if position == reply.cut_after and request.transport is not None:
                    # Let what was written leave first: an abort drops the buffer.
                    await asyncio.sleep(0.05)
                    request.transport.abort()
                    return response
                await response.write(self.piece(body, piece))
            for chunk in self.closing(body, reply):
                await response.write(chunk)
            await response.write_eof()
        except (asyncio.CancelledError, ConnectionResetError):
            self.left.set()
            raise
        return response

    def model_list(self) -> dict[str, Any]:
        raise NotImplementedError

    def opening(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        raise NotImplementedError

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        raise NotImplementedError

    def closing(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        raise NotImplementedError

    def error_event(self, reply: Reply) -> bytes:
        raise NotImplementedError


async def collect(stream: AsyncIterator[Any], into: list[Any]) -> None:
    """Read a stream to its end; what came before an error stays in `into`."""
    async for event in stream:
        into.append(event)  # noqa: PERF401 - a comprehension would lose what came before an error


def server_sent(data: dict[str, Any] | str, event: str | None = None) -> bytes:
    """One event of a text/event-stream."""
    text = data if isinstance(data, str) else json.dumps(data)
    return (f"event: {event}\n" if event else "").encode() + f"data: {text}\n\n".encode()
