"""A whole scope as a file: fetched in parts that stay until all are there, put together, lent to the writer."""

import asyncio
import contextlib
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from desktop.runtime.paths import disk_error
from shared.errors import AppError
from sync.protocol import Chunk, Snapshot
from sync.snapshots import open_chunk

Fetch = Callable[[bytes], Awaitable[bytes]]


class SnapshotFiles:
    """Files of offers under way, in a folder of their own. What a kill left there is gone on with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def fetch(self, offer: Snapshot, fetch: Fetch) -> Path:
        """Return the path of an offer's file. Raises AppError: what `fetch` raises, a full disk, `sync.garbled`."""
        try:
            await asyncio.to_thread(self._keep_only, {chunk.name.hex() for chunk in offer.chunks})
            for chunk in offer.chunks:
                await self._fetch(chunk, fetch)
            return await asyncio.to_thread(self._joined, offer)
        except OSError as cause:
            raise disk_error(cause, self._folder) from cause

    async def _fetch(self, chunk: Chunk, fetch: Fetch) -> None:
        path = self._folder / chunk.name.hex()
        if await asyncio.to_thread(_is_whole, path, chunk):
            return
        body = await fetch(chunk.name)
        await asyncio.to_thread(_write, path, chunk, body)

    def _joined(self, offer: Snapshot) -> Path:
        path = self._folder / "snapshot.db"
        with path.open("wb") as file:
            for chunk in offer.chunks:
                file.write(open_chunk(chunk, (self._folder / chunk.name.hex()).read_bytes()))
        return path

    def _keep_only(self, names: set[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._folder.iterdir():
            if path.name not in names:
                path.unlink()

    async def clear(self) -> None:
        """Remove everything: the rows are taken."""
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)


def _is_whole(path: Path, chunk: Chunk) -> bool:
    try:
        open_chunk(chunk, path.read_bytes())
    except (OSError, AppError):
        return False
    return True


def _write(path: Path, chunk: Chunk, body: bytes) -> None:
    """Keep a part; one that is not what its name says is not kept."""
    open_chunk(chunk, body)
    part = path.with_suffix(".part")
    try:
        part.write_bytes(body)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
