"""Watches folders and imports what appears in them, once per file. Looks again and again: that works on every disk."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from stat import S_ISREG

import msgspec

from desktop.media import watch_store
from desktop.media.importing import Importer, expanded
from desktop.media.views import ImportResult
from desktop.media.watch_store import Seen
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.settings.service import SettingsService
from desktop.storage.database import Database
from shared.errors import AppError
from shared.tasks import TaskScope

SETTING = "watched_folders"
POLL_S = 5.0
STABLE_LOOKS = 2
"""A file is taken when its size and time were the same at this many looks: a copy in progress grows."""
_KEPT_RESULTS = 50


class WatchedFolder(msgspec.Struct, frozen=True):
    """A watched folder; `reachable` is false while its disk is not there."""

    path: Path
    reachable: bool


class FolderWatch:
    """The watched folders of this computer."""

    def __init__(
        self,
        database: Database,
        importer: Importer,
        settings: SettingsService,
        bus: ChangeBus,
        *,
        may_import: Callable[[], bool],
        poll_s: float = POLL_S,
    ) -> None:
        self._database = database
        self._importer = importer
        self._settings = settings
        self._bus = bus
        self._may_import = may_import
        self._poll_s = poll_s
        self._looks: dict[Path, tuple[Seen, int]] = {}
        self._scope = TaskScope("folder watch")
        self._chosen = asyncio.Event()
        self._unsubscribe = bus.subscribe(self._heard)
        self.results: list[ImportResult] = []
        """The latest outcomes; a change of kind "watch" tells of new ones."""

    def start(self) -> None:
        """Look from now on."""
        self._scope.spawn(self._watch(), name="watch")

    async def close(self) -> None:
        """Stop looking."""
        self._unsubscribe()
        await self._scope.close()

    def _heard(self, changes: ChangeSet) -> None:
        if changes.touches("setting"):
            self._chosen.set()

    def folders(self) -> list[WatchedFolder]:
        """The watched folders."""
        return [WatchedFolder(Path(text), Path(text).is_dir()) for text in self._settings.get(SETTING)]

    async def look_once(self) -> list[ImportResult]:
        """Look at every folder once and import what is new since it is watched, as soon as it has settled."""
        roots = [watched.path for watched in self.folders() if watched.reachable]
        await self._follow_setting(roots)
        found = await asyncio.to_thread(look, roots)
        async with self._database.reader() as reader:
            handled = await watch_store.handled(reader)
        new = {path: seen for path, seen in found.items() if handled.get(str(path)) != seen}
        self._looks = {path: (seen, _looks(self._looks.get(path), seen)) for path, seen in new.items()}
        settled = [path for path, (_, looks) in self._looks.items() if looks >= STABLE_LOOKS]
        results: list[ImportResult] = []
        for path in settled:
            results.extend(await self._take(path, new[path], roots))
        return results

    async def _follow_setting(self, roots: list[Path]) -> None:
        """Leave alone what a folder held when it was chosen; forget folders that are watched no longer."""
        async with self._database.reader() as reader:
            known = await watch_store.folders(reader)
        for root in roots:
            if str(root) not in known:
                present = await asyncio.to_thread(look, [root])
                await self._database.write(partial(watch_store.begin, folder=root, present=present))
        for gone in known - set(self._settings.get(SETTING)):
            await self._database.write(partial(watch_store.forget, folder=Path(gone)))

    async def _take(self, path: Path, seen: Seen, roots: list[Path]) -> list[ImportResult]:
        results = await self._importer.import_paths([path])
        self._looks.pop(path, None)
        passing = any(result.error is not None and result.error.retryable for result in results)
        if not passing:
            root = next(root for root in roots if path.is_relative_to(root))
            outcome = results[0].outcome.value if results else "gone"
            await self._database.write(lambda tx: watch_store.note(tx, root, {path: seen}, outcome))
        self.results = [*self.results, *results][-_KEPT_RESULTS:]
        self._bus.announce("watch")
        return results

    async def _watch(self) -> None:
        while True:
            # A folder just chosen is looked at now: what is put into it from here on is new.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._chosen.wait()
            self._chosen.clear()
            if self._may_import():
                # A library in trouble (a full disk) tells so elsewhere; the next look tries again.
                with contextlib.suppress(AppError):
                    await self.look_once()


def _looks(before: tuple[Seen, int] | None, seen: Seen) -> int:
    return before[1] + 1 if before is not None and before[0] == seen else 1


def look(roots: list[Path]) -> Mapping[Path, Seen]:
    """Every importable file under the folders with what it looks like now; unreadable ones are left out."""
    found: dict[Path, Seen] = {}
    for path in expanded(roots):
        try:
            state = path.stat()
        except OSError:
            continue
        if S_ISREG(state.st_mode) and state.st_size:
            found[path] = Seen(state.st_size, state.st_mtime_ns)
    return found
