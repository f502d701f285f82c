"""The peer: the same game on python-socketio's asyncio server, as classroom quiz servers are usually built."""

import asyncio
from typing import Any

import socketio
from aiohttp import web

server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*", transports=["websocket"])


async def joined(sid: str, _data: Any) -> None:
    await server.enter_room(sid, "players")
    await server.emit("frame", {"k": "welcome"}, to=sid)


async def said(_sid: str, data: Any) -> None:
    await server.emit("frame", data, room="players")


async def answered(sid: str, data: Any) -> None:
    await server.emit("frame", {"k": "ack", "q": data["q"], "nonce": data["nonce"], "s": "ok"}, to=sid)


async def main() -> None:
    for event, handler in (("join", joined), ("say", said), ("answer", answered)):
        server.on(event, handler)
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
