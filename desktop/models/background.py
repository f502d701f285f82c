"""Long file work in a thread that ends when its task is cancelled. Knows bytes and checksums, no models."""

import asyncio
import hashlib
import os
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

T = TypeVar("T")

PIECE_BYTES = 1024 * 1024
Stopped = Callable[[], bool]
Report = Callable[[int], None]


class StoppedError(Exception):
    """Raised in the thread whose task was cancelled; nobody sees it."""


class UnreadableError(Exception):
    """A source cannot be read: a bad sector, a stick pulled out, a broken or encrypted archive."""


UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError)
"""What opening or reading a file or a zip member raises."""


async def in_thread(work: Callable[[Stopped], T]) -> T:
    """Run `work(stopped)` in a thread. On cancel the thread is told to stop and waited for."""
    stop = threading.Event()
    future = asyncio.get_running_loop().run_in_executor(None, work, stop.is_set)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([future])
        if not future.cancelled():
            future.exception()
        raise


def on_loop(report: Callable[[int], None]) -> Report:
    """A callback for a thread that calls `report` on the running loop."""
    loop = asyncio.get_running_loop()

    def send(value: int) -> None:
        loop.call_soon_threadsafe(report, value)

    return send


def sha256_of(path: Path, stopped: Stopped) -> str:
    """Hash a file; an empty text when it cannot be read."""
    try:
        with path.open("rb") as reading:
            return stream(reading, None, stopped)
    except (OSError, UnreadableError):
        return ""


def stream(
    reading: BinaryIO,
    writing: BinaryIO | None,
    stopped: Stopped,
    report: Report | None = None,
    limit: int = 0,
) -> str:
    """Copy (or only read) to the end and return the sha256.

    Raises UnreadableError, also when there are more bytes than a given `limit`; OSError when writing fails.
    """
    digest = hashlib.sha256()
    done = 0
    while piece := _read(reading):
        if stopped():
            raise StoppedError
        done += len(piece)
        if limit and done > limit:
            raise UnreadableError("longer than declared")
        digest.update(piece)
        if writing is not None:
            writing.write(piece)
        if report is not None:
            report(done)
    return digest.hexdigest()


def _read(reading: BinaryIO) -> bytes:
    try:
        return reading.read(PIECE_BYTES)
    except UNREADABLE as cause:
        raise UnreadableError from cause


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
