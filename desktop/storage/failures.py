"""Turns SQLite's errors into what a person can act on. The one place that reads SQLite's error codes."""

from pathlib import Path

from desktop.storage.driver import sqlite3
from shared.errors import AppError

GARBLED = "database disk image is malformed"
"""SQLite quotes a damaged definition when it complains of it, and the driver cannot read the damaged quotation."""
_CODES = (
    ("storage.disk_full", ("disk is full",)),
    ("storage.read_only", ("readonly", "unable to open")),
    ("storage.corrupt", ("malformed", "not a database", "file is encrypted", "corrupt", "could not decode")),
    ("storage.busy", ("locked", "busy")),
    ("storage.disk_error", ("i/o error",)),
)
"""What SQLite says (its messages are stable, its codes are not on every driver) and what it means."""


def storage_error(cause: "sqlite3.Error", folder: Path) -> AppError | None:
    """Return the expected failure behind a SQLite error; None for a bug (bad SQL, a broken rule)."""
    if isinstance(cause, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    text = str(cause).lower()
    detail = f"{getattr(cause, 'sqlite_errorname', 'SQLITE')}: {text}"
    for code, words in _CODES:
        if any(word in text for word in words):
            return AppError(code, folder=str(folder), detail=detail)
    return None
