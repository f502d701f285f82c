"""Synced rows in typed tables: the same rows come out that went in, whatever a newer or broken program put there."""

import math
import uuid

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.storage import typed_rows
from desktop.storage.capture import capture
from desktop.storage.driver import sqlite3
from desktop.storage.schema import migrate
from desktop.storage.typed_rows import TypedRowStore
from shared.ids import new_id
from shared.records import Record, constant, register
from sync.journal import Journal
from sync.rows import Flag, Row
from sync.stamps import encode_fields, encode_stamps
from tests.support.sync_rows import attached

STAMPS = encode_stamps({"*": (5 << 16, 7, 1)})
CLOCK = 5 << 16


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    migrate(opened, back_up=None)
    capture(opened)
    yield opened
    opened.close()


@pytest.fixture
def store(connection):
    return TypedRowStore(connection)


def packed(values):
    return encode_fields({name: msgspec.Raw(msgspec.msgpack.encode(value)) for name, value in values.items()})


def row(kind, flags=0, row_id=None, scope="user:a", stamps=STAMPS, **values):
    return Row(kind, row_id or new_id().bytes, scope, int(flags), stamps, packed(values))


def collection(**values):
    return row("collection", **({"title": "Optics", "created_ms": 1} | values))


def tables(connection, kind):
    """Where rows of a kind are: (in their own table, among the others)."""
    own = connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]
    others = connection.execute("SELECT count(*) FROM sync_row WHERE kind = ?", [kind]).fetchone()[0]
    return own, others


def test_a_row_stands_in_its_table(store, connection):
    one = collection()
    store.put([one])
    found = connection.execute(
        "SELECT id, scope, hlc, tags, extra, deleted, title, created_ms FROM collection"
    )
    assert [tuple(each) for each in found] == [(one.id, "user:a", CLOCK, STAMPS, None, 0, "Optics", 1)]
    assert store.get([one.key]) == {one.key: one}
    assert list(store.in_scope("user:a")) == [one]
    assert list(store.in_scope("user:b")) == []


def test_its_clock_is_the_latest_of_its_stamps(store, connection):
    stamps = encode_stamps({"*": (5 << 16, 7, 1), "title": (9 << 16, 8, 3)})
    store.put([row("collection", stamps=stamps, title="a", created_ms=1)])
    assert connection.execute("SELECT hlc FROM collection").fetchone()[0] == 9 << 16


def test_unknown_fields_are_kept_and_come_back(store, connection):
    one = collection(colour=["red", {"a": 1}], zoom=2.5)
    store.put([one])
    assert tables(connection, "collection") == (1, 0)
    assert store.get([one.key])[one.key] == one


def test_missing_fields_get_the_tables_defaults(store, connection):
    one = row("quiz", title="Optics", created_ms=1)
    store.put([one])
    assert connection.execute("SELECT description, options FROM quiz").fetchone() == ("", "{}")
    back = store.get([one.key])[one.key]
    assert msgspec.msgpack.decode(back.fields) == {
        "created_ms": 1, "description": "", "language": "", "options": "{}", "title": "Optics",
    }  # fmt: skip


@pytest.mark.parametrize(
    "one",
    [
        collection(title=5),
        collection(title=None),
        collection(title=True),
        collection(created_ms=1.0),
        collection(created_ms=1 << 63),
        collection(created_ms="1"),
        collection(title=b"bytes"),
        row("collection", title="no time"),
        row("collection", Flag.EVENT, title="an event", created_ms=1),
        row("collection", Flag.DELETED, stamps=encode_stamps({"!": (1, 0, 1), "*": (1, 0, 1)})),
        row("view", item_id=b"i" * 16, at_ms=1),
        row("game_answer", game_id=b"", player="", question=0, answer_json="", text="", fraction=math.nan, points=0,
            elapsed_ms=0, clamped_ms=0, late=0, sure=0, at_ms=0),
        Row("collection", b"i" * 16, "user:a", 0, STAMPS, b"\xc1 no msgpack"),
    ],
)  # fmt: skip
def test_what_fits_no_table_stays_as_it_is_beside_good_rows(store, connection, one):
    good = row(one.kind, **_GOOD[one.kind][1], flags=_GOOD[one.kind][0])
    store.put([good, one])
    assert tables(connection, one.kind) == (1, 1)
    assert store.get([one.key, good.key]) == {one.key: one, good.key: good}
    assert list(store.in_scope("user:a")) == [good, one]
    store.remove([one.key])
    assert store.get([one.key]) == {}


@pytest.mark.parametrize("value", [b"\xa2\xff\xfe", b"\x91" * 5_000 + b"\x01"])
@pytest.mark.parametrize("name", [b"\xa5title", b"\xa4mood"])
def test_values_that_cannot_be_read_stay_beside(store, connection, value, name):
    good = collection()
    known = b"" if name == b"\xa5title" else b"\xa5title\xa1a"
    fields = bytes([0x82 + bool(known)]) + b"\xaacreated_ms\x01" + name + value + known
    bad = Row("collection", bytes(16), good.scope, 0, STAMPS, fields)
    store.put([good, bad])
    assert tables(connection, "collection") == (1, 1)
    assert store.get([good.key, bad.key]) == {good.key: good, bad.key: bad}


_GOOD = {
    "collection": (0, {"title": "a", "created_ms": 1}),
    "view": (Flag.EVENT, {"item_id": b"i" * 16, "at_ms": 1}),
    "game_answer": (
        0,
        {
            "game_id": b"", "player": "", "question": 0, "answer_json": "", "text": "", "fraction": 0.5, "points": 0,
            "elapsed_ms": 0, "clamped_ms": 0, "late": 0, "sure": 0, "at_ms": 0,
        },
    ),
}  # fmt: skip


def test_a_row_goes_to_and_fro_as_it_fits(store, connection):
    one = collection()
    bad = Row(one.kind, one.id, one.scope, 0, STAMPS, packed({"title": 5, "created_ms": 1}))
    for given_row, where in ((one, (1, 0)), (bad, (0, 1)), (one, (1, 0)), (one, (1, 0))):
        store.put([given_row])
        assert tables(connection, "collection") == where
        assert store.get([one.key]) == {one.key: given_row}


def test_kinds_of_newer_versions_have_a_table_together(store):
    one, conflict = row("deck", title="x"), row("conflict", field="item")
    store.put([one, conflict, collection()])
    assert store.get([one.key, conflict.key]) == {one.key: one, conflict.key: conflict}
    store.remove([one.key])
    assert store.get([one.key, conflict.key]) == {conflict.key: conflict}


def test_many_are_found_at_once(store):
    many = [collection(title=str(number)) for number in range(1_000)]
    store.put(many)
    assert store.get([one.key for one in many]) == {one.key: one for one in many}


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 64) - 1), st.text(max_size=5), st.binary(max_size=5),
    st.floats(allow_nan=False), st.lists(st.integers(0, 9), max_size=2),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(["item_id", "segment_idx", "text", "speaker", "transcript_key", "new"]), VALUES
    ),
    st.sampled_from(["correction", "view", "deck"]),
    st.sampled_from([0, 1, 2, 3]),
)
def test_law_nothing_is_lost_or_changed(store, fields, kind, flags):
    """Fields come back byte for byte; only a table's defaults may join them."""
    one = row(kind, flags, **fields)
    store.put([one])
    back = store.get([one.key])[one.key]
    assert (back.flags, back.stamps, back.scope) == (one.flags, one.stamps, one.scope)
    given_fields, found = msgspec.msgpack.decode(one.fields), msgspec.msgpack.decode(back.fields)
    assert {name: repr(value) for name, value in found.items() if name in given_fields} == {
        name: repr(value) for name, value in given_fields.items()
    }
    assert all(found[name] is None for name in found.keys() - given_fields.keys())
    store.put([back])
    assert store.get([one.key])[one.key] == back


def test_rows_of_a_snapshot_are_taken_and_those_that_are_here_are_told(store, connection, tmp_path):
    taken = [collection(title="here"), collection(title=5), row("deck", title="x")]
    mine = [collection(title="mine"), row("deck", title="mine")]
    stamps = encode_stamps({"*": (9 << 16, 8, 1)})
    theirs = [msgspec.structs.replace(one, stamps=stamps) for one in mine]
    journal = Journal(connection)
    with journal.applying():
        store.put(mine)
        with attached(connection, [*taken, *theirs], tmp_path / "s") as parts:
            connection.execute("BEGIN")
            present = store.adopt("user:a", parts)
            connection.execute("COMMIT")
    assert {one.key: one for one in present} == {one.key: one for one in theirs}
    everything = [*taken, *mine]
    assert store.get([one.key for one in everything]) == {one.key: one for one in everything}
    states = store.states([*(one.key for one in everything), ("quiz", bytes(16))])
    assert states == {one.key: (one.scope, one.stamps, one.deleted) for one in everything}
    assert store.adopted == {"collection", "deck"}
    assert not journal.unsent()
    assert capture(connection) is False


def test_a_program_that_knows_more_moves_rows_over_quietly(connection, monkeypatch):
    store = TypedRowStore(connection)
    store.settle()
    journal = Journal(connection)
    deck, extra = row("deck", title="x", cards=3), collection(colour="red")
    with journal.applying():
        store.put([deck, extra])
    connection.execute("ALTER TABLE collection ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    columns = "id BLOB PRIMARY KEY, scope TEXT, hlc INTEGER, tags BLOB, extra BLOB, deleted INTEGER"
    connection.execute(f"CREATE TABLE deck ({columns}, title TEXT NOT NULL, cards INTEGER NOT NULL) STRICT")
    newer = (
        Record("collection", "collection", (register("title"), constant("created_ms"), register("colour"))),
        Record("deck", "deck", (register("title"), register("cards"))),
    )
    monkeypatch.setattr(typed_rows, "SYNCED", newer)
    after = TypedRowStore(connection)
    after.settle()
    assert connection.execute("SELECT title, cards, tags FROM deck").fetchall() == [("x", 3, STAMPS)]
    assert connection.execute("SELECT colour, extra FROM collection").fetchall() == [("red", None)]
    assert tables(connection, "deck") == (1, 0)
    assert not journal.unsent()
    assert after.get([deck.key, extra.key]) == {deck.key: deck, extra.key: extra}


def test_settling_again_costs_nothing(store, connection):
    store.settle()
    changed = connection.total_changes
    TypedRowStore(connection).settle()
    assert connection.total_changes == changed


def test_ids_are_what_they_are(store):
    odd = Row(
        "collection", uuid.uuid4().bytes[:5], "user:a", 0, STAMPS, packed({"title": "a", "created_ms": 1})
    )
    store.put([odd])
    assert store.get([odd.key]) == {odd.key: odd}
