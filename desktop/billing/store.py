"""What this computer remembers of usage: a small file beside the library. Knows no server."""

import asyncio
import uuid
from pathlib import Path

import msgspec

from desktop.billing.views import Known
from desktop.runtime.paths import disk_error
from shared.plans import Plan

MOST_TOLD = 50


class Remembered(msgspec.Struct, frozen=True):
    """The file. `told`: keys of the prompts that a person put away, the newest last."""

    known: Known | None = None
    plans: tuple[Plan, ...] = ()
    told: tuple[str, ...] = ()


class UsageStore:
    """Written whole or not at all; what cannot be read counts as nothing: the server says it again."""

    def __init__(self, root: Path) -> None:
        self._file = root / "usage.json"
        self._writing = asyncio.Lock()

    def read(self) -> Remembered:
        """Return what is remembered."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Remembered)
        except (OSError, msgspec.DecodeError):
            return Remembered()

    async def write(self, remembered: Remembered) -> None:
        """Remember. Raises AppError for a full or read-only disk."""
        async with self._writing:
            await asyncio.to_thread(self._write, remembered)

    def _write(self, remembered: Remembered) -> None:
        part = self._file.with_suffix(f".{uuid.uuid4().hex}.part")
        try:
            part.write_bytes(msgspec.json.encode(remembered))
            part.replace(self._file)
        except OSError as cause:
            part.unlink(missing_ok=True)
            raise disk_error(cause, self._file.parent) from cause
