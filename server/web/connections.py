"""Cuts connections whose other end holds them without using them. Wraps aiohttp's protocol; knows no operation."""

import asyncio
from collections.abc import Callable

from aiohttp import web
from aiohttp.streams import StreamReader

from server.web.metrics import Metrics

_LEAST_BYTES_PER_S = 256
"""The slowest upload that is still one; below it, and after the patience is used up, it is an attack."""
_MOST_SWEEP_S = 5.0
_READER_PATIENCE = 2.0


class Connections:
    """All open connections of a server: not more than `most`, none silent for longer than `idle_s`."""

    def __init__(
        self, make: Callable[[], asyncio.Protocol], idle_s: float, most: int, metrics: Metrics
    ) -> None:
        self._make = make
        self.idle_s = idle_s
        self.most = most
        self._metrics = metrics
        self.open: set[WatchedConnection] = set()

    def __call__(self) -> asyncio.Protocol:
        """A protocol for a connection that was just accepted."""
        return WatchedConnection(self._make(), self)

    def cut(self, transport: asyncio.BaseTransport, why: str) -> None:
        """Close at once."""
        self._metrics.connections_cut.labels(why).inc()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()

    def opened(self, connection: "WatchedConnection") -> None:
        self.open.add(connection)
        self._metrics.connections.set(len(self.open))

    def closed(self, connection: "WatchedConnection") -> None:
        self.open.discard(connection)
        self._metrics.connections.set(len(self.open))

    def sweep(self, now: float) -> None:
        """Cut what is overdue at a time of the loop's clock."""
        for connection in list(self.open):
            why = connection.overdue(now)
            if why:
                self.cut(connection.transport, why)

    async def watch(self) -> None:
        """Sweep for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(self.idle_s / 4, _MOST_SWEEP_S))
            self.sweep(loop.time())


class WatchedConnection(asyncio.Protocol):
    """aiohttp's protocol for one connection, and when something last moved on it."""

    transport: asyncio.Transport

    def __init__(self, inner: asyncio.Protocol, connections: Connections) -> None:
        self._inner = inner
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._refused = False
        self._head_at: float | None = self._loop.time()
        self._read_at = self._head_at
        self._began_at = self._head_at
        self._body: StreamReader | None = None
        self._stuck_at: float | None = None

    def request_began(self, body: StreamReader) -> None:
        """The head is complete; `body` follows."""
        self._head_at = None
        self._body = body
        self._began_at = self._read_at = self._loop.time()

    def request_ended(self) -> None:
        """Answered; the connection may wait for the next request."""
        self._body = None

    def overdue(self, now: float) -> str:
        """Why this connection is to be cut, or nothing."""
        idle_s = self._connections.idle_s
        if self._head_at is not None and now - self._head_at > idle_s:
            return "slow_head"
        if self._stuck_at is not None and now - self._stuck_at > idle_s * _READER_PATIENCE:
            return "slow_reader"
        if self._body is None or self._body.is_eof() or not self.transport.is_reading():
            return ""
        patience_s = idle_s * 1.25  # a handler's own limit answers first, in words
        allowed_s = patience_s + self._body.total_bytes / _LEAST_BYTES_PER_S
        slow = now - self._read_at > patience_s or now - self._began_at > allowed_s
        return "slow_body" if slow else ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if len(self._connections.open) >= self._connections.most:
            self._refused = True
            self._connections.cut(transport, "full")
            return
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream server makes no other
        self.transport = transport
        self._connections.opened(self)
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._read_at = self._loop.time()
        if self._body is None and self._head_at is None:
            self._head_at = self._read_at
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._refused:
            self._connections.closed(self)
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._stuck_at = self._loop.time()
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._stuck_at = None
        self._inner.resume_writing()


def connection_of(request: web.Request) -> WatchedConnection | None:
    """The watched connection that a request came on."""
    transport = request.transport
    found = transport.get_protocol() if transport is not None else None
    return found if isinstance(found, WatchedConnection) else None
