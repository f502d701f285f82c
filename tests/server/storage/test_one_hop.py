"""Cursors that hop once give what aiosqlite's give."""

import sqlite3

import pytest

from server.storage.one_hop import connected


@pytest.fixture
async def connection(tmp_path):
    made = await connected(str(tmp_path / "file.db"), 1.0)
    yield made
    await made.close()


async def test_rows_counts_and_names_come_with_the_statement(connection):
    await connection.cursor().execute("CREATE TABLE t (no INTEGER PRIMARY KEY)")
    cursor = await connection.cursor().executemany("INSERT INTO t VALUES (?)", [[1], [2]])
    assert (cursor.rowcount, cursor.description, await cursor.fetchall()) == (2, None, [])
    cursor = await connection.cursor().execute("INSERT INTO t VALUES (?) RETURNING no", [7])
    assert (await cursor.fetchall(), cursor.lastrowid) == ([(7,)], 7)
    cursor = await connection.cursor().execute("SELECT no FROM t ORDER BY no")
    assert [column[0] for column in cursor.description] == ["no"]
    assert (await cursor.fetchall(), await cursor.fetchall()) == ([(1,), (2,), (7,)], [])
    await cursor.close()


async def test_a_failing_statement_raises_and_the_next_one_runs(connection):
    with pytest.raises(sqlite3.OperationalError):
        await connection.cursor().execute("SELECT * FROM nothing")
    cursor = await connection.cursor().execute("SELECT 1")
    assert await cursor.fetchall() == [(1,)]


async def test_no_transaction_begins_by_itself(connection):
    await connection.cursor().execute("CREATE TABLE t (no INTEGER)")
    await connection.cursor().execute("INSERT INTO t VALUES (1)")
    assert not connection.in_transaction
    await connection.cursor().execute("BEGIN")
    assert connection.in_transaction
