"""What the content service needs of a place for files, and the hashes taken on the way in. Knows no place."""

import hashlib
import uuid
from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from shared.content.messages import BLOCK_BYTES, MANIFEST_FROM_BYTES


class Prepared(msgspec.Struct, frozen=True):
    """What an upload turned out to be: SHA-256 of all of it, and of its blocks when it is long."""

    sha256: bytes
    size_bytes: int
    blocks: bytes


class Strays(msgspec.Struct, frozen=True):
    """What lies in a store and is older than was asked: uploads and files, known or not."""

    uploads: list[uuid.UUID]
    files: list[bytes]


class BlobStore(Protocol):
    """Keeps files under their SHA-256, and uploads until they are whole. Names come from ids and hashes only.

    Every method may raise AppError `content.disk_full`, `content.store_unreachable`. Whoever writes to an upload holds
    it alone; everything else may happen at the same time in several processes.
    """

    async def ready(self) -> None:
        """Raise `AppError("content.store_unreachable")` when nothing can be kept or read now."""
        ...

    async def check_room(self, size_bytes: int) -> None:
        """Raise `AppError("content.disk_full")` when a file of this size has no place."""
        ...

    async def write(self, upload_id: uuid.UUID, offset: int, data: bytes) -> None:
        """Put a piece behind the first `offset` bytes; it is durable on return. Whole or not at all.

        Raises `AppError("content.no_upload")` when the bytes before it are gone.
        """
        ...

    async def prepare(self, upload_id: uuid.UUID, sha256: bytes, size_bytes: int) -> Prepared:
        """Read an upload of which all bytes came. May be asked again, also after `place`.

        Raises `AppError("content.no_upload")` when bytes are gone.
        """
        ...

    async def place(self, upload_id: uuid.UUID, sha256: bytes) -> None:
        """Make a prepared upload the file of this name, if there is none. Quick; may be done again."""
        ...

    async def discard(self, upload_id: uuid.UUID) -> None:
        """Remove what is left of an upload."""
        ...

    async def remove(self, sha256: bytes) -> None:
        """Remove a file; nothing happens when it is not there."""
        ...

    def read(self, sha256: bytes, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` up to but not including `end`. Raises `AppError("content.lost")`."""
        ...

    async def strays(self, older_than_s: float) -> Strays:
        """List what was written longer ago than this."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Digest:
    """SHA-256 of a stream and of each of its blocks."""

    def __init__(self) -> None:
        self.at = 0
        self._whole = hashlib.sha256()
        self._block = hashlib.sha256()
        self._blocks: list[bytes] = []

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        self._whole.update(data)
        view = memoryview(data)
        while view:
            room = BLOCK_BYTES - self.at % BLOCK_BYTES
            part = view[:room]
            self._block.update(part)
            self.at += len(part)
            view = view[room:]
            if self.at % BLOCK_BYTES == 0:
                self._blocks.append(self._block.digest())
                self._block = hashlib.sha256()

    def result(self) -> Prepared:
        """What was read so far."""
        blocks = list(self._blocks)
        if self.at % BLOCK_BYTES:
            blocks.append(self._block.digest())
        listed = b"".join(blocks) if self.at > MANIFEST_FROM_BYTES else b""
        return Prepared(self._whole.digest(), self.at, listed)
