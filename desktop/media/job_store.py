"""SQL of media jobs: their state, what they cost, which is next."""

import uuid
from collections.abc import Iterable
from typing import Any

import aiosqlite
import msgspec

from desktop.media.segments import Segment
from desktop.media.states import STAGES, JobState, JobStatus
from desktop.media.views import JobView, StageCost
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.errors import ERRORS, AppError
from shared.ids import CollectionId, ItemId, JobId, new_id

Row = sqlite3.Row

_JOBS = """
SELECT media_job.*, item.collection_id, item.kind, media_file.suffix, media_file.duration_ms
FROM media_job
JOIN item ON item.id = media_job.item_id
JOIN media_file ON media_file.sha = media_job.media_sha
"""
_WORKING = ", ".join(f"'{stage.value}'" for stage in STAGES)


def stored_error(code: str, parameters: str, detail: str) -> AppError | None:
    """The error kept in a row; a code this program does not know any more becomes a plain failure."""
    if not code:
        return None
    if code not in ERRORS:
        return AppError("worker.failed", detail=code)
    values: dict[str, Any] = msgspec.json.decode(parameters, type=dict[str, str | float])
    return AppError(code, detail=detail, **values)


def status_of(row: Row) -> JobStatus:
    """The state machine's part of a job row."""
    return JobStatus(
        state=JobState(row["state"]),
        stage=JobState(row["stage"]),
        attempt=row["attempt"],
        next_try_ms=row["next_try_ms"],
        waiting=row["waiting"],
        error=stored_error(row["error_code"], row["error_parameters"], row["error_detail"]),
    )


def view_of(row: Row) -> JobView:
    """What a stage gets to see of a job row."""
    return JobView(
        id=JobId(uuid.UUID(bytes=row["id"])),
        item_id=ItemId(uuid.UUID(bytes=row["item_id"])),
        collection_id=CollectionId(uuid.UUID(bytes=row["collection_id"])),
        media_sha=row["media_sha"],
        kind=row["kind"],
        suffix=row["suffix"],
        state=JobState(row["state"]),
        stage=JobState(row["stage"]),
        attempt=row["attempt"],
        model=row["model"],
        duration_ms=row["duration_ms"],
        transcript_key=row["transcript_key"],
        target_key=row["target_key"],
    )


def add(tx: Transaction, id_: JobId, item_id: ItemId, media_sha: bytes, model: str) -> None:
    """Queue the job of a new item."""
    status = JobStatus()
    tx.execute(
        "INSERT INTO media_job (id, item_id, media_sha, model, state, stage, queued_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [id_.bytes, item_id.bytes, media_sha, model, status.state.value, status.stage.value, tx.now_ms],
    )
    tx.changed("job", item_id)


def added(tx: Transaction, item_id: ItemId) -> Row | None:
    """Queue a job for an item that nothing was done for here, and return its row; None when there is no such item."""
    item = tx.execute("SELECT media_sha FROM item WHERE id = ? AND deleted = 0", [item_id.bytes]).fetchone()
    if item is None:
        return None
    add(tx, JobId(new_id()), item_id, item[0], "")
    return find(tx, item_id)


def find(tx: Transaction, item_id: ItemId) -> Row | None:
    """The row of an item's job."""
    return tx.execute(f"{_JOBS} WHERE media_job.item_id = ?", [item_id.bytes]).fetchone()


def put_status(
    tx: Transaction, item_id: ItemId, status: JobStatus, *, only_if: Iterable[JobState] = JobState
) -> bool:
    """Write a new status. False, and nothing written, when the job's state is none of `only_if` (any more)."""
    error = status.error
    allowed = [state.value for state in only_if]
    marks = ", ".join("?" * len(allowed))
    done = tx.execute(
        f"""
        UPDATE media_job SET state = ?, stage = ?, attempt = ?, next_try_ms = ?, waiting = ?,
               error_code = ?, error_parameters = ?, error_detail = ?, progress = 0, heartbeat_ms = ?,
               finished_ms = ?
        WHERE item_id = ? AND state IN ({marks})
        """,  # noqa: S608 - only marks
        [
            status.state.value,
            status.stage.value,
            status.attempt,
            status.next_try_ms,
            status.waiting,
            error.code if error else "",
            msgspec.json.encode(error.parameters).decode() if error else "{}",
            error.detail if error else "",
            tx.now_ms,
            tx.now_ms if status.is_final else None,
            item_id.bytes,
            *allowed,
        ],
    ).rowcount
    if done:
        tx.changed("job", item_id)
    return bool(done)


def put_progress(tx: Transaction, item_id: ItemId, stage: JobState, progress: float) -> bool:
    """Note how far a running stage is. False when it does not run any more."""
    done = tx.execute(
        "UPDATE media_job SET progress = ?, heartbeat_ms = ? WHERE item_id = ? AND state = ?",
        [progress, tx.now_ms, item_id.bytes, stage.value],
    ).rowcount
    if done:
        tx.changed("job", item_id)
    return bool(done)


def note_progress(tx: Transaction, item_id: ItemId) -> None:
    """Work was committed: earlier failures no longer count (`states.progressed`)."""
    tx.execute(
        "UPDATE media_job SET attempt = 0, error_code = '', error_parameters = '{}', error_detail = '' "
        "WHERE item_id = ?",
        [item_id.bytes],
    )
    tx.changed("job", item_id)
    tx.changed("transcript", item_id)


def reset(tx: Transaction, item_id: ItemId, model: str) -> None:
    """Put an item's job back at the end of the queue, asking for this model. It makes a text anew: no target yet."""
    tx.execute(
        "UPDATE media_job SET model = ?, queued_ms = ?, preview = NULL, target_key = NULL WHERE item_id = ?",
        [model, tx.now_ms, item_id.bytes],
    )


def put_target(tx: Transaction, item_id: ItemId, key: bytes) -> None:
    """Note the transcript being made; it is also what is shown when there is none yet."""
    tx.execute(
        "UPDATE media_job SET target_key = ?, transcript_key = coalesce(transcript_key, ?) WHERE item_id = ?",
        [key, key, item_id.bytes],
    )


def show_target(tx: Transaction, item_id: ItemId) -> bytes | None:
    """Show the finished transcript from now on. Returns the key of the one shown before, if it was another."""
    row = tx.execute(
        "SELECT transcript_key, target_key FROM media_job WHERE item_id = ?", [item_id.bytes]
    ).fetchone()
    if row is None or row["target_key"] is None:
        return None
    tx.execute(
        "UPDATE media_job SET transcript_key = target_key, preview = NULL WHERE item_id = ?", [item_id.bytes]
    )
    return row["transcript_key"] if row["transcript_key"] != row["target_key"] else None


def put_preview(tx: Transaction, item_id: ItemId, segments: list[Segment] | None) -> None:
    """Keep or drop the first look at the beginning."""
    raw = msgspec.msgpack.encode(segments) if segments else None
    tx.execute("UPDATE media_job SET preview = ? WHERE item_id = ?", [raw, item_id.bytes])
    tx.changed("transcript", item_id)


def decode_preview(raw: bytes | None) -> list[Segment]:
    """The kept first look."""
    return msgspec.msgpack.decode(raw, type=list[Segment]) if raw else []


def add_cost(tx: Transaction, job_id: JobId, stage: JobState, cost: dict[str, int]) -> None:
    """Add to what a stage cost: any of runs, wall_ms, cpu_ms, audio_ms."""
    values = {"runs": 0, "wall_ms": 0, "cpu_ms": 0, "audio_ms": 0, **cost}
    tx.execute(
        """
        INSERT INTO job_stage (job_id, stage, runs, wall_ms, cpu_ms, audio_ms)
        VALUES (:job, :stage, :runs, :wall_ms, :cpu_ms, :audio_ms)
        ON CONFLICT (job_id, stage) DO UPDATE SET runs = runs + :runs, wall_ms = wall_ms + :wall_ms,
          cpu_ms = cpu_ms + :cpu_ms, audio_ms = audio_ms + :audio_ms
        """,
        {"job": job_id.bytes, "stage": stage.value, **values},
    )


async def working_items(reader: aiosqlite.Connection) -> frozenset[ItemId]:
    """Items whose job is marked as running."""
    rows = await reader.execute_fetchall(f"SELECT item_id FROM media_job WHERE state IN ({_WORKING})")  # noqa: S608
    return frozenset(ItemId(uuid.UUID(bytes=row[0])) for row in rows)


async def pending(reader: aiosqlite.Connection, *, documents: bool) -> list[Row]:
    """Rows of the pending jobs of live items, of documents or of recordings: oldest first."""
    sql = f"""
    {_JOBS} WHERE media_job.state = 'pending' AND item.deleted = 0 AND (item.kind = 'document') = ?
    ORDER BY media_job.queued_ms, media_job.id
    """
    return list(await reader.execute_fetchall(sql, [documents]))


async def running_state(reader: aiosqlite.Connection, item_id: ItemId) -> JobState | None:
    """The stage a job runs; None when it was cancelled, put back or deleted meanwhile, perhaps by another process."""
    sql = f"""
    SELECT media_job.state FROM media_job JOIN item ON item.id = media_job.item_id
    WHERE media_job.item_id = ? AND item.deleted = 0 AND media_job.state IN ({_WORKING})
    """  # noqa: S608 - our own names
    for found in await reader.execute_fetchall(sql, [item_id.bytes]):
        return JobState(found[0])
    return None


async def costs(reader: aiosqlite.Connection, item_id: ItemId) -> list[StageCost]:
    """What each stage of an item's job cost, in the order of the stages."""
    sql = """
    SELECT job_stage.stage, runs, wall_ms, cpu_ms, audio_ms FROM job_stage
    JOIN media_job ON media_job.id = job_stage.job_id WHERE media_job.item_id = ?
    """
    found = {row[0]: row for row in await reader.execute_fetchall(sql, [item_id.bytes])}
    return [
        StageCost(stage, row[1], row[2], row[3], row[4])
        for stage in STAGES
        if (row := found.get(stage.value)) is not None
    ]
