"""The library as an account sees it (`desktop.accounts.joining.LocalProfile`): its names, and whose it is."""

import uuid

from desktop.accounts.service import LocalIdentity
from desktop.storage.database import Database
from desktop.storage.typed_rows import TypedRowStore
from desktop.sync import adoption_store, store
from sync.engine import fork


class LocalLibrary:
    """What signing in and out does to the rows of the open library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def identity(self) -> LocalIdentity:
        """Return the names in the library file: its own, this device's, the person's."""
        async with self._database.reader() as reader:
            profile = await store.profile(reader)
        return LocalIdentity(profile.database_id, profile.device_id, profile.user_id)

    async def rename_device(self) -> uuid.UUID:
        """Give the device a new id, because the file turned out to be a copy; unsent edits stay."""
        return await self._database.write(
            lambda tx: fork(tx.journal, TypedRowStore(tx.connection), uuid.uuid4())
        )

    async def check_account(self, user_id: uuid.UUID) -> None:
        """Raises AppError `sync.other_account` when `adopt` would: ask before a sign-in is kept."""
        await self._database.write(lambda tx: adoption_store.check(tx, user_id))

    async def adopt(self, user_id: uuid.UUID) -> None:
        """Make the profile this account's, before its first sync: local work moves into the account's scope.

        Raises AppError `sync.other_account` when the profile belongs to another account already.
        """
        await self._database.write(lambda tx: adoption_store.adopt(tx, user_id))

    async def pending(self) -> int:
        """Return how many things have changes that the server does not have yet."""
        async with self._database.reader() as reader:
            return (await store.counts(reader)).pending

    async def release(self) -> None:
        """The account is gone: what a person made here stays, as work of a library without an account."""
        await self._database.write(adoption_store.release)
