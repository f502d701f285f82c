"""A bare client of a host: one WebSocket, frames as they are. For tests of the host's door and of bad input."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
import msgspec

from shared.quiz.commands import AnyAction, Cmd, Counts, Done, Roster, Stage
from shared.quiz.messages import VERSION, AnswerFrame, Deny, Frame, Hello, ToClient, Welcome

LIMIT_S = 60.0
DECODER = msgspec.json.Decoder(ToClient | Roster | Counts | Stage | Done)
F = TypeVar("F", bound=Frame)


class Talk:
    """One open WebSocket. `heard` has every frame that came, in order."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[Any] = []
        self.close_code: int | None = None
        self._commands = 0

    async def say(self, frame: Frame) -> None:
        await self.socket.send_str(msgspec.json.encode(frame).decode())

    async def next(self) -> Any:
        """The next frame; None when the host has closed."""
        async with asyncio.timeout(LIMIT_S):
            message = await self.socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            self.close_code = self.socket.close_code
            return None
        frame = DECODER.decode(message.data)
        self.heard.append(frame)
        return frame

    async def until(self, kind: type[F], **wanted: Any) -> F:
        """The next frame of a kind, with these fields, passing over others. Raises AssertionError at the end."""
        while (frame := await self.next()) is not None:
            if isinstance(frame, kind) and all(getattr(frame, key) == value for key, value in wanted.items()):
                return frame
        raise AssertionError(
            f"closed with {self.close_code} before {kind.__name__} {wanted}: {self.heard[-3:]}"
        )

    async def closed(self) -> int | None:
        """Read to the end; the close code."""
        while await self.next() is not None:
            pass
        return self.close_code

    async def do(self, action: AnyAction) -> Done:
        """As a host: command, and wait for the answer."""
        self._commands += 1
        number = f"c{id(self)}-{self._commands}"
        await self.say(Cmd(number, action))
        return await self.until(Done, id=number)

    async def answer(self, q: int, answer: Any, *, nonce: str = "n", elapsed_ms: float = 1000.0) -> None:
        await self.say(AnswerFrame(q, nonce, answer, elapsed_ms))


@asynccontextmanager
async def talking(url: str, **options: Any) -> AsyncIterator[Talk]:
    """Connect to a host's socket address."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url, **options) as socket:
        yield Talk(socket)


@asynccontextmanager
async def playing(url: str, pin: str, name: str, **more: Any) -> AsyncIterator[tuple[Talk, Welcome]]:
    """A player who is in."""
    async with talking(url) as talk:
        await talk.say(Hello(VERSION, "player", pin=pin, name=name, **more))
        yield talk, await talk.until(Welcome)


@asynccontextmanager
async def hosting(url: str, token: str, role: Any = "host") -> AsyncIterator[Talk]:
    """A teacher's window (or a screen) that is in."""
    async with talking(url) as talk:
        await talk.say(Hello(VERSION, role, token=token))
        await talk.until(Welcome)
        yield talk


async def refused(url: str, hello: Hello) -> Deny:
    """What a hello is refused with."""
    async with talking(url) as talk:
        await talk.say(hello)
        return await talk.until(Deny)
