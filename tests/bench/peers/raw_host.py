"""The floor: the least an aiohttp WebSocket server can do for the same game. No rules, no journal, no safety."""

import asyncio
import json

from aiohttp import WSMsgType, web


class Room:
    """Everybody's socket, and the frames of one question."""

    def __init__(self) -> None:
        self.players: list[web.WebSocketResponse] = []

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        teacher = request.query.get("role") == "host"
        if not teacher:
            self.players.append(socket)
        await socket.send_str('{"k":"welcome"}')
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            if teacher:
                await self.broadcast(message.data)
            else:
                answer = json.loads(message.data)
                await socket.send_str(
                    json.dumps(
                        {"k": "ack", "q": answer["q"], "nonce": answer["nonce"], "s": "ok"},
                        separators=(",", ":"),
                    )
                )
        if not teacher:
            self.players.remove(socket)
        return socket

    async def broadcast(self, frame: str) -> None:
        for player in self.players:
            await player.send_str(frame)


async def main() -> None:
    app = web.Application()
    app.router.add_get("/ws", Room().socket)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
