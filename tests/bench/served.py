"""What benches of the real server share: its databases, clients that cost hardly anything, what stands beside a figure.

PostgreSQL runs with `synchronous_commit=on` and `fsync=on` here, unlike in tests; `data` tells where its files are.
"""

import asyncio
import os
import selectors
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psutil

from tests.support.cloud_server import CloudProcess
from tests.support.postgres import Cluster, cluster, programs

FLOOR_WRITES = 100
WAIT_S = 30.0
QUIET = {"LOG__LEVEL": "warning", "JOBS__ENABLED": "false"}
"""Settings: periodic work of a fresh server would count as work of the first requests."""


@dataclass(frozen=True)
class Kind:
    """A database under a server. `suffix` ends the figures' names, `beside` stands in their rows."""

    suffix: str = ""
    url: str = ""
    beside: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def settings(self) -> dict[str, str]:
        return {"DATABASE__URL": self.url} if self.url else {}


def kinds() -> Iterator[Kind]:
    """SQLite, and PostgreSQL where it is installed; a database is there until the next is asked for."""
    yield Kind()
    if programs() is not None:
        with _postgres() as kind:
            yield kind


@contextmanager
def _postgres() -> Iterator[Kind]:
    server = cluster()
    durable(server)
    name = server.create_migrated()
    yield Kind("_postgres", server.url(name), {"data": str(server.folder.parent)})
    server.drop(name)


def durable(server: Cluster) -> None:
    """Have the tests' server write as a real one does."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        server.execute(f"ALTER SYSTEM SET {name} = on")
    server.execute("SELECT pg_reload_conf()")


def beside(folder: Path, kind: Kind) -> dict[str, Any]:
    """The floor of anything durable and the load, now."""
    return {"fsync_ms": fsync_ms(folder), "load": round(os.getloadavg()[0], 1), **kind.beside}


def fsync_ms(folder: Path) -> float:
    """One small write made durable, at the median."""
    taken: list[float] = []
    with (folder / "floor").open("wb", buffering=0) as file:
        for _ in range(FLOOR_WRITES):
            began = time.perf_counter()
            file.write(bytes(4_096))
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return round(statistics.median(taken) * 1_000, 2)


def percentile(seconds: list[float], percent: int) -> float:
    """In milliseconds."""
    return round(sorted(seconds)[len(seconds) * percent // 100] * 1_000, 2)


def cpu_s(server: CloudProcess) -> float:
    """CPU seconds that the server's process has used."""
    assert server.process is not None
    return sum(psutil.Process(server.process.pid).cpu_times()[:2])


@dataclass
class Line:
    """One kept-alive connection that sends bytes made before."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> bytes:
        """Return the answer's body. Raises RuntimeError unless it is a 200."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise RuntimeError(head[:60])
        return await self.reader.readexactly(_length(head))

    def close(self) -> None:
        self.writer.close()


def at_once(port: int, request: bytes, connections: int, count: int) -> list[float]:
    """Seconds of each of `count` requests; every connection asks anew as soon as it is answered.

    Plain sockets and one selector, so that the latency is the server's rather than this client's.
    """
    taken: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            line = socket.create_connection(("127.0.0.1", port))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(line, selectors.EVENT_READ, [time.perf_counter(), b""])
            line.sendall(request)
        while len(taken) < count:
            for key, _ in selector.select(WAIT_S) or _nobody():
                line: Any = key.fileobj
                state: list[Any] = key.data
                state[1] += line.recv(65_536)
                if _whole(state[1]):
                    taken.append(time.perf_counter() - state[0])
                    state[:] = [time.perf_counter(), b""]
                    line.sendall(request)
        for key in list(selector.get_map().values()):
            key.fileobj.close()
    return taken


def _nobody() -> list[Any]:
    raise TimeoutError(f"no answer for {WAIT_S:.0f} s")


def _whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if found and b" 200 " not in head[:16]:
        raise RuntimeError(head[:60])
    return bool(found) and len(body) >= _length(head)


def _length(head: bytes) -> int:
    return int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
