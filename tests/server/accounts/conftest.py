"""Every test of the accounts' services runs on SQLite and on PostgreSQL."""

import pytest

from tests.support.accounts_stage import accounts_stage, sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The address of an empty database of each kind."""
    return sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
async def stage(database_url):
    """Accounts with open sign-up and mails, hardly any hashing and no limits of attempts."""
    async with accounts_stage(database_url) as running:
        yield running
