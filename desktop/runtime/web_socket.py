"""WebSockets out of the desktop: bytes of whole text frames, with limits on time and size. Knows no protocol."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from shared.errors import AppError

if TYPE_CHECKING:
    import aiohttp

CONNECT_TIMEOUT_S = 4.0
SEND_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 1.0
HEARTBEAT_S = 10.0
MAX_FRAME_BYTES = 4 * 1024 * 1024
"""Longest frame taken from a host; a longer one ends the connection."""


class WebSocket:
    """An open connection; made by `connect`. One task may receive while others send."""

    def __init__(
        self, socket: "aiohttp.ClientWebSocketResponse[bool]", text_type: "aiohttp.WSMsgType"
    ) -> None:
        self._socket = socket
        self._text = text_type

    @property
    def open(self) -> bool:
        """Whether frames may still be sent; a dead peer is known only after the heartbeat."""
        return not self._socket.closed

    @property
    def close_code(self) -> int | None:
        """Why the peer closed (RFC 6455, 7.4); None while open."""
        return self._socket.close_code

    async def send(self, frame: bytes) -> None:
        """Send one text frame (UTF-8). Raises `AppError("network.unreachable")` when the connection is gone."""
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._socket.send_frame(frame, self._text)
        except TimeoutError as cause:
            raise AppError("network.timed_out", detail="the other side takes nothing") from cause
        except (ConnectionError, OSError, RuntimeError) as cause:
            raise AppError("network.unreachable", detail=type(cause).__name__) from cause

    async def receive(self) -> bytes | None:
        """The next frame, or None for ever after the connection is gone, however it ended."""
        message = await self._socket.receive()
        if isinstance(message.data, bytes) and message.type in {self._text, self._text.BINARY}:
            return message.data
        return None

    async def close(self) -> None:
        """Say goodbye and close; a `receive` under way ends with None. Twice is fine."""
        await self._socket.close()


@asynccontextmanager
async def connect(
    url: str,
    *,
    connect_timeout_s: float = CONNECT_TIMEOUT_S,
    heartbeat_s: float | None = HEARTBEAT_S,
    max_frame_bytes: int = MAX_FRAME_BYTES,
    headers: dict[str, str] | None = None,
) -> AsyncIterator[WebSocket]:
    """Open `ws://…` or `wss://…` for the length of a `with`; it is closed at the end.

    Every `heartbeat_s` the peer is pinged; one that does not answer in half of that is dropped (None: never). A
    proxy of the system is not asked: hosts stand in the same room. Raises AppError: `network.timed_out`,
    `network.unreachable`, `network.bad_answer` (an HTTP status in place of a WebSocket, named in `status`).
    """
    import aiohttp

    limits = aiohttp.ClientWSTimeout(
        ws_receive=None,  # pyright: ignore[reportCallIssue] - an attrs class pyright cannot read
        ws_close=CLOSE_TIMEOUT_S,  # pyright: ignore[reportCallIssue]
    )
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        try:
            async with asyncio.timeout(connect_timeout_s):
                socket = await session.ws_connect(
                    url,
                    timeout=limits,
                    heartbeat=heartbeat_s,
                    max_msg_size=max_frame_bytes,
                    headers=headers,
                    compress=0,
                    decode_text=False,
                )
        except TimeoutError as cause:
            raise AppError("network.timed_out", detail="no answer to the connection") from cause
        except aiohttp.WSServerHandshakeError as cause:
            raise AppError("network.bad_answer", status=cause.status) from cause
        except (aiohttp.ClientError, OSError, ValueError) as cause:
            raise AppError("network.unreachable", detail=type(cause).__name__) from cause
        try:
            yield WebSocket(socket, aiohttp.WSMsgType.TEXT)
        finally:
            await socket.close()
