"""A small JSON file that a profile remembers something in, written whole or not at all. Knows no slice."""

import asyncio
import os
import uuid
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from desktop.runtime.paths import disk_error

T = TypeVar("T", bound=msgspec.Struct)


class RememberedFile(Generic[T]):
    """A struct whose fields all have defaults. Several processes may write it: the last one asked for stays."""

    def __init__(self, file: Path, kind: type[T]) -> None:
        self._file, self._kind = file, kind
        self._writing = asyncio.Lock()

    def read(self) -> T:
        """What is remembered; nothing when the file is missing or torn."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=self._kind)
        except (OSError, ValueError):
            return self._kind()

    async def write(self, remembered: T) -> None:
        """Remember. Raises AppError for a full or read-only disk; the file before stays."""
        async with self._writing:
            await asyncio.to_thread(self._write, remembered)

    def _write(self, remembered: T) -> None:
        part = self._file.with_suffix(f".{uuid.uuid4().hex}.part")
        try:
            with part.open("wb") as writing:
                writing.write(msgspec.json.encode(remembered))
                writing.flush()
                os.fsync(writing.fileno())
            part.replace(self._file)
        except OSError as cause:
            part.unlink(missing_ok=True)
            raise disk_error(cause, self._file.parent) from cause
