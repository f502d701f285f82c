"""Files on their way in: begun under a plan, written by offset, checked and linked when whole."""

import asyncio
import uuid
from weakref import WeakValueDictionary

import msgspec

from server.content.collecting import level
from server.content.metering import SpaceMeter, Stored
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
        meter: SpaceMeter,
    ) -> None:
        self._meter = meter
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
        plan = await self._meter.allowance(who)
        check_form(plan, new.media_type, new.size_bytes)
        await self._files.check_room(new.size_bytes)
        async with self._database.read() as tx:
            found = await self._known(tx, who, new)
            fresh_bytes = await self._fresh_bytes(tx, who, plan, new) if found is None else 0
        if found is None:
            reservation = await self._reserve(
                who, fresh_bytes, int(counts_as_upload(new.media_type, new.size_bytes))
            )
            found = await self._begin(who, plan, new, reservation)
        if isinstance(found, Upload):
            return found
        return await self._finish(who, found) if found.offset_bytes == found.size_bytes else self._told(found)

    async def _known(self, tx: Transaction, who: Principal, new: NewUpload) -> Upload | UploadRow | None:
        """The file when it is there, its unfinished upload, or None."""
        await self._check_access(tx, who, new.scope)
        store, sha256 = ContentStore(tx), bytes.fromhex(new.sha256)
        there = await store.blob(new.scope, sha256)
        if there is not None and not there.lost:
            size = there.size_bytes
            return Upload(new_id(), size, size, self._piece_bytes, 0, complete=True)
        row = await store.upload_of(who.user_id, new.scope, sha256)
        return row if row is not None and row.size_bytes == new.size_bytes else None

    async def _fresh_bytes(self, tx: Transaction, who: Principal, plan: Plan, new: NewUpload) -> int:
        """How many bytes would count anew. Raises what says that there is no room for them."""
        store, sha256 = ContentStore(tx), bytes.fromhex(new.sha256)
        taken = await store.taken(who.user_id, month_of(tx.now_ms))
        old = await store.upload_of(who.user_id, new.scope, sha256)
        if old is not None:
            # Another size was announced for it; one of the two is wrong, and it begins again.
            taken = msgspec.structs.replace(
                taken,
                reserved_bytes=taken.reserved_bytes - old.size_bytes,
                open_uploads=taken.open_uploads - 1,
            )
        if taken.open_uploads >= MOST_OPEN:
            raise AppError("content.too_many_uploads", limit=MOST_OPEN)
        if counts_as_upload(new.media_type, new.size_bytes):
            check_uploads(plan, taken, tx.now_ms)
        if await store.charged(who.user_id, sha256):
            return 0
        check_space(plan, taken, new.size_bytes)
        return new.size_bytes

    async def _reserve(self, who: Principal, stored_bytes: int, uploads: int) -> uuid.UUID:
        try:
            return await self._meter.reserve(who, stored_bytes, uploads)
        except AppError as error:
            if error.code != "billing.used_up":
                raise
        # What went away with a group since the last collection is not counted off yet.
        await level(self._meter, who.user_id)
        return await self._meter.reserve(who, stored_bytes, uploads)

    async def _begin(
        self, who: Principal, plan: Plan, new: NewUpload, reservation: uuid.UUID
    ) -> Upload | UploadRow:
        """Note the upload under its reservation, unless another request was first: then the room is given back."""
        unused, replaced, begun = [reservation], list[uuid.UUID](), False
        try:
            async with self._database.write() as tx:
                store = ContentStore(tx)
                await store.hold_account(who.user_id, month_of(tx.now_ms))
                found = await self._known(tx, who, new)
                if found is None:
                    await self._fresh_bytes(tx, who, plan, new)
                    old = await store.upload_of(who.user_id, new.scope, bytes.fromhex(new.sha256))
                    if old is not None:
                        await store.drop_upload(old.upload_id)
                    found = self._row(who, new, reservation, tx.now_ms + self._keep_ms)
                    await store.add_upload(found)
                    begun, replaced = True, [old.upload_id] if old else []
            if begun:
                unused = replaced
            return found
        finally:
            for each in unused:
                await self._meter.release(each)

    def _row(self, who: Principal, new: NewUpload, upload_id: uuid.UUID, expires_ms: int) -> UploadRow:
        return UploadRow(
            upload_id=upload_id,
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
        await self._meter.release(upload_id)
        await self._files.discard(upload_id)

    async def _finish(self, who: Principal, row: UploadRow) -> Upload:
        """Check the whole file, put it in its place and link it, all or nothing; may be done again after a crash."""
        try:
            prepared = await self._files.prepare(row.upload_id, row.sha256, row.size_bytes)
            if prepared.sha256 != row.sha256 or prepared.size_bytes != row.size_bytes:
                raise AppError("content.wrong_content")
            plan = await self._meter.allowance(who)
            await self._meter.write(lambda tx: self._link(tx, who, plan, row, prepared))
        except AppError as error:
            if not error.retryable or error.code == "content.wrong_content":
                await self._drop(row.upload_id)
            raise
        await self._files.discard(row.upload_id)
        return self._told(row, complete=True)

    async def _link(
        self, tx: Transaction, who: Principal, plan: Plan, row: UploadRow, prepared: Prepared
    ) -> list[Stored]:
        month, stored_bytes = month_of(tx.now_ms), 0
        store = ContentStore(tx)
        await store.hold_account(who.user_id, month)
        if await store.upload(who.user_id, row.upload_id, hold=True) is None:
            if await store.blob(row.scope, row.sha256) is None:
                raise AppError("content.no_upload")
            return []  # another request for the same upload came first
        await self._check_access(tx, who, row.scope)
        check_form(plan, row.media_type, row.size_bytes)
        if not await store.charged(who.user_id, row.sha256):
            taken = await store.taken(who.user_id, month, without=row.upload_id)
            # What others reserved meanwhile is theirs only while it fits: the first to finish has the room.
            check_space(plan, msgspec.structs.replace(taken, reserved_bytes=0), row.size_bytes)
            stored_bytes = row.size_bytes
        await store.keep_blob(prepared, row.media_type)
        await self._files.place(row.upload_id, row.sha256)
        await store.link(row.scope, row.sha256, who.user_id)
        if row.counts:
            await store.count_upload(who.user_id)
        await store.drop_upload(row.upload_id)
        return [Stored(row.upload_id, who.user_id, stored_bytes, row.counts)]

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
