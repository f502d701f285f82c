"""Open WebSockets of the server, so that a stop closes each with a code that means: come back."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import WSCloseCode, web

from server.web.call import Call
from shared.errors import AppError

_HEARTBEAT_S = 30.0
_MOST_MESSAGE_BYTES = 64 * 1_024
OPEN_SOCKETS = web.AppKey("open_sockets", set[web.WebSocketResponse])


@asynccontextmanager
async def open_socket(
    call: Call, *, most_message_bytes: int = _MOST_MESSAGE_BYTES
) -> AsyncGenerator[web.WebSocketResponse]:
    """Answer a request with a WebSocket that the stop of the server closes; dead peers are found by heartbeat.

    Raises `AppError("web.upgrade_needed")` for a request that asks for none.
    """
    socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=most_message_bytes)
    if not socket.can_prepare(call.request).ok:
        raise AppError("web.upgrade_needed")
    await socket.prepare(call.request)
    sockets = call.request.app[OPEN_SOCKETS]
    sockets.add(socket)
    try:
        yield socket
    finally:
        sockets.discard(socket)
        await socket.close()


async def close_sockets(app: web.Application) -> None:
    """Tell everybody on a socket that the server restarts (1012)."""
    for socket in list(app[OPEN_SOCKETS]):
        await socket.close(code=WSCloseCode.SERVICE_RESTART, message=b"restart")
