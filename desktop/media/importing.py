"""Takes files into the library: look inside, copy, draw, one transaction. What fails leaves nothing behind."""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from desktop.media import away_store, job_store, store
from desktop.media.arriving import take_in
from desktop.media.formats import SUFFIXES, normal_suffix
from desktop.media.messages import Probe, ProbeRequest, ThumbnailRequest
from desktop.media.thumbnail_files import thumbnail_path
from desktop.media.views import ImportOutcome, ImportProgress, ImportResult
from desktop.media.workers import MediaWorkers
from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.storage.content import ContentStore, StoredFile
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, JobId, new_id
from shared.media.records import default_collection_id

TITLE_CHARACTERS = 200
NAME_CHARACTERS = 1_000
OnProgress = Callable[[ImportProgress], None]


class Importer:
    """Imports files one after the other; a file is in the library when `import_paths` has said so, not before."""

    def __init__(
        self,
        database: Database,
        content: ContentStore,
        workers: MediaWorkers,
        paths: ProfilePaths,
        collection: str,
    ) -> None:
        self._database = database
        self._content = content
        self._workers = workers
        self._paths = paths
        self._collection_title = collection

    async def import_paths(
        self,
        paths: Iterable[Path],
        collection_id: CollectionId | None = None,
        *,
        model: str = "",
        on_progress: OnProgress | None = None,
    ) -> list[ImportResult]:
        """Import files and, from folders, every file with a known ending. One result per file, in order.

        Nothing is raised for a bad file: its result says why. Cancelling keeps the files already finished.
        """
        files = await asyncio.to_thread(lambda: list(expanded(paths)))
        results: list[ImportResult] = []
        for number, path in enumerate(files, 1):

            def report(done: int, total: int, path: Path = path, number: int = number) -> None:
                if on_progress is not None:
                    on_progress(ImportProgress(path, number, len(files), done, total))

            report(0, 0)
            try:
                results.append(await self._import(path, collection_id, model, report))
            except AppError as error:
                results.append(ImportResult(path, ImportOutcome.FAILED, error=error))
            except OSError as cause:
                # Tidying up can fail as well, on a disk that has become read-only.
                error = disk_error(cause, self._paths.media_dir)
                results.append(ImportResult(path, ImportOutcome.FAILED, error=error))
        return results

    async def _import(
        self, path: Path, collection_id: CollectionId | None, model: str, report: Callable[[int, int], None]
    ) -> ImportResult:
        if path.is_dir():
            raise AppError("media.nothing_to_import")
        probe = msgspec.convert(await self._workers.light("probe", ProbeRequest(os.fsencode(path))), Probe)
        stored = await self._content.add_file(path, suffix=probe.suffix, on_progress=report)
        try:
            known = await self._duplicate(path, stored)
            if known is not None:
                return known
            drawn = await self._draw(stored, probe)
        except BaseException:
            await self._take_back(stored, probe)
            raise
        entry = _Entry(stored, probe, collection_id, model, readable(path.name), drawn)
        # From here on a cancel comes too late: the library may have the item already.
        try:
            item_id, new = await asyncio.shield(self._database.write(lambda tx: self._add(tx, entry)))
        except Exception:
            await self._take_back(stored, probe)
            raise
        return ImportResult(path, ImportOutcome.ADDED if new else ImportOutcome.DUPLICATE, item_id)

    async def _duplicate(self, path: Path, stored: StoredFile) -> ImportResult | None:
        """The item that has the same content, unless its file was elsewhere until now."""
        async with self._database.reader() as reader:
            known = await store.find_live_item(reader, stored.sha256)
            file = await away_store.file_of(reader, stored.sha256)
        if known is None or file is None or not file["here"]:
            return None
        return ImportResult(path, ImportOutcome.DUPLICATE, known)

    async def _draw(self, stored: StoredFile, probe: Probe) -> bool:
        target = thumbnail_path(self._paths.thumbnails_dir, stored.sha256, probe.kind)
        request = ThumbnailRequest(str(stored.path), probe.kind, probe.suffix, str(target))
        try:
            return bool(await self._workers.light("thumbnail", request))
        except AppError as error:
            # A picture that crashes its painter is no reason to refuse the recording.
            if not error.code.startswith("worker."):
                raise
            return False

    def _add(self, tx: Transaction, entry: "_Entry") -> tuple[ItemId, bool]:
        known = store.live_item_of(tx, entry.stored.sha256)
        if known is not None:
            if not away_store.is_here(tx, entry.stored.sha256):
                take_in(tx, entry.stored, entry.probe, thumbnail=entry.has_thumbnail)
            return known, False
        if not entry.stored.path.exists():
            # Another process took back its own import of the same content.
            raise AppError("storage.file_missing")
        home = entry.collection_id or default_collection_id(tx.user_id)
        if home == default_collection_id(tx.user_id):
            store.ensure_default_collection(tx, self._collection_title)
        elif not store.collection_exists(tx, home):
            raise AppError("media.no_collection")
        store.put_media_file(
            tx, entry.stored.sha256, entry.stored.size_bytes, entry.probe, thumbnail=entry.has_thumbnail
        )
        item_id = ItemId(new_id())
        values = {
            "collection_id": home.bytes,
            "title": title_from(entry.file_name),
            "description": "",
            "kind": entry.probe.kind,
            "media_sha": entry.stored.sha256,
            "file_name": entry.file_name[-NAME_CHARACTERS:],
        }
        store.add_item(tx, item_id, values)
        job_store.add(tx, JobId(new_id()), item_id, entry.stored.sha256, entry.model)
        return item_id, True

    async def _take_back(self, stored: StoredFile, probe: Probe) -> None:
        """Remove what was copied, unless the library knows the content from another import."""

        def remove(tx: Transaction) -> None:
            if not store.media_file_known(tx, stored.sha256):
                stored.path.unlink(missing_ok=True)
                thumbnail_path(self._paths.thumbnails_dir, stored.sha256, probe.kind).unlink(missing_ok=True)

        if not stored.existed:
            await asyncio.shield(self._removed(remove, stored, probe))

    async def _removed(self, remove: Callable[[Transaction], None], stored: StoredFile, probe: Probe) -> None:
        try:
            await self._database.write(remove)
        except AppError:
            # Not even the library can be written (a full disk): then no other import can have kept the file either.
            stored.path.unlink(missing_ok=True)
            thumbnail_path(self._paths.thumbnails_dir, stored.sha256, probe.kind).unlink(missing_ok=True)


class _Entry(msgspec.Struct, frozen=True):
    """All that one import will write."""

    stored: StoredFile
    probe: Probe
    collection_id: CollectionId | None
    model: str
    file_name: str
    has_thumbnail: bool


def expanded(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are; folders become the files in them that have a known ending, by name, hidden ones left out.

    A folder without any stays itself, so that whoever named it is told.
    """
    for path in paths:
        inside = list(_inside(path)) if path.is_dir() else []
        yield from inside or [path]


def _inside(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and normal_suffix(Path(name).suffix) in SUFFIXES:
                yield Path(folder, name)


def readable(name: str) -> str:
    """A file name as text: names may hold bytes that are none, and SQLite and JSON take only text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def title_from(file_name: str) -> str:
    """A title to begin with: the name without its ending, underscores as spaces, cut at a readable length."""
    words = " ".join(Path(file_name).stem.replace("_", " ").split())
    if len(words) > TITLE_CHARACTERS:
        words = words[: TITLE_CHARACTERS - 1].rstrip() + "…"
    if words.islower():
        words = words[0].upper() + words[1:]
    return words or "?"
