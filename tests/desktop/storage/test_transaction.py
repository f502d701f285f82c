"""Synced rows: every write leaves its clock, its tag and its place in the change set."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.storage.driver import sqlite3
from desktop.storage.schema import migrate
from desktop.storage.transaction import Transaction
from shared.clock import hybrid_ms
from shared.ids import new_id
from shared.records import Record, constant, register

COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    migrate(opened, back_up=None)
    yield opened
    opened.close()


def tags_of(connection, id_):
    row = connection.execute("SELECT tags, hlc FROM collection WHERE id = ?", [id_.bytes]).fetchone()
    return msgspec.msgpack.decode(row[0]), row[1]


def test_a_new_row_has_one_tag_for_all_fields(connection):
    tx = Transaction(connection, now_ms=5_000)
    made = new_id()
    tx.insert(COLLECTION, made, title="Optics", created_ms=5_000)
    tags, hlc = tags_of(connection, made)
    assert list(tags) == ["*"]
    assert tags["*"] == [hlc, 1, 1]
    assert hybrid_ms(hlc) == 5_000
    assert tx.change_set().ids("collection") == {made}


def test_an_edit_tags_only_the_fields_it_changed(connection):
    made = new_id()
    Transaction(connection, 5_000).insert(COLLECTION, made, title="Optics", created_ms=5_000)
    tx = Transaction(connection, 6_000)
    assert tx.update(COLLECTION, made, title="Light", created_ms=5_000)
    tags, hlc = tags_of(connection, made)
    assert set(tags) == {"*", "title"}
    assert tags["title"] == [hlc, 1, 2]
    assert tags["*"][2] == 1


def test_writing_the_same_value_is_no_edit(connection):
    made = new_id()
    Transaction(connection, 5_000).insert(COLLECTION, made, title="Optics", created_ms=5_000)
    tx = Transaction(connection, 6_000)
    assert not tx.update(COLLECTION, made, title="Optics")
    assert not tx.change_set()


def test_delete_and_restore_are_a_register(connection):
    made = new_id()
    tx = Transaction(connection, 5_000)
    tx.insert(COLLECTION, made, title="Optics", created_ms=1)
    assert tx.delete(COLLECTION, made)
    assert not tx.delete(COLLECTION, made)
    assert tx.restore(COLLECTION, made)
    tags, _ = tags_of(connection, made)
    assert tags["deleted"][2] == 3


def test_put_inserts_then_updates_and_undeletes(connection):
    made = new_id()
    tx = Transaction(connection, 5_000)
    tx.put(COLLECTION, made, title="Optics", created_ms=1)
    tx.delete(COLLECTION, made)
    tx.put(COLLECTION, made, title="Light", created_ms=1)
    assert connection.execute("SELECT title, deleted FROM collection").fetchall() == [("Light", 0)]


def test_a_missing_row_is_not_written(connection):
    assert not Transaction(connection, 1).update(COLLECTION, new_id(), title="x")


def test_an_undeclared_field_is_a_bug(connection):
    with pytest.raises(ValueError, match="no field"):
        Transaction(connection, 1).insert(COLLECTION, new_id(), title="x", colour="red")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 3_000_000_000_000), st.text(max_size=5)), min_size=1, max_size=30))
def test_clocks_and_operations_only_grow_whatever_the_wall_clock_says(connection, edits):
    made = new_id()
    Transaction(connection, 1_000).insert(COLLECTION, made, title="start", created_ms=1)
    last, _ = tags_of(connection, made)
    before = last["*"]
    for now_ms, title in edits:
        if Transaction(connection, now_ms).update(COLLECTION, made, title=title):
            tags, hlc = tags_of(connection, made)
            assert tags["title"][0] == hlc > before[0]
            assert tags["title"][2] > before[2]
            before = tags["title"]
