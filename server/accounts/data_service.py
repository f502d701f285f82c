"""Everything of a person, to take away or to erase. Other slices add their part through hooks."""

import asyncio
import tempfile
import uuid
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack, aclosing
from typing import IO

import msgspec

from server.accounts import (
    account_store,
    audit_store,
    device_store,
    mail_token_store,
    session_store,
    tenant_store,
    told,
)
from server.accounts.audit import note, note_by
from server.accounts.context import Context
from server.accounts.origin import Origin
from server.accounts.recovery_service import RecoveryService
from server.accounts.sessions import Sessions
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.errors import AppError

_PIECE_BYTES = 64 * 1024
_AT_ONCE = 2


class DataService:
    """Exports and erases what is kept of a person."""

    def __init__(self, context: Context, sessions: Sessions, recovery: RecoveryService) -> None:
        self._context, self._sessions, self._recovery = context, sessions, recovery
        self._exports = asyncio.Semaphore(_AT_ONCE)

    async def export(self, who: Principal, origin: Origin) -> IO[bytes]:
        """Return an open temporary file, to be closed: a zip archive of everything of a person at one moment.

        It is whole before the first byte is sent, so a slow reader holds no transaction of the database open.
        Raises `AppError("accounts.busy")` when many ask at once.
        """
        if self._exports.locked():
            raise AppError("accounts.busy")
        async with self._exports:
            async with self._context.database.write() as tx:
                await note_by(tx, "data.exported", origin, who)
            file = await asyncio.to_thread(tempfile.TemporaryFile)
            try:
                async with (
                    self._context.database.read() as tx,
                    aclosing(self._parts(tx, who.user_id)) as parts,
                ):
                    await _fill(file, parts)
            except BaseException:
                file.close()
                raise
        return file

    async def _parts(self, tx: Transaction, user_id: uuid.UUID) -> AsyncGenerator[tuple[str, bytes], None]:
        account = await self._context.account(tx, user_id)
        yield "account.json", msgspec.json.format(msgspec.json.encode(told.account(account, tx.now_ms)))
        signed_in = await session_store.open_devices(tx, user_id)
        for row in await device_store.of_person(tx, user_id):
            yield "devices.jsonl", _line(told.device(row, signed_in, None))
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


async def _fill(file: IO[bytes], parts: AsyncIterator[tuple[str, bytes]]) -> None:
    archive = _Archive(file)
    waiting, named = bytearray(), ""
    try:
        async for name, raw in parts:
            if waiting and (name != named or len(waiting) >= _PIECE_BYTES):
                await asyncio.to_thread(archive.add, named, bytes(waiting))
                waiting.clear()
            named = name
            waiting += raw
        await asyncio.to_thread(archive.add, named, bytes(waiting))
    finally:
        archive.close()
    file.seek(0)


def _line(value: msgspec.Struct) -> bytes:
    return msgspec.json.encode(value) + b"\n"


class _Archive:
    """A zip archive that grows at the end of one file at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._open = ExitStack()
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._name = ""
        self._file: IO[bytes] | None = None

    def add(self, name: str, raw: bytes | bytearray) -> None:
        """Append to a file of the archive; pieces of one file come one after another."""
        if self._file is None or name != self._name:
            self._open.close()
            self._file = self._open.enter_context(self._zip.open(name, "w", force_zip64=True))
            self._name = name
        self._file.write(raw)

    def close(self) -> None:
        """Write the table of contents."""
        self._open.close()
        self._zip.close()
