"""A real Redis for the tests of one process: started at first use, emptied for every test."""

import functools
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.kept_process import KeptProcess

START_S = 60.0
_ANSWER_S = 5.0


@dataclass
class RedisServer:
    """A running server that listens on a socket file and on nothing else."""

    path: Path
    process: KeptProcess

    @property
    def url(self) -> str:
        return f"unix://{self.path}"

    def command(self, *words: str) -> bytes:
        """Send one command and return the first bytes of the answer."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_ANSWER_S)
            connection.connect(str(self.path))
            connection.sendall(" ".join(words).encode() + b"\r\n")
            return connection.recv(4_096)


@functools.cache
def redis_server() -> RedisServer:
    """The server of this process. Skips the test when the program is missing."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("Redis is not installed (Debian: apt install redis-server)")
    folder = Path(tempfile.mkdtemp(prefix="lantern-redis-", dir="/tmp"))
    path = folder / "socket"
    options = {"port": "0", "unixsocket": str(path), "save": "", "appendonly": "no", "dir": str(folder)}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    found = RedisServer(path, KeptProcess([program, *words], folder))
    until = time.monotonic() + START_S
    while True:
        try:
            if found.command("PING").startswith(b"+PONG"):
                return found
        except OSError:
            if not found.process.running or time.monotonic() > until:
                raise RuntimeError(f"Redis does not start: {found.process.said()}") from None
        time.sleep(0.02)


@pytest.fixture
def redis_url() -> Iterator[str]:
    """The address of an empty Redis."""
    server = redis_server()
    server.command("FLUSHALL")
    yield server.url
    server.command("FLUSHALL")
