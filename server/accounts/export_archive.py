"""A zip archive that is sent while it grows: first packed lines, then files as they are. Knows no account."""

import asyncio
import tempfile
import time
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import ExitStack, aclosing
from typing import IO, cast

import msgspec

from server.accounts.hooks import CarriedFile
from shared.errors import AppError

MISSING = "missing.jsonl"
_PIECE_BYTES = 64 * 1024
_SENT_BYTES = 256 * 1024


class _Pipe:
    """Where the archive is written: to a file while it is packed, later to memory that is sent at once.

    It can neither seek nor tell, so `zipfile` writes sizes behind each file instead of going back.
    """

    def __init__(self) -> None:
        self.packed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the archive
        self.waiting = bytearray()
        self.sending = False

    def write(self, data: bytes) -> int:
        if self.sending:
            self.waiting += data
        else:
            self.packed.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data = bytes(self.waiting)
        self.waiting.clear()
        return data


class ExportArchive:
    """`fill` it, then send what `stream` yields; `close` it if it never comes to that."""

    def __init__(self) -> None:
        self._pipe = _Pipe()
        # What it is told of a file asks for more than writing one takes.
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._pipe), "w", zipfile.ZIP_DEFLATED)
        self._open = ExitStack()
        self._name = ""
        self._file: IO[bytes] | None = None

    async def fill(self, parts: AsyncIterator[tuple[str, bytes]]) -> None:
        """Pack lines; pieces of one file come one after another."""
        waiting, named = bytearray(), ""
        async for name, raw in parts:
            if waiting and (name != named or len(waiting) >= _PIECE_BYTES):
                await asyncio.to_thread(self.add, named, bytes(waiting))
                waiting.clear()
            named = name
            waiting += raw
        await asyncio.to_thread(self.add, named, bytes(waiting))
        self._open.close()

    def add(self, name: str, raw: bytes) -> None:
        """Append to a file of the archive."""
        if self._file is None or name != self._name:
            self._open.close()
            self._file = self._open.enter_context(self._zip.open(name, "w", force_zip64=True))
            self._name = name
        self._file.write(raw)

    async def stream(self, carried: Iterable[CarriedFile]) -> AsyncGenerator[bytes, None]:
        """Yield the whole archive. Files that are lost are named in `missing.jsonl`."""
        pipe = self._pipe
        try:
            await asyncio.to_thread(pipe.packed.seek, 0)
            while piece := await asyncio.to_thread(pipe.packed.read, _SENT_BYTES):
                yield piece
            pipe.packed.close()
            pipe.sending = True
            lost: list[bytes] = []
            for one in carried:
                async with aclosing(self._carried(one, lost)) as pieces:
                    async for piece in pieces:
                        yield piece
            if lost:
                self._zip.writestr(MISSING, b"".join(lost))
            self._zip.close()
            yield pipe.taken()
        finally:
            self.close()

    async def _carried(self, one: CarriedFile, lost: list[bytes]) -> AsyncGenerator[bytes, None]:
        reading = one.opened()
        try:
            # Whether there is anything to read shows with the first piece; an entry cannot be taken back.
            first = await anext(reading, b"")
        except AppError as error:
            if error.code != "content.lost":
                raise
            lost.append(msgspec.json.encode({"name": one.name, "size_bytes": one.size_bytes}) + b"\n")
            return
        entry = zipfile.ZipInfo(one.name, time.gmtime()[:6])
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w", force_zip64=True) as writing:
            writing.write(first)
            async for piece in reading:
                writing.write(piece)
                if len(self._pipe.waiting) >= _SENT_BYTES:
                    yield self._pipe.taken()
        yield self._pipe.taken()

    def close(self) -> None:
        """Let go of everything; an archive that was not sent to its end has no table of contents."""
        self._open.close()
        self._zip.close()
        self._pipe.packed.close()
