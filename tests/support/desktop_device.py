"""A desktop without a window as a process: the real services of a profile, obeying JSON commands, one per line.

`python -m tests.support.desktop_device FOLDER` runs one by hand. Commands are the methods of `Obeying`; each answers
one line; one with `die_at` dies at that numbered point of itself (see `tests.support.dying`). With `jobs` the
profile's jobs run and it syncs by itself; otherwise nothing happens unasked.
"""

import asyncio
import contextlib
import json
import os
import random
import sys
import time
import uuid
from pathlib import Path
from typing import Any

PASSWORD = "three words and a lamp"
_BUSY = "SELECT count(*) FROM media_job WHERE state IN ('pending', 'transcribing', 'chunking')"
READY = {"ready": True}
ANSWERS = [1]
"""Where answers go; what the program prints goes to the log."""


class MovedClock:
    """The computer's clock, off by so much."""

    def __init__(self, offset_ms: int) -> None:
        self.offset_ms = offset_ms

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.offset_ms

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


class Obeying:
    """One open profile."""

    def __init__(self, services: Any, clock: MovedClock) -> None:
        self.services, self.clock = services, clock

    async def sign_up(self, url: str, email: str) -> dict[str, Any]:
        accounts = self.services.accounts
        server = await accounts.find_server(url)
        name = email.split("@", maxsplit=1)[0]
        await accounts.sign_up(server, email=email, password=PASSWORD, name=name, language="en")
        return await self.state()

    async def sign_in(self, url: str, email: str) -> dict[str, Any]:
        accounts = self.services.accounts
        await accounts.sign_in(await accounts.find_server(url), email=email, password=PASSWORD)
        return await self.state()

    async def sign_out(self) -> None:
        await self.services.accounts.sign_out()

    async def edit(self, seed: int, count: int = 1, **may: bool) -> list[str]:
        """Do `count` random edits."""
        from tests.support.device_edits import Person

        person = Person(self.services, random.Random(seed), **may)
        return [await person.edit() for _ in range(count)]

    async def fill(self, count: int) -> None:
        """Make many things."""
        for number in range(count):
            await self.services.media.library.add_collection(f"Shelf {number}")

    async def call(self, of: str, what: str, given: list[Any] | None = None, **named: Any) -> Any:
        """Call `services.<of>.<what>`; ids are given as "uuid:…"."""
        target: Any = self.services
        for name in of.split("."):
            target = getattr(target, name)
        result = await getattr(target, what)(
            *map(_read, given or []), **{key: _read(one) for key, one in named.items()}
        )
        return _said(result)

    async def query(self, sql: str) -> list[list[Any]]:
        """Read the library file."""
        async with self.services.database.reader() as reader:
            return [[_said(one) for one in row] for row in await reader.execute_fetchall(sql)]

    async def execute(self, sql: str) -> None:
        """Write into the library file past the services."""
        await self.services.database.write(lambda tx: tx.execute(sql) and None)

    async def sync(self, *, files: bool = False) -> dict[str, Any]:
        """Sync as the button does; with `files` they travel as well, also those that failed lately."""
        await self.services.sync.sync_now()
        if files:
            await self.services.transfers.try_again()
            await self.services.transfers.run_once()
        return await self.state()

    async def attach(self, path: str, seed: int) -> None:
        """Make a quiz of one question with a picture."""
        import msgspec

        from tests.support.device_edits import Person

        person = Person(self.services, random.Random(seed))
        medium = await self.services.quizzes.add_media(Path(path))
        question = msgspec.structs.replace(person.made_question(), media=medium)
        await self.services.quizzes.create(person.words("Pictures"), [question])

    async def pictures(self) -> dict[str, list[str]]:
        """Which pictures of living quizzes are here, and which are missing."""
        here: list[str] = []
        missing: list[str] = []
        for summary in await self.services.quizzes.quizzes():
            for one in (await self.services.quizzes.quiz(summary.id)).questions:
                if one.media is not None:
                    (here if self.services.quizzes.media_path(one.media) else missing).append(one.media.sha)
        return {"here": here, "missing": missing}

    async def state(self) -> dict[str, Any]:
        status = self.services.sync.status
        identity = await self.services.sync.library.identity()
        return {
            "state": status.state,
            "pending": status.pending,
            "problem": status.problem.code if status.problem else "",
            "conflicts": status.conflicts,
            "refused": status.refused,
            "user": str(identity.user_id),
            "device": str(identity.device_id),
            "signed_in": self.services.accounts.session is not None,
        }

    async def move_clock(self, offset_ms: int) -> None:
        self.clock.offset_ms = offset_ms

    async def set_zone(self, zone: str) -> None:
        """Have the computer's local time be of another zone, as at a daylight change."""
        from tests.support.local_time import live_in

        live_in(zone)

    async def rest(self) -> int:
        """Wait until the jobs of this profile are done; returns how many items have a transcript."""
        async with asyncio.timeout(60):
            while (await self.query(_BUSY))[0][0]:  # noqa: ASYNC110 - another thread's work sets no event here
                await asyncio.sleep(0.05)
        return (await self.query("SELECT count(*) FROM transcript"))[0][0]


def _read(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("uuid:"):
        return uuid.UUID(value[5:])
    if isinstance(value, str) and value.startswith("path:"):
        return Path(value[5:])
    return [_read(one) for one in value] if isinstance(value, list) else value


def _said(value: Any) -> Any:
    import msgspec

    if isinstance(value, bytes):
        return value.hex()
    return msgspec.to_builtins(value, enc_hook=str)


def load() -> None:
    """Import what a desktop needs."""
    import desktop.assembly
    import tests.support.device_edits  # noqa: F401 - loading is the point
    from tests.support import device_facts

    device_facts.install()
    assert desktop.assembly


async def live(folder: Path, *, jobs: bool = False, skew_ms: int = 0) -> None:
    """Open the profile and obey until standard input ends."""
    from desktop.assembly import open_services
    from desktop.runtime.paths import ProfilePaths
    from shared.errors import AppError
    from tests.support.dying import POINTS

    ANSWERS[0] = os.dup(1)
    os.dup2(2, 1)
    paths = ProfilePaths.of(folder)
    paths.create()
    clock = MovedClock(skew_ms)
    services = await open_services(paths, clock=clock)
    if jobs:
        services.start_jobs(watch_folders=False)
    reader = asyncio.StreamReader(limit=1 << 24)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(0, "rb", closefd=False)
    )
    obeying = Obeying(services, clock)
    answer(READY)
    try:
        while line := await reader.readline():
            given = json.loads(line)
            if "die_at" in given:
                POINTS.arm(given.pop("die_at"))
            try:
                result = await getattr(obeying, given.pop("do"))(**given)
            except AppError as error:
                said: dict[str, Any] = {"error": error.code, "detail": error.detail}
            else:
                said = {"result": result}
            POINTS.armed = False
            answer({**said, "points": POINTS.passed})
    finally:
        await services.close()


def answer(what: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):
        data = json.dumps(what).encode() + b"\n"
        while data:
            data = data[os.write(ANSWERS[0], data) :]


def serve(request: dict[str, Any]) -> int:
    """Live in a forked process; `die_at` counts from the start."""
    from tests.support.dying import POINTS

    if "die_at" in request:
        POINTS.arm(request["die_at"])
    asyncio.run(
        live(Path(request["folder"]), jobs=request.get("jobs", False), skew_ms=request.get("skew_ms", 0))
    )
    return 0


if __name__ == "__main__":
    load()
    asyncio.run(live(Path(sys.argv[1])))
