"""A life of desktops and servers by a seed: offline edits, syncs in any order, kills of anybody at any point."""

import asyncio
import random
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.support.process_forks import DiedError
from tests.support.sync_exchanges import EMAIL, attach, without_limits
from tests.support.sync_fleet import Cloud, Desktop, Fleet
from tests.support.waiting import until

_STEPS = {
    "edit": 9,
    "sync": 6,
    "both": 2,
    "dying_edit": 1,
    "dying_sync": 3,
    "kill": 1,
    "server": 2,
    "attach": 1,
}
MOST_POINT = 50
DAY_MS = 86_400_000


@dataclass
class Campaign:
    """Random steps; what was killed is started again by the next step that needs it."""

    fleet: Fleet
    seed: int
    may_import: bool = False
    servers: list[Cloud] = field(default_factory=list)
    kills: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.servers = self.servers or [self.fleet.cloud]

    async def run(self, steps: int) -> None:
        """Do so many steps."""
        names = list(_STEPS)
        for _ in range(steps):
            name = self.rng.choices(names, [_STEPS[one] for one in names])[0]
            with suppress(DiedError):
                await getattr(self, f"_{name}")()
            if self.rng.random() < 0.5:
                await self._servers_up()
        for server in self.servers:
            await server.disarm()
        await self._servers_up()

    async def _device(self) -> Desktop:
        device = self.rng.choice(self.fleet.devices)
        if not device.alive:
            self.kills += 1
            await device.start()
        return device

    async def _servers_up(self) -> None:
        for server in self.servers:
            if not server.alive:
                self.kills += 1
                await server.start()

    def _edits(self) -> dict[str, Any]:
        return {
            "seed": self.rng.getrandbits(48),
            "count": self.rng.randrange(1, 6),
            "may_import": self.may_import and self.rng.random() < 0.1,
        }

    async def _edit(self) -> None:
        await (await self._device()).ask("edit", **self._edits())

    async def _dying_edit(self) -> None:
        await (await self._device()).ask("edit", die_at=self.rng.randrange(1, 6), **self._edits())

    async def _sync(self) -> None:
        await (await self._device()).ask("sync", files=self.rng.random() < 0.5)

    async def _dying_sync(self) -> None:
        await (await self._device()).ask(
            "sync", die_at=self.rng.randrange(1, MOST_POINT), files=self.rng.random() < 0.5
        )

    async def _both(self) -> None:
        """Two at once, one of them edits."""
        one, two = await self._device(), await self._device()
        if one is two:
            return
        both = one.ask("sync", files=True), two.ask("edit", **self._edits())
        # Each hears its answer, whatever became of the other: the next command would get it.
        for outcome in await asyncio.gather(*both, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def _kill(self) -> None:
        await (await self._device()).kill()

    async def _server(self) -> None:
        """A server dies at once, or at some point of what comes next."""
        server = self.rng.choice(self.servers)
        if server.alive:
            if self.rng.random() < 0.3:
                await server.kill()
            else:
                await server.arm(self.rng.randrange(1, 30))

    async def _attach(self) -> None:
        await attach(await self._device(), self.fleet.folder, self.rng.getrandbits(48))


async def light_ground(fleet: Fleet, *, url: str = "", imports: int = 2) -> str:
    """Two desktops of one person in a group, with some items; returns the group's scope.

    On the fleet's own server that person may send any number of files: a campaign sends many.
    """
    one = await fleet.desktop("one")
    await one.ask("sign_up", url=url or fleet.cloud.url, email=EMAIL)
    if not fleet.elsewhere:
        await without_limits(fleet)
    group = f"group:{await one.call('groups', 'create', 'Readers')}"
    for number in range(imports):
        text = fleet.folder / f"Notes {number}.txt"
        text.write_text(f"Lenses bend light, note {number}.\n\nMirrors do not.\n")
        await one.call("media", "import_paths", [f"path:{text}"])
    await one.ask("edit", seed=1, count=10, may_import=False)
    two = await fleet.desktop("two")
    await two.ask("sign_in", url=url or fleet.cloud.url, email=EMAIL)
    fleet.allowed |= {"one": {group}, "two": {group}}
    await one.ask("sync")
    await two.ask("sync")
    return group


async def have_snapshot(fleet: Fleet) -> None:
    """Start the server so that it makes its snapshots now, and wait for one."""
    if fleet.cloud.alive:
        await fleet.cloud.stop()
    with closing(sqlite3.connect(fleet.cloud.file)) as connection:
        connection.execute("UPDATE job SET due_ms = 0, until_ms = 0 WHERE name = 'sync.snapshots'")
        connection.commit()
    await fleet.cloud.start()

    def made() -> int:
        with closing(sqlite3.connect(fleet.cloud.file)) as connection:
            return connection.execute("SELECT count(*) FROM sync_snapshot").fetchone()[0]

    await until(made)


async def join_group(fleet: Fleet, host: Desktop, guest: Desktop, group: str) -> None:
    """Let the person at `guest` into the host's group."""
    invited = await host.call(
        "groups",
        "invite",
        f"uuid:{group[6:]}",
        role="member",
        uses=1,
        expires_ms=time.time_ns() // 1_000_000 + DAY_MS,
    )
    await guest.call("groups", "accept", invited["token"])
    fleet.allowed[guest.name] = {group}
