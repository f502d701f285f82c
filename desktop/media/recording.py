"""Writes a recording in pieces while it is made, and turns it into an item. Knows no microphone.

A piece holds ten seconds and is on the disk when the next begins: a crash or an empty battery loses the last one.
"""

import asyncio
import os
import queue
import shutil
import threading
from pathlib import Path

import msgspec

from desktop.media.importing import Importer
from desktop.media.messages import JoinRequest
from desktop.media.views import ImportOutcome, ImportResult
from desktop.media.workers import MediaWorkers
from desktop.runtime.paths import disk_error
from desktop.storage.jobs_lock import JobsLock
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import CollectionId, new_id, parse_id

PIECE_S = 10
SAMPLE_BYTES = 2
_HEAD = "recording.json"
_LOCK = "recording.lock"
_PIECE_SUFFIX = ".pcm"
_FORBIDDEN = frozenset('<>:"/\\|?*')
_NAME_CHARACTERS = 80


class RecordingHead(msgspec.Struct, frozen=True):
    """What is needed to join the pieces: samples are signed 16-bit little-endian, interleaved."""

    rate: int
    channels: int
    title: str
    started_ms: int
    collection_id: str = ""


class Recorder:
    """One recording in progress. `write` never waits for the disk."""

    def __init__(self, folder: Path, head: RecordingHead) -> None:
        """Begin. Raises `AppError("storage.disk_full")`, `("storage.read_only")`."""
        self.folder = folder
        self.head = head
        self.error: AppError | None = None
        self._chunks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._written_bytes = 0
        try:
            folder.mkdir(parents=True)
            self._lock = JobsLock(folder / _LOCK)
            self._lock.try_acquire()
            _write_durably(folder / _HEAD, msgspec.json.encode(head))
        except OSError as cause:
            raise disk_error(cause, folder) from cause
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def length_ms(self) -> int:
        """How much was written so far."""
        return self._written_bytes * 1000 // (self.head.rate * self.head.channels * SAMPLE_BYTES)

    def write(self, pcm: bytes) -> None:
        """Add sound. Raises the AppError that stopped the writing (a full disk): what was written before is safe."""
        if self.error is not None:
            raise self.error
        self._chunks.put(bytes(pcm))

    async def finish(self) -> None:
        """Write what is left and let go of the folder. An error shows in `error`."""
        if self._thread.is_alive():
            self._chunks.put(None)
            await asyncio.to_thread(self._thread.join)
        self._lock.release()

    def _run(self) -> None:
        number = 0
        ended = False
        left = b""
        try:
            while not ended:
                number += 1
                left, ended = self._write_piece(self.folder / f"{number:06}{_PIECE_SUFFIX}", left)
        except OSError as cause:
            self.error = disk_error(cause, self.folder)

    def _write_piece(self, path: Path, first: bytes) -> tuple[bytes, bool]:
        """Write ten seconds; returns what came beyond them, and whether the recording ended."""
        room = PIECE_S * self.head.rate * self.head.channels * SAMPLE_BYTES
        chunk: bytes | None = first
        with path.open("wb", buffering=0) as writing:
            while chunk is not None and room:
                taken = chunk[:room]
                writing.write(taken)
                room -= len(taken)
                self._written_bytes += len(taken)
                chunk = chunk[len(taken) :] if len(taken) < len(chunk) or not room else self._chunks.get()
            os.fsync(writing.fileno())
        return chunk or b"", chunk is None


class Recordings:
    """Starts recordings, and makes items of finished ones and of those a crash left behind."""

    def __init__(self, folder: Path, importer: Importer, workers: MediaWorkers, clock: Clock) -> None:
        self._folder = folder
        self._importer = importer
        self._workers = workers
        self._clock = clock

    def start(
        self, *, rate: int, channels: int, title: str, collection_id: CollectionId | None = None
    ) -> Recorder:
        """Begin a recording. `title` names the item to come. Raises `AppError("storage.disk_full")` and the like."""
        home = "" if collection_id is None else str(collection_id)
        head = RecordingHead(rate, channels, title, self._clock.now_ms(), home)
        return Recorder(self._folder / str(new_id()), head)

    async def keep(self, recorder: Recorder) -> ImportResult:
        """End a recording and import it. When that fails the pieces stay, and the next start tries again.

        Raises AppError of joining: `media.empty`, `storage.disk_full`, `worker.*`.
        """
        await recorder.finish()
        return await self._keep_folder(recorder.folder, recorder.head)

    async def discard(self, recorder: Recorder) -> None:
        """End a recording and throw it away."""
        await recorder.finish()
        await asyncio.to_thread(shutil.rmtree, recorder.folder, ignore_errors=True)

    async def recover(self) -> list[ImportResult]:
        """Import recordings whose process ended without finishing them. One that cannot be joined now is kept."""
        results: list[ImportResult] = []
        for folder in sorted(path for path in self._folder.iterdir() if path.is_dir()):
            lock = JobsLock(folder / _LOCK)
            if not lock.try_acquire():
                continue
            try:
                head = _read_head(folder)
                if head is None:
                    shutil.rmtree(folder, ignore_errors=True)
                    continue
                results.append(await self._keep_folder(folder, head))
            except AppError as error:
                results.append(ImportResult(folder, ImportOutcome.FAILED, error=error))
            finally:
                lock.release()
        return results

    async def _keep_folder(self, folder: Path, head: RecordingHead) -> ImportResult:
        pieces = sorted(folder.glob(f"*{_PIECE_SUFFIX}"))
        if not any(piece.stat().st_size for piece in pieces):
            shutil.rmtree(folder, ignore_errors=True)
            raise AppError("media.nothing_recorded")
        joined = folder / (_file_name(head.title) + ".flac")
        request = JoinRequest([str(piece) for piece in pieces], head.rate, head.channels, str(joined))
        await self._workers.light("join", request)
        home = CollectionId(parse_id(head.collection_id)) if head.collection_id else None
        result = (await self._importer.import_paths([joined], home))[0]
        if result.error is not None:
            raise result.error
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return result


def _write_durably(path: Path, raw: bytes) -> None:
    with path.open("wb") as writing:
        writing.write(raw)
        writing.flush()
        os.fsync(writing.fileno())


def _read_head(folder: Path) -> RecordingHead | None:
    try:
        return msgspec.json.decode((folder / _HEAD).read_bytes(), type=RecordingHead)
    except (OSError, msgspec.DecodeError):
        # The crash came before the first sound.
        return None


def _file_name(title: str) -> str:
    """A title as a file name every system accepts."""
    clean = "".join("-" if character in _FORBIDDEN or character < " " else character for character in title)
    return clean.strip(" .")[:_NAME_CHARACTERS] or "recording"
