"""A whole host inside the test's own loop: real sockets and journal, and a clock that the test may move."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server.host.app import serve
from server.host.games import NewGame
from server.host.host import Host, HostOptions
from server.live.game import Game
from shared.clock import Clock, SystemClock
from shared.quiz.quiz import GameOptions, Quiz
from tests.support.clocks import ManualClock
from tests.support.live_host import sums_quiz


@dataclass
class HostStage:
    """A host that answers on a port of its own."""

    host: Host
    clock: Clock

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.host.port}/"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.host.port}/ws"

    async def game(
        self,
        quiz: Quiz | None = None,
        options: GameOptions | None = None,
        media: dict[str, bytes] | None = None,
        host: str = "",
    ) -> Game:
        """A new game in its lobby; `host` is who hosts it, as the room sees it."""
        name = host or self.host.options.name
        new = NewGame(quiz or sums_quiz(), media or {}, options or GameOptions(), name)
        return await self.host.games.create(new)

    async def advance(self, ms: int) -> None:
        """Let time pass, and every game notice it."""
        assert isinstance(self.clock, ManualClock)
        self.clock.advance(ms)
        for game in self.host.games.running.values():
            game._woken.set()
        for _ in range(20):
            await asyncio.sleep(0)


@asynccontextmanager
async def staged(
    folder: Path, clock: Clock | None = None, *, idle_ms: int = 7_200_000
) -> AsyncIterator[HostStage]:
    """Open a host, not advertised, and close it."""
    clock = clock or SystemClock()
    host = await Host.open(HostOptions(folder, "Room 7", announce=False, idle_ms=idle_ms), clock)
    taken = socket.create_server(("0.0.0.0", await host.last_port()), reuse_port=False)
    runner = await serve(host, taken)
    try:
        await host.listening(taken.getsockname()[1])
        yield HostStage(host, clock)
    finally:
        await host.close()
        await runner.cleanup()
