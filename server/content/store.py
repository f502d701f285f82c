"""SQL of content: links, stored files, uploads and what counts on whom. Decides nothing."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.engine import Row

from server.content.stores import Prepared
from server.content.tables import ACCOUNT, BLOB, LINK, UPLOAD
from server.storage.transaction import Transaction

_AT_ONCE = 500
"""Hashes in one statement: SQLite and PostgreSQL both bound the number of parameters."""


class UploadRow(msgspec.Struct, frozen=True):
    """A file on its way."""

    upload_id: uuid.UUID
    user_id: uuid.UUID
    scope: str
    sha256: bytes
    size_bytes: int
    media_type: str
    counts: int
    offset_bytes: int
    expires_ms: int


class BlobRow(msgspec.Struct, frozen=True):
    """A stored file."""

    sha256: bytes
    size_bytes: int
    media_type: str
    blocks: bytes
    lost: int = 0


class Taken(msgspec.Struct, frozen=True):
    """What counts on a person: bytes stored, bytes reserved, uploads finished this month and on their way."""

    stored_bytes: int
    reserved_bytes: int
    uploads: int
    open_uploads: int
    open_counting: int


class ContentStore:
    """Reads and writes within one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def _run(self, statement: Any) -> Any:
        return await self._tx.connection.execute(statement)

    # Accounts

    async def hold_account(self, user_id: uuid.UUID, month: str) -> None:
        """Let nobody else decide on this person's space before the commit; a new month begins with no uploads."""
        insert = self._tx.insert(ACCOUNT).values(user_id=user_id, month=month, uploads=0)
        await self._run(insert.on_conflict_do_nothing())
        await self._run(select(ACCOUNT.c.user_id).where(ACCOUNT.c.user_id == user_id).with_for_update())
        stale = (ACCOUNT.c.user_id == user_id) & (ACCOUNT.c.month != month)
        await self._run(update(ACCOUNT).where(stale).values(month=month, uploads=0))

    async def taken(self, user_id: uuid.UUID, month: str, *, without: uuid.UUID | None = None) -> Taken:
        """What counts on a person now; `without` leaves one upload out. A file in two scopes counts once."""
        own = select(LINK.c.sha256).where(LINK.c.user_id == user_id)
        stored = await self._run(select(func.sum(BLOB.c.size_bytes)).where(BLOB.c.sha256.in_(own)))
        sums = select(func.count(), func.sum(UPLOAD.c.size_bytes), func.sum(UPLOAD.c.counts))
        waiting = UPLOAD.c.user_id == user_id
        if without is not None:
            waiting &= UPLOAD.c.upload_id != without
        count, reserved, counting = (await self._run(sums.where(waiting))).one()
        done = select(ACCOUNT.c.uploads).where(ACCOUNT.c.user_id == user_id, ACCOUNT.c.month == month)
        finished = (await self._run(done)).scalar()
        return Taken(int(stored.scalar() or 0), int(reserved or 0), finished or 0, count, int(counting or 0))

    async def people(self) -> list[uuid.UUID]:
        """Everybody who stored something once."""
        return [row[0] for row in await self._run(select(ACCOUNT.c.user_id).order_by(ACCOUNT.c.user_id))]

    async def count_upload(self, user_id: uuid.UUID) -> None:
        """One more finished upload this month."""
        own = ACCOUNT.c.user_id == user_id
        await self._run(update(ACCOUNT).where(own).values(uploads=ACCOUNT.c.uploads + 1))

    async def charged(self, user_id: uuid.UUID, sha256: bytes) -> bool:
        """Whether a file counts on this person already."""
        found = select(LINK.c.scope).where(LINK.c.user_id == user_id, LINK.c.sha256 == sha256).limit(1)
        return (await self._run(found)).first() is not None

    # Links and files

    async def linked(self, scope: str, hashes: Sequence[bytes]) -> set[bytes]:
        """Which of these files a scope has, bytes and all."""
        found: set[bytes] = set()
        for part in _parts(hashes):
            query = select(LINK.c.sha256).join(BLOB, BLOB.c.sha256 == LINK.c.sha256)
            query = query.where(LINK.c.scope == scope, LINK.c.sha256.in_(part), BLOB.c.lost == 0)
            found.update(row[0] for row in await self._run(query))
        return found

    async def elsewhere(
        self, scopes: Collection[str], hashes: Sequence[bytes], *, hold: bool
    ) -> dict[bytes, int]:
        """Sizes of those of these files that one of the scopes has; with `hold` they stay until the commit."""
        found: dict[bytes, int] = {}
        if not scopes:
            return found
        for part in _parts(hashes):
            seen = exists().where(LINK.c.sha256 == BLOB.c.sha256, LINK.c.scope.in_(scopes))
            query = select(BLOB.c.sha256, BLOB.c.size_bytes).where(
                BLOB.c.sha256.in_(part), BLOB.c.lost == 0, seen
            )
            query = query.order_by(BLOB.c.sha256)
            rows = await self._run(query.with_for_update() if hold else query)
            found.update({row[0]: row[1] for row in rows})
        return found

    async def link(self, scope: str, sha256: bytes, user_id: uuid.UUID) -> None:
        """Let a scope have a file; on whose space it counts is who brought it first."""
        values = {"scope": scope, "sha256": sha256, "user_id": user_id, "linked_ms": self._tx.now_ms}
        await self._run(self._tx.insert(LINK).values(**values).on_conflict_do_nothing())

    async def blob(self, scope: str, sha256: bytes) -> BlobRow | None:
        """A file that a scope has."""
        query = select(BLOB).join(LINK, LINK.c.sha256 == BLOB.c.sha256)
        row = (await self._run(query.where(LINK.c.scope == scope, BLOB.c.sha256 == sha256))).first()
        return (
            None if row is None else BlobRow(row.sha256, row.size_bytes, row.media_type, row.blocks, row.lost)
        )

    async def note_lost(self, sha256: bytes) -> None:
        """The bytes of a file were not found."""
        await self._run(update(BLOB).where(BLOB.c.sha256 == sha256).values(lost=1))

    async def keep_blob(self, prepared: Prepared, media_type: str) -> None:
        """Note a stored file, and hold it until the commit: nobody removes it meanwhile."""
        insert = self._tx.insert(BLOB).values(
            sha256=prepared.sha256,
            size_bytes=prepared.size_bytes,
            media_type=media_type,
            blocks=prepared.blocks,
            lost=0,
            created_ms=self._tx.now_ms,
        )
        same = {"lost": 0}
        await self._run(insert.on_conflict_do_update(index_elements=["sha256"], set_=same))

    async def charged_to(self, user_id: uuid.UUID) -> list[Row[Any]]:
        """scope, sha256, size_bytes and media_type of what counts on a person."""
        query = select(LINK.c.scope, LINK.c.sha256, BLOB.c.size_bytes, BLOB.c.media_type)
        query = query.join(BLOB, BLOB.c.sha256 == LINK.c.sha256).where(LINK.c.user_id == user_id)
        return list(await self._run(query.order_by(LINK.c.scope, LINK.c.sha256)))

    # Uploads

    async def add_upload(self, row: UploadRow) -> None:
        """Begin an upload."""
        await self._run(self._tx.insert(UPLOAD).values(**msgspec.structs.asdict(row)))

    async def upload(
        self, user_id: uuid.UUID, upload_id: uuid.UUID, *, hold: bool = False
    ) -> UploadRow | None:
        """A person's upload; `hold` keeps others from it until the commit."""
        query = select(UPLOAD).where(UPLOAD.c.upload_id == upload_id, UPLOAD.c.user_id == user_id)
        return _upload((await self._run(query.with_for_update() if hold else query)).first())

    async def upload_of(self, user_id: uuid.UUID, scope: str, sha256: bytes) -> UploadRow | None:
        """A person's unfinished upload of a file for a scope."""
        query = select(UPLOAD).where(
            UPLOAD.c.user_id == user_id, UPLOAD.c.scope == scope, UPLOAD.c.sha256 == sha256
        )
        return _upload((await self._run(query)).first())

    async def advance(self, row: UploadRow, offset_bytes: int, expires_ms: int) -> bool:
        """Note that more of an upload is stored. False when it was not at `row.offset_bytes` any more."""
        here = (UPLOAD.c.upload_id == row.upload_id) & (UPLOAD.c.offset_bytes == row.offset_bytes)
        values = {"offset_bytes": offset_bytes, "expires_ms": expires_ms}
        return bool((await self._run(update(UPLOAD).where(here).values(**values))).rowcount)

    async def drop_upload(self, upload_id: uuid.UUID) -> None:
        """Forget an upload."""
        await self._run(delete(UPLOAD).where(UPLOAD.c.upload_id == upload_id))

    async def expired(self, limit: int) -> list[uuid.UUID]:
        """Uploads left alone for too long; they are forgotten."""
        query = select(UPLOAD.c.upload_id).where(UPLOAD.c.expires_ms < self._tx.now_ms).limit(limit)
        found = [row[0] for row in await self._run(query)]
        still = UPLOAD.c.upload_id.in_(found) & (UPLOAD.c.expires_ms < self._tx.now_ms)
        return [row[0] for row in await self._run(delete(UPLOAD).where(still).returning(UPLOAD.c.upload_id))]

    async def known_uploads(self, ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
        """Which of these uploads are open."""
        found: set[uuid.UUID] = set()
        for part in _parts(ids):
            found.update(
                row[0]
                for row in await self._run(select(UPLOAD.c.upload_id).where(UPLOAD.c.upload_id.in_(part)))
            )
        return found

    # Collection

    async def scopes(self) -> list[str]:
        """Every scope that has files."""
        return [row[0] for row in await self._run(select(LINK.c.scope).distinct().order_by(LINK.c.scope))]

    async def links_of(self, scope: str) -> dict[bytes, int | None]:
        """A scope's files, each with the moment since when nothing refers to it."""
        query = select(LINK.c.sha256, LINK.c.unreferenced_ms).where(LINK.c.scope == scope)
        return {row[0]: row[1] for row in await self._run(query)}

    async def mark(self, scope: str, hashes: Sequence[bytes], unreferenced_ms: int | None) -> None:
        """Note since when nothing refers to these links; None: something does."""
        for part in _parts(hashes):
            these = (LINK.c.scope == scope) & LINK.c.sha256.in_(part)
            await self._run(update(LINK).where(these).values(unreferenced_ms=unreferenced_ms))

    async def unlink(self, scope: str, hashes: Sequence[bytes]) -> None:
        """Take files from a scope."""
        for part in _parts(hashes):
            await self._run(delete(LINK).where(LINK.c.scope == scope, LINK.c.sha256.in_(part)))

    async def unlinked(self, limit: int) -> list[bytes]:
        """Files that no scope has."""
        none = ~exists().where(LINK.c.sha256 == BLOB.c.sha256)
        return [row[0] for row in await self._run(select(BLOB.c.sha256).where(none).limit(limit))]

    async def hold_unlinked(self, sha256: bytes) -> bool:
        """Hold a file until the commit and tell whether it may go: no scope has it."""
        await self._run(select(BLOB.c.sha256).where(BLOB.c.sha256 == sha256).with_for_update())
        return (await self._run(select(LINK.c.scope).where(LINK.c.sha256 == sha256).limit(1))).first() is None

    async def drop_blob(self, sha256: bytes) -> None:
        """Forget a stored file."""
        await self._run(delete(BLOB).where(BLOB.c.sha256 == sha256))

    async def known_blobs(self, hashes: Sequence[bytes]) -> set[bytes]:
        """Which of these files are known."""
        found: set[bytes] = set()
        for part in _parts(hashes):
            found.update(
                row[0] for row in await self._run(select(BLOB.c.sha256).where(BLOB.c.sha256.in_(part)))
            )
        return found

    async def erase_scope(self, scope: str) -> None:
        """Take every file and upload from a scope."""
        await self._run(delete(LINK).where(LINK.c.scope == scope))
        await self._run(delete(UPLOAD).where(UPLOAD.c.scope == scope))

    async def erase_user(self, user_id: uuid.UUID) -> None:
        """Forget a person: what they brought to a group stays there and counts on nobody."""
        await self._run(delete(UPLOAD).where(UPLOAD.c.user_id == user_id))
        await self._run(update(LINK).where(LINK.c.user_id == user_id).values(user_id=None))
        await self._run(delete(ACCOUNT).where(ACCOUNT.c.user_id == user_id))


def _upload(row: "Row[Any] | None") -> UploadRow | None:
    return None if row is None else UploadRow(*row)


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
