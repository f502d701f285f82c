"""How far leases were spent, noted beside the library: a library that is put back or copied does not have it."""

import asyncio
import contextlib
import uuid
from pathlib import Path

import msgspec

from desktop.leases.store import LeaseRow
from desktop.runtime.secrets import SecretStore
from shared.errors import AppError

_NAME = "lease mark"


class Mark(msgspec.Struct, frozen=True):
    """The lease, how many entries it had, what was spent, and the newest moment (Unix milliseconds)."""

    lease_id: uuid.UUID
    counter: int
    spent: int
    newest_ms: int


def is_restored(row: LeaseRow, mark: Mark | None) -> bool:
    """Whether the note beside the library knows more of the lease than the library does."""
    return mark is not None and mark.lease_id == row.lease_id and mark.counter > row.counter


class Marks:
    """Kept where the device's key is kept. A store that does not open is no reason not to speak: it knows nothing."""

    def __init__(self, root: Path) -> None:
        self._secrets = SecretStore(
            root,
            "lease-mark.json",
            no_keyring="accounts.no_keyring",
            keyring_failed="accounts.keyring_failed",
        )
        self._writing = asyncio.Lock()
        self._wanted: Mark | None = None

    async def read(self) -> Mark | None:
        """Return the newest mark; None when there is none, or it cannot be read."""
        try:
            found = await self._secrets.get(_NAME, again=True)
            return None if found is None else msgspec.json.decode(found, type=Mark)
        except (AppError, msgspec.DecodeError):
            return None

    async def keep(self, mark: Mark) -> None:
        """Keep a mark; of several that wait for a slow store only the last is written."""
        self._wanted = mark
        async with self._writing:
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                with contextlib.suppress(AppError):
                    await self._secrets.keep_safely(_NAME, msgspec.json.encode(wanted).decode())

    async def forget(self) -> None:
        """Nothing is lent any more."""
        async with self._writing:
            self._wanted = None
            with contextlib.suppress(AppError):
                await self._secrets.forget(_NAME)
