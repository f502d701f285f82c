"""Content in a folder of this computer, in one shard per first byte of its hash. Knows no person and no scope."""

import asyncio
import contextlib
import errno
import os
import re
import shutil
import time
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeVar

from server.content.stores import Digest, Prepared, Strays
from shared.errors import AppError
from shared.tasks import TaskScope

T = TypeVar("T")
_READ_BYTES = 256 * 1024
_HASH_BYTES = 1024 * 1024
_DIGESTS = 256
"""Uploads whose hash this process carries along; others are read again at the end."""
_UPLOAD = re.compile("[0-9a-f]{32}")
_FILE = re.compile("[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LocalFiles:
    """A `BlobStore`. Several processes may use one folder."""

    def __init__(self, folder: Path, *, min_free_bytes: int = 0) -> None:
        self._files = folder / "files"
        self._uploads = folder / "uploads"
        self._min_free_bytes = min_free_bytes
        self._digests: OrderedDict[uuid.UUID, Digest] = OrderedDict()
        try:
            for made in (self._files, self._uploads):
                made.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise _trouble(cause) from cause

    async def ready(self) -> None:
        """Raise `AppError("content.store_unreachable")` when the folder is gone, or not ours to write."""
        if not os.access(self._files, os.R_OK | os.W_OK | os.X_OK):
            raise AppError("content.store_unreachable")

    async def check_room(self, size_bytes: int) -> None:
        await _to_end(lambda: self._check_room(size_bytes))

    async def write(self, upload_id: uuid.UUID, offset: int, data: bytes) -> None:
        await _to_end(lambda: self._write(upload_id, offset, data))

    async def prepare(self, upload_id: uuid.UUID, sha256: bytes, size_bytes: int) -> Prepared:
        return await _to_end(lambda: self._prepare(upload_id, sha256, size_bytes))

    async def place(self, upload_id: uuid.UUID, sha256: bytes) -> None:
        await _to_end(lambda: self._place(upload_id, sha256))

    async def discard(self, upload_id: uuid.UUID) -> None:
        self._digests.pop(upload_id, None)
        await _to_end(lambda: self._part(upload_id).unlink(missing_ok=True))

    async def remove(self, sha256: bytes) -> None:
        await _to_end(lambda: self._file(sha256).unlink(missing_ok=True))

    async def read(self, sha256: bytes, start: int, end: int) -> AsyncIterator[bytes]:
        try:
            reading = await asyncio.to_thread(self._file(sha256).open, "rb")
        except OSError as cause:
            raise AppError("content.lost") from cause
        try:
            await asyncio.to_thread(reading.seek, start)
            while start < end:
                piece = await asyncio.to_thread(reading.read, min(_READ_BYTES, end - start))
                if not piece:
                    raise AppError("content.lost")
                start += len(piece)
                yield piece
        finally:
            reading.close()

    async def strays(self, older_than_s: float) -> Strays:
        return await _to_end(lambda: self._strays(time.time() - older_than_s))

    async def close(self) -> None:
        self._digests.clear()

    def _file(self, sha256: bytes) -> Path:
        name = sha256.hex()
        return self._files / name[:2] / name

    def _part(self, upload_id: uuid.UUID) -> Path:
        return self._uploads / f"{upload_id.hex}.part"

    def _check_room(self, size_bytes: int) -> None:
        if shutil.disk_usage(self._uploads).free < size_bytes + self._min_free_bytes:
            raise AppError("content.disk_full", detail=f"{size_bytes} bytes")

    def _write(self, upload_id: uuid.UUID, offset: int, data: bytes) -> None:
        digest = self._digests.pop(upload_id, None)
        part = self._part(upload_id)
        if offset == 0:
            part.touch()
            digest = Digest()
        elif not part.exists() or part.stat().st_size < offset:
            raise AppError("content.no_upload", detail="its beginning is gone")
        with part.open("r+b") as writing:
            try:
                writing.seek(offset)
                writing.write(data)
                # What a broken write left behind the end of this piece would be read as content.
                writing.truncate()
                writing.flush()
                os.fsync(writing.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    os.truncate(part, offset)
                raise
        if digest is not None and digest.at == offset:
            digest.update(data)
            self._digests[upload_id] = digest
            while len(self._digests) > _DIGESTS:
                self._digests.popitem(last=False)

    def _prepare(self, upload_id: uuid.UUID, sha256: bytes, size_bytes: int) -> Prepared:
        part = self._part(upload_id)
        placed = self._file(sha256)
        source = part if part.exists() or not placed.exists() else placed
        digest = self._digests.pop(upload_id, None) or Digest()
        if size_bytes == 0 and source is part:
            part.touch()
        try:
            with source.open("rb") as reading:
                reading.seek(digest.at)
                while piece := reading.read(_HASH_BYTES):
                    digest.update(piece)
        except FileNotFoundError as cause:
            raise AppError("content.no_upload", detail="its bytes are gone") from cause
        if digest.at < size_bytes:
            raise AppError("content.no_upload", detail="bytes are missing")
        return digest.result()

    def _place(self, upload_id: uuid.UUID, sha256: bytes) -> None:
        part, target = self._part(upload_id), self._file(sha256)
        if not part.exists() and target.exists():
            return
        target.parent.mkdir(exist_ok=True)
        # The sweep takes old files that the database does not know: from now on this one is new.
        os.utime(part)
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        part.replace(target)
        _sync_folder(target.parent)

    def _strays(self, before_s: float) -> Strays:
        uploads = [
            uuid.UUID(hex=name)
            for path in _old(self._uploads, before_s)
            if _UPLOAD.fullmatch(name := path.stem)
        ]
        files = [
            bytes.fromhex(path.name) for path in _old(self._files, before_s) if _FILE.fullmatch(path.name)
        ]
        return Strays(uploads, files)


def _old(folder: Path, before_s: float) -> Iterator[Path]:
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before_s:
                yield path


async def _to_end(work: Callable[[], T]) -> T:
    """Run disk work off the loop; when cancelled, end only after it: nobody else may write meanwhile."""
    async with TaskScope("content", on_error=_told_to_the_caller) as scope:
        working = scope.spawn(asyncio.to_thread(work), name="disk")
        try:
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            await asyncio.wait([working])
            raise
        except OSError as cause:
            raise _trouble(cause) from cause


def _told_to_the_caller(_error: BaseException) -> None:
    """The failure is raised where the work is awaited."""


def _trouble(cause: OSError) -> AppError:
    if cause.errno in _FULL:
        return AppError("content.disk_full", detail=str(cause.strerror))
    return AppError("content.store_unreachable", detail=str(cause.strerror))


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
