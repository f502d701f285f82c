"""A relay between players and a host that delays, reorders, doubles and drops frames as bad Wi-Fi does. Seeded.

TCP neither reorders nor loses a part of a stream: what a program sees of a bad link are late frames, frames of the
two directions in another order, a connection cut with frames lost on the way, and repeats that the sender makes.
The relay also doubles and swaps whole frames to the host, which is more than TCP may do.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import WSMsgType, web


@dataclass(frozen=True)
class Weather:
    """How bad: delay bounds in ms, and the chance per frame of a swap, a repeat and a cut."""

    delay_ms: tuple[float, float] = (5.0, 80.0)
    swap: float = 0.05
    repeat: float = 0.1
    cut: float = 0.01


@dataclass
class Relay:
    """What happened, so that a test knows that something did."""

    url: str
    weather: Weather
    frames: int = 0
    swapped: int = 0
    repeated: int = 0
    cuts: int = 0
    cut_all: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def bad_links(target: str, weather: Weather, seed: int = 11) -> AsyncIterator[Relay]:
    """Serve a relay to the WebSocket at `target`; its own address is `relay.url`."""
    dice = random.Random(seed)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        relay = Relay("", weather)

        async def socket(request: web.Request) -> web.WebSocketResponse:
            near = web.WebSocketResponse(compress=False)
            await near.prepare(request)
            async with session.ws_connect(target, compress=0) as far, asyncio.TaskGroup() as group:
                cut = asyncio.Event()
                group.create_task(
                    _one_way(relay, near, far, random.Random(dice.random()), cut, mischief=True)
                )
                group.create_task(
                    _one_way(relay, far, near, random.Random(dice.random()), cut, mischief=False)
                )
                group.create_task(_cutting(relay, request, far, cut))
            return near

        app = web.Application()
        app.router.add_get("/ws", socket)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        relay.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/ws"
        try:
            yield relay
        finally:
            relay.cut_all.set()
            await runner.cleanup()


Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _cutting(relay: Relay, request: web.Request, far: Socket, cut: asyncio.Event) -> None:
    """End both sides at once and without a word when one of them asks for it."""
    await cut.wait()
    if request.transport is not None:
        request.transport.abort()
    await far.close()


async def _one_way(
    relay: Relay, source: Socket, sink: Socket, dice: random.Random, cut: asyncio.Event, *, mischief: bool
) -> None:
    queue: asyncio.Queue[tuple[float, str] | None] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(_deliver(relay, queue, sink, dice, cut, mischief=mischief))
        group.create_task(_collect(relay, source, queue, dice, cut))


async def _collect(
    relay: Relay,
    source: Socket,
    queue: "asyncio.Queue[tuple[float, str] | None]",
    dice: random.Random,
    cut: asyncio.Event,
) -> None:
    loop = asyncio.get_running_loop()
    try:
        async for message in source:
            if message.type is WSMsgType.TEXT:
                relay.frames += 1
                await queue.put((loop.time() + dice.uniform(*relay.weather.delay_ms) / 1000, message.data))
    finally:
        await queue.put(None)
        cut.set()


async def _deliver(
    relay: Relay,
    queue: "asyncio.Queue[tuple[float, str] | None]",
    sink: Socket,
    dice: random.Random,
    cut: asyncio.Event,
    *,
    mischief: bool,
) -> None:
    loop = asyncio.get_running_loop()
    while (entry := await queue.get()) is not None:
        batch = [entry]
        if mischief and not queue.empty() and dice.random() < relay.weather.swap:
            after = queue.get_nowait()
            if after is None:
                break
            batch.insert(0, after)
            relay.swapped += 1
        if mischief and dice.random() < relay.weather.repeat:
            batch.append(batch[-1])
            relay.repeated += 1
        if dice.random() < relay.weather.cut:
            relay.cuts += 1
            cut.set()
            return
        for due, data in batch:
            await asyncio.sleep(max(0.0, due - loop.time()))
            if cut.is_set():
                return
            try:
                await sink.send_str(data)
            except (ConnectionError, RuntimeError, aiohttp.ClientError):
                cut.set()
                return
