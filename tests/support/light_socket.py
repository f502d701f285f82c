"""A WebSocket client that costs little (RFC 6455, text frames only), so that a load test measures the server."""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Callable

_SHORT = 125
_LONG = 126
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_MASK = b"\x00\x00\x00\x00"  # a mask of zeros is legal and costs nothing


class LightSocket(asyncio.Protocol):
    """One connection. `on_text(payload, received)` gets each message with `time.perf_counter()` of its arrival."""

    def __init__(self, host: str, path: str, on_text: Callable[[bytes, float], None]) -> None:
        self._host = host
        self._path = path
        self._on_text = on_text
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.received_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self.received_bytes += len(data)
        self._buffer = self._buffer + data if self._buffer else data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.opened.set_exception(ConnectionError(head[:200].decode("latin-1")))
                self.close()
                return
            self._upgraded = True
            self._buffer = rest
            self.opened.set_result(None)
        self._read_frames(now)

    def _read_frames(self, now: float) -> None:
        data, at = self._buffer, 0
        while len(data) - at >= 2:
            first, size, start = data[at], data[at + 1] & 0x7F, at + 2
            if size > _SHORT:
                width = 2 if size == _LONG else 8
                if len(data) - start < width:
                    break
                size = struct.unpack_from(">H" if width == 2 else ">Q", data, start)[0]
                start += width
            if len(data) - start < size:
                break
            self._take(first & 0xF, data[start : start + size], now)
            at = start + size
        self._buffer = data[at:]

    def _take(self, kind: int, payload: bytes, now: float) -> None:
        if kind == _TEXT:
            self._on_text(payload, now)
        elif kind == _PING:
            self._write(_PONG, payload)
        elif kind == _CLOSE:
            self.close()

    def send(self, payload: bytes) -> None:
        """Send one text message."""
        self._write(_TEXT, payload)

    def _write(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        head = (
            bytes((0x80 | kind, 0x80 | size))
            if size <= _SHORT
            else bytes((0x80 | kind, 0x80 | _LONG)) + struct.pack(">H", size)
        )
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(head + _MASK + payload)

    def drop(self) -> None:
        """End the connection as a lost network does: no goodbye."""
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionError("closed before it opened"))
            self.opened.exception()
        if not self.closed.done():
            self.closed.set_result(None)


async def connect(host: str, port: int, path: str, on_text: Callable[[bytes, float], None]) -> LightSocket:
    """Open a connection and wait for its upgrade. Raises OSError or ConnectionError."""
    loop = asyncio.get_running_loop()
    _transport, socket = await loop.create_connection(
        lambda: LightSocket(f"{host}:{port}", path, on_text), host, port
    )
    await socket.opened
    return socket
