"""Everything of a person, to take away or to erase. Other slices add their part through hooks."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing

import msgspec

from server.accounts import (
    account_store,
    audit_store,
    device_store,
    foreign_store,
    mail_token_store,
    session_store,
    tenant_store,
    told,
)
from server.accounts.audit import note, note_by
from server.accounts.context import Context
from server.accounts.export_archive import ExportArchive
from server.accounts.origin import Origin
from server.accounts.recovery_service import RecoveryService
from server.accounts.sessions import Sessions
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.errors import AppError

_AT_ONCE = 2


class DataService:
    """Exports and erases what is kept of a person."""

    def __init__(self, context: Context, sessions: Sessions, recovery: RecoveryService) -> None:
        self._context, self._sessions, self._recovery = context, sessions, recovery
        self._exports = asyncio.Semaphore(_AT_ONCE)

    async def export(self, who: Principal, origin: Origin) -> AsyncGenerator[bytes, None]:
        """Return the pieces of a zip archive: everything of a person at one moment, then their files as they are.

        What the database has is packed before the first piece, so a slow reader holds no transaction open; files are
        read while they are sent, and never whole in memory. Close it. Raises `AppError("accounts.busy")` when many
        ask at once; a store that fails half-way ends the archive before its table of contents.
        """
        if self._exports.locked():
            raise AppError("accounts.busy")
        async with self._exports:
            async with self._context.database.write() as tx:
                await note_by(tx, "data.exported", origin, who)
            archive = await asyncio.to_thread(ExportArchive)
            try:
                async with (
                    self._context.database.read() as tx,
                    aclosing(self._parts(tx, who.user_id)) as parts,
                ):
                    await archive.fill(parts)
                    carried = [
                        one for call in self._context.hooks.carriers for one in await call(tx, who.user_id)
                    ]
            except BaseException:
                archive.close()
                raise
        return archive.stream(carried)

    async def _parts(self, tx: Transaction, user_id: uuid.UUID) -> AsyncGenerator[tuple[str, bytes], None]:
        account = await self._context.account(tx, user_id)
        yield "account.json", msgspec.json.format(msgspec.json.encode(told.account(account, tx.now_ms)))
        signed_in = await session_store.open_devices(tx, user_id)
        for row in await device_store.of_person(tx, user_id):
            yield "devices.jsonl", _line(told.device(row, signed_in, None))
        for way in await foreign_store.of_person(tx, user_id):
            yield "sign_ins.jsonl", _line(way)
        async for entry in audit_store.of_person(tx, user_id):
            yield "audit.jsonl", _line(entry)
        for exporter in self._context.hooks.exporters:
            async for part in exporter(tx, user_id):
                yield part

    async def erase(self, who: Principal, password: str, origin: Origin) -> None:
        """Delete an account with everything that is only its own; an id without words stays.

        Raises AppError `accounts.wrong_password`, `accounts.too_many_attempts`, `accounts.last_admin`.
        """
        await self._recovery.check_password(who, password, origin)

        async def erase(tx: Transaction) -> None:
            account = await self._context.account(tx, who.user_id, lock=True)
            if account.role == "super_admin" and await account_store.count_admins(tx, None) <= 1:
                raise AppError("accounts.last_admin")
            for eraser in self._context.hooks.erasers:
                await eraser(tx, who.user_id)
            await self._erase_account(tx, who.user_id)
            await note(tx, "account.deleted", origin, actor=who.user_id, tenant=account.tenant_id)

        await self._context.database.transact(erase)

    async def _erase_account(self, tx: Transaction, user_id: uuid.UUID) -> None:
        await self._sessions.end(tx, "deleted", user_id=user_id)
        await mail_token_store.drop(tx, user_id)
        await foreign_store.erase(tx, user_id)
        await tenant_store.drop_invitations_by(tx, user_id)
        await device_store.forget_places(tx, user_id=user_id)
        await device_store.blank(tx, user_id)
        await account_store.change(
            tx,
            user_id,
            stale=True,
            email=None,
            email_verified=False,
            name="",
            language="en",
            role="learner",
            plan="free",
            plan_until_ms=0,
            tenant_id=None,
            password_hash=None,
            suspended_ms=None,
            deleted_ms=tx.now_ms,
        )


def _line(value: msgspec.Struct) -> bytes:
    return msgspec.json.encode(value) + b"\n"
