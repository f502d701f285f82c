"""Finds model files in a file, folder, zip or wheel a person hands over. Judges by content, not by name."""

import itertools
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from desktop.models.background import UNREADABLE, Stopped, StoppedError, UnreadableError, stream
from desktop.models.catalogue import Catalogue, Model
from desktop.models.parts import Part, parts_of

MAX_FILES = 20_000
"""A folder chosen by mistake, a home folder say, is not searched for ever."""
_WEIGHTS_BYTES = 1_000_000
"""A file of a weight file's exact size and other content is a damaged one; small ones agree by chance."""


class Candidate(msgspec.Struct, frozen=True):
    """A file, or a member of an archive."""

    path: Path
    member: str
    size_bytes: int

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open it for reading. Raises UnreadableError."""
        with ExitStack() as opened:
            try:
                if self.member:
                    archive = opened.enter_context(zipfile.ZipFile(self.path))
                    reading = cast("BinaryIO", opened.enter_context(archive.open(self.member)))
                else:
                    reading = opened.enter_context(self.path.open("rb"))
            except UNREADABLE as cause:
                raise UnreadableError from cause
            yield reading


class Found(msgspec.Struct, frozen=True):
    """A part of a model and where it lies."""

    model: Model
    part: Part
    candidate: Candidate


class Findings(msgspec.Struct):
    """What a search brought. `damaged` are models whose weights are there with wrong bytes."""

    found: list[Found] = msgspec.field(default_factory=list)
    damaged: list[Model] = msgspec.field(default_factory=list)

    def parts_of(self, model: Model) -> list[Found]:
        """What was found of one model."""
        return [found for found in self.found if found.model == model]

    def models(self) -> list[Model]:
        """Models of which something was found."""
        return list({found.model.name: found.model for found in self.found}.values())


def search(paths: Iterable[Path], catalogue: Catalogue, stopped: Stopped) -> Findings:
    """Look for parts of models. Only files of a right size are read. Unreadable files are passed over."""
    sizes: dict[int, list[tuple[Model, Part]]] = {}
    for model in catalogue.models:
        for part in parts_of(model):
            sizes.setdefault(part.size_bytes, []).append((model, part))
    findings = Findings()
    suspects: list[tuple[Model, Part]] = []
    for candidate in itertools.chain.from_iterable(candidates(path) for path in paths):
        if stopped():
            raise StoppedError
        wanted = sizes.get(candidate.size_bytes, [])
        sha256 = _checksum(candidate, stopped) if wanted else ""
        right = [Found(model, part, candidate) for model, part in wanted if part.sha256 == sha256]
        findings.found += right
        if sha256 and not right:
            suspects += wanted
    sound = {found.part for found in findings.found}
    heavy = [(model, part) for model, part in suspects if part.size_bytes >= _WEIGHTS_BYTES]
    findings.damaged = list({model.name: model for model, part in heavy if part not in sound}.values())
    return findings


def _checksum(candidate: Candidate, stopped: Stopped) -> str:
    try:
        with candidate.open() as reading:
            return stream(reading, None, stopped, limit=candidate.size_bytes)
    except UnreadableError:
        # A member that cannot be unpacked is as damaged as one with other bytes.
        return "unreadable"


def candidates(path: Path) -> Iterator[Candidate]:
    """Everything a path holds: itself, the files below it, the members of the archives among them."""
    for file in _files(path):
        try:
            size = file.stat().st_size
        except OSError:
            continue
        yield Candidate(file, "", size)
        if zipfile.is_zipfile(file):
            yield from _members(file)


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    files: list[Path] = []
    for folder, folders, names in os.walk(path):
        folders.sort()
        files += [Path(folder, name) for name in sorted(names)]
        if len(files) >= MAX_FILES:
            break
    return [file for file in files[:MAX_FILES] if file.is_file()]


def _members(file: Path) -> Iterator[Candidate]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except UNREADABLE:
        return
    for member in members[:MAX_FILES]:
        if not member.is_dir():
            yield Candidate(file, member.filename, member.file_size)
