"""SQL of files and transcripts that travel: what is here, what is elsewhere, what was chosen for a collection."""

import uuid
from collections.abc import Iterable

import aiosqlite
import msgspec

from desktop.media import store
from desktop.media.messages import Probe
from desktop.media.states import JobState
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, JobId, new_id
from shared.media.records import TRANSCRIPT, transcript_id
from sync.scopes import Access

Row = sqlite3.Row

# Items


async def item_files(reader: aiosqlite.Connection) -> list[Row]:
    """scope, sha, kind, suffix, size_bytes, here, state and choice of every live item."""
    sql = """
    SELECT item.scope, item.media_sha AS sha, item.kind, media_file.suffix, media_file.size_bytes, media_file.here,
           media_job.state, collection_files.choice
    FROM item
    LEFT JOIN media_file ON media_file.sha = item.media_sha
    LEFT JOIN media_job ON media_job.item_id = item.id
    LEFT JOIN collection_files ON collection_files.collection_id = item.collection_id
    WHERE item.deleted = 0
    """
    return list(await reader.execute_fetchall(sql))


async def file_of(reader: aiosqlite.Connection, sha: bytes) -> Row | None:
    """Suffix and presence of a file, with the kind and file name of an item that has it."""
    sql = """
    SELECT item.kind, item.file_name, media_file.suffix, coalesce(media_file.here, 0) AS here
    FROM item LEFT JOIN media_file ON media_file.sha = item.media_sha
    WHERE item.media_sha = ? AND item.deleted = 0 LIMIT 1
    """
    for row in await reader.execute_fetchall(sql, [sha]):
        return row
    return None


def items_of_file(tx: Transaction, sha: bytes) -> list[ItemId]:
    """Live items with this content."""
    rows = tx.execute("SELECT id FROM item WHERE media_sha = ? AND deleted = 0 ORDER BY id", [sha])
    return [ItemId(uuid.UUID(bytes=row[0])) for row in rows]


def items_without_job(tx: Transaction, sha: bytes) -> list[ItemId]:
    """Live items with this content that nothing was ever done for here."""
    rows = tx.execute(
        "SELECT id FROM item WHERE media_sha = ? AND deleted = 0"
        " AND NOT EXISTS (SELECT 1 FROM media_job WHERE item_id = item.id) ORDER BY id",
        [sha],
    )
    return [ItemId(uuid.UUID(bytes=row[0])) for row in rows]


def is_here(tx: Transaction, sha: bytes) -> bool:
    """Whether a file's bytes are on this computer, as far as the library knows."""
    return tx.execute("SELECT 1 FROM media_file WHERE sha = ? AND here = 1", [sha]).fetchone() is not None


def check_here(tx: Transaction, item_id: ItemId) -> None:
    """Raise AppError `media.no_item`, or `media.not_here` when an item's file is elsewhere."""
    row = tx.execute("SELECT media_sha FROM item WHERE id = ? AND deleted = 0", [item_id.bytes]).fetchone()
    if row is None:
        raise AppError("media.no_item")
    if not is_here(tx, row[0]):
        raise AppError("media.not_here")


def note_away(tx: Transaction, sha: bytes) -> None:
    """A file's bytes are not on this computer (any more)."""
    tx.execute("UPDATE media_file SET here = 0 WHERE sha = ?", [sha])
    for item_id in items_of_file(tx, sha):
        tx.changed("item", item_id)


def announce_file(tx: Transaction, sha: bytes, size_bytes: int, probe: Probe) -> None:
    """Note what another computer found out about a file, unless more is known here."""
    if not store.media_file_known(tx, sha):
        store.put_media_file(tx, sha, size_bytes, probe, thumbnail=False)
        tx.execute("UPDATE media_file SET here = 0 WHERE sha = ?", [sha])


# Collections


async def choices(reader: aiosqlite.Connection) -> dict[CollectionId, str]:
    """What was chosen for collections."""
    rows = await reader.execute_fetchall("SELECT collection_id, choice FROM collection_files")
    return {CollectionId(uuid.UUID(bytes=row[0])): row[1] for row in rows}


def put_choice(tx: Transaction, collection_id: CollectionId, choice: str | None) -> None:
    """Choose for a collection; None gives it back to the setting."""
    if choice is None:
        tx.execute("DELETE FROM collection_files WHERE collection_id = ?", [collection_id.bytes])
    else:
        tx.execute("INSERT OR REPLACE INTO collection_files VALUES (?, ?)", [collection_id.bytes, choice])
    tx.changed("collection", collection_id)


# Transcripts


async def transcript_files(reader: aiosqlite.Connection) -> list[Row]:
    """scope, file_sha, size_bytes, transcript_key and media_sha of the transcripts of live items, and what is here."""
    sql = """
    SELECT f.id, f.scope, f.file_sha, f.size_bytes, f.transcript_key, f.media_sha, h.file_sha AS here
    FROM transcript_file f LEFT JOIN transcript_here h ON h.transcript_key = f.transcript_key
    WHERE f.deleted = 0 AND EXISTS (SELECT 1 FROM item WHERE item.media_sha = f.media_sha AND item.deleted = 0)
    ORDER BY f.transcript_key, f.id
    """
    return list(await reader.execute_fetchall(sql))


async def transcripts_here(reader: aiosqlite.Connection) -> set[bytes]:
    """Hashes of the transcript files of this computer."""
    return {row[0] for row in await reader.execute_fetchall("SELECT file_sha FROM transcript_here")}


async def unpublished(reader: aiosqlite.Connection) -> list[Row]:
    """Scope and key of finished transcripts that items show and that the item's scope has no file of."""
    sql = """
    SELECT DISTINCT item.scope, transcript.key, h.file_sha
    FROM item
    JOIN media_job ON media_job.item_id = item.id
    JOIN transcript ON transcript.key = media_job.transcript_key AND transcript.state = 'complete'
    LEFT JOIN transcript_here h ON h.transcript_key = transcript.key
    WHERE item.deleted = 0 AND NOT EXISTS (
      SELECT 1 FROM transcript_file f WHERE f.transcript_key = transcript.key AND f.scope = item.scope)
    """
    return list(await reader.execute_fetchall(sql))


async def transcript_row(reader: aiosqlite.Connection, key: bytes) -> Row | None:
    """A transcript with what is known of its recording."""
    sql = """
    SELECT transcript.*, media_file.size_bytes, media_file.probe FROM transcript
    LEFT JOIN media_file ON media_file.sha = transcript.media_sha WHERE transcript.key = ?
    """
    for row in await reader.execute_fetchall(sql, [key]):
        return row
    return None


async def raw_segments(reader: aiosqlite.Connection, key: bytes) -> list[Row]:
    """The lines of a transcript as the program wrote them, without corrections."""
    sql = "SELECT text, start_ms, end_ms, page, speaker, words FROM segment WHERE transcript_key = ? ORDER BY idx"
    return list(await reader.execute_fetchall(sql, [key]))


def may_write(tx: Transaction, scope: str) -> bool:
    """Whether files may be handed in for a scope."""
    if scope == tx.home:
        return True
    row = tx.execute("SELECT access FROM sync_grant WHERE scope = ?", [scope]).fetchone()
    return row is not None and bool(row[0] & Access.WRITE)


def publish(tx: Transaction, scope: str, transcript: Row, file_sha: bytes, size_bytes: int) -> None:
    """Tell a scope that a transcript exists as a file."""
    id_ = transcript_id(scope, transcript["key"])
    if tx.execute("SELECT 1 FROM transcript_file WHERE id = ?", [id_.bytes]).fetchone() is None:
        tx.insert(
            TRANSCRIPT,
            id_,
            scope=scope,
            media_sha=transcript["media_sha"],
            transcript_key=transcript["key"],
            engine=transcript["engine"],
            model=transcript["model"],
            language=transcript["language"],
            file_sha=file_sha,
            size_bytes=size_bytes,
        )


def note_file(tx: Transaction, key: bytes, file_sha: bytes) -> None:
    """A transcript was written to, or read from, this file."""
    tx.execute("INSERT OR REPLACE INTO transcript_here VALUES (?, ?)", [key, file_sha])


def announced(tx: Transaction, file_sha: bytes) -> Row | None:
    """The row that says a file is a transcript."""
    return tx.execute(
        "SELECT * FROM transcript_file WHERE file_sha = ? AND deleted = 0 ORDER BY id LIMIT 1", [file_sha]
    ).fetchone()


def transcript_announced(tx: Transaction, media_sha: bytes) -> bool:
    """Whether some computer has a transcript of this recording to give."""
    sql = "SELECT 1 FROM transcript_file WHERE media_sha = ? AND deleted = 0 LIMIT 1"
    return tx.execute(sql, [media_sha]).fetchone() is not None


def forget_segments(tx: Transaction, key: bytes) -> None:
    """Remove a transcript's lines and windows, before others take their place."""
    tx.execute("DELETE FROM segment WHERE transcript_key = ?", [key])
    tx.execute("DELETE FROM asr_window WHERE transcript_key = ?", [key])


def describe(tx: Transaction, key: bytes, values: dict[str, str]) -> None:
    """Set engine, model, language of a transcript."""
    tx.execute(
        "UPDATE transcript SET engine = :engine, model = :model, language = :language WHERE key = :key",
        {**values, "key": key},
    )


def items_to_show(tx: Transaction, media_sha: bytes, key: bytes) -> list[ItemId]:
    """Live items of a recording that should show this transcript from now on.

    Those that show none, an unfinished one, this one, or an older one that was announced as well: the latest is the
    one that somebody asked for last.
    """
    rows = tx.execute(
        """
        SELECT item.id FROM item
        LEFT JOIN media_job ON media_job.item_id = item.id
        LEFT JOIN transcript shown ON shown.key = media_job.transcript_key
        WHERE item.media_sha = :sha AND item.deleted = 0 AND (
          shown.key IS NULL OR shown.state <> 'complete' OR shown.key = :key
          OR (SELECT max(hlc) FROM transcript_file WHERE transcript_key = shown.key)
             < (SELECT max(hlc) FROM transcript_file WHERE transcript_key = :key))
        ORDER BY item.id
        """,
        {"sha": media_sha, "key": key},
    )
    return [ItemId(uuid.UUID(bytes=row[0])) for row in rows]


def show_transcript(tx: Transaction, item_ids: Iterable[ItemId], media_sha: bytes, key: bytes) -> None:
    """Let items show a transcript that came whole: what is left to do is to make it searchable."""
    for item_id in item_ids:
        tx.execute(
            "INSERT OR IGNORE INTO media_job (id, item_id, media_sha, state, stage, queued_ms)"
            " VALUES (?, ?, ?, 'pending', 'chunking', ?)",
            [JobId(new_id()).bytes, item_id.bytes, media_sha, tx.now_ms],
        )
        tx.execute(
            """
            UPDATE media_job SET transcript_key = ?, target_key = ?, state = ?, stage = ?, attempt = 0, next_try_ms = 0,
                   waiting = '', error_code = '', error_parameters = '{}', error_detail = '', progress = 0,
                   preview = NULL, finished_ms = NULL
            WHERE item_id = ?
            """,
            [key, key, JobState.PENDING.value, JobState.CHUNKING.value, item_id.bytes],
        )
        tx.changed("job", item_id)
        tx.changed("transcript", item_id)
        tx.changed("item", item_id)


def decode_probe(text: str | None) -> Probe | None:
    """What was found out about a file, as stored."""
    try:
        return msgspec.json.decode(text or "", type=Probe)
    except msgspec.DecodeError:
        return None
