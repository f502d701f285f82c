"""SQLite's errors become codes a person can act on; bugs stay bugs."""

import pytest

from desktop.storage.driver import sqlite3
from desktop.storage.failures import storage_error


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("database or disk is full", "storage.disk_full"),
        ("attempt to write a readonly database", "storage.read_only"),
        ("unable to open database file", "storage.read_only"),
        ("database disk image is malformed", "storage.corrupt"),
        ("file is not a database", "storage.corrupt"),
        ("Could not decode to UTF-8 column 'title'", "storage.corrupt"),
        ("database is locked", "storage.busy"),
        ("disk I/O error", "storage.disk_error"),
    ],
)
def test_known_failures(tmp_path, message, code):
    error = storage_error(sqlite3.OperationalError(message), tmp_path)
    assert error is not None
    assert error.code == code


def test_bugs_are_not_known_failures(tmp_path):
    assert storage_error(sqlite3.IntegrityError("UNIQUE constraint failed"), tmp_path) is None
    assert storage_error(sqlite3.OperationalError('near "SELEKT": syntax error'), tmp_path) is None
