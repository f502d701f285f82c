"""Migrations: in order, one transaction each, backed up first, and refused for newer files."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.storage.driver import sqlite3
from desktop.storage.migrations import Migration, all_migrations
from desktop.storage.schema import migrate, schema_version, statements
from shared.errors import AppError


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


def test_an_empty_file_gets_every_step_and_no_backup(connection):
    def never(version):
        raise AssertionError(version)

    applied = migrate(connection, back_up=never)
    assert applied == [step.number for step in all_migrations()]
    assert migrate(connection, back_up=never) == []


def test_a_used_file_is_backed_up_before_the_next_step(connection):
    steps = all_migrations()
    migrate(connection, back_up=None, migrations=steps[:1])
    asked = []

    def back_up(version):
        asked.append((version, schema_version(connection)))
        return Path("copy")

    extra = Migration(2, "more", "CREATE TABLE more (a) ;")
    assert migrate(connection, back_up=back_up, migrations=(*steps[:1], extra)) == [2]
    assert asked == [(1, 1)]


def test_a_failing_step_leaves_the_last_whole_one(connection):
    steps = (*all_migrations()[:1], Migration(2, "bad", "CREATE TABLE fine (a);\nCREATE TABEL broken (a);"))
    with pytest.raises(AppError) as caught:
        migrate(connection, back_up=None, migrations=steps)
    assert caught.value.code == "storage.migration_failed"
    assert schema_version(connection) == 1
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'fine'").fetchone()[0] == 0


def test_triggers_stay_whole_when_a_script_is_split():
    script = (
        "-- first\nCREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\nEND;\n"
    )
    assert [part.split()[1] for part in statements(script)] == ["TABLE", "TRIGGER"]


def test_synced_tables_have_the_sync_columns_and_no_second_unique_key(connection):
    migrate(connection, back_up=None)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    synced = 0
    for table in tables:
        columns = {row[1]: row for row in connection.execute(f"PRAGMA table_info({table})")}
        if "hlc" not in columns or table == "sync_device":
            continue
        synced += 1
        assert {"id", "scope", "hlc", "tags", "extra", "deleted"} <= set(columns), table
        unique = [
            row for row in connection.execute(f"PRAGMA index_list({table})") if row[2] and row[3] != "pk"
        ]
        assert not unique, table
        assert not list(connection.execute(f"PRAGMA foreign_key_list({table})")), table
    assert synced >= 5


def test_the_schema_needs_nothing_newer_than_sqlite_3_40():

    script = (
        "import sqlite3, sys\n"
        "from desktop.storage.migrations import all_migrations\n"
        "c = sqlite3.connect(':memory:')\n"
        "for step in all_migrations(): c.executescript(step.sql)\n"
        "print(sqlite3.sqlite_version)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
