import sqlite3
import threading
from contextlib import closing

import pytest

from server.backup.sqlite_copy import alone, begin_epoch, copy, integrity, keep, put_back
from shared.errors import AppError
from sync.sqlite_store import create


@pytest.fixture
def live(tmp_path):
    """A database that somebody has open."""
    path = tmp_path / "live.db"
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE pair (a INTEGER, b INTEGER)")
        connection.executemany("INSERT INTO pair VALUES (?, ?)", [(0, 0)] * 2_000)
        connection.commit()
        yield path, connection


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM pair").fetchall()


def test_a_copy_is_of_one_moment_while_others_write(live, tmp_path):
    path, connection = live
    ended = threading.Event()

    def write():
        number = 0
        while not ended.is_set():
            number += 1
            with connection:
                connection.execute("UPDATE pair SET a = ?, b = ?", (number, number))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy(path, tmp_path / "copy.db")
    finally:
        ended.set()
        writer.join()
    found = rows(tmp_path / "copy.db")
    assert len(found) == 2_000
    assert len(set(found)) == 1
    assert not list(tmp_path.glob("copy.db-*"))
    assert integrity(tmp_path / "copy.db") == ""


def test_nobody_is_alone_while_a_server_runs(live):
    path, connection = live
    with pytest.raises(AppError, match=r"server\.running"), alone(path):
        pass
    connection.close()
    with alone(path) as mine:
        assert mine.execute("SELECT count(*) FROM pair").fetchone() == (2_000,)
        other = sqlite3.connect(path, timeout=0)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("SELECT count(*) FROM pair").fetchone()


def test_what_is_put_back_replaces_everything(live, tmp_path):
    path, connection = live
    copy(path, tmp_path / "copy.db")
    connection.execute("DELETE FROM pair")
    connection.execute("CREATE TABLE later (x)")
    connection.commit()
    connection.close()
    with alone(path) as mine:
        keep(mine, tmp_path / "aside.db")
        put_back(tmp_path / "copy.db", mine)
    assert len(rows(path)) == 2_000
    assert rows(tmp_path / "aside.db") == []


def test_damage_is_told(live, tmp_path):
    path, _connection = live
    copy(path, tmp_path / "copy.db")
    data = bytearray((tmp_path / "copy.db").read_bytes())
    data[4_096:8_192] = bytes(4_096)
    (tmp_path / "copy.db").write_bytes(data)
    assert integrity(tmp_path / "copy.db")
    (tmp_path / "none.db").write_bytes(b"not a database at all" * 300)
    assert integrity(tmp_path / "none.db")
    with pytest.raises(AppError, match="database_damaged"), alone(tmp_path / "none.db"):
        pass
    assert integrity(path) == ""


def test_a_new_epoch_begins(tmp_path):
    path = tmp_path / "authority.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        create(connection)
    begin_epoch(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT epoch FROM sync_authority").fetchone()[0] > 0
