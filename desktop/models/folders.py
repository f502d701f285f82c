"""The models on this computer's disk: which are sound, putting one in, taking one out. Knows no source."""

import contextlib
import hashlib
import os
import shutil
import uuid
from enum import StrEnum
from pathlib import Path

import msgspec

from desktop.models.background import Stopped, sync_file
from desktop.models.catalogue import Model, ModelFile
from desktop.models.failures import model_error
from desktop.models.workspace import Workspace, fits
from desktop.storage.content import sync_folder

STAMP = "verified.json"
_PARTIAL, _LOCKS, _DISCARDED = ".partial", ".locks", ".discarded"


class ModelState(StrEnum):
    """Whether a model can be used."""

    PRESENT = "present"
    """Every file is there and had the right checksum when last read whole."""
    UNCHECKED = "unchecked"
    """Every file is there; one was put there or changed since it was last read whole."""
    PARTIAL = "partial"
    """Some of it is there."""
    DAMAGED = "damaged"
    """A file has other bytes than it should."""
    MISSING = "missing"


class FileStamp(msgspec.Struct, frozen=True):
    """What a file looked like when it was last read whole; the checksum is empty when it was wrong."""

    size_bytes: int
    mtime_ns: int
    sha256: str


Stamp = dict[str, FileStamp]


class ModelFolders:
    """One folder per model under `models_dir`, shared by profiles and processes.

    A model's folder appears complete, in one rename. A stamp inside spares reading 150 MB at every start:
    a file whose size or time differs from its stamp is read again.
    """

    def __init__(self, models_dir: Path) -> None:
        self.models_dir = models_dir
        self._stamps: dict[str, Stamp] = {}

    def folder(self, model: Model) -> Path:
        """Where a model is, or would be."""
        return self.models_dir / model.name

    def workspace(self, model: Model) -> Workspace:
        """Where a model is put together."""
        return Workspace(model, self.models_dir / _PARTIAL / model.name)

    def lock_path(self, model: Model) -> Path:
        """The lock whoever changes a model must hold."""
        folder = self.models_dir / _LOCKS
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{model.name}.lock"

    def state(self, model: Model) -> ModelState:
        """The state as far as it shows without reading the files."""
        folder = self.folder(model)
        if not folder.is_dir():
            return ModelState.PARTIAL if self.workspace(model).started() else ModelState.MISSING
        stamp = self._read_stamp(model)
        states = {_file_state(file, folder / file.name, stamp.get(file.name)) for file in model.files}
        order = (ModelState.DAMAGED, ModelState.PARTIAL, ModelState.UNCHECKED)
        return next((state for state in order if state in states), ModelState.PRESENT)

    def verify(self, model: Model, stopped: Stopped) -> ModelState:
        """Read every file whole, remember what was found, and return the state (never UNCHECKED)."""
        folder = self.folder(model)
        stamp: Stamp = {}
        for file in model.files:
            path = folder / file.name
            if not path.is_file():
                continue
            seen = path.stat()
            stamp[file.name] = FileStamp(seen.st_size, seen.st_mtime_ns, fits(file, path, stopped))
        if folder.is_dir():
            self._write_stamp(model, folder, stamp)
        return self.state(model)

    def identity(self, model: Model) -> bytes:
        """A checksum over the builds in place: what made a transcript or a vector. For a PRESENT model."""
        stamp = self._read_stamp(model)
        digest = hashlib.sha256()
        for file in sorted(model.files, key=lambda file: file.name):
            digest.update(f"{file.name}\0{stamp[file.name].sha256}\n".encode())
        return digest.digest()

    def install(self, workspace: Workspace, stopped: Stopped) -> None:
        """Move the finished files in place of whatever was there, reading them once more.

        Raises OSError, or `AppError("models.wrong_content")` when the disk did not keep what was written.
        """
        model = workspace.model
        stamp: Stamp = {}
        for file in model.files:
            path = workspace.ready / file.name
            sync_file(path)
            seen = path.stat()
            sha256 = fits(file, path, stopped)
            if not sha256:
                path.unlink()
                raise model_error("models.wrong_content", model, detail=file.name)
            stamp[file.name] = FileStamp(seen.st_size, seen.st_mtime_ns, sha256)
        self._write_stamp(model, workspace.ready, stamp)
        self._discard(self.folder(model))
        workspace.ready.replace(self.folder(model))
        sync_folder(self.models_dir)
        workspace.clear()
        self._sweep()

    def remove(self, model: Model) -> bool:
        """Delete a model and what was fetched of it. Returns whether there was something. Raises OSError."""
        workspace = self.workspace(model)
        found = workspace.folder.is_dir() or self.folder(model).is_dir()
        self._discard(self.folder(model))
        self._stamps.pop(model.name, None)
        workspace.clear()
        self._sweep()
        return found

    def size_on_disk(self, model: Model) -> int:
        """Bytes a model takes now, unfinished downloads included."""
        places = (self.folder(model), self.workspace(model).folder)
        files = (path for place in places if place.is_dir() for path in place.rglob("*"))
        return sum(path.stat().st_size for path in files if path.is_file())

    def _discard(self, folder: Path) -> None:
        """Take a folder away in one step; deleting a file at a time could leave half a model behind."""
        if not folder.is_dir():
            return
        trash = self.models_dir / _DISCARDED
        trash.mkdir(exist_ok=True)
        folder.replace(trash / f"{folder.name}-{uuid.uuid4().hex}")

    def _sweep(self) -> None:
        shutil.rmtree(self.models_dir / _DISCARDED, ignore_errors=True)

    def _read_stamp(self, model: Model) -> Stamp:
        if model.name in self._stamps:
            return self._stamps[model.name]
        try:
            data = (self.folder(model) / STAMP).read_bytes()
            return msgspec.json.decode(data, type=Stamp)
        except (OSError, msgspec.DecodeError):
            return {}

    def _write_stamp(self, model: Model, folder: Path, stamp: Stamp) -> None:
        self._stamps.pop(model.name, None)
        part = folder / f"{STAMP}.{os.getpid()}.new"
        try:
            part.write_bytes(msgspec.json.format(msgspec.json.encode(stamp), indent=1))
            part.replace(folder / STAMP)
        except OSError:
            # A folder that cannot be written: the stamp lives as long as this process.
            self._stamps[model.name] = stamp
            with contextlib.suppress(OSError):
                part.unlink()


def _file_state(file: ModelFile, path: Path, stamp: FileStamp | None) -> ModelState:
    try:
        seen = path.stat()
    except OSError:
        return ModelState.PARTIAL
    if seen.st_size not in {build.size_bytes for build in file.builds}:
        return ModelState.DAMAGED
    if stamp is None or (stamp.size_bytes, stamp.mtime_ns) != (seen.st_size, seen.st_mtime_ns):
        return ModelState.UNCHECKED
    known = any(build.sha256 == stamp.sha256 for build in file.builds)
    return ModelState.PRESENT if known else ModelState.DAMAGED
