"""The server's database for tests, on SQLite and on PostgreSQL: a test that asks for one runs on both.

`database_url` is a fresh migrated database, `empty_database_url` a fresh one without tables, `server_database` an
open one.
"""

import functools
import tempfile
from pathlib import Path

import pytest

from tests.support.postgres import in_a_thread

DIALECTS = ("sqlite", "postgresql")


@functools.cache
def _template() -> bytes:
    """A migrated file; its log was merged into it when the last connection closed."""
    from server.storage.schema import migrate

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        in_a_thread(lambda: migrate(f"sqlite:///{path}"))
        return path.read_bytes()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a fresh file of this program's schema."""
    path = tmp_path / "server.db"
    path.write_bytes(_template())
    return f"sqlite:///{path}"


@pytest.fixture(params=DIALECTS)
def database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture(params=DIALECTS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return request.getfixturevalue("empty_postgres_url")


@pytest.fixture
async def server_database(database_url: str, clock):
    from server.storage.database import Database

    opened = await Database.open(database_url, clock)
    yield opened
    await opened.close()
