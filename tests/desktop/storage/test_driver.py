"""The driver: one module under the name sqlite3, able to do what the library needs."""

import subprocess
import sys

from desktop.storage.driver import can_load_extensions, load_vector_extension, sqlite3


def test_the_driver_has_what_the_library_needs():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(body)")
    connection.execute("CREATE TABLE s (a INTEGER) STRICT")
    assert connection.execute("INSERT INTO s VALUES (1) RETURNING a").fetchone() == (1,)
    connection.close()


def test_vectors_are_there_where_extensions_load():
    connection = sqlite3.connect(":memory:")
    assert load_vector_extension(connection) == can_load_extensions()
    if can_load_extensions():
        assert connection.execute("SELECT vec_version()").fetchone()[0].startswith("v")
    connection.close()


def test_aiosqlite_raises_the_errors_we_catch():
    script = (
        "import desktop.storage.driver as d, aiosqlite, sqlite3, asyncio\n"
        "assert sqlite3 is d.sqlite3 and aiosqlite.IntegrityError is d.sqlite3.IntegrityError\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
