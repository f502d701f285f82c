"""Files on their way in: begun under a plan, written by offset, checked and linked when whole."""

import asyncio
import uuid
from collections.abc import Callable
from weakref import WeakValueDictionary

import msgspec

from server.content.rules import (
    MOST_OPEN,
    check_form,
    check_space,
    check_uploads,
    counts_as_upload,
    month_of,
)
from server.content.store import ContentStore, UploadRow
from server.content.stores import BlobStore, Prepared
from server.groups.service import GroupsService
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.content.messages import NewUpload, Upload
from shared.errors import AppError
from shared.ids import new_id
from shared.plans import Plan
from sync.scopes import Access

DAY_MS = 24 * 60 * 60 * 1000


class Uploads:
    """One upload is written by one request at a time, in whichever process: by a lock here and by its row's lock."""

    def __init__(
        self,
        database: Database,
        groups: GroupsService,
        files: BlobStore,
        *,
        piece_bytes: int,
        upload_days: int,
        plan: Callable[[str], Plan],
    ) -> None:
        self._plan = plan
        self._database = database
        self._groups = groups
        self._files = files
        self._piece_bytes = piece_bytes
        self._keep_ms = upload_days * DAY_MS
        self._turns: WeakValueDictionary[uuid.UUID, asyncio.Lock] = WeakValueDictionary()

    async def begin(self, who: Principal, new: NewUpload) -> Upload:
        """Reserve room for a file, or find its unfinished upload; its first byte may follow.

        Raises AppError `content.no_access`, `content.bad_type`, `content.file_too_large`, `content.storage_full`,
        `content.uploads_used`, `content.too_many_uploads`, `content.disk_full`.
        """
        plan = self._plan(who.plan)
        check_form(plan, new.media_type, new.size_bytes)
        await self._files.check_room(new.size_bytes)
        sha256 = bytes.fromhex(new.sha256)
        async with self._database.write() as tx:
            await self._check_access(tx, who, new.scope)
            store, month = ContentStore(tx), month_of(tx.now_ms)
            await store.hold_account(who.user_id, month)
            there = await store.blob(new.scope, sha256)
            if there is not None and not there.lost:
                return Upload(
                    new_id(), there.size_bytes, there.size_bytes, self._piece_bytes, 0, complete=True
                )
            row = await store.upload_of(who.user_id, new.scope, sha256)
            if row is not None and row.size_bytes != new.size_bytes:
                # One of the two sizes is wrong, and nobody knows which: it begins again.
                await store.drop_upload(row.upload_id)
                row = None
            if row is None:
                row = self._row(who, new, tx.now_ms + self._keep_ms)
                taken = await store.taken(who.user_id, month)
                if taken.open_uploads >= MOST_OPEN:
                    raise AppError("content.too_many_uploads", limit=MOST_OPEN)
                if row.counts:
                    check_uploads(plan, taken, tx.now_ms)
                if not await store.charged(who.user_id, sha256):
                    check_space(plan, taken, row.size_bytes)
                await store.add_upload(row)
        return await self._finish(who, row) if row.offset_bytes == row.size_bytes else self._told(row)

    def _row(self, who: Principal, new: NewUpload, expires_ms: int) -> UploadRow:
        return UploadRow(
            upload_id=new_id(),
            user_id=who.user_id,
            scope=new.scope,
            sha256=bytes.fromhex(new.sha256),
            size_bytes=new.size_bytes,
            media_type=new.media_type,
            counts=int(counts_as_upload(new.media_type, new.size_bytes)),
            offset_bytes=0,
            expires_ms=expires_ms,
        )

    async def standing(self, who: Principal, upload_id: uuid.UUID) -> Upload:
        """Where an upload stands. Raises `AppError("content.no_upload")`."""
        async with self._database.read() as tx:
            return self._told(await _found(tx, who, upload_id))

    async def append(self, who: Principal, upload_id: uuid.UUID, offset: int, data: bytes) -> Upload:
        """Store the next bytes; with the last ones the file is checked and linked.

        Raises AppError `content.no_upload`, `content.wrong_offset`, `content.piece_too_large` (longer than announced),
        `content.wrong_content`, `content.disk_full`, and what `begin` raises when the plan has changed meanwhile.
        """
        turn = self._turns.setdefault(upload_id, asyncio.Lock())
        async with turn:
            row = await self._written(who, upload_id, offset, data)
            return await self._finish(who, row) if row.offset_bytes == row.size_bytes else self._told(row)

    async def _written(self, who: Principal, upload_id: uuid.UUID, offset: int, data: bytes) -> UploadRow:
        try:
            if self._database.dialect == "sqlite":
                # SQLite has one writer for everybody: nobody waits for a piece of a film to reach the disk.
                async with self._database.read() as tx:
                    row = await _found(tx, who, upload_id)
                await self._put(row, offset, data)
                async with self._database.write() as tx:
                    return await self._advanced(tx, row, len(data))
            async with self._database.write() as tx:
                row = await _found(tx, who, upload_id, hold=True)
                await self._put(row, offset, data)
                return await self._advanced(tx, row, len(data))
        except AppError as error:
            if error.code == "content.no_upload" and await self._is_of(who, upload_id):
                await self._drop(upload_id)
            raise

    async def _is_of(self, who: Principal, upload_id: uuid.UUID) -> bool:
        async with self._database.read() as tx:
            return await ContentStore(tx).upload(who.user_id, upload_id) is not None

    async def _put(self, row: UploadRow, offset: int, data: bytes) -> None:
        if offset != row.offset_bytes:
            raise AppError("content.wrong_offset", offset=row.offset_bytes)
        if offset + len(data) > row.size_bytes:
            raise AppError("content.piece_too_large", limit=row.size_bytes - offset)
        if data:
            await self._files.write(row.upload_id, offset, data)

    async def _advanced(self, tx: Transaction, row: UploadRow, length: int) -> UploadRow:
        offset, expires_ms = row.offset_bytes + length, tx.now_ms + self._keep_ms
        if not await ContentStore(tx).advance(row, offset, expires_ms):
            raise AppError("content.no_upload")
        return msgspec.structs.replace(row, offset_bytes=offset, expires_ms=expires_ms)

    async def abandon(self, who: Principal, upload_id: uuid.UUID) -> None:
        """Give an upload up; what it reserved is free again. Raises `AppError("content.no_upload")`."""
        async with self._database.read() as tx:
            await _found(tx, who, upload_id)
        await self._drop(upload_id)

    async def _drop(self, upload_id: uuid.UUID) -> None:
        async with self._database.write() as tx:
            await ContentStore(tx).drop_upload(upload_id)
        await self._files.discard(upload_id)

    async def _finish(self, who: Principal, row: UploadRow) -> Upload:
        """Check the whole file, put it in its place and link it, all or nothing; may be done again after a crash."""
        try:
            prepared = await self._files.prepare(row.upload_id, row.sha256, row.size_bytes)
            if prepared.sha256 != row.sha256 or prepared.size_bytes != row.size_bytes:
                raise AppError("content.wrong_content")
            async with self._database.write() as tx:
                await self._link(tx, who, row, prepared)
        except AppError as error:
            if not error.retryable or error.code == "content.wrong_content":
                await self._drop(row.upload_id)
            raise
        await self._files.discard(row.upload_id)
        return self._told(row, complete=True)

    async def _link(self, tx: Transaction, who: Principal, row: UploadRow, prepared: Prepared) -> None:
        plan, month = self._plan(who.plan), month_of(tx.now_ms)
        store = ContentStore(tx)
        await store.hold_account(who.user_id, month)
        if await store.upload(who.user_id, row.upload_id, hold=True) is None:
            if await store.blob(row.scope, row.sha256) is None:
                raise AppError("content.no_upload")
            return  # another request for the same upload came first
        await self._check_access(tx, who, row.scope)
        check_form(plan, row.media_type, row.size_bytes)
        if not await store.charged(who.user_id, row.sha256):
            taken = await store.taken(who.user_id, month, without=row.upload_id)
            # What others reserved meanwhile is theirs only while it fits: the first to finish has the room.
            check_space(plan, msgspec.structs.replace(taken, reserved_bytes=0), row.size_bytes)
        await store.keep_blob(prepared, row.media_type)
        await self._files.place(row.upload_id, row.sha256)
        await store.link(row.scope, row.sha256, who.user_id)
        if row.counts:
            await store.count_upload(who.user_id)
        await store.drop_upload(row.upload_id)

    async def _check_access(self, tx: Transaction, who: Principal, scope: str) -> None:
        if not await self._groups.access(tx, who, scope) & Access.WRITE:
            raise AppError("content.no_access")

    def _told(self, row: UploadRow, *, complete: bool = False) -> Upload:
        return Upload(
            row.upload_id, row.offset_bytes, row.size_bytes, self._piece_bytes, row.expires_ms, complete
        )


async def _found(tx: Transaction, who: Principal, upload_id: uuid.UUID, *, hold: bool = False) -> UploadRow:
    row = await ContentStore(tx).upload(who.user_id, upload_id, hold=hold)
    if row is None or row.expires_ms < tx.now_ms:
        raise AppError("content.no_upload")
    return row
