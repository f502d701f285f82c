"""A server's ledger, and a computer of the person on it."""

import pytest

from server.storage.database import Database
from tests.support.lease_desktop import computer
from tests.support.lease_stage import lending as lending_on
from tests.support.ledger_stage import NOON_MS


@pytest.fixture
async def lending(sqlite_url, clock):
    clock.wall_ms = NOON_MS
    database = await Database.open(sqlite_url, clock)
    async with lending_on(database, clock) as found:
        yield found
    await database.close()


@pytest.fixture
async def here(tmp_path, lending, clock):
    async with computer(tmp_path / "computer", lending, clock) as found:
        yield found
