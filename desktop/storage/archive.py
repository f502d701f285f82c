"""A whole profile in one file, and back: the library, its media and thumbnails, each checked by its hash.

Knows files and hashes, not what the library's rows mean.
"""

import contextlib
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.storage import backup, sessions
from desktop.storage.driver import sqlite3
from desktop.storage.schema import LATEST, schema_version
from shared.errors import AppError

FORMAT = 1
MANIFEST = "lantern-backup.json"
LIBRARY = "library.db"
_SQLITE = b"SQLite format 3\0"
_PIECE_BYTES = 4 * 1024 * 1024
Progress = Callable[[int, int], None]


class Entry(msgspec.Struct, frozen=True):
    """One file of a backup: its name inside (`media/ab/…`, `library.db`), size and SHA-256 in hex."""

    name: str
    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. `schema` is the library's version when it was made."""

    format: int
    schema: int
    made_ms: int
    entries: list[Entry]


def export_backup(
    paths: ProfilePaths, target: Path, made_ms: int, on_progress: Progress | None = None
) -> Manifest:
    """Write the profile to `target`; a running Lantern may go on meanwhile. Media is stored as it is.

    Raises AppError: `storage.file_exists`, `storage.disk_full`, `storage.read_only`. No half file is left.
    """
    if target.exists():
        raise AppError("storage.file_exists", name=target.name)
    part = target.with_name(target.name + ".part")
    snapshot = paths.temporary_dir / "export.db"
    try:
        backup.copy_database(paths.database, snapshot)
        with contextlib.closing(sqlite3.connect(snapshot)) as copy:
            schema = schema_version(copy)
        files = [(LIBRARY, snapshot), *_files_of(paths)]
        manifest = Manifest(FORMAT, schema, made_ms, _write_zip(part, files, on_progress))
        with zipfile.ZipFile(part, "a") as archive:
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
        part.replace(target)
    except OSError as cause:
        raise disk_error(cause, target.parent) from cause
    finally:
        part.unlink(missing_ok=True)
        snapshot.unlink(missing_ok=True)
    return manifest


def import_backup(paths: ProfilePaths, source: Path, on_progress: Progress | None = None) -> Manifest:
    """Replace the profile's library by a backup; the present one is kept among the automatic backups.

    An automatic backup, the library file alone, comes back too; media is then what lies in the profile.
    Raises AppError: `storage.profile_in_use`, `storage.backup_unreadable` (not a backup, cut short, a flipped
    bit), `storage.backup_newer`, `storage.disk_full`. The library is exchanged last: after a failure it is as
    before.
    """
    paths.create()
    if sessions.others_running(paths.sessions_dir):
        raise AppError("storage.profile_in_use")
    fresh = paths.temporary_dir / "import.db"
    try:
        if _is_library(source):
            manifest = _take_library(source, fresh)
        else:
            with _opened(source) as archive:
                manifest = _manifest(archive, source)
                _check_room(paths, manifest)
                _unpack(archive, manifest, paths, fresh, on_progress)
        if paths.database.exists():
            with contextlib.suppress(AppError):
                # A damaged library is what people come here with: it is kept by `restore` below.
                backup.back_up(paths, "before-import")
        backup.restore(paths, fresh)
    except (zipfile.BadZipFile, EOFError, ValueError) as cause:
        raise AppError("storage.backup_unreadable", name=source.name, detail=str(cause)) from cause
    except OSError as cause:
        raise disk_error(cause, paths.root) from cause
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def _files_of(paths: ProfilePaths) -> Iterator[tuple[str, Path]]:
    for folder, prefix in ((paths.media_dir, "media"), (paths.thumbnails_dir, "thumbnails")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield f"{prefix}/{path.relative_to(folder).as_posix()}", path


def _write_zip(part: Path, files: list[tuple[str, Path]], on_progress: Progress | None) -> list[Entry]:
    total = sum(path.stat().st_size for _, path in files)
    done = 0
    entries: list[Entry] = []
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, path in files:
            digest, size = hashlib.sha256(), 0
            kind = zipfile.ZIP_DEFLATED if name == LIBRARY else zipfile.ZIP_STORED
            information = zipfile.ZipInfo(name)
            information.compress_type = kind
            with path.open("rb") as reading, archive.open(information, "w", force_zip64=True) as writing:
                while piece := reading.read(_PIECE_BYTES):
                    writing.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    if on_progress is not None:
                        on_progress(done + size, total)
            done += size
            entries.append(Entry(name, size, digest.hexdigest()))
    return entries


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError as cause:
        raise AppError("storage.file_missing", detail=str(cause.strerror)) from cause
    with archive:
        yield archive


def _is_library(source: Path) -> bool:
    if not source.is_file():
        return False
    with source.open("rb") as reading:
        return reading.read(len(_SQLITE)) == _SQLITE


def _take_library(source: Path, fresh: Path) -> Manifest:
    """Copy an automatic backup aside: backing up the present library may drop the oldest, which may be this one."""
    try:
        backup.copy_database(source, fresh)
        with contextlib.closing(sqlite3.connect(fresh)) as copy:
            backup.check_integrity(copy, source.parent)
            schema = schema_version(copy)
            known = copy.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('collection', 'item')")
            ours = schema > 0 and known.fetchone()[0] == 2
    except sqlite3.Error as cause:
        raise AppError("storage.backup_unreadable", name=source.name, detail=str(cause)) from cause
    except AppError as cause:
        if cause.code != "storage.corrupt":
            raise
        raise AppError("storage.backup_unreadable", name=source.name, detail=cause.detail) from cause
    if not ours:
        raise AppError("storage.backup_unreadable", name=source.name, detail="another program's file")
    if schema > LATEST:
        raise AppError("storage.backup_newer")
    with fresh.open("rb") as reading:
        digest = hashlib.file_digest(reading, "sha256").hexdigest()
    size, made_ms = fresh.stat().st_size, round(source.stat().st_mtime * 1000)
    return Manifest(FORMAT, schema, made_ms, [Entry(LIBRARY, size, digest)])


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.DecodeError) as cause:
        raise AppError("storage.backup_unreadable", name=source.name, detail="no manifest") from cause
    if manifest.format > FORMAT or manifest.schema > LATEST:
        raise AppError("storage.backup_newer")
    names = [entry.name for entry in manifest.entries]
    if LIBRARY not in names or not all(_safe(name) for name in names):
        raise AppError("storage.backup_unreadable", name=source.name, detail="unexpected names")
    return manifest


def _safe(name: str) -> bool:
    """Only our own folders, no way out of them."""
    parts = PurePosixPath(name).parts
    return name == LIBRARY or (
        len(parts) > 1 and parts[0] in {"media", "thumbnails"} and ".." not in parts and "\\" not in name
    )


def _check_room(paths: ProfilePaths, manifest: Manifest) -> None:
    need = sum(entry.size_bytes for entry in manifest.entries if not _present(paths, entry))
    if shutil.disk_usage(paths.root).free < need:
        raise AppError("storage.disk_full", folder=str(paths.root), detail=f"need {need}")


def _target(paths: ProfilePaths, name: str) -> Path:
    folder, _, rest = name.partition("/")
    return (paths.media_dir if folder == "media" else paths.thumbnails_dir) / rest


def _present(paths: ProfilePaths, entry: Entry) -> bool:
    if not entry.name.startswith("media/"):
        return False
    path = _target(paths, entry.name)
    return path.is_file() and path.stat().st_size == entry.size_bytes


def _unpack(
    archive: zipfile.ZipFile,
    manifest: Manifest,
    paths: ProfilePaths,
    fresh: Path,
    on_progress: Progress | None,
) -> None:
    total = sum(entry.size_bytes for entry in manifest.entries)
    done = 0
    part = paths.temporary_dir / "import.part"
    for entry in manifest.entries:
        if not _present(paths, entry):
            try:
                with archive.open(entry.name) as reading, part.open("wb") as writing:
                    _copy_checked(reading, writing, entry)
                target = fresh if entry.name == LIBRARY else _target(paths, entry.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                part.replace(target)
            except KeyError as cause:
                raise ValueError(f"{entry.name} is missing") from cause
            finally:
                part.unlink(missing_ok=True)
        done += entry.size_bytes
        if on_progress is not None:
            on_progress(done, total)


def _copy_checked(reading: IO[bytes], writing: IO[bytes], entry: Entry) -> None:
    digest, size = hashlib.sha256(), 0
    while piece := reading.read(_PIECE_BYTES):
        size += len(piece)
        if size > entry.size_bytes:
            break
        writing.write(piece)
        digest.update(piece)
    if size != entry.size_bytes or digest.hexdigest() != entry.sha256:
        raise ValueError(f"{entry.name} is damaged")
