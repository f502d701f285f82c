"""The file that a backup is: a tar, packed with zstd, whose manifest says what is inside. Knows no database."""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import msgspec
import zstandard

from shared.errors import AppError

FORMAT = 1
MANIFEST, DATABASE, CONTENT_LIST, CONTENT = "manifest.json", "database", "content.jsonl", "content/"
_LEVEL = 3
_PIECE_BYTES = 1 << 20
_END_BYTES = 2 * tarfile.BLOCKSIZE
_MOST_MANIFEST_BYTES = 1 << 20
_IN_MEMORY_BYTES = 16 << 20


class ContentFile(msgspec.Struct, frozen=True):
    """A file that the database knows."""

    sha256: str
    size_bytes: int


class Manifest(msgspec.Struct, frozen=True):
    """What the archive holds. `dialect` is sqlite or postgresql; `revision` is of the database's schema."""

    made_ms: int
    version: str
    dialect: str
    revision: str
    database_sha256: str
    database_bytes: int
    content_files: int
    content_bytes: int
    with_content: bool
    format: int = FORMAT


class Writer:
    """An archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def begin(self, manifest: Manifest, database: Path, listed: list[ContentFile]) -> None:
        """Write everything but the content itself."""
        self._bytes(MANIFEST, msgspec.json.encode(manifest))
        with database.open("rb") as reading:
            self.file(DATABASE, reading, manifest.database_bytes)
        self._bytes(CONTENT_LIST, b"".join(msgspec.json.encode(each) + b"\n" for each in listed))

    def file(self, name: str, reading: IO[bytes], size_bytes: int) -> None:
        """Write one member."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size_bytes, 0o600
        self._tar.addfile(info, reading)

    def _bytes(self, name: str, data: bytes) -> None:
        self.file(name, io.BytesIO(data), len(data))


@contextmanager
def written(path: Path) -> Generator[Writer]:
    """Write an archive; it gets its name when it is whole and on the disk.

    Raises `AppError` server.file_exists, server.backup_place.
    """
    if path.exists():
        raise AppError("server.file_exists", path=str(path))
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            with (
                zstandard.ZstdCompressor(level=_LEVEL).stream_writer(file, closefd=False) as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as cause:
        raise AppError("server.backup_place", path=str(path), detail=type(cause).__name__) from cause
    finally:
        part.unlink(missing_ok=True)


class _Unpacked:
    """The tar inside the packed file, and how it ends: zstd and tarfile both take a cut one for a shorter one."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._reader = zstandard.ZstdDecompressor().stream_reader(packed)
        self._bytes = 0
        self._tail = b""

    def read(self, size: int) -> bytes:
        data = self._reader.read(size)
        self._bytes += len(data)
        self._tail = (self._tail + data[-_END_BYTES:])[-_END_BYTES:]
        return data

    def ended(self) -> bool:
        """Whether what was read ends as tar does: two empty blocks, filled up to a whole record."""
        while self.read(_PIECE_BYTES):
            pass
        return self._bytes % tarfile.RECORDSIZE == 0 and self._tail == bytes(_END_BYTES)


class Reader:
    """An archive that is being read; its parts come in their order."""

    def __init__(self, tar: tarfile.TarFile, path: Path, unpacked: _Unpacked) -> None:
        self._tar, self._unpacked = tar, unpacked
        self._path = path
        self.manifest = self._read_manifest()

    def _read_manifest(self) -> Manifest:
        raw = self._next(MANIFEST).read(_MOST_MANIFEST_BYTES)
        manifest = msgspec.json.decode(raw, type=Manifest)
        if manifest.format != FORMAT:
            raise self.damaged()
        return manifest

    def database(self, to: Path) -> None:
        """Write the database's copy to a file, and check it."""
        digest = hashlib.sha256()
        reading = self._next(DATABASE)
        with to.open("wb") as file:
            while piece := reading.read(_PIECE_BYTES):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != self.manifest.database_sha256:
            raise self.damaged()

    def listed(self) -> list[ContentFile]:
        """The files that the database knows."""
        lines = self._next(CONTENT_LIST).read().splitlines()
        return [msgspec.json.decode(line, type=ContentFile) for line in lines]

    def content(self) -> Iterator[tuple[str, IO[bytes]]]:
        """SHA-256 and bytes of each file that is inside."""
        while (member := self._tar.next()) is not None:
            reading = self._tar.extractfile(member)
            if reading is not None and member.name.startswith(CONTENT):
                yield member.name.removeprefix(CONTENT), reading

    def check(self) -> None:
        """Read what is left, keeping nothing. Raises `AppError("server.backup_unreadable")` when it is cut."""
        listed = self.listed()
        known = {file.sha256 for file in listed}
        for sha256, reading in self.content():
            digest = hashlib.sha256()
            while piece := reading.read(_PIECE_BYTES):
                digest.update(piece)
            if sha256 in known and digest.hexdigest() != sha256:
                raise self.damaged()
        if len(listed) != self.manifest.content_files or not self._unpacked.ended():
            raise self.damaged()

    def damaged(self) -> AppError:
        """What is told of an archive that is not whole."""
        return AppError("server.backup_unreadable", path=str(self._path))

    def _next(self, name: str) -> IO[bytes]:
        member = self._tar.next()
        reading = self._tar.extractfile(member) if member is not None and member.name == name else None
        if reading is None:
            raise self.damaged()
        return reading


@contextmanager
def opened(path: Path) -> Generator[Reader]:
    """Read an archive. Raises `AppError("server.backup_unreadable")` wherever it turns out not to be whole."""
    broken = AppError("server.backup_unreadable", path=str(path))
    try:
        file = path.open("rb")
    except OSError as cause:
        raise broken from cause
    try:
        with file:
            unpacked = _Unpacked(file)
            with tarfile.open(fileobj=cast("IO[bytes]", unpacked), mode="r|") as tar:
                yield Reader(tar, path, unpacked)
    except (tarfile.TarError, zstandard.ZstdError, msgspec.MsgspecError, EOFError) as cause:
        raise broken from cause


def spooled() -> IO[bytes]:
    """A place for one file on its way: in memory, or on disk when it is large."""
    return tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
