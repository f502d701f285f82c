"""Turns what SQLite and PostgreSQL complain of into expected failures. The one place that reads their codes."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from shared.errors import AppError

_SQLITE = (
    ("server.disk_full", ("disk is full",)),
    ("server.database_read_only", ("readonly", "unable to open")),
    (
        "server.database_damaged",
        ("malformed", "not a database", "file is encrypted", "corrupt", "could not decode"),
    ),
    ("server.database_busy", ("locked", "busy", "interrupted")),
    ("server.disk_error", ("i/o error",)),
)
"""What SQLite says; its messages are stable."""
_STATES = (
    ("server.disk_full", ("53100",)),
    ("server.database_read_only", ("25006",)),
    ("server.database_damaged", ("XX001", "XX002")),
    ("server.database_busy", ("40001", "40P01", "55P03", "57014", "25P03", "25P04", "53")),
    ("server.disk_error", ("58030",)),
    ("server.database_unreachable", ("08", "57P", "28", "3D000")),
)
"""SQLSTATE codes and classes of PostgreSQL (appendix A of its manual), the first that begins so counts."""
_AGAIN = ("40001", "40P01")


class InterferenceError(Exception):
    """Another transaction changed what this one had read; nothing is written, and all of it may be done again."""


def storage_error(cause: BaseException, *, own: bool = True) -> AppError | None:
    """Return the expected failure behind an error of a driver or of SQLAlchemy; None for a bug.

    `own` tells that an error of a socket or a file can only be the database's.
    """
    for error in _chain(cause):
        if isinstance(error, PoolTimeoutError | InterferenceError):
            return AppError("server.database_busy", detail=type(error).__name__)
        if isinstance(error, sqlite3.Error) and (code := _sqlite_code(error)) is not None:
            return AppError(code, detail=getattr(error, "sqlite_errorname", type(error).__name__))
        state = getattr(error, "sqlstate", None)
        if isinstance(state, str):
            return next(
                (AppError(code, detail=state) for code, known in _STATES if state.startswith(known)), None
            )
        if (own and isinstance(error, OSError)) or _closed(error):
            return AppError("server.database_unreachable", detail=type(error).__name__)
    return None


def may_try_again(cause: BaseException) -> bool:
    """Whether the database rolled a transaction back only because others ran at the same time."""
    return any(
        isinstance(error, InterferenceError) or getattr(error, "sqlstate", None) in _AGAIN
        for error in _chain(cause)
    )


def _chain(cause: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was raised from; SQLAlchemy keeps the driver's own in `orig`."""
    seen: set[int] = set()
    error: BaseException | None = cause
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        orig = getattr(error, "orig", None)
        error = orig if isinstance(orig, BaseException) else error.__cause__


def _sqlite_code(error: sqlite3.Error) -> str | None:
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    text = str(error).lower()
    return next((code for code, words in _SQLITE if any(word in text for word in words)), None)


def _closed(error: BaseException) -> bool:
    """Whether asyncpg says that its connection is gone.

    Its state 2 is: the server's last words have come, the end of the connection not yet.
    """
    text = str(error)
    gone = ("connection" in text and "closed" in text) or "another operation (2) is in progress" in text
    return gone and type(error).__module__.startswith("asyncpg")
