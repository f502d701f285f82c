"""SQL of transcripts, their windows, segments and corrections."""

from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite
import msgspec

from desktop.media.messages import WindowDone
from desktop.media.segments import Segment, Word
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.ids import ItemId
from shared.media.records import CORRECTION, ITEM, correction_id

Row = sqlite3.Row

_WORDS = msgspec.msgpack.Decoder(tuple[Word, ...])
_SEGMENTS = """
SELECT segment.idx, segment.start_ms, segment.end_ms, segment.page, segment.speaker, segment.text, segment.words,
       correction.text AS corrected_text, correction.speaker AS corrected_speaker
FROM segment
LEFT JOIN correction ON correction.transcript_key = segment.transcript_key AND correction.item_id = ?
                    AND correction.segment_idx = segment.idx AND correction.deleted = 0
WHERE segment.transcript_key = ?
"""


def decode_words(raw: bytes | None) -> tuple[Word, ...]:
    """Words of a segment as stored; none for documents and subtitles."""
    return _WORDS.decode(raw) if raw else ()


def start(tx: Transaction, key: bytes, values: dict[str, Any]) -> None:
    """Make a partial transcript unless this one exists. `values`: media_sha, engine, model, language."""
    tx.execute(
        "INSERT OR IGNORE INTO transcript (key, media_sha, engine, model, language, state, created_ms) "
        "VALUES (?, ?, ?, ?, ?, 'partial', ?)",
        [key, values["media_sha"], values["engine"], values["model"], values["language"], tx.now_ms],
    )


def row(tx: Transaction, key: bytes) -> Row | None:
    """The transcript's row."""
    return tx.execute("SELECT * FROM transcript WHERE key = ?", [key]).fetchone()


def finished_windows(tx: Transaction, key: bytes) -> tuple[int, int]:
    """(number of windows done, end of the last in ms). Windows are written in order, without a gap."""
    found = tx.execute(
        "SELECT count(*), coalesce(max(end_ms), 0) FROM asr_window WHERE transcript_key = ?", [key]
    ).fetchone()
    return found[0], found[1]


async def resume_point(reader: aiosqlite.Connection, key: bytes) -> tuple[int, int, str]:
    """(number of windows done, end of the last in ms, language found)."""
    sql = """
    SELECT count(asr_window.idx), coalesce(max(asr_window.end_ms), 0), transcript.language
    FROM transcript LEFT JOIN asr_window ON asr_window.transcript_key = transcript.key WHERE transcript.key = ?
    """
    for found in await reader.execute_fetchall(sql, [key]):
        return found[0], found[1], found[2] or ""
    return 0, 0, ""


def add_window(tx: Transaction, key: bytes, window: WindowDone) -> bool:
    """Write a window with its segments. False, and nothing written, when it is not the next one of the transcript."""
    count, end_ms = finished_windows(tx, key)
    if window.idx != count or window.start_ms != end_ms or row(tx, key) is None:
        return False
    tx.execute(
        "INSERT INTO asr_window VALUES (?, ?, ?, ?, ?, ?)",
        [key, window.idx, window.start_ms, window.end_ms, window.speech_ms, int(window.redone)],
    )
    add_segments(tx, key, window.idx, window.segments)
    if window.language:
        tx.execute(
            "UPDATE transcript SET language = ? WHERE key = ? AND language = ''", [window.language, key]
        )
    return True


def add_segments(tx: Transaction, key: bytes, window_idx: int, segments: Iterable[Segment]) -> None:
    """Append segments to a transcript."""
    first = tx.execute(
        "SELECT coalesce(max(idx) + 1, 0) FROM segment WHERE transcript_key = ?", [key]
    ).fetchone()[0]
    tx.executemany(
        "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key,
                idx,
                window_idx,
                segment.start_ms,
                segment.end_ms,
                segment.page,
                segment.speaker,
                segment.text,
                msgspec.msgpack.encode(segment.words) if segment.words else None,
            )
            for idx, segment in enumerate(segments, first)
        ],
    )


def replace_segments(tx: Transaction, key: bytes, segments: Sequence[Segment]) -> None:
    """Write all segments of a document at once."""
    tx.execute("DELETE FROM segment WHERE transcript_key = ?", [key])
    add_segments(tx, key, 0, segments)


def segment_count(tx: Transaction, key: bytes) -> int:
    """How many segments a transcript has."""
    return int(tx.execute("SELECT count(*) FROM segment WHERE transcript_key = ?", [key]).fetchone()[0])


def complete(tx: Transaction, key: bytes, notice: str) -> None:
    """The transcript is whole; `notice` is the code of a remark, or empty."""
    tx.execute("UPDATE transcript SET state = 'complete', notice = ? WHERE key = ?", [notice, key])


def drop_unused(tx: Transaction, key: bytes) -> None:
    """Remove a transcript that no job shows or makes any more and that nobody corrected."""
    used = tx.execute(
        "SELECT EXISTS (SELECT 1 FROM media_job WHERE transcript_key = :key OR target_key = :key) "
        "OR EXISTS (SELECT 1 FROM correction WHERE transcript_key = :key AND deleted = 0)",
        {"key": key},
    ).fetchone()[0]
    if used:
        return
    for table, column in (
        ("segment", "transcript_key"),
        ("asr_window", "transcript_key"),
        ("transcript", "key"),
    ):
        tx.execute(f"DELETE FROM {table} WHERE {column} = ?", [key])  # noqa: S608 - names from the line above


async def shown(reader: aiosqlite.Connection, item_id: ItemId) -> Row | None:
    """Transcript row of what an item shows, with the job's preview; None before anything was begun."""
    sql = """
    SELECT transcript.key, transcript.engine, transcript.model, transcript.language, transcript.state,
           transcript.notice, media_job.preview
    FROM media_job JOIN transcript ON transcript.key = media_job.transcript_key WHERE media_job.item_id = ?
    """
    for found in await reader.execute_fetchall(sql, [item_id.bytes]):
        return found
    return None


async def segments(reader: aiosqlite.Connection, item_id: ItemId, key: bytes) -> list[Row]:
    """Segments with an item's corrections, in order."""
    return list(await reader.execute_fetchall(f"{_SEGMENTS} ORDER BY segment.idx", [item_id.bytes, key]))


def segment(tx: Transaction, item_id: ItemId, key: bytes, idx: int) -> Row | None:
    """One segment with an item's correction."""
    return tx.execute(f"{_SEGMENTS} AND segment.idx = ?", [item_id.bytes, key, idx]).fetchone()


def lines_of_speaker(tx: Transaction, item_id: ItemId, key: bytes, speaker: str) -> list[int]:
    """Indexes of the segments now said by this speaker in an item."""
    said_by = f"{_SEGMENTS} AND coalesce(correction.speaker, segment.speaker) = ?"
    rows = tx.execute(said_by, [item_id.bytes, key, speaker])
    return sorted(row["idx"] for row in rows)


def shown_key(tx: Transaction, item_id: ItemId) -> bytes | None:
    """Key of the transcript an item shows."""
    found = tx.execute("SELECT transcript_key FROM media_job WHERE item_id = ?", [item_id.bytes]).fetchone()
    return None if found is None else found[0]


def put_correction(
    tx: Transaction, item_id: ItemId, key: bytes, idx: int, text: str | None, speaker: str | None
) -> None:
    """Set what a person wants in place of a segment's text and speaker; None leaves the segment's own."""
    id_ = correction_id(item_id, key, idx)
    if text is None and speaker is None:
        tx.delete(CORRECTION, id_)
        tx.update(CORRECTION, id_, text=None, speaker=None)
    else:
        place = {"item_id": item_id.bytes, "transcript_key": key, "segment_idx": idx}
        tx.put(CORRECTION, id_, scope=tx.scope_of(ITEM, item_id), **place, text=text, speaker=speaker)


async def items_of_corrections(reader: aiosqlite.Connection, corrections: Sequence[bytes]) -> list[bytes]:
    """Ids of the items that these corrections belong to and that show the transcript they are of."""
    marks = ", ".join("?" * len(corrections))
    sql = f"""
    SELECT DISTINCT correction.item_id FROM correction
    JOIN media_job ON media_job.item_id = correction.item_id
                  AND media_job.transcript_key = correction.transcript_key WHERE correction.id IN ({marks})
    """  # noqa: S608 - question marks
    return [row[0] for row in await reader.execute_fetchall(sql, list(corrections))]
