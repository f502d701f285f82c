"""Removes what nobody needs: expired uploads, links that nothing refers to, files without links, strays of crashes."""

import logging
import uuid

import msgspec

from server.content.metering import SpaceMeter
from server.content.rules import month_of
from server.content.store import ContentStore
from server.content.stores import BlobStore
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.content.references import may_refer, references
from sync.change_store import ChangeStore
from sync.stamps import decode_fields

_LOG = logging.getLogger("lantern.content")
_AT_ONCE = 200
STRAY_AGE_S = 24 * 60 * 60.0
"""What lies in the store and is unknown this long after it was written was left by a crash."""


class Collector:
    """Every step is safe to be cut short and to be done again."""

    def __init__(self, database: Database, files: BlobStore, meter: SpaceMeter, *, keep_ms: int) -> None:
        self._database = database
        self._files = files
        self._meter = meter
        self._keep_ms = keep_ms

    async def collect(self) -> None:
        """Do all of it once."""
        await self._expire()
        async with self._database.read() as tx:
            scopes = await ContentStore(tx).scopes()
        for scope in scopes:
            await self._unlink(scope)
        await self._remove_unlinked()
        await self._sweep()
        await self._count()

    async def _expire(self) -> None:
        while True:
            async with self._database.write() as tx:
                gone = await ContentStore(tx).expired(_AT_ONCE)
            for upload_id in gone:
                await self._files.discard(upload_id)
                await self._meter.release(upload_id)
            if len(gone) < _AT_ONCE:
                return

    async def _unlink(self, scope: str) -> None:
        """Note what nothing refers to any more, and let go of what nothing referred to for long."""
        async with self._database.read() as tx:
            needed = await _needed(tx, scope)
        async with self._database.write() as tx:
            store = ContentStore(tx)
            links = await store.links_of(scope)
            await store.mark(
                scope, [sha for sha, since in links.items() if since is not None and sha in needed], None
            )
            fresh = [sha for sha, since in links.items() if since is None and sha not in needed]
            await store.mark(scope, fresh, tx.now_ms)
            last = tx.now_ms - self._keep_ms
            old = [
                sha
                for sha, since in links.items()
                if since is not None and since < last and sha not in needed
            ]
            if old:
                # Rows may have come since they were read: judged again where no row can come any more.
                still = await _needed(tx, scope)
                await store.unlink(scope, [sha for sha in old if sha not in still])

    async def _remove_unlinked(self) -> None:
        async with self._database.read() as tx:
            candidates = await ContentStore(tx).unlinked(100_000)
        for sha256 in candidates:
            async with self._database.write() as tx:
                store = ContentStore(tx)
                if await store.hold_unlinked(sha256):
                    await self._files.remove(sha256)
                    await store.drop_blob(sha256)
        if candidates:
            _LOG.info("unreferenced content removed", extra={"count": len(candidates)})

    async def _count(self) -> None:
        """Have the books agree with what is stored: links that went with a scope or a collection count no more."""
        async with self._database.read() as tx:
            people = await ContentStore(tx).people()
            older_ms = tx.now_ms - int(STRAY_AGE_S * 1_000)
        for user_id in people:
            await level(self._meter, user_id)
        left = await self._meter.forgotten(older_ms)
        async with self._database.read() as tx:
            known = await ContentStore(tx).known_uploads(left)
        for reservation in left:
            if reservation not in known:
                await self._meter.release(reservation)

    async def _sweep(self) -> None:
        strays = await self._files.strays(STRAY_AGE_S)
        await self._sweep_uploads(strays.uploads)
        for at in range(0, len(strays.files), _AT_ONCE):
            part = strays.files[at : at + _AT_ONCE]
            async with self._database.read() as tx:
                known = await ContentStore(tx).known_blobs(part)
            for sha256 in part:
                if sha256 not in known:
                    await self._files.remove(sha256)

    async def _sweep_uploads(self, uploads: list[uuid.UUID]) -> None:
        async with self._database.read() as tx:
            known = await ContentStore(tx).known_uploads(uploads)
        for upload_id in uploads:
            if upload_id not in known:
                await self._files.discard(upload_id)


async def level(meter: SpaceMeter, user_id: uuid.UUID) -> None:
    """Have the books say what a person stores."""

    async def stored(tx: Transaction) -> int:
        store, month = ContentStore(tx), month_of(tx.now_ms)
        await store.hold_account(user_id, month)
        return (await store.taken(user_id, month)).stored_bytes

    await meter.level(user_id, stored)


async def _needed(tx: Transaction, scope: str) -> set[bytes]:
    """Hashes that the scope's living rows refer to."""

    def read(rows: ChangeStore) -> set[bytes]:
        found: set[bytes] = set()
        for row in rows.living(scope):
            if may_refer(row.kind):
                values = {name: _value(raw) for name, raw in decode_fields(row.fields).items()}
                found |= references(row.kind, values)
        return found

    return await tx.changes(read)


def _value(raw: msgspec.Raw) -> object:
    try:
        return msgspec.msgpack.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
