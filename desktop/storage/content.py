"""Files named by their SHA-256: the same bytes are stored once. Knows nothing of what the files are."""

import asyncio
import contextlib
import hashlib
import os
import shutil
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.runtime.paths import disk_error
from shared.errors import AppError
from shared.tasks import TaskScope

_PIECE_BYTES = 4 * 1024 * 1024
RESERVE_BYTES = 64 * 1024 * 1024
"""Room left on the disk for the library itself."""


class StoredFile(msgspec.Struct, frozen=True):
    """A file in the store. `existed` is true when the same content was there before."""

    sha256: bytes
    size_bytes: int
    path: Path
    existed: bool


class ContentStore:
    """The media folder of a profile."""

    def __init__(self, media_dir: Path, temporary_dir: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._media_dir = media_dir
        self._temporary_dir = temporary_dir
        self._reserve_bytes = reserve_bytes

    def path_of(self, sha256: bytes, suffix: str) -> Path:
        """Where content with this hash is, or would be. `suffix` begins with a dot or is empty."""
        name = sha256.hex()
        return self._media_dir / name[:2] / (name + suffix)

    async def add_file(
        self,
        source: Path,
        *,
        suffix: str | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> StoredFile:
        """Copy a file in. `on_progress(done_bytes, all_bytes)` is called on the loop.

        Raises AppError `storage.file_missing` (also when it vanishes half-way), `storage.disk_full`,
        `storage.read_only`. A failed or cancelled copy leaves nothing behind.
        """
        loop = asyncio.get_running_loop()
        stop = threading.Event()

        def report(done: int, total: int) -> None:
            if on_progress is not None:
                loop.call_soon_threadsafe(on_progress, done, total)

        async with TaskScope("content", on_error=_told_to_the_caller) as scope:
            copying = scope.spawn(asyncio.to_thread(self._copy, source, suffix, report, stop), name="copy")
            try:
                return await asyncio.shield(copying)
            except asyncio.CancelledError:
                stop.set()
                await asyncio.wait([copying])
                raise

    async def take_in(self, part: Path, sha256: bytes, suffix: str) -> StoredFile:
        """Make a file of the same disk, whose hash was checked, part of the store; it is moved, not copied.

        Raises AppError as `add_file` does.
        """
        return await asyncio.to_thread(self._take_in, part, sha256, suffix)

    def _take_in(self, part: Path, sha256: bytes, suffix: str) -> StoredFile:
        target = self.path_of(sha256, suffix)
        try:
            existed = target.exists()
            with part.open("rb+") as whole:
                os.fsync(whole.fileno())
            target.parent.mkdir(exist_ok=True)
            part.replace(target)
            sync_folder(target.parent)
            return StoredFile(sha256, target.stat().st_size, target, existed)
        except OSError as cause:
            raise disk_error(cause, self._media_dir) from cause

    def remove(self, sha256: bytes, suffix: str) -> None:
        """Delete content; nothing happens when it is not there."""
        self.path_of(sha256, suffix).unlink(missing_ok=True)

    def used_bytes(self) -> int:
        """Total size of the stored files."""
        return sum(entry.stat().st_size for entry in self._media_dir.glob("*/*") if entry.is_file())

    def sweep(self) -> int:
        """Delete half-written files left by a crash; returns how many. Only while no import can run."""
        count = 0
        for path in self._temporary_dir.glob("*.part"):
            path.unlink(missing_ok=True)
            count += 1
        return count

    def _copy(
        self, source: Path, suffix: str | None, report: Callable[[int, int], None], stop: threading.Event
    ) -> StoredFile:
        ending = source.suffix.lower() if suffix is None else suffix
        try:
            size = source.stat().st_size
        except OSError as cause:
            raise AppError("storage.file_missing", detail=str(cause.strerror)) from cause
        self._check_room(size)
        part = self._temporary_dir / f"{uuid.uuid4().hex}.part"
        try:
            digest, copied = self._stream(source, part, size, report, stop)
            target = self.path_of(digest, ending)
            existed = target.exists()
            if existed:
                part.unlink()
            else:
                target.parent.mkdir(exist_ok=True)
                part.replace(target)
                sync_folder(target.parent)
            return StoredFile(digest, copied, target, existed)
        except OSError as cause:
            missing = isinstance(cause, FileNotFoundError) and not source.exists()
            raise (
                AppError("storage.file_missing", detail=str(cause.strerror))
                if missing
                else disk_error(cause, self._media_dir)
            ) from cause
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _stream(
        self, source: Path, part: Path, size: int, report: Callable[[int, int], None], stop: threading.Event
    ) -> tuple[bytes, int]:
        digest = hashlib.sha256()
        copied = 0
        with source.open("rb") as reading, part.open("wb") as writing:
            while piece := reading.read(_PIECE_BYTES):
                if stop.is_set():
                    raise asyncio.CancelledError
                writing.write(piece)
                digest.update(piece)
                copied += len(piece)
                report(copied, max(size, copied))
            writing.flush()
            os.fsync(writing.fileno())
        return digest.digest(), copied

    def _check_room(self, size: int) -> None:
        free = shutil.disk_usage(self._media_dir).free
        if free < size + self._reserve_bytes:
            raise AppError(
                "storage.disk_full", folder=str(self._media_dir), detail=f"need {size}, free {free}"
            )


def _told_to_the_caller(_error: BaseException) -> None:
    """The copy's failure is raised where it is awaited."""


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system lets a folder be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
