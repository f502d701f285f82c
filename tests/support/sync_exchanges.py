"""The canonical exchange in which processes are killed: two desktops with edits both ways, conflicts and files.

One fleet lives through all kills, so every run also starts from what the one before it left behind.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from tests.support.device_edits import picture
from tests.support.process_forks import Forks
from tests.support.sync_fleet import Desktop, Fleet

EMAIL = "ana@example.org"
OTHER = "ben@example.org"


@asynccontextmanager
async def grounded(forks: Forks, folder: Path, **settings: str) -> AsyncIterator[Fleet]:
    """A server and two desktops of one person in a group, with items, transcripts and quizzes, all in step."""
    fleet = Fleet(forks, folder, **settings)
    try:
        await _ground(fleet, folder)
        yield fleet
    finally:
        await fleet.close()


async def _ground(fleet: Fleet, folder: Path) -> None:
    await fleet.cloud.start()
    one = await fleet.desktop("one", jobs=True)
    await one.ask("sign_up", url=fleet.cloud.url, email=EMAIL)
    await without_limits(fleet)
    group = await one.call("groups", "create", "Readers")
    await one.ask("edit", seed=1, count=6)
    for number in range(3):
        text = folder / f"Notes {number}.txt"
        text.write_text(f"Lenses bend light, note {number}.\n\nMirrors do not.\n")
        await one.call("media", "import_paths", [f"path:{text}"])
    assert await one.ask("rest") >= 3
    await one.ask("sync", files=True)
    await one.stop()
    two = await fleet.desktop("two")
    await two.ask("sign_in", url=fleet.cloud.url, email=EMAIL)
    fleet.allowed |= {"one": {f"group:{group}"}, "two": {f"group:{group}"}}
    await fleet.settle(files=True)


async def without_limits(fleet: Fleet) -> None:
    """Have all accounts there are send files as they like: a free one has no more than twenty a month."""
    await fleet.cloud.stop()
    with closing(sqlite3.connect(fleet.cloud.file, timeout=20)) as connection:
        connection.execute("UPDATE account SET plan = 'enterprise'")
        connection.commit()
    await fleet.cloud.start()


async def both_edit(fleet: Fleet, seed: int, count: int = 8) -> None:
    """Both edit without a connection, then the second hands in: the first then sends, receives and conflicts."""
    one, two = fleet.devices[:2]
    for number, device in enumerate((one, two)):
        await device.ask("edit", seed=seed * 10 + number, count=count, may_import=False)
        await attach(device, fleet.folder, seed * 10 + number)
    await two.ask("sync", files=True)


async def attach(device: Desktop, folder: Path, seed: int) -> None:
    """Put a question with a new picture into a quiz: a file that has to travel."""
    await device.ask("attach", path=str(picture(folder, device.name, seed)), seed=seed)


async def files_everywhere(fleet: Fleet) -> None:
    """Every file of a quiz is on every device, whole."""
    wanted: dict[str, set[str]] = {}
    for device in fleet.devices:
        said: Any = await device.ask("pictures")
        assert not said["missing"], f"{device.name} lacks {said['missing']}"
        wanted[device.name] = set(said["here"])
    assert len({frozenset(names) for names in wanted.values()}) == 1


async def put_right(fleet: Fleet, *, exact: bool = True) -> dict[str, int]:
    """Start what is dead, bring everybody in step, judge."""
    await fleet.settle(files=True)
    await files_everywhere(fleet)
    return fleet.judge(exact=exact)
