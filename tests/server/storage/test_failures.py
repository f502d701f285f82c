"""What databases complain of, in our codes."""

import sqlite3

import pytest

from server.storage.failures import InterferenceError, may_try_again, storage_error
from shared.errors import ERRORS


class StateError(Exception):
    def __init__(self, sqlstate):
        super().__init__("…")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sqlite3.OperationalError("database or disk is full"), "server.disk_full"),
        (sqlite3.OperationalError("disk I/O error"), "server.disk_error"),
        (sqlite3.OperationalError("database is locked"), "server.database_busy"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "server.database_read_only"),
        (sqlite3.DatabaseError("database disk image is malformed"), "server.database_damaged"),
        (StateError("53100"), "server.disk_full"),
        (StateError("53300"), "server.database_busy"),
        (StateError("58030"), "server.disk_error"),
        (StateError("40001"), "server.database_busy"),
        (StateError("40P01"), "server.database_busy"),
        (StateError("55P03"), "server.database_busy"),
        (StateError("57P01"), "server.database_unreachable"),
        (StateError("08006"), "server.database_unreachable"),
        (StateError("3D000"), "server.database_unreachable"),
        (StateError("28P01"), "server.database_unreachable"),
        (StateError("XX001"), "server.database_damaged"),
        (ConnectionRefusedError(), "server.database_unreachable"),
        (InterferenceError(), "server.database_busy"),
    ],
)
def test_failures_have_codes(error, code):
    found = storage_error(error)
    assert found is not None
    assert found.code == code
    assert code in ERRORS


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.IntegrityError("UNIQUE constraint failed"),
        sqlite3.OperationalError("no such table: x"),
        StateError("23505"),
        StateError("42P01"),
        KeyError("x"),
    ],
)
def test_bugs_have_none(error):
    assert storage_error(error) is None


def test_an_error_of_a_socket_counts_only_where_it_can_be_no_other():
    assert storage_error(ConnectionResetError(), own=False) is None


def test_the_drivers_error_is_found_behind_others():
    outer = RuntimeError("wrapped")
    outer.__cause__ = StateError("40001")
    wrapped = Exception("sqlalchemy")
    wrapped.orig = outer
    assert storage_error(wrapped).code == "server.database_busy"
    assert may_try_again(wrapped)
    circle = Exception("a")
    circle.__cause__ = circle
    assert storage_error(circle) is None


def test_only_what_others_undid_may_be_tried_again():
    assert may_try_again(InterferenceError())
    assert not may_try_again(StateError("55P03"))
    assert not may_try_again(sqlite3.OperationalError("database is locked"))
