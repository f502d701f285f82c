"""One's own account: name and language, devices."""

import uuid

from server.accounts import account_store, device_store, session_store, told
from server.accounts.audit import note_by
from server.accounts.context import Context
from server.accounts.names import cleaned_name, language_tag, plain_name
from server.accounts.origin import Origin
from server.accounts.sessions import Sessions
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import Account, AccountChange, Devices
from shared.errors import AppError


class ProfileService:
    """Shows and changes one's own account."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context, self._sessions = context, sessions

    async def me(self, who: Principal) -> Account:
        """Return one's own account."""
        async with self._context.database.read() as tx:
            return told.account(await self._context.account(tx, who.user_id), tx.now_ms)

    async def change(self, who: Principal, body: AccountChange) -> Account:
        """Change name or language, and the profile record with them. Raises `AppError("accounts.name_invalid")`."""
        async with self._context.database.write() as tx:
            account = await self._context.account(tx, who.user_id, lock=True)
            name = account.name if body.name is None else cleaned_name(body.name)
            language = account.language if body.language is None else language_tag(body.language)
            if (name, language) != (account.name, account.language):
                await account_store.change(tx, account.id, name=name, language=language)
                await self._context.hooks.profile(tx, account.id, name, language)
            return told.account(await self._context.account(tx, who.user_id), tx.now_ms)

    async def follow(
        self, tx: Transaction, user_id: uuid.UUID, name: str | None, language: str | None
    ) -> None:
        """Take over what a synced profile record says, where an account may have it."""
        account = await self._context.account(tx, user_id)
        kept = account.name if name is None else plain_name(name, account.name)
        tag = account.language if language is None else language_tag(language)
        if (kept, tag) != (account.name, account.language):
            await account_store.change(tx, user_id, name=kept, language=tag)

    async def devices(self, who: Principal) -> Devices:
        """Return one's devices."""
        async with self._context.database.read() as tx:
            rows = await device_store.of_person(tx, who.user_id)
            signed_in = await session_store.open_devices(tx, who.user_id)
        return Devices(tuple(told.device(row, signed_in, who.device_id) for row in rows))

    async def rename_device(self, who: Principal, device_id: uuid.UUID, name: str) -> None:
        """Rename a device. Raises AppError `accounts.device_not_found`, `accounts.name_invalid`."""
        cleaned = cleaned_name(name)
        async with self._context.database.write() as tx:
            if not await device_store.change(tx, who.user_id, device_id, name=cleaned):
                raise AppError("accounts.device_not_found")

    async def remove_device(self, who: Principal, device_id: uuid.UUID, origin: Origin) -> None:
        """Sign a device out for good: its id and key are never taken again.

        Raises `AppError("accounts.device_not_found")`.
        """
        async with self._context.database.write() as tx:
            if not await device_store.change(tx, who.user_id, device_id, revoked_ms=tx.now_ms):
                raise AppError("accounts.device_not_found")
            await self._sessions.end(tx, "removed", user_id=who.user_id, device_id=device_id)
            await note_by(tx, "device.removed", origin, who, detail={"device": str(device_id)})
