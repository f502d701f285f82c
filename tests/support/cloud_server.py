"""The cloud server for tests: `cloud` is the real application on a loopback socket in the test's own loop, with
SQLite in a temporary folder; `CloudProcess` is the real `lantern-server run` as a process of its own.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from server.assembly import OPERATIONS, database_url, open_services
from server.config.declarations import (
    AccountsSection,
    LimitsSection,
    Section,
    ServerConfig,
    ServerSection,
)
from server.services import Services
from server.storage.schema import migrate
from server.web.application import make_app
from server.web.operation import Operation
from server.web.serving import Listener
from shared.clock import Clock, SystemClock

LIMIT_S = 60.0


def cloud_config(folder: Path, **sections: Section) -> ServerConfig:
    """Settings for tests: any free port, cheap hashes, no limits of frequency; `sections` replace whole ones."""
    given: dict[str, Any] = {
        "server": ServerSection(port=0, data_dir=str(folder), drain_s=5.0),
        "accounts": AccountsSection(hash_memory_mib=8, hash_passes=1),
        "limits": LimitsSection(enabled=False),
        **sections,
    }
    return ServerConfig(**given)


@dataclass
class Answer:
    """What came back. `json` is the decoded body, None when there is none."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def code(self) -> str:
        """The failure's code."""
        return self.json["code"]


@dataclass
class Cloud:
    """A running server and an HTTP client for it."""

    services: Services
    listener: Listener
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return self.listener.url

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        headers: dict[str, str] | None = None,
        data: bytes | None = None,
    ) -> Answer:
        """One request; `body` is a struct or anything JSON can say, `data` raw bytes."""
        given = dict(headers or {})
        if token:
            given["Authorization"] = f"Bearer {token}"
        if body is not None:
            data = msgspec.json.encode(body)
            given.setdefault("Content-Type", "application/json")
        async with self.http.request(
            method, self.url + path, data=data, headers=given, timeout=aiohttp.ClientTimeout(LIMIT_S)
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.read())


@asynccontextmanager
async def running_cloud(
    config: ServerConfig, clock: Clock | None = None, operations: tuple[Operation, ...] = OPERATIONS
) -> AsyncGenerator[Cloud, None]:
    """Migrate, open and serve; any database that `config` names."""
    await migrate(database_url(config))
    async with open_services(config, clock or SystemClock()) as services:
        listener = await Listener.open(make_app(services, operations), services)
        try:
            async with aiohttp.ClientSession() as http:
                yield Cloud(services, listener, http)
        finally:
            await listener.drain()


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud, None]:
    """A server with an empty SQLite database."""
    async with running_cloud(cloud_config(tmp_path / "cloud")) as running:
        yield running


@dataclass
class CloudProcess:
    """`lantern-server run` as a process. Use `start`, then `stop` or `kill`; it can be started again.

    `settings` are `{"SERVER__PORT": "0"}`: what the environment says after `LANTERN_`.
    """

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    port: int = 0
    url: str = ""

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the program on the same settings."""
        return subprocess.run(
            [sys.executable, "-m", "server.program", *arguments],
            env=self.environment(),
            text=True,
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        given = {
            "SERVER__PORT": str(self.port),
            "SERVER__DATA_DIR": str(self.folder),
            "ACCOUNTS__HASH_MEMORY_MIB": "8",
            "ACCOUNTS__HASH_PASSES": "1",
            "LIMITS__ENABLED": "false",
            **self.settings,
        }
        bare = {name: value for name, value in os.environ.items() if not name.startswith("LANTERN_")}
        return {**bare, **{f"LANTERN_{name}": value for name, value in given.items()}}

    async def start(self, *arguments: str) -> "CloudProcess":
        """Migrate and run; returns when it says that it is ready. The port stays the same at the next start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log = (self.folder / "server.log").open("a")
        self.process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            [sys.executable, "-m", "server.program", "run", "--migrate", "--json", *arguments],
            env=self.environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        log.close()
        async with asyncio.timeout(LIMIT_S):
            line = await asyncio.to_thread(self.process.stdout.readline)
        if not line:
            await self.stop()
            raise RuntimeError(f"the server did not start:\n{self.log()[-3_000:]}")
        ready = json.loads(line)
        self.port, self.url = ready["port"], ready["url"]
        return self

    def log(self) -> str:
        """What the process wrote so far, over all its starts."""
        return (self.folder / "server.log").read_text()

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> int:
        """Kill -9."""
        return await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> int:
        process = self.process
        if process.poll() is None:
            process.send_signal(how)
        async with asyncio.timeout(LIMIT_S):
            code = await asyncio.to_thread(process.wait)
        process.stdout.close()
        return code


@pytest.fixture
async def cloud_process(tmp_path: Path) -> AsyncGenerator[CloudProcess, None]:
    """A server process with an empty SQLite database; it is ended with the test."""
    running = await CloudProcess(tmp_path / "cloud").start()
    yield running
    await running.kill()
