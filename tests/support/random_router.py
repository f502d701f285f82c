"""A balancer without any stickiness: every connection goes to one of the servers that live, by a seed."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from tests.support.process_forks import DiedError

_PIECE = 1 << 16


class RandomRouter:
    """Listens on a port of its own. `ports` are those of the servers that live now. Use as a context manager."""

    def __init__(self, ports: Callable[[], list[int]], seed: int) -> None:
        self._ports, self._rng = ports, random.Random(seed)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.routed: dict[int, int] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._route, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *reason: object) -> None:
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def _route(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._open.add(task)
        try:
            with suppress(OSError, DiedError, asyncio.CancelledError):
                await self._joined(reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ports = self._ports()
        if not ports:
            return
        port = self._rng.choice(ports)
        self.routed[port] = self.routed.get(port, 0) + 1
        theirs, onward = await asyncio.open_connection("127.0.0.1", port)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_pump(reader, onward))
                both.create_task(_pump(theirs, writer))
        finally:
            onward.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(_PIECE):
            target.write(data)
            await target.drain()
    target.close()
