"""`/ws`: one client's WebSocket from the first frame to the last. What frames mean is `server.live`'s."""

import asyncio
import socket
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from server.host.door import Refusal
from server.host.host import HOST, Host
from server.live import frames
from server.live.connection import CLOSE_OK, CLOSE_POLICY, Connection
from server.live.game import Game
from server.live.inbound import read_hello, receive
from shared.quiz.messages import MAX_FRAME_BYTES

FIRST_FRAME_S = 5.0
MOST_CONNECTIONS = 6_000
_TOO_LONG = 1009
_CLOSE_ANSWER_S = 2.0
_KERNEL_BYTES = 65_536
_NEVER_PAUSED = 1 << 40


def same_origin(request: web.Request) -> bool:
    """Whether a browser's page is this host's own. Programs send no origin; pages elsewhere cannot hide theirs."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.host.lower()


async def play(request: web.Request) -> web.StreamResponse:
    """Serve one client."""
    host = request.app[HOST]
    if not same_origin(request):
        raise web.HTTPForbidden
    if len(host.connections) >= MOST_CONNECTIONS or host.stopping:
        raise web.HTTPServiceUnavailable
    # No compression and text as bytes; a full outbox is judged by `Connection`, so writing never waits.
    client: web.WebSocketResponse[bool] = web.WebSocketResponse(
        timeout=_CLOSE_ANSWER_S, autoping=False, compress=False, max_msg_size=MAX_FRAME_BYTES + 1,
        writer_limit=_NEVER_PAUSED, decode_text=False,
    )  # fmt: skip
    await client.prepare(request)
    transport = request.transport
    if transport is None:
        return client
    # The kernel's buffer is part of the outbox; left to itself it grows to megabytes for a client that reads nothing.
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BYTES)
    connection = Connection(transport, request.remote or "", host.now_ms())
    host.connected(connection)
    game: Game | None = None
    try:
        game = await _enter(host, client, connection)
        if game is not None:
            await _listen(host, game, client, connection)
        else:
            await _until_closed(client)
    finally:
        host.disconnected(connection)
        if game is not None:
            game.leave(connection)
    return client


async def _enter(host: Host, client: web.WebSocketResponse[bool], connection: Connection) -> Game | None:
    try:
        async with asyncio.timeout(FIRST_FRAME_S):
            first = await client.receive()
    except TimeoutError:
        connection.end(code=CLOSE_POLICY)
        return None
    if first.type is not WSMsgType.TEXT:
        _count(host, first.type, client.close_code)
        connection.end(code=CLOSE_POLICY)
        return None
    hello = read_hello(first.data)
    if hello is None:
        host.tally.malformed += 1
        connection.end(code=CLOSE_POLICY)
        return None
    entered = host.door.enter(connection, hello, host.now_ms())
    if isinstance(entered, Refusal):
        await asyncio.sleep(entered.after_s)
        connection.end(entered.deny, CLOSE_OK)
        return None
    return entered


async def _listen(
    host: Host, game: Game, client: web.WebSocketResponse[bool], connection: Connection
) -> None:
    while True:
        message = await client.receive()
        if message.type is WSMsgType.TEXT:
            receive(game, connection, message.data, host.tally)
        elif message.type is WSMsgType.PING:
            if connection.may_speak(host.now_ms()):
                connection.send(frames.framed(message.data, frames.PONG))
        elif message.type is WSMsgType.PONG:
            connection.heard_ms = host.now_ms()
        else:
            _count(host, message.type, client.close_code)
            return


async def _until_closed(client: web.WebSocketResponse[bool]) -> None:
    """Let the client read why: closing at once would reset what is on its way. `Connection.end` sets the limit."""
    more = (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.PING, WSMsgType.PONG)
    while (await client.receive()).type in more:
        pass


def _count(host: Host, kind: WSMsgType, close_code: int | None) -> None:
    if kind is WSMsgType.ERROR and close_code == _TOO_LONG:
        host.tally.too_long += 1
    elif kind is WSMsgType.ERROR or kind is WSMsgType.BINARY:
        host.tally.malformed += 1
