"""A stand-in for the classroom host that says what a test tells it to: it serves the page and speaks frames."""

import asyncio
import io
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import segno
from aiohttp import WSMsgType, web

from server.host.player_page import player_page
from shared.quiz.commands import Cmd
from shared.quiz.messages import Frame, ToHost

LIMIT_S = 15.0
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">'
    b'<rect width="320" height="200" fill="#56B4E9"/><circle cx="250" cy="55" r="28" fill="#E69F00"/>'
    b'<path d="M0 200 110 70 190 160 240 110 320 200Z" fill="#009E73"/></svg>'
)


def host_ms() -> int:
    """The stand's time, far from any clock of the page."""
    return round(time.monotonic() * 1000) + 1_000_000_000


class Line:
    """One connection of the page. Pings are answered by themselves and kept apart."""

    def __init__(self, socket: web.WebSocketResponse, hello: dict[str, Any]) -> None:
        self.hello = hello
        self.pings = 0
        self.silent = False
        self._socket = socket
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._untaken: Counter[str] = Counter()

    async def send(self, *frames: Frame | dict[str, Any]) -> None:
        for frame in frames:
            await self._socket.send_str(msgspec.json.encode(frame).decode())

    async def get(self, kind: str) -> dict[str, Any]:
        """The next frame of a kind; others before it are passed over. Raises TimeoutError."""
        async with asyncio.timeout(LIMIT_S):
            while True:
                frame = await self._frames.get()
                self._untaken[frame["k"]] -= 1
                if frame["k"] == kind:
                    return frame

    def waiting(self, kind: str) -> int:
        """How many frames of a kind have come and were not taken."""
        return self._untaken[kind]

    async def cut(self) -> None:
        """End the connection as a broken network does, without a word."""
        transport = self._socket._req.transport
        if transport is not None:
            transport.abort()

    async def take(self, frame: dict[str, Any]) -> None:
        if frame["k"] == "ping":
            self.pings += 1
            now = host_ms()
            if not self.silent:
                await self.send({"k": "pong", "i": frame["i"], "t1": frame["t1"], "t2": now, "t3": now})
        elif frame["k"] != "pong":
            self._untaken[frame["k"]] += 1
            self._frames.put_nowait(frame)


class Stand:
    """Serves `/`, `/screen` and `/host`; `line()` is the next connection that has said hello."""

    def __init__(self) -> None:
        self.url = ""
        self.open = True
        self.asked: list[str] = []
        self._lines: asyncio.Queue[Line] = asyncio.Queue()

    async def line(self) -> Line:
        async with asyncio.timeout(LIMIT_S):
            return await self._lines.get()

    async def page(self, request: web.Request) -> web.Response:
        files = player_page()
        return web.Response(
            body=files.body, content_type="text/html", headers={"Content-Security-Policy": files.csp}
        )

    async def media(self, request: web.Request) -> web.Response:
        self.asked.append(request.match_info["sha"])
        return web.Response(body=PICTURE, content_type="image/svg+xml")

    async def qr(self, request: web.Request) -> web.Response:
        drawn = io.BytesIO()
        segno.make(request.query["text"]).save(drawn, kind="svg", scale=4, border=1)
        return web.Response(body=drawn.getvalue(), content_type="image/svg+xml")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        if not self.open:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            frame = msgspec.json.decode(message.data)
            msgspec.convert(frame, ToHost | Cmd)  # the page speaks the protocol as it is declared
            if line is None:
                line = Line(socket, frame)
                self._lines.put_nowait(line)
            else:
                await line.take(frame)
        return socket


@asynccontextmanager
async def player_stand() -> AsyncIterator[Stand]:
    """A stand on a free port of this computer."""
    stand = Stand()
    app = web.Application()
    for path in ("/", "/screen", "/host"):
        app.router.add_get(path, stand.page)
    app.router.add_get("/ws", stand.socket)
    app.router.add_get("/qr.svg", stand.qr)
    app.router.add_get("/media/{sha}", stand.media)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server = site._server
    stand.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield stand
    await runner.cleanup()
