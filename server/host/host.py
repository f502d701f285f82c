"""The host itself: its games, its addresses, who is connected, and when it ends. Knows no request."""

import asyncio
import gc
import secrets
from pathlib import Path
from typing import Self

import msgspec
from aiohttp import web

from server.host.addresses import local_addresses
from server.host.advertisement import Advertisement, Told
from server.host.door import Door
from server.host.games import Games
from server.host.media_files import MediaFiles
from server.live import frames
from server.live.clock import HostClock
from server.live.connection import Connection
from server.live.game import Game
from server.live.inbound import Tally
from server.live.journal import Journal
from server.live.outlet import Surroundings
from shared.clock import Clock
from shared.quiz.messages import Moved
from shared.tasks import TaskScope

JOURNAL = "classroom.sqlite3"
SILENT_PING_MS = 10_000
SILENT_END_MS = 25_000
ADDRESSES_EVERY_MS = 3_000
COLLECT_EVERY_MS = 300_000
_HOUSEKEEPING_S = 1.0
_PING = frames.framed(b"", frames.PING)


class HostOptions(msgspec.Struct, frozen=True):
    """How a host is started."""

    data_dir: Path
    name: str
    announce: bool = True
    idle_ms: int = 7_200_000


class Host:
    """Everything that lives as long as the program."""

    def __init__(self, options: HostOptions, journal: Journal, clock: Clock, host_clock: HostClock) -> None:
        self.options = options
        self.journal = journal
        self.id = ""
        self.port = 0
        self.owner_token = secrets.token_urlsafe(32)
        self.addresses: tuple[str, ...] = ()
        self.reached = False
        self.stopping = False
        self.connections: set[Connection] = set()
        self.tally = Tally()
        self.ended = asyncio.Event()
        self.media = MediaFiles(options.data_dir / "media")
        self._clock = clock
        self._host_clock = host_clock
        self.games = Games(journal, host_clock, self.media, self._around)
        self.door = Door(self.games, self.tally)
        self._advertisement = Advertisement()
        self._scope = TaskScope("host")
        self._last_client_ms = clock.monotonic_ms()
        self._addresses_ms = clock.monotonic_ms()
        self._collected_ms = clock.monotonic_ms()

    @classmethod
    async def open(cls, options: HostOptions, clock: Clock) -> Self:
        """Open the journal and take up what was going on. Raises `AppError`, `OSError`, `sqlite3.Error`."""
        journal = await Journal.open(options.data_dir / JOURNAL)
        try:
            last_ms = max((record.last_ms for record in await journal.games()), default=0)
            host = cls(options, journal, clock, HostClock(clock, last_ms + 1))
            host.id = await journal.setting("id") or secrets.token_hex(8)
            await journal.keep_setting("id", host.id)
            host.addresses = local_addresses()
            await host.games.restore()
        except BaseException:
            await journal.close()
            raise
        return host

    async def last_port(self) -> int:
        """The port of the last start, 0 when there was none."""
        return int(await self.journal.setting("port") or 0)

    async def listening(self, port: int) -> None:
        """The door is open on this port."""
        self.port = port
        await self.journal.keep_setting("port", str(port))
        self._scope.spawn(self._keep_house(), name="house")
        self.announce()

    async def close(self) -> None:
        """Say goodbye to clients and to the network, and close the journal."""
        if self.stopping:
            return
        self.stopping = True
        await self.games.stop()
        await self._scope.close()
        await self._advertisement.close()
        await self.journal.close()

    def now_ms(self) -> int:
        """Host milliseconds."""
        return self._host_clock.now_ms()

    # Clients

    def connected(self, connection: Connection) -> None:
        self.connections.add(connection)
        connection.local = connection.address == "127.0.0.1" or connection.address in self.addresses
        if not connection.local:
            self.reached_by(connection.address)

    def disconnected(self, connection: Connection) -> None:
        self.connections.discard(connection)
        self._last_client_ms = self._clock.monotonic_ms()

    def reached_by(self, address: str) -> None:
        """Another device is here, so phones can reach this host."""
        if not self.reached and address not in ("127.0.0.1", *self.addresses):
            self.reached = True
            self._surroundings_changed()

    # Addresses

    def base_urls(self) -> tuple[str, ...]:
        """Where this host answers, best first."""
        return tuple(f"http://{address}:{self.port}/" for address in self.addresses)

    def join_urls(self, game: Game) -> tuple[str, ...]:
        """What stands in a game's QR code."""
        return tuple(f"{base}?pin={game.record.setup.pin}" for base in self.base_urls())

    def _around(self, game: Game) -> Surroundings:
        return Surroundings(self.join_urls(game), self.reached)

    def _surroundings_changed(self) -> None:
        for game in self.games.running.values():
            game.surroundings_changed()

    def announce(self) -> None:
        """Tell the network what is going on here, when that has changed."""
        if self.options.announce and not self.stopping:
            self._scope.spawn(self._advertisement.tell(self._told()), name="announce")

    def shown_games(self) -> list[Game]:
        """What the network may know of: not over, and not kept quiet."""
        running = self.games.running.values()
        return [game for game in running if not game.session.over and game.record.setup.options.announce]

    @property
    def name(self) -> str:
        """Who hosts: what the teacher of the newest game wrote, or how this computer is called."""
        newest = max(self.shown_games(), key=lambda game: game.record.setup.created_ms, default=None)
        return newest.record.host if newest else self.options.name

    def _told(self) -> Told:
        playing = [game for game in self.games.running.values() if not game.session.over]
        shown = self.shown_games()
        lobby = next((game for game in shown if game.session.phase == "lobby" and not game.locked), None)
        first = lobby or (shown[0] if shown else None)
        return Told(
            self.id, self.name, self.port, self.addresses,
            title=first.record.setup.quiz.title if first else "",
            pin=lobby.record.setup.pin if lobby else "", games=len(playing),
        )  # fmt: skip

    # Once a second

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(_HOUSEKEEPING_S)
            self.keep_house()

    def keep_house(self) -> None:
        """Ask silent clients for a sign of life, look at the addresses, end an idle host."""
        now_ms = self.now_ms()
        for connection in list(self.connections):
            silent_ms = now_ms - connection.heard_ms
            if silent_ms >= SILENT_END_MS:
                connection.end()
            elif silent_ms >= SILENT_PING_MS:
                connection.send(_PING)
        steady_ms = self._clock.monotonic_ms()
        if steady_ms - self._addresses_ms >= ADDRESSES_EVERY_MS:
            self._addresses_ms = steady_ms
            self.look_at_addresses(local_addresses())
        self._collect(steady_ms)
        self.announce()
        if self.connections:
            self._last_client_ms = steady_ms
        elif steady_ms - self._last_client_ms >= self.options.idle_ms:
            self.ended.set()

    def _collect(self, steady_ms: int) -> None:
        """Collect garbage while nobody is answering."""
        busy = any(game.session.phase in ("prep", "open") for game in self.games.running.values())
        if not busy and steady_ms - self._collected_ms >= COLLECT_EVERY_MS:
            self._collected_ms = steady_ms
            gc.collect()

    def look_at_addresses(self, found: tuple[str, ...]) -> None:
        """When the computer has moved to other addresses, tell everybody who is still there."""
        if found == self.addresses:
            return
        moved = found[0] != self.addresses[0]
        self.addresses = found
        self.reached = self.reached and not moved
        self._surroundings_changed()
        for game in self.games.running.values() if moved else ():
            moved_to = frames.text(Moved(self.join_urls(game)[0]))
            game.audience.to_players(moved_to)
            game.audience.to_hosts(moved_to)


HOST: web.AppKey[Host] = web.AppKey("host", Host)
