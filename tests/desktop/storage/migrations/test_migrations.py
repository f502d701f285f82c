"""The shipped migrations: numbered without a gap, plain SQL."""

from desktop.storage.driver import sqlite3
from desktop.storage.migrations import all_migrations
from desktop.storage.schema import migrate, statements


def test_shipped_migrations_have_no_gap():
    assert [step.number for step in all_migrations()] == list(range(1, len(all_migrations()) + 1))


def test_each_has_a_name_and_statements():
    for step in all_migrations():
        assert step.name
        assert list(statements(step.sql))


def test_none_controls_its_own_transaction():
    words = {part.split()[0].upper() for step in all_migrations() for part in statements(step.sql)}
    assert not words & {"BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "VACUUM"}


def test_unsent_edits_are_kept_when_their_table_gets_a_column():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, back_up=None, migrations=all_migrations()[:9])
    connection.execute("ALTER TABLE sync_outbox DROP COLUMN home")
    connection.execute("DELETE FROM sync_outbox")
    connection.execute("INSERT INTO sync_outbox VALUES (3, 'quiz', x'01', x'02', 1, x'03')")
    migrate(connection, back_up=None)
    found = connection.execute("SELECT * FROM sync_outbox").fetchall()
    assert [tuple(row) for row in found] == [(3, "quiz", b"\1", b"\2", 1, b"\3", None)]


def test_a_library_of_before_keeps_what_is_given_back():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, back_up=None, migrations=all_migrations()[:10])
    connection.execute("DROP TABLE sync_given")
    migrate(connection, back_up=None)
    assert connection.execute("SELECT kind, id, op FROM sync_given").fetchall() == []


def test_a_frozen_batch_is_kept_when_its_table_gets_a_column():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, back_up=None, migrations=all_migrations()[:11])
    connection.execute("ALTER TABLE sync_sending DROP COLUMN sums")
    connection.execute("INSERT INTO sync_sending VALUES (3, x'01')")
    connection.execute("INSERT INTO sync_scope (scope) VALUES ('user:a')")
    migrate(connection, back_up=None)
    found = connection.execute("SELECT * FROM sync_sending").fetchall()
    assert [tuple(row) for row in found] == [(3, b"\1", None)]
    assert [tuple(row) for row in connection.execute("SELECT scope, counted FROM sync_scope")] == [
        ("user:a", 0)
    ]
