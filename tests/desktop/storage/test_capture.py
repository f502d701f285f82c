"""Every table of a synced kind has its triggers, made once and kept up to date."""

import pytest

from desktop.storage.capture import capture
from desktop.storage.driver import sqlite3
from desktop.storage.schema import migrate
from shared.synced import SYNCED
from sync.journal import Journal


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    migrate(opened, back_up=None)
    yield opened
    opened.close()


def triggers(connection):
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sync%'"
    )
    return {row[0]: row[1] for row in found}


def test_every_kind_that_people_write_is_watched(connection):
    assert capture(connection)
    watched = {name.removeprefix("sync_").rsplit("_", 1)[0] for name in triggers(connection)}
    assert watched == {record.table for record in SYNCED if not record.by_server} | {"sync_row"}
    assert not capture(connection)


def test_a_trigger_of_another_version_is_made_anew(connection):
    capture(connection)
    made = triggers(connection)
    connection.execute("DROP TRIGGER sync_quiz_made")
    connection.execute("CREATE TRIGGER sync_quiz_made AFTER INSERT ON quiz BEGIN DELETE FROM chat; END")
    connection.execute("CREATE TRIGGER sync_gone_made AFTER INSERT ON chat BEGIN DELETE FROM quiz; END")
    assert capture(connection)
    assert triggers(connection) == made


def test_plain_sql_is_caught_and_what_sync_applies_is_not(connection):
    capture(connection)
    insert = (
        "INSERT INTO collection (id, scope, hlc, tags, title, created_ms) VALUES (?, 's', 0, x'80', 't', 0)"
    )
    journal = Journal(connection)
    with journal.applying():
        connection.execute(insert, [b"a" * 16])
    assert not journal.unsent()
    connection.execute(insert, [b"b" * 16])
    assert journal.waiting(9) == [("collection", b"b" * 16)]
