"""SQL of items, collections, tags and files."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite
import msgspec

from desktop.media.messages import Probe
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.ids import CollectionId, ItemId, derived_id
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG, VIEW, default_collection_id
from shared.records import Record

Row = sqlite3.Row

_ITEMS = """
SELECT item.id, item.collection_id, item.title, item.description, item.kind, item.file_name, item.created_ms,
       item.media_sha, item.deleted,
       media_file.suffix, media_file.size_bytes, media_file.duration_ms, media_file.page_count, media_file.has_video,
       media_file.thumbnail, media_file.here,
       media_job.state, media_job.stage, media_job.progress, media_job.waiting, media_job.error_code,
       media_job.error_parameters, media_job.error_detail, media_job.next_try_ms,
       CASE WHEN media_job.stage = 'transcribing' AND media_job.state <> 'completed' THEN
         (SELECT max(end_ms) FROM asr_window WHERE transcript_key = media_job.target_key) END AS committed_ms,
       transcript.notice, transcript.language, transcript.model
FROM item
LEFT JOIN media_file ON media_file.sha = item.media_sha
LEFT JOIN media_job ON media_job.item_id = item.id
LEFT JOIN transcript ON transcript.key = media_job.transcript_key
"""


async def item_rows(reader: aiosqlite.Connection, ids: Sequence[uuid.UUID] | None = None) -> list[Row]:
    """Rows of the live items, or of these items whether deleted or not."""
    if ids is None:
        return list(await reader.execute_fetchall(f"{_ITEMS} WHERE item.deleted = 0"))
    marks = ", ".join("?" * len(ids))
    found = await reader.execute_fetchall(f"{_ITEMS} WHERE item.id IN ({marks})", [id_.bytes for id_ in ids])
    return list(found)


async def tag_labels(reader: aiosqlite.Connection) -> dict[bytes, list[str]]:
    """Labels of every tagged item, in alphabetical order."""
    labels: dict[bytes, list[str]] = defaultdict(list)
    for row in await reader.execute_fetchall("SELECT item_id, label FROM tag WHERE deleted = 0"):
        labels[row[0]].append(row[1])
    return {item_id: sorted(found, key=str.casefold) for item_id, found in labels.items()}


async def collection_rows(reader: aiosqlite.Connection) -> list[Row]:
    """id, title, created_ms, scope, its group's name and item count of the live collections."""
    sql = """
    SELECT collection.id, collection.title, collection.created_ms, collection.scope,
           coalesce((SELECT name FROM study_group g WHERE g.scope = collection.scope AND g.deleted = 0), '')
             AS group_name,
           (SELECT count(*) FROM item WHERE item.collection_id = collection.id AND item.deleted = 0) AS items
    FROM collection WHERE collection.deleted = 0
    """
    return list(await reader.execute_fetchall(sql))


async def file_sizes(reader: aiosqlite.Connection) -> tuple[int, int]:
    """Bytes of the files here that a live item uses, and of those that only deleted ones do."""
    sql = """
    SELECT EXISTS (SELECT 1 FROM item WHERE item.media_sha = media_file.sha AND item.deleted = 0) AS live,
           sum(size_bytes)
    FROM media_file WHERE here = 1 GROUP BY live
    """
    sums = {bool(row[0]): int(row[1]) for row in await reader.execute_fetchall(sql)}
    return sums.get(True, 0), sums.get(False, 0)


def ensure_default_collection(tx: Transaction, title: str) -> CollectionId:
    """Make the collection that holds everything not put elsewhere, if there is none; returns its id."""
    id_ = default_collection_id(tx.user_id)
    known = tx.execute("SELECT 1 FROM collection WHERE id = ?", [id_.bytes]).fetchone()
    if known is None:
        tx.insert(COLLECTION, id_, title=title, created_ms=0)
    return id_


def add_collection(tx: Transaction, id_: CollectionId, title: str) -> None:
    """Make a collection."""
    tx.insert(COLLECTION, id_, title=title, created_ms=tx.now_ms)


def collection_exists(tx: Transaction, id_: CollectionId) -> bool:
    """Whether a live collection has this id."""
    row = tx.execute("SELECT 1 FROM collection WHERE id = ? AND deleted = 0", [id_.bytes]).fetchone()
    return row is not None


def items_in(tx: Transaction, id_: CollectionId) -> list[ItemId]:
    """Live items whose home is this collection."""
    rows = tx.execute("SELECT id FROM item WHERE collection_id = ? AND deleted = 0", [id_.bytes])
    return [ItemId(uuid.UUID(bytes=row[0])) for row in rows]


async def home_of(reader: aiosqlite.Connection, id_: ItemId) -> str:
    """The scope of an item; empty when there is none."""
    found = await reader.execute_fetchall("SELECT scope FROM item WHERE id = ?", [id_.bytes])
    return next((row[0] for row in found), "")


def item_state(tx: Transaction, id_: ItemId) -> Row | None:
    """collection_id, media_sha, kind and deleted of an item."""
    sql = "SELECT id, collection_id, media_sha, kind, title, description, deleted FROM item WHERE id = ?"
    return tx.execute(sql, [id_.bytes]).fetchone()


def live_item_of(tx: Transaction, media_sha: bytes) -> ItemId | None:
    """The live item with this content."""
    row = tx.execute(
        "SELECT id FROM item WHERE media_sha = ? AND deleted = 0 LIMIT 1", [media_sha]
    ).fetchone()
    return None if row is None else ItemId(uuid.UUID(bytes=row[0]))


async def find_live_item(reader: aiosqlite.Connection, media_sha: bytes) -> ItemId | None:
    """The live item with this content."""
    sql = "SELECT id FROM item WHERE media_sha = ? AND deleted = 0 LIMIT 1"
    for row in await reader.execute_fetchall(sql, [media_sha]):
        return ItemId(uuid.UUID(bytes=row[0]))
    return None


def add_item(tx: Transaction, id_: ItemId, values: dict[str, Any]) -> None:
    """Write a new item, shared as its collection is; `values` are its record's fields, `created_ms` apart."""
    scope = tx.scope_of(COLLECTION, uuid.UUID(bytes=values["collection_id"]))
    tx.insert(ITEM, id_, scope=scope, **values, created_ms=tx.now_ms)


def put_in_collection(tx: Transaction, id_: ItemId, collection_id: CollectionId) -> None:
    """Give an item another collection: it is then shared as that is, with what hangs on it."""
    tx.update(ITEM, id_, collection_id=collection_id.bytes)
    move_item(tx, id_, tx.scope_of(COLLECTION, collection_id))


def move_item(tx: Transaction, id_: ItemId, scope: str) -> None:
    """Give an item, its tags and its corrections another scope."""
    tx.move(ITEM, id_, scope)
    for record in (TAG, CORRECTION):
        rows = tx.execute(
            f"SELECT id FROM {record.table} WHERE item_id = ? AND scope <> ?",  # noqa: S608 - declared names
            [id_.bytes, scope],
        ).fetchall()
        for row in rows:
            tx.move(record, uuid.UUID(bytes=row[0]), scope)


def scopes_in(tx: Transaction, id_: CollectionId) -> list[str]:
    """Return where the items of a collection are at home."""
    rows = tx.execute("SELECT DISTINCT scope FROM item WHERE collection_id = ?", [id_.bytes])
    return [row[0] for row in rows]


def share_items(tx: Transaction, id_: CollectionId, scope: str, most: int) -> bool:
    """Give so many of what is in a collection another scope, deleted items too: they may be restored.

    False when nothing was left. What hangs on an item goes with it.
    """
    rows = tx.execute(
        "SELECT id FROM item WHERE collection_id = ? AND scope <> ? LIMIT ?", [id_.bytes, scope, most]
    ).fetchall()
    for row in rows:
        move_item(tx, ItemId(uuid.UUID(bytes=row[0])), scope)
    if rows:
        return True
    return any(_share_hanging(tx, record, id_, scope, most) for record in (TAG, CORRECTION))


def _share_hanging(tx: Transaction, record: Record, id_: CollectionId, scope: str, most: int) -> bool:
    """What was put on an item while it was elsewhere."""
    rows = tx.execute(
        f"SELECT id FROM {record.table} WHERE scope <> ?"  # noqa: S608 - declared names
        " AND item_id IN (SELECT id FROM item WHERE collection_id = ?) LIMIT ?",
        [scope, id_.bytes, most],
    ).fetchall()
    for row in rows:
        tx.move(record, uuid.UUID(bytes=row[0]), scope)
    return bool(rows)


def put_media_file(tx: Transaction, sha: bytes, size_bytes: int, probe: Probe, *, thumbnail: bool) -> None:
    """Note what a stored file is; what was known of it before its bytes were here is replaced."""
    tx.execute(
        """
        INSERT INTO media_file (sha, suffix, size_bytes, kind, duration_ms, page_count, width, height, has_video,
                                has_audio, probe, thumbnail, created_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sha) DO UPDATE SET
          suffix = excluded.suffix, size_bytes = excluded.size_bytes, kind = excluded.kind,
          duration_ms = excluded.duration_ms, page_count = excluded.page_count, width = excluded.width,
          height = excluded.height, has_video = excluded.has_video, has_audio = excluded.has_audio,
          probe = excluded.probe, thumbnail = max(thumbnail, excluded.thumbnail), here = 1
        """,
        [
            sha,
            probe.suffix,
            size_bytes,
            probe.kind,
            probe.duration_ms,
            probe.page_count,
            probe.width,
            probe.height,
            int(probe.has_video),
            int(probe.has_audio),
            msgspec.json.encode(probe).decode(),
            int(thumbnail),
            tx.now_ms,
        ],
    )
    tx.changed("media_file")


def media_file_known(tx: Transaction, sha: bytes) -> bool:
    """Whether a stored file is in the library."""
    return tx.execute("SELECT 1 FROM media_file WHERE sha = ?", [sha]).fetchone() is not None


def set_tags(tx: Transaction, item_id: ItemId, labels: Iterable[str]) -> None:
    """Make these the item's tags. Differing only in case is the same tag."""
    wanted = {derived_id("tag", item_id, label.casefold()): label for label in labels}
    scope = tx.scope_of(ITEM, item_id)
    rows = tx.execute("SELECT id FROM tag WHERE item_id = ? AND deleted = 0", [item_id.bytes]).fetchall()
    for row in rows:
        id_ = uuid.UUID(bytes=row[0])
        if id_ not in wanted:
            tx.delete(TAG, id_)
    for id_, label in wanted.items():
        tx.put(TAG, id_, scope=scope, item_id=item_id.bytes, label=label)


def labels_of(tx: Transaction, item_id: ItemId) -> tuple[str, ...]:
    """The item's tags, in alphabetical order."""
    rows = tx.execute("SELECT label FROM tag WHERE item_id = ? AND deleted = 0", [item_id.bytes])
    return tuple(sorted((row[0] for row in rows), key=str.casefold))


def add_view(tx: Transaction, item_id: ItemId) -> None:
    """Note that somebody opened an item."""
    tx.add_event(VIEW, item_id=item_id.bytes, at_ms=tx.now_ms)


def note_deleted(tx: Transaction, item_id: ItemId) -> None:
    """Remember when an item was deleted here."""
    tx.execute("INSERT OR REPLACE INTO deleted_item VALUES (?, ?)", [item_id.bytes, tx.now_ms])


def forget_deleted(tx: Transaction, item_id: ItemId) -> None:
    """The item was restored."""
    tx.execute("DELETE FROM deleted_item WHERE item_id = ?", [item_id.bytes])


def note_unnoted_deletions(tx: Transaction) -> None:
    """Items deleted elsewhere begin their grace when this computer learns of it."""
    tx.execute(
        "INSERT OR IGNORE INTO deleted_item SELECT id, ? FROM item WHERE deleted = 1 AND media_sha IN "
        "(SELECT sha FROM media_file)",
        [tx.now_ms],
    )


def forgettable_files(tx: Transaction, deleted_before_ms: int) -> list[tuple[bytes, str, str]]:
    """(sha, suffix, kind) of files whose every item was deleted before then."""
    rows = tx.execute(
        """
        SELECT sha, suffix, kind FROM media_file WHERE NOT EXISTS (
          SELECT 1 FROM item LEFT JOIN deleted_item ON deleted_item.item_id = item.id
          WHERE item.media_sha = media_file.sha
            AND (item.deleted = 0 OR deleted_item.deleted_ms IS NULL OR deleted_item.deleted_ms >= ?))
        """,
        [deleted_before_ms],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def forget_file(tx: Transaction, sha: bytes) -> None:
    """Remove everything derived from a file: its row, transcripts, windows, segments, jobs of its items."""
    keys = "(SELECT key FROM transcript WHERE media_sha = ?)"
    tx.execute(f"DELETE FROM segment WHERE transcript_key IN {keys}", [sha])  # noqa: S608 - our own words
    tx.execute(f"DELETE FROM asr_window WHERE transcript_key IN {keys}", [sha])  # noqa: S608 - as above
    tx.execute(f"DELETE FROM transcript_here WHERE transcript_key IN {keys}", [sha])  # noqa: S608 - as above
    tx.execute("DELETE FROM transcript WHERE media_sha = ?", [sha])
    jobs = tx.execute("SELECT id, item_id FROM media_job WHERE media_sha = ?", [sha]).fetchall()
    tx.executemany("DELETE FROM job_stage WHERE job_id = ?", [(row[0],) for row in jobs])
    tx.executemany("DELETE FROM deleted_item WHERE item_id = ?", [(row[1],) for row in jobs])
    tx.execute("DELETE FROM media_job WHERE media_sha = ?", [sha])
    tx.execute("DELETE FROM media_file WHERE sha = ?", [sha])
    tx.changed("media_file")
    tx.changed("transcript", *(uuid.UUID(bytes=row[1]) for row in jobs))


async def known_files(reader: aiosqlite.Connection) -> set[bytes]:
    """Hashes of all files the library knows."""
    return {row[0] for row in await reader.execute_fetchall("SELECT sha FROM media_file")}
