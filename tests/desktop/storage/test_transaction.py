"""Synced rows: every write leaves its clock, its tag and its place in the change set."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.storage.capture import capture
from desktop.storage.driver import sqlite3
from desktop.storage.schema import migrate
from desktop.storage.transaction import MANY, Transaction
from shared.clock import hybrid_ms
from shared.errors import AppError
from shared.ids import new_id
from shared.records import Record, constant, register
from sync.journal import Journal
from sync.scopes import FULL, Access

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


def author(connection):
    return connection.execute("SELECT author FROM sync_device").fetchone()[0]


def grant(connection, scope, access, until_ms=10_000):
    connection.execute("INSERT OR REPLACE INTO sync_grant VALUES (?, ?, ?)", [scope, int(access), until_ms])


def test_a_new_row_has_one_tag_for_all_fields(connection):
    tx = Transaction(connection, now_ms=5_000)
    made = new_id()
    tx.insert(COLLECTION, made, title="Optics", created_ms=5_000)
    tags, hlc = tags_of(connection, made)
    assert list(tags) == ["*"]
    assert tags["*"] == [hlc, author(connection), 1]
    assert hybrid_ms(hlc) == 5_000
    assert tx.change_set().ids("collection") == {made}


def test_an_edit_tags_only_the_fields_it_changed(connection):
    made = new_id()
    Transaction(connection, 5_000).insert(COLLECTION, made, title="Optics", created_ms=5_000)
    tx = Transaction(connection, 6_000)
    assert tx.update(COLLECTION, made, title="Light", created_ms=5_000)
    tags, hlc = tags_of(connection, made)
    assert set(tags) == {"*", "title"}
    assert tags["title"] == [hlc, author(connection), 2]
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


def test_rows_belong_to_the_person_unless_they_are_shared(connection):
    made, shared = new_id(), new_id()
    tx = Transaction(connection, 5_000)
    tx.insert(COLLECTION, made, title="Optics", created_ms=1)
    grant(connection, "group:g", FULL)
    tx.insert(COLLECTION, shared, scope="group:g", title="Light", created_ms=1)
    assert tx.home == f"user:{tx.user_id}"
    assert (tx.scope_of(COLLECTION, made), tx.scope_of(COLLECTION, shared)) == (tx.home, "group:g")
    assert tx.scope_of(COLLECTION, new_id()) == tx.home


def test_a_move_is_a_stamped_register_and_goes_back(connection):
    made = new_id()
    tx = Transaction(connection, 5_000)
    grant(connection, "group:g", FULL)
    tx.insert(COLLECTION, made, title="Optics", created_ms=1)
    assert tx.move(COLLECTION, made, "group:g")
    assert not tx.move(COLLECTION, made, "group:g")
    tags, _ = tags_of(connection, made)
    assert tags["scope"][2] == 2
    tx.put(COLLECTION, made, scope=tx.home, title="Light", created_ms=1)
    assert tx.scope_of(COLLECTION, made) == tx.home
    assert not tx.move(COLLECTION, new_id(), "group:g")


@pytest.mark.parametrize(
    ("access", "until_ms", "code"),
    [
        (FULL, 5_000, "sync.scope_locked"),
        (None, 0, "sync.scope_locked"),
        (Access.READ | Access.APPEND, 9_000, "sync.scope_read_only"),
    ],
)
def test_what_is_shared_is_written_under_a_grant_only(connection, access, until_ms, code):
    made = new_id()
    tx = Transaction(connection, 1_000)
    grant(connection, "group:g", FULL)
    tx.insert(COLLECTION, made, scope="group:g", title="Optics", created_ms=1)
    connection.execute("DELETE FROM sync_grant")
    if access is not None:
        grant(connection, "group:g", access, until_ms)
    later = Transaction(connection, 5_000)
    for write in (
        lambda: later.update(COLLECTION, made, title="x"),
        lambda: later.delete(COLLECTION, made),
        lambda: later.move(COLLECTION, made, later.home),
        lambda: later.insert(COLLECTION, new_id(), scope="group:g", title="x", created_ms=1),
    ):
        with pytest.raises(AppError) as caught:
            write()
        assert caught.value.code == code
    later.insert(COLLECTION, new_id(), title="own", created_ms=1)


def test_events_need_less_than_records(connection):
    event = Record("view", "view", (constant("item_id"), constant("at_ms")), event=True)
    grant(connection, "group:g", Access.READ | Access.APPEND)
    Transaction(connection, 1).insert(event, new_id(), scope="group:g", item_id=b"i", at_ms=1)


def test_a_grant_ends_by_the_servers_clock(connection):
    grant(connection, "group:g", FULL, 10_000)
    connection.execute("UPDATE sync_device SET offset_ms = 5000")
    with pytest.raises(AppError, match="scope_locked"):
        Transaction(connection, 6_000).insert(COLLECTION, new_id(), scope="group:g", title="x", created_ms=1)


def test_every_write_is_noted_for_the_next_sync(connection):
    capture(connection)
    made = new_id()
    tx = Transaction(connection, 5_000)
    tx.insert(COLLECTION, made, title="Optics", created_ms=1)
    tx.update(COLLECTION, made, title="Light")
    journal = Journal(connection)
    assert journal.waiting(10) == [("collection", made.bytes)]
    assert journal.entries(("collection", made.bytes))[0].base is None


def test_many_changes_of_a_kind_are_told_as_some(connection):
    tx = Transaction(connection, 1)
    ids = [new_id() for _ in range(MANY + 1)]
    tx.changed("item", *ids[:3])
    assert tx.change_set().ids("item") == set(ids[:3])
    tx.changed("tag")
    tx.changed("tag", ids[0])
    tx.changed("item", *ids)
    told = tx.change_set()
    assert (told.ids("item"), told.ids("tag"), told.concerns("item", new_id())) == (set(), set(), True)
