"""The live socket of one device: pokes out, nothing in. Judges nothing."""

import asyncio

import msgspec
from aiohttp import web

from server.sync.live import Listener
from server.sync.service import SyncService
from server.web.call import Call
from server.web.parsing import bearer_token
from server.web.sockets import open_socket
from shared.errors import AppError
from shared.sync.messages import Close, Poke
from shared.tasks import TaskScope

SEND_S = 20.0
"""A device that does not take a frame for so long is gone; it connects anew."""
CHECK_S = 60.0
"""How often the sign-in is looked at, in case the word of its end was lost."""
_MOST_MESSAGE_BYTES = 1_024
_CLOSE_S = 5.0


async def serve_live(call: Call, sync: SyncService, *, check_s: float = CHECK_S) -> web.WebSocketResponse:
    """Keep a device's socket until either side ends it."""
    listener = await sync.join(call.user)
    try:
        async with open_socket(call, most_message_bytes=_MOST_MESSAGE_BYTES) as socket:
            async with TaskScope("live socket") as scope:
                scope.spawn(_in(socket, listener), name="in")
                scope.spawn(_checked(call, listener, check_s), name="check")
                await _out(socket, listener)
            return socket
    finally:
        sync.live.leave(listener)


async def _in(socket: web.WebSocketResponse, listener: Listener) -> None:
    async for _ in socket:
        """What a device says here means nothing; pings are answered by themselves."""
    listener.end(Close.RESTART)


async def _out(socket: web.WebSocketResponse, listener: Listener) -> None:
    """Send frames until there is a reason to close, which is then told: the closing is never cut short."""
    while True:
        frame = await listener.next()
        if socket.closed:
            return
        try:
            async with asyncio.timeout(SEND_S):
                if isinstance(frame, Close):
                    await _end(socket, frame)
                    return
                await socket.send_str(msgspec.json.encode(frame).decode())
        except (TimeoutError, ConnectionError):
            await _cut(socket)
            return


async def _end(socket: web.WebSocketResponse, why: Close) -> None:
    if why == Close.REVOKED:
        await socket.send_str(msgspec.json.encode(Poke(revoked=True)).decode())
    await socket.close(code=int(why), message=why.name.lower().encode())


async def _cut(socket: web.WebSocketResponse) -> None:
    try:
        async with asyncio.timeout(_CLOSE_S):
            await socket.close(code=int(Close.RESTART))
    except TimeoutError:
        return


async def _checked(call: Call, listener: Listener, check_s: float) -> None:
    token = bearer_token(call.request)
    while listener.ending is None:
        await asyncio.sleep(check_s)
        try:
            await call.services.accounts.principal(token)
        except AppError as refused:
            if refused.retryable:
                continue
            expired = refused.code == "accounts.token_expired"
            listener.end(Close.EXPIRED if expired else Close.REVOKED)
