"""Which files the library's rows have, for the transfers: recordings and documents, and transcripts as files.

Items whose file is not here are whole items: their text is read from a transcript file and searched like any other.
"""

import asyncio
import hashlib
import os
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from desktop.media import away_store, transcript_store
from desktop.media.arriving import take_in
from desktop.media.formats import normal_suffix
from desktop.media.messages import Probe, ProbeRequest, ThumbnailRequest
from desktop.media.segments import Segment
from desktop.media.states import FINAL, JobState
from desktop.media.thumbnail_files import thumbnail_path
from desktop.media.transcript_files import SUFFIX, VERSION, TranscriptFile, packed, unpacked
from desktop.media.workers import MediaWorkers
from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.settings.service import SettingsService
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.content.files import ContentFile, FileChoice, Urgency
from shared.content.messages import TRANSCRIPT_TYPE
from shared.errors import AppError
from shared.ids import ItemId

_TYPES = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".avi": "video/x-msvideo",
    ".webm": "video/webm", ".mkv": "video/x-matroska", ".mp3": "audio/mpeg", ".m4a": "audio/mp4",
    ".wav": "audio/wav", ".flac": "audio/flac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
    ".aac": "audio/aac", ".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/markdown",
    ".srt": "application/x-subrip", ".vtt": "text/vtt",
}  # fmt: skip


def media_type_of(suffix: str) -> str:
    """What a stored file calls itself on the server."""
    return _TYPES.get(suffix, "application/octet-stream")


class ItemFiles:
    """Recordings and documents. A file is sent once its job is at rest: its transcript then goes before it."""

    def __init__(
        self,
        database: Database,
        content: ContentStore,
        workers: MediaWorkers,
        settings: SettingsService,
        paths: ProfilePaths,
    ) -> None:
        self._database = database
        self._content = content
        self._workers = workers
        self._settings = settings
        self._paths = paths

    async def files(self) -> Sequence[ContentFile]:
        async with self._database.reader() as reader:
            rows = await away_store.item_files(reader)
        usual = str(self._settings.get("sync_files"))
        return [_item_file(row, FileChoice(row["choice"] or usual)) for row in rows]

    async def source(self, file: ContentFile) -> Path | None:
        async with self._database.reader() as reader:
            row = await away_store.file_of(reader, file.sha256)
        if row is None or not row["here"]:
            return None
        path = self._content.path_of(file.sha256, row["suffix"])
        if await asyncio.to_thread(path.exists):
            return path
        await self._database.write(lambda tx: away_store.note_away(tx, file.sha256))
        return None

    async def received(self, file: ContentFile, part: Path) -> None:
        """Look inside, draw, and let the library have it. Raises what an import raises; nothing is left behind then."""
        async with self._database.reader() as reader:
            row = await away_store.file_of(reader, file.sha256)
        if row is None:
            return
        sha = file.sha256
        suffix = row["suffix"] or normal_suffix(Path(row["file_name"]).suffix)
        stored = await self._content.take_in(part, sha, suffix)
        try:
            answer = await self._workers.light("probe", ProbeRequest(os.fsencode(stored.path)))
            probe = msgspec.convert(answer, Probe)
            if probe.suffix != suffix:
                stored = await self._content.take_in(stored.path, sha, probe.suffix)
            drawn = await self._draw(stored.path, sha, probe)
        except AppError:
            await asyncio.to_thread(lambda: stored.path.unlink(missing_ok=True))
            raise
        file_here = stored
        await self._database.write(lambda tx: take_in(tx, file_here, probe, thumbnail=drawn))

    async def _draw(self, path: Path, sha: bytes, probe: Probe) -> bool:
        target = thumbnail_path(self._paths.thumbnails_dir, sha, probe.kind)
        request = ThumbnailRequest(str(path), probe.kind, probe.suffix, str(target))
        try:
            return bool(await self._workers.light("thumbnail", request))
        except AppError as error:
            if not error.code.startswith("worker."):
                raise
            return False


def _item_file(row: "sqlite3.Row", choice: FileChoice) -> ContentFile:
    at_rest = row["state"] is None or JobState(row["state"]) in FINAL
    return ContentFile(
        sha256=row["sha"],
        scope=row["scope"],
        media_type=media_type_of(row["suffix"] or ""),
        size_bytes=row["size_bytes"] or 0,
        here=bool(row["here"]),
        send=choice is not FileChoice.NEVER and at_rest,
        fetch=choice is FileChoice.ALWAYS,
        urgency=Urgency.REST,
    )


class TranscriptFiles:
    """Finished transcripts: written to files here, read from files that came."""

    def __init__(
        self, database: Database, content: ContentStore, paths: ProfilePaths, stop: Callable[[ItemId], None]
    ) -> None:
        self._database = database
        self._content = content
        self._paths = paths
        self._stop = stop

    async def in_use(self) -> set[bytes]:
        """Hashes of transcript files, which tidying up must leave alone."""
        async with self._database.reader() as reader:
            return await away_store.transcripts_here(reader)

    async def files(self) -> Sequence[ContentFile]:
        await self._publish()
        async with self._database.reader() as reader:
            rows = await away_store.transcript_files(reader)
            here = await away_store.transcripts_here(reader)
        versions: dict[bytes, list[bytes]] = {}
        for row in rows:
            versions.setdefault(row["transcript_key"], []).append(row["file_sha"])
        return [
            ContentFile(
                sha256=row["file_sha"],
                scope=row["scope"],
                media_type=TRANSCRIPT_TYPE,
                size_bytes=row["size_bytes"],
                here=row["file_sha"] in here,
                send=True,
                # Two computers may have made the same transcript with other words: one of them is read everywhere.
                fetch=row["here"] not in versions[row["transcript_key"]]
                and row["file_sha"] == versions[row["transcript_key"]][0],
                urgency=Urgency.DUE,
            )
            for row in rows
        ]

    async def source(self, file: ContentFile) -> Path | None:
        path = self._content.path_of(file.sha256, SUFFIX)
        return path if await asyncio.to_thread(path.exists) else None

    async def received(self, file: ContentFile, part: Path) -> None:
        """Put a transcript into the library. Raises `AppError("content.damaged")` for a file that is none."""
        row = await self._database.write(lambda tx: away_store.announced(tx, file.sha256))
        if row is None:
            return
        data = await asyncio.to_thread(part.read_bytes)
        found = await asyncio.to_thread(unpacked, data, row["transcript_key"], row["media_sha"])
        await self._content.take_in(part, file.sha256, SUFFIX)
        shown = await self._database.write(lambda tx: _read_in(tx, file.sha256, found))
        for item_id in shown:
            self._stop(item_id)

    async def _publish(self) -> None:
        """Write files of what was transcribed here, and tell the scopes of the items."""
        async with self._database.reader() as reader:
            waiting = await away_store.unpublished(reader)
        for row in waiting:
            scope, key = row["scope"], row["key"]
            if not await self._database.write(lambda tx, scope=scope: away_store.may_write(tx, scope)):
                continue
            async with self._database.reader() as reader:
                transcript = await away_store.transcript_row(reader, key)
            if transcript is not None:
                stored = await self._stored(row["file_sha"]) or await self._written(transcript)
                await self._tell(scope, transcript, *stored)

    async def _stored(self, file_sha: bytes | None) -> tuple[bytes, int] | None:
        """The file that another scope of this transcript has already."""
        path = None if file_sha is None else self._content.path_of(file_sha, SUFFIX)
        if file_sha is None or path is None or not await asyncio.to_thread(path.exists):
            return None
        return file_sha, path.stat().st_size

    async def _written(self, transcript: "sqlite3.Row") -> tuple[bytes, int]:
        async with self._database.reader() as reader:
            segments = await away_store.raw_segments(reader, transcript["key"])
        data = await asyncio.to_thread(lambda: packed(_file_of(transcript, segments)))
        sha = hashlib.sha256(data).digest()
        part = self._paths.temporary_dir / f"{uuid.uuid4().hex}.part"
        try:
            await asyncio.to_thread(part.write_bytes, data)
            await self._content.take_in(part, sha, SUFFIX)
        except OSError as cause:
            raise disk_error(cause, self._paths.temporary_dir) from cause
        finally:
            await asyncio.to_thread(lambda: part.unlink(missing_ok=True))
        return sha, len(data)

    async def _tell(self, scope: str, transcript: "sqlite3.Row", file_sha: bytes, size_bytes: int) -> None:
        def write(tx: Transaction) -> None:
            away_store.note_file(tx, transcript["key"], file_sha)
            away_store.publish(tx, scope, transcript, file_sha, size_bytes)

        try:
            await self._database.write(write)
        except AppError as error:
            # A scope that may only be read just now: it is told the next time.
            if not error.code.startswith("sync."):
                raise


def _file_of(transcript: "sqlite3.Row", segments: "list[sqlite3.Row]") -> TranscriptFile:
    return TranscriptFile(
        version=VERSION,
        transcript_key=transcript["key"],
        media_sha=transcript["media_sha"],
        engine=transcript["engine"],
        model=transcript["model"],
        language=transcript["language"],
        notice=transcript["notice"],
        segments=[
            Segment(
                row["text"],
                row["start_ms"],
                row["end_ms"],
                row["page"],
                row["speaker"],
                transcript_store.decode_words(row["words"]),
            )
            for row in segments
        ],
        media_bytes=transcript["size_bytes"] or 0,
        probe=away_store.decode_probe(transcript["probe"]),
    )


def _read_in(tx: Transaction, file_sha: bytes, found: TranscriptFile) -> list[ItemId]:
    """Write a transcript that came, whole; returns the items that show it from now on."""
    key, sha = found.transcript_key, found.media_sha
    values = {"engine": found.engine, "model": found.model, "language": found.language}
    transcript_store.start(tx, key, {**values, "media_sha": sha})
    away_store.describe(tx, key, values)
    away_store.forget_segments(tx, key)
    transcript_store.add_segments(tx, key, 0, found.segments)
    transcript_store.complete(tx, key, found.notice)
    away_store.note_file(tx, key, file_sha)
    if found.probe is not None:
        away_store.announce_file(tx, sha, found.media_bytes, found.probe)
    items = away_store.items_to_show(tx, sha, key)
    away_store.show_transcript(tx, items, sha, key)
    return items
