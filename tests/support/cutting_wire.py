"""A TCP relay in the test's loop that cuts a connection after an exact number of bytes, in either direction.

`sent` and `came` count the last connection. A cut ends both sides at once: with a reset, or as an orderly end.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal

Way = Literal["up", "down"]
_PIECE = 1 << 16
_RESET = struct.pack("ii", 1, 0)


@dataclass
class CuttingWire:
    """Passes everything, until `cut` is set: then the next connection ends after `after` bytes of a direction."""

    target: int
    port: int = 0
    way: Way = "up"
    after: int | None = None
    reset: bool = True
    was_cut: bool = False
    sent: int = 0
    came: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self, way: Way, after: int, *, reset: bool) -> None:
        """Cut the next connection; `was_cut` tells whether as many bytes came at all."""
        self.way, self.after, self.reset, self.was_cut = way, after, reset, False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.sent = self.came = 0
        way, after, self.after = self.way, self.after, None
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        ends = (writer, far_writer)
        up = self._pass(reader, far_writer, "up", after if way == "up" else None, ends)
        down = self._pass(far_reader, writer, "down", after if way == "down" else None, ends)
        await asyncio.gather(up, down)
        for one in ends:
            one.close()

    async def _pass(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        way: Way,
        after: int | None,
        ends: tuple[asyncio.StreamWriter, ...],
    ) -> None:
        passed = 0
        with suppress(OSError):
            while after is None or passed < after:
                piece = await source.read(_PIECE if after is None else min(_PIECE, after - passed))
                if not piece:
                    break
                passed += len(piece)
                if way == "up":
                    self.sent = passed
                else:
                    self.came = passed
                sink.write(piece)
                await sink.drain()
            else:
                self.was_cut = True
                for one in ends:
                    self._end(one)
                return
            if sink.can_write_eof():
                sink.write_eof()

    def _end(self, writer: asyncio.StreamWriter) -> None:
        if self.reset:
            raw: socket.socket = writer.get_extra_info("socket")
            with suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        writer.close()


@asynccontextmanager
async def cutting_wire(port: int) -> AsyncIterator[CuttingWire]:
    """Stand before a port of this computer."""
    wire = CuttingWire(port)
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        await server.wait_closed()
