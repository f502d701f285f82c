"""Statements cross to the loop once each; long results come in pages."""

import pytest

from tests.support.postgres_store import postgres_store


@pytest.fixture
def statements(postgres_url):
    with postgres_store(postgres_url) as store:
        yield store._db


def test_rows_counts_and_pages(statements):
    insert = "INSERT INTO sync_kind (kind) SELECT unnest($1::bytea[]) ON CONFLICT DO NOTHING"
    assert statements.do(insert, [b"a", b"b", b"c"]) == 3
    assert statements.do(insert, [b"c", b"d"]) == 1
    assert statements.do("DELETE FROM sync_kind WHERE kind = $1", b"d") == 1
    assert [row[0] for row in statements.all("SELECT kind FROM sync_kind WHERE no > 0 ORDER BY kind")] == [
        b"a",
        b"b",
        b"c",
    ]
    pages = statements.pages("SELECT n FROM generate_series(1, $1) n", 5, size=2)
    assert [[row[0] for row in page] for page in pages] == [[1, 2], [3, 4], [5]]
