"""What the account needs of the library file it belongs to. Declarations only; sync implements them."""

import uuid
from typing import Protocol

import msgspec


class LocalIdentity(msgspec.Struct, frozen=True):
    """The names in the library file: its own, this device's, and the person's (invented until there is an account)."""

    database_id: uuid.UUID
    device_id: uuid.UUID
    user_id: uuid.UUID


class LocalProfile(Protocol):
    """The library, as an account takes possession of it."""

    async def identity(self) -> LocalIdentity:
        """Return the names as they are now."""
        ...

    async def rename_device(self) -> uuid.UUID:
        """Give the device a new id, because the file turned out to be a copy; unsent edits stay."""
        ...

    async def check_account(self, user_id: uuid.UUID) -> None:
        """Raises AppError `sync.other_account` when `adopt` would."""

    async def adopt(self, user_id: uuid.UUID) -> None:
        """Make the library this account's: local work moves into the account's scope."""

    async def pending(self) -> int:
        """Return how many things have changes that no server has."""
        ...

    async def release(self) -> None:
        """The account is gone: what is here stays, as work of a library without an account."""
