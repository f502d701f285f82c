"""Turns SQLite's errors into what a person can act on. The one place that reads SQLite's error codes."""

from pathlib import Path

from desktop.storage.driver import sqlite3
from shared.errors import AppError

_FULL_WORDS = ("disk is full",)
_READ_ONLY_WORDS = ("readonly", "unable to open")
_CORRUPT_WORDS = ("malformed", "not a database", "file is encrypted", "corrupt")
_BUSY_WORDS = ("locked", "busy")


def storage_error(cause: "sqlite3.Error", folder: Path) -> AppError | None:
    """Return the expected failure behind a SQLite error, or None when it is a bug (bad SQL, a broken rule)."""
    if isinstance(cause, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    text = str(cause).lower()
    detail = f"{getattr(cause, 'sqlite_errorname', 'SQLITE')}: {text}"
    place = str(folder)
    if any(words in text for words in _FULL_WORDS):
        return AppError("storage.disk_full", folder=place, detail=detail)
    if any(words in text for words in _READ_ONLY_WORDS):
        return AppError("storage.read_only", folder=place, detail=detail)
    if any(words in text for words in _CORRUPT_WORDS):
        return AppError("storage.corrupt", folder=place, detail=detail)
    if any(words in text for words in _BUSY_WORDS):
        return AppError("storage.busy", detail=detail)
    if "i/o error" in text:
        return AppError("storage.disk_error", folder=place, detail=detail)
    return None
