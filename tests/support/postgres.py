"""A real PostgreSQL for the tests of one process: started at first use, a fresh database for every test.

`postgres_url` is a database of this program's schema, `empty_postgres_url` one without any table. Where the programs
are missing the test is skipped, which `LANTERN_REQUIRE_ALL` turns into a failure.
"""

import asyncio
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.kept_process import KeptProcess, identity

START_S = 60.0
_ROOM_BYTES = 4 << 30
_NEEDED = ("initdb", "postgres")
_TEMPLATE = "lantern_template"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "120",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "max_wal_size": "256MB",
    "timezone": "UTC",
}


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: on the PATH, or where Debian keeps them."""
    folders = [Path(found).resolve().parent for name in _NEEDED if (found := shutil.which(name))]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in folders if all((one / name).exists() for name in _NEEDED)), None)


def _where() -> str:
    """In memory where there is room: a database for each test is much writing."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM_BYTES else "/tmp"


def _unprivileged() -> str | None:
    """Whose the server is: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class Cluster:
    """A running server; `folder` holds its files and its socket."""

    folder: Path
    process: KeptProcess
    made: int = 0
    migrated: bool = False

    def url(self, name: str) -> str:
        return f"postgresql://lantern@/{name}?host={self.folder}"

    def create(self, *, template: str = "template0") -> str:
        """Make a database and return its name."""
        self.made += 1
        name = f"t{self.made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def create_migrated(self) -> str:
        """Make a database of this program's schema and return its name."""
        if not self.migrated:
            from server.storage.schema import migrate

            self.execute(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
            in_a_thread(lambda: migrate(self.url(_TEMPLATE)))
            self.migrated = True
        return self.create(template=_TEMPLATE)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, sql: str, *, database: str = "postgres") -> list[Any]:
        """Run a statement on a connection of its own."""
        return in_a_thread(lambda: _execute(self.url(database), sql))


async def _execute(url: str, sql: str) -> list[Any]:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


def in_a_thread(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run a coroutine on a loop of its own, whatever loop the test's thread has."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


@functools.cache
def cluster() -> Cluster:
    """The server of this process. Skips the test when there are no programs for it."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="lantern-pg-", dir=_where()))
    if user is not None:
        shutil.chown(folder, user, user if user != "nobody" else "nogroup")
    data = folder / "data"
    subprocess.run(
        [
            *(str(bin_folder / "initdb"), "-D", str(data), "-U", "lantern", "-A", "trust"),
            *("-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"),
        ],
        check=True,
        capture_output=True,
        timeout=START_S,
        cwd="/",
        **identity(user),
    )
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    process = KeptProcess(
        [str(bin_folder / "postgres"), "-D", str(data), f"--unix_socket_directories={folder}", *settings],
        folder,
        user=user,
        signal="INT",
    )
    found = Cluster(folder, process)
    _wait_until_it_answers(found)
    return found


def _wait_until_it_answers(found: Cluster) -> None:
    import asyncpg

    until = time.monotonic() + START_S
    while True:
        try:
            found.execute("SELECT 1")
        except (OSError, asyncpg.PostgresError):
            if not found.process.running or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {found.process.said()}") from None
            time.sleep(0.02)
        else:
            return


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of a fresh database of this program's schema."""
    server = cluster()
    name = server.create_migrated()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def empty_postgres_url() -> Iterator[str]:
    """The address of a fresh database without any table."""
    server = cluster()
    name = server.create()
    yield server.url(name)
    server.drop(name)
