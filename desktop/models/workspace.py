"""Where a model is put together: parts come in, are checked, and become files. Knows no source."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from desktop.models.background import Report, Stopped, UnreadableError, sha256_of, stream
from desktop.models.catalogue import Model, ModelFile
from desktop.models.parts import Part, parts_of


class Workspace:
    """A model's folder under `.partial`: `incoming` holds parts named by checksum, `ready` checked files.

    It outlives a crash; whatever it holds is checked again before it is used. Only the holder of the model's
    lock may touch it.
    """

    def __init__(self, model: Model, folder: Path) -> None:
        self.model = model
        self.folder = folder
        self.incoming = folder / "incoming"
        self.ready = folder / "ready"

    def open(self, stopped: Stopped) -> None:
        """Make the folders and drop what a crash left unsound."""
        self.incoming.mkdir(parents=True, exist_ok=True)
        self.ready.mkdir(exist_ok=True)
        wanted = {file.name: file for file in self.model.files}
        for path in self.ready.iterdir():
            if path.name not in wanted or not fits(wanted[path.name], path, stopped):
                path.unlink()
        for path in self.incoming.glob("*.copy"):
            path.unlink()
        for path in self.incoming.glob("*.part"):
            if sha256_of(path, stopped) != path.stem:
                path.unlink()

    def started(self) -> bool:
        """Whether anything has come."""
        return any(path.is_file() for path in self.folder.rglob("*"))

    def missing(self) -> tuple[ModelFile, ...]:
        """Files not yet ready."""
        return tuple(file for file in self.model.files if not (self.ready / file.name).exists())

    def download_path(self, part: Part) -> Path:
        """Where a part is downloaded to; its beginning may be there from last time."""
        return self.incoming / f"{part.sha256}.download"

    def has(self, part: Part) -> bool:
        """Whether a part has come and was checked."""
        return self._part_path(part).exists() or (part.whole and (self.ready / part.file).exists())

    def have_bytes(self, part: Part) -> int:
        """Bytes of a part that need not be fetched again."""
        if self.has(part):
            return part.size_bytes
        path = self.download_path(part)
        return path.stat().st_size if path.exists() else 0

    def take(self, part: Part, path: Path, stopped: Stopped) -> bool:
        """Check a complete download and move it in. A wrong one is deleted; returns whether it was right."""
        if path.stat().st_size != part.size_bytes or sha256_of(path, stopped) != part.sha256:
            path.unlink()
            return False
        path.replace(self._part_path(part))
        self._settle(part)
        return True

    def copy_in(self, part: Part, reading: BinaryIO, stopped: Stopped, report: Report | None = None) -> bool:
        """Copy a part from an open file, checking it on the way. Returns whether it was right."""
        path = self.incoming / f"{part.sha256}.copy"
        try:
            with path.open("wb") as writing:
                right = stream(reading, writing, stopped, report, limit=part.size_bytes) == part.sha256
        except UnreadableError:
            right = False
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if not right:
            path.unlink()
            return False
        path.replace(self._part_path(part))
        self._settle(part)
        return True

    def join(self, parts: Iterable[Part], stopped: Stopped) -> bool:
        """Make a file of its pieces when all have come. Returns whether the file is ready."""
        pieces = list(parts)
        if (self.ready / pieces[0].file).exists():
            return True
        if not all(self._part_path(piece).exists() for piece in pieces):
            return False
        # The first piece is extended in place: joining needs room for one piece, not for another file.
        joined = self._part_path(pieces[0]).replace(self.incoming / f"{pieces[0].build.sha256}.copy")
        with joined.open("ab") as writing:
            for piece in pieces[1:]:
                with self._part_path(piece).open("rb") as reading:
                    stream(reading, writing, stopped)
        for piece in pieces[1:]:
            self._part_path(piece).unlink()
        if sha256_of(joined, stopped) != pieces[0].build.sha256:
            joined.unlink()
            return False
        joined.replace(self.ready / pieces[0].file)
        return True

    def join_all(self, stopped: Stopped) -> None:
        """Join every file whose pieces have all come."""
        pieces: dict[tuple[str, str], list[Part]] = {}
        for part in parts_of(self.model):
            if not part.whole:
                pieces.setdefault((part.file, part.build.sha256), []).append(part)
        for group in pieces.values():
            self.join(group, stopped)

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _part_path(self, part: Part) -> Path:
        return self.incoming / f"{part.sha256}.part"

    def _settle(self, part: Part) -> None:
        if part.whole:
            self._part_path(part).replace(self.ready / part.file)


def fits(file: ModelFile, path: Path, stopped: Stopped) -> str:
    """The checksum of the build a path holds, or an empty text when it holds none of them."""
    if not path.is_file() or path.stat().st_size not in {build.size_bytes for build in file.builds}:
        return ""
    sha256 = sha256_of(path, stopped)
    return sha256 if any(build.sha256 == sha256 for build in file.builds) else ""
