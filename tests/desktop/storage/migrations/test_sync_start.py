"""A library from before sync becomes one that can: real authors, ids of the person's, everything waiting to go."""

import uuid
from itertools import count

import msgspec
import pytest

from desktop.storage.capture import capture
from desktop.storage.driver import sqlite3
from desktop.storage.migrations import all_migrations
from desktop.storage.schema import migrate, schema_version
from desktop.storage.typed_rows import TypedRowStore
from shared.errors import AppError
from shared.ids import derived_id, new_id
from shared.media.records import correction_id, default_collection_id
from shared.settings.records import setting_id
from sync.journal import Journal
from sync.outgoing import freeze
from sync.stamps import author_of, decode_stamps, encode_stamps

SHA, KEY, CLOCK = b"s" * 32, b"k" * 32, 1_700_000_000_000 << 16
OLD_DEFAULT = derived_id("collection", "default")


class Old:
    """A library as version 6 wrote it."""

    def __init__(self, connection):
        self.connection = connection
        migrate(connection, back_up=None, migrations=all_migrations()[:6])
        self.operations = count(1)
        self.device = uuid.UUID(bytes=connection.execute("SELECT id FROM device").fetchone()[0])

    def add(self, table, id_, tags=None, **values):
        number = next(self.operations)
        tags = {"*": [CLOCK + number, 1, number], **(tags or {})}
        self.connection.execute("UPDATE device SET operation = ?, hlc = ?", [number, CLOCK + number])
        names = ["id", "scope", "hlc", "tags", *values]
        self.connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            [id_.bytes, "user:local", CLOCK, msgspec.msgpack.encode(tags), *values.values()],
        )
        return id_

    def item(self, title, sha=SHA, **values):
        return self.add(
            "item", new_id(), collection_id=OLD_DEFAULT.bytes, title=title, kind="audio", media_sha=sha,
            file_name="a", created_ms=1, **values,
        )  # fmt: skip

    def correct(self, idx, text):
        return self.add(
            "correction",
            derived_id("correction", KEY, str(idx)),
            transcript_key=KEY,
            segment_idx=idx,
            text=text,
        )


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


@pytest.fixture
def old(connection):
    return Old(connection)


def rows(connection, sql, *parameters):
    return [tuple(row) for row in connection.execute(sql, parameters)]


def everything(connection):
    schema = rows(connection, "SELECT name, sql FROM sqlite_master ORDER BY name")
    return schema, rows(connection, "SELECT * FROM item"), rows(connection, "SELECT * FROM device")


def person(connection):
    return uuid.UUID(bytes=connection.execute("SELECT user_id FROM sync_profile").fetchone()[0])


def test_stamps_name_the_device_instead_of_a_number(old, connection):
    made = old.add("quiz", new_id(), {"title": [CLOCK + 9, 1, 9]}, title="Optics", created_ms=1)
    migrate(connection, back_up=None)
    raw, scope = rows(connection, "SELECT tags, scope FROM quiz WHERE id = ?", made.bytes)[0]
    author = author_of(old.device)
    assert decode_stamps(raw) == {"*": (CLOCK + 1, author, 1), "title": (CLOCK + 9, author, 9)}
    assert raw == encode_stamps(decode_stamps(raw))
    assert scope == f"user:{person(connection)}"
    assert Journal(connection).device() == old.device
    assert rows(connection, "SELECT operation, hlc FROM sync_device") == [(1, CLOCK + 1)]


def test_what_is_single_for_a_person_has_ids_of_the_persons(old, connection):
    old.add("setting", derived_id("setting", "theme"), key="theme", value='"dark"')
    old.add("collection", OLD_DEFAULT, title="My library", created_ms=0)
    item = old.item("a")
    old.add("chat", new_id(), title="c", titled_by="person", created_ms=1,
            material=f'{{"kind":"collection","id":"{OLD_DEFAULT}"}}')  # fmt: skip
    migrate(connection, back_up=None)
    user = person(connection)
    assert rows(connection, "SELECT id, value FROM setting") == [(setting_id(user, "theme").bytes, '"dark"')]
    default = default_collection_id(user)
    assert rows(connection, "SELECT id FROM collection") == [(default.bytes,)]
    assert rows(connection, "SELECT collection_id FROM item WHERE id = ?", item.bytes) == [(default.bytes,)]
    assert str(default) in rows(connection, "SELECT material FROM chat")[0][0]


def test_corrections_go_to_every_item_with_the_sound(old, connection):
    one, other = old.item("a"), old.item("b", deleted=1)
    connection.execute(
        "INSERT INTO transcript VALUES (?, ?, 'whisper', 'tiny', '', 'complete', '', 1)", [KEY, SHA]
    )
    old.correct(3, "Mine")
    migrate(connection, back_up=None)
    found = rows(
        connection, "SELECT id, item_id, transcript_key, segment_idx, text FROM correction ORDER BY item_id"
    )
    assert found == sorted(
        [(correction_id(item, KEY, 3).bytes, item.bytes, KEY, 3, "Mine") for item in (one, other)],
        key=lambda row: row[1],
    )


def test_a_correction_of_a_forgotten_transcript_is_kept(old, connection):
    old.correct(3, "Mine")
    migrate(connection, back_up=None)
    assert rows(connection, "SELECT text, item_id FROM correction") == [("Mine", bytes(16))]


def test_token_use_becomes_events_in_order(old, connection):
    for at_ms in (3_000, 1_000):
        connection.execute(
            "INSERT INTO ai_usage VALUES (?, ?, 'answer', 'p', 'm', 1, 2, 0, NULL, 0, 5, 'done')",
            [new_id().bytes, at_ms],
        )
    old.add("quiz", new_id(), title="Optics", created_ms=1)
    migrate(connection, back_up=None)
    found = [
        decode_stamps(raw)["*"] for (raw,) in rows(connection, "SELECT tags FROM ai_usage ORDER BY at_ms")
    ]
    author = author_of(old.device)
    assert found == [(1_000 << 16, author, 2), (3_000 << 16, author, 3)]
    assert rows(connection, "SELECT operation FROM sync_device") == [(3,)]


def test_everything_waits_to_be_handed_in_and_can_be(old, connection):
    old.item("a")
    old.add("quiz", new_id(), title="Optics", created_ms=1)
    migrate(connection, back_up=None)
    journal, store = Journal(connection), TypedRowStore(connection)
    assert journal.pending_count() == 2
    assert {journal.confirmed(key).stamps for key in journal.waiting(9)} == {None}
    freeze(journal, store, 2_000_000_000_000)
    assert journal.sending() is not None
    assert journal.waiting(9) == []


def test_an_empty_library_has_a_person_and_a_journal(connection):
    migrate(connection, back_up=None)
    assert person(connection).version == 7
    assert not Journal(connection).unsent()
    tables = {name for (name,) in rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not tables & {"device", "correction_before", "ai_usage_before"}


def test_what_breaks_in_the_middle_leaves_the_old_file(old, connection):
    old.item("a")
    before = everything(connection)

    def broken(opened):
        step.data(opened)
        raise sqlite3.OperationalError("the plug was pulled")

    step = all_migrations()[6]
    steps = (*all_migrations()[:6], msgspec.structs.replace(step, data=broken))
    with pytest.raises(AppError, match="migration_failed"):
        migrate(connection, back_up=None, migrations=steps)
    assert schema_version(connection) == 6
    assert everything(connection) == before
    migrate(connection, back_up=None)
    assert rows(connection, "SELECT title FROM item") == [("a",)]


def test_a_large_library_takes_seconds(old, connection):
    """100,000 rows take about two seconds; here a tenth of them, in time that no busy machine exceeds."""
    connection.execute("BEGIN")
    for number in range(10_000):
        old.item(f"Lesson {number}", sha=number.to_bytes(32, "big"))
    connection.execute("COMMIT")
    migrate(connection, back_up=None)
    capture(connection)
    assert Journal(connection).pending_count() == 10_000
