"""Gives disk space back: files of items deleted long enough ago, and what a crash left lying about."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from desktop.media import store
from desktop.media.thumbnail_files import thumbnail_path
from desktop.runtime.paths import ProfilePaths
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.clock import Clock

GRACE_MS = 60 * 60 * 1000
"""A deletion can be undone for an hour; then the disk space a person wanted back is theirs."""
STRAY_AGE_S = 3_600.0
"""A file nobody knows may be of an import still running in another process: only older ones are strays."""

InUse = Callable[[], Awaitable[set[bytes]]]
"""Tells the hashes of content that another slice needs."""


class Cleanup:
    """Runs in the process that holds the jobs lock."""

    def __init__(self, database: Database, content: ContentStore, paths: ProfilePaths, clock: Clock) -> None:
        self._database = database
        self._content = content
        self._paths = paths
        self._clock = clock
        self._in_use: list[InUse] = []

    def keep(self, in_use: InUse) -> None:
        """Leave alone what `in_use` names, whenever it is asked."""
        self._in_use.append(in_use)

    async def purge_deleted(self, grace_ms: int = GRACE_MS) -> int:
        """Remove files whose every item was deleted more than `grace_ms` ago. Returns how many.

        Rows go first: a crash in between leaves a stray file, which the next sweep finds, never an item without one.
        """
        before_ms = self._clock.now_ms() - grace_ms

        def forget(tx: Transaction) -> list[tuple[bytes, str, str]]:
            store.note_unnoted_deletions(tx)
            files = store.forgettable_files(tx, before_ms)
            for sha, _, _ in files:
                store.forget_file(tx, sha)
            return files

        files = await self._database.write(forget)
        kept = await self._needed_elsewhere() if files else set()
        for sha, suffix, kind in files:
            if sha not in kept:
                self._content.remove(sha, suffix)
            thumbnail_path(self._paths.thumbnails_dir, sha, kind).unlink(missing_ok=True)
        return len(files)

    async def sweep(self) -> int:
        """Remove files no item ever had: imports that a crash cut short. Returns how many."""
        async with self._database.reader() as reader:
            known = await store.known_files(reader)
        known |= await self._needed_elsewhere()
        oldest = time.time() - STRAY_AGE_S
        folders = (self._paths.media_dir, self._paths.thumbnails_dir, self._paths.temporary_dir)
        return await asyncio.to_thread(lambda: sum(_sweep(folder, known, oldest) for folder in folders))

    async def _needed_elsewhere(self) -> set[bytes]:
        found: set[bytes] = set()
        for in_use in self._in_use:
            found |= await in_use()
        return found


def _sweep(folder: Path, known: set[bytes], older_than_s: float) -> int:
    count = 0
    for path in folder.rglob("*"):
        try:
            stray = path.is_file() and not _belongs(path, known) and path.stat().st_mtime < older_than_s
            if stray:
                path.unlink()
                count += 1
        except OSError:
            # Gone meanwhile, or held open on Windows: the next sweep gets it.
            continue
    return count


def _belongs(path: Path, known: set[bytes]) -> bool:
    try:
        return path.suffix != ".part" and bytes.fromhex(path.stem) in known
    except ValueError:
        return False
