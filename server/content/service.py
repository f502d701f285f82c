"""Content for everybody else: have-lists, uploads, downloads, use of space, erasure. The work is done in its parts."""

import contextlib
import uuid
from collections.abc import AsyncIterator
from functools import partial
from mimetypes import guess_extension
from typing import Any

from msgspec import structs

from server.accounts.service import CarriedFile
from server.config.declarations import ContentSection
from server.content.collecting import Collector
from server.content.metering import SpaceMeter, Stored
from server.content.rules import check_space, file_limit, month_of, next_month_ms
from server.content.store import BlobRow, ContentStore
from server.content.stores import BlobStore
from server.content.uploads import DAY_MS, Uploads
from server.groups.service import GroupsService
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.content.messages import BLOCK_BYTES, ContentUsage, Have, HaveAnswer, Manifest, is_hash
from shared.errors import AppError
from shared.plans import Plan
from sync.scopes import Access, ScopeKind, scope_of


class ContentService:
    """Files of synced things. A file is seen only through a scope that has it; its hash alone opens nothing."""

    def __init__(
        self,
        database: Database,
        groups: GroupsService,
        files: BlobStore,
        config: ContentSection | None = None,
        *,
        meter: SpaceMeter,
    ) -> None:
        config = config or ContentSection()
        self._meter = meter
        self._database = database
        self._groups = groups
        self._files = files
        self.piece_bytes = config.piece_bytes
        self.uploads = Uploads(
            database,
            groups,
            files,
            piece_bytes=config.piece_bytes,
            upload_days=config.upload_days,
            meter=meter,
        )
        self._collector = Collector(database, files, meter, keep_ms=config.unreferenced_days * DAY_MS)

    async def have(self, who: Principal, have: Have) -> HaveAnswer:
        """Say which files of a device the scope lacks. What the person may read through another scope is linked.

        Raises `AppError("content.no_access")`. What would not fit into the person's space stays wanted: its upload
        says why.
        """
        hashes = list(dict.fromkeys(bytes.fromhex(text) for text in have.hashes))
        async with self._database.read() as tx:
            await self._check(tx, who, have.scope, Access.WRITE)
            linked = await ContentStore(tx).linked(have.scope, hashes)
            others = await self._readable(tx, who) - {have.scope}
        missing = [sha256 for sha256 in hashes if sha256 not in linked]
        if missing and others:
            linked |= await self._link(who, have.scope, missing)
        return HaveAnswer(
            wanted=[sha256.hex() for sha256 in hashes if sha256 not in linked],
            linked=[sha256.hex() for sha256 in hashes if sha256 in linked],
        )

    async def _link(self, who: Principal, scope: str, hashes: list[bytes]) -> set[bytes]:
        plan = await self._meter.allowance(who)
        async with self._database.read() as tx:
            seen = await self._elsewhere(tx, who, scope, hashes, hold=False)
            fresh_bytes = await self._fitting(tx, who, plan, seen)
        if not seen:
            return set()
        try:
            reservation = await self._meter.reserve(who, fresh_bytes, 0)
        except AppError:
            return set()
        done: set[bytes] = set()

        async def link(tx: Transaction) -> list[Stored]:
            done.clear()
            await self._check(tx, who, scope, Access.WRITE)
            store, month, added_bytes = ContentStore(tx), month_of(tx.now_ms), 0
            await store.hold_account(who.user_id, month)
            for sha256, size_bytes in (await self._elsewhere(tx, who, scope, hashes, hold=True)).items():
                if not await store.charged(who.user_id, sha256):
                    try:
                        check_space(plan, await store.taken(who.user_id, month), size_bytes)
                    except AppError:
                        continue
                    added_bytes += size_bytes
                await store.link(scope, sha256, who.user_id)
                done.add(sha256)
            return [Stored(reservation, who.user_id, added_bytes)]

        try:
            await self._meter.write(link)
        except BaseException:
            await self._meter.release(reservation)
            raise
        return done

    async def _elsewhere(
        self, tx: Transaction, who: Principal, scope: str, hashes: list[bytes], *, hold: bool
    ) -> dict[bytes, int]:
        others = await self._readable(tx, who) - {scope}
        return await ContentStore(tx).elsewhere(others, hashes, hold=hold)

    async def _fitting(self, tx: Transaction, who: Principal, plan: Plan, seen: dict[bytes, int]) -> int:
        """How many bytes of files that do not count on a person yet there is room for."""
        store = ContentStore(tx)
        taken = await store.taken(who.user_id, month_of(tx.now_ms))
        before = taken.stored_bytes
        for sha256, size_bytes in seen.items():
            if not await store.charged(who.user_id, sha256):
                with contextlib.suppress(AppError):
                    check_space(plan, taken, size_bytes)
                    taken = structs.replace(taken, stored_bytes=taken.stored_bytes + size_bytes)
        return taken.stored_bytes - before

    async def look_up(self, who: Principal, scope: str, sha256: str) -> BlobRow:
        """Return what is known of a file that the person may read there. Raises `AppError("content.not_found")`."""
        async with self._database.read() as tx:
            may = await self._groups.access(tx, who, scope) & Access.READ
            found = (
                await ContentStore(tx).blob(scope, bytes.fromhex(sha256)) if may and is_hash(sha256) else None
            )
        if found is None:
            raise AppError("content.not_found")
        return found

    async def read(self, blob: BlobRow, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield a part of a file. Raises `AppError("content.lost")`, and notes it, when its bytes are gone."""
        try:
            async for piece in self._files.read(blob.sha256, start, end):
                yield piece
        except AppError as error:
            if error.code == "content.lost":
                async with self._database.write() as tx:
                    await ContentStore(tx).note_lost(blob.sha256)
            raise

    async def manifest(self, who: Principal, scope: str, sha256: str) -> Manifest:
        """Return the hashes of a file's blocks. Raises `AppError("content.not_found")`."""
        blob = await self.look_up(who, scope, sha256)
        blocks = [blob.blocks[at : at + 32].hex() for at in range(0, len(blob.blocks), 32)]
        return Manifest(sha256, blob.size_bytes, BLOCK_BYTES, blocks)

    async def usage(self, who: Principal) -> ContentUsage:
        """Say what counts on a person and what the plan allows."""
        plan = await self._meter.allowance(who)
        async with self._database.read() as tx:
            taken = await ContentStore(tx).taken(who.user_id, month_of(tx.now_ms))
            return ContentUsage(
                storage_bytes=taken.stored_bytes + taken.reserved_bytes,
                storage_limit_bytes=plan.storage_bytes,
                file_limit_bytes=file_limit(plan),
                uploads=taken.uploads + taken.open_counting,
                uploads_limit=plan.uploads_per_month,
                resets_ms=next_month_ms(tx.now_ms),
            )

    # For other slices

    async def listed(self, tx: Transaction, user_id: uuid.UUID) -> list[dict[str, Any]]:
        """Say what counts on a person, for the export of their data."""
        return [
            {
                "scope": row.scope,
                "sha256": row.sha256.hex(),
                "size_bytes": row.size_bytes,
                "media_type": row.media_type,
            }
            for row in await ContentStore(tx).charged_to(user_id)
        ]

    async def carried(self, tx: Transaction, user_id: uuid.UUID) -> list[CarriedFile]:
        """Name the files that count on a person, each once, for the export of their data."""
        found: dict[bytes, CarriedFile] = {}
        for row in await ContentStore(tx).charged_to(user_id):
            if row.sha256 not in found:
                blob = BlobRow(row.sha256, row.size_bytes, row.media_type, b"")
                name = f"files/{row.sha256.hex()}{guess_extension(row.media_type) or ''}"
                found[row.sha256] = CarriedFile(
                    name, row.size_bytes, partial(self.read, blob, 0, row.size_bytes)
                )
        return list(found.values())

    async def erase_user(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Within the transaction that deletes an account: take its own files away. The next collection removes them."""
        store = ContentStore(tx)
        await store.erase_scope(scope_of(ScopeKind.USER, user_id))
        await store.erase_user(user_id)

    async def erase_scope(self, tx: Transaction, scope: str) -> None:
        """Within the transaction that deletes a group: take its files away."""
        await ContentStore(tx).erase_scope(scope)

    async def collect(self) -> None:
        """Background job, in one process at a time: expired uploads, unreferenced links, files that nobody has."""
        await self._collector.collect()

    async def ready(self) -> None:
        """Raise `AppError("content.store_unreachable")` when the store does not work."""
        await self._files.ready()

    async def close(self) -> None:
        """Let go of the store."""
        await self._files.close()

    async def _check(self, tx: Transaction, who: Principal, scope: str, needed: Access) -> None:
        if not await self._groups.access(tx, who, scope) & needed:
            raise AppError("content.no_access")

    async def _readable(self, tx: Transaction, who: Principal) -> set[str]:
        roles = await self._groups.roles(tx, who.user_id, who.tenant_id)
        return {scope_of(ScopeKind.USER, who.user_id), *roles}
