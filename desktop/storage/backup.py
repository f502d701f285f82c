"""Copies of the library file: automatic ones, the check that asks for one, and putting one back.

Never copies a live file byte by byte: SQLite's own backup does it.
"""

import contextlib
import re
import time
from pathlib import Path

import msgspec

from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.storage import sessions
from desktop.storage.driver import sqlite3
from desktop.storage.failures import GARBLED, storage_error
from shared.errors import AppError

KEPT = 5
DAY_S = 86_400
_NAME = re.compile(r"library-(\d{8}-\d{6})-([\w-]+)\.db")
_PAGES_PER_STEP = 2_000


class Backup(msgspec.Struct, frozen=True):
    """One automatic backup: where it is, when it was made (local time text) and why."""

    path: Path
    made: str
    reason: str
    size_bytes: int


def check_integrity(connection: "sqlite3.Connection", folder: Path) -> None:
    """Read every page and index. Raises `AppError("storage.corrupt")`."""
    try:
        findings = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as cause:
        raise AppError("storage.corrupt", folder=str(folder), detail=str(cause)) from cause
    if findings != ["ok"]:
        raise AppError("storage.corrupt", folder=str(folder), detail="; ".join(findings))


def back_up(paths: ProfilePaths, reason: str) -> Path:
    """Write a whole, checked copy into the backups folder and drop the oldest beyond the kept ones.

    Raises AppError when the disk is full or the library damaged; such a copy is removed and drops none.
    """
    target = paths.backups_dir / f"library-{time.strftime('%Y%m%d-%H%M%S')}-{reason}.db"
    copy_database(paths.database, target)
    try:
        with contextlib.closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as copy:
            check_integrity(copy, paths.root)
    except AppError:
        target.unlink(missing_ok=True)
        raise
    for old in list_backups(paths)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return target


def copy_database(source: Path, target: Path) -> None:
    """Copy a possibly live library into a new single file. Raises AppError; leaves no half file."""
    part = target.with_suffix(".part")
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
            contextlib.closing(sqlite3.connect(part)) as copy,
        ):
            live.backup(copy, pages=_PAGES_PER_STEP)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(target)
    except sqlite3.Error as cause:
        part.unlink(missing_ok=True)
        raise storage_error(cause, target.parent) or cause from cause
    except UnicodeDecodeError as cause:
        part.unlink(missing_ok=True)
        raise AppError("storage.corrupt", folder=str(target.parent), detail=GARBLED) from cause
    except OSError as cause:
        part.unlink(missing_ok=True)
        raise disk_error(cause, target.parent) from cause


def list_backups(paths: ProfilePaths) -> list[Backup]:
    """Return the automatic backups, newest first."""
    found: list[Backup] = []
    for path in paths.backups_dir.glob("library-*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            found.append(Backup(path, match[1], match[2], path.stat().st_size))
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def back_up_if_old(paths: ProfilePaths, now_s: float, max_age_s: int = DAY_S) -> Path | None:
    """Make the daily backup unless a recent one exists. Returns the new file."""
    newest = list_backups(paths)[:1]
    if newest and now_s - newest[0].path.stat().st_mtime < max_age_s:
        return None
    return back_up(paths, "daily")


def restore(paths: ProfilePaths, source: Path) -> Path:
    """Put a backup in the library's place; the damaged file is kept beside it. Returns where it is kept.

    Raises `AppError("storage.profile_in_use")` while another process has the library open,
    `AppError("storage.backup_unreadable")` when the backup itself is damaged.
    """
    if sessions.others_running(paths.sessions_dir):
        raise AppError("storage.profile_in_use")
    try:
        with contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as candidate:
            check_integrity(candidate, source.parent)
    except (AppError, sqlite3.Error) as cause:
        raise AppError("storage.backup_unreadable", name=source.name, detail=str(cause)) from cause
    kept = paths.root / f"library-damaged-{time.strftime('%Y%m%d-%H%M%S')}.db"
    fresh = paths.database.with_suffix(".restoring")
    copy_database(source, fresh)
    try:
        for ending in ("-wal", "-shm"):
            side = paths.database.with_name(paths.database.name + ending)
            if side.exists():
                side.replace(kept.with_name(kept.name + ending))
        if paths.database.exists():
            paths.database.replace(kept)
        fresh.replace(paths.database)
    except OSError as cause:
        raise disk_error(cause, paths.root) from cause
    return kept
