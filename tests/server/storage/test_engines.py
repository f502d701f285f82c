"""Addresses as people write them, and how each database is set up."""

import asyncio

import pytest

from server.storage import engines
from server.storage.database import Database
from server.storage.engines import address, dialect_of, dispose, file_of, postgres_engines, sqlite_engines
from shared.errors import AppError


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("sqlite:////srv/lantern.db", "sqlite"),
        ("sqlite+aiosqlite:///lantern.db", "sqlite"),
        ("postgresql://user:p%40ss@host:5433/name", "postgresql"),
        ("postgres://user@host/name", "postgresql"),
        ("postgresql+asyncpg://host/name", "postgresql"),
    ],
)
def test_addresses_that_are_understood(url, dialect):
    assert dialect_of(address(url)) == dialect


@pytest.mark.parametrize(
    "url", ["", "lantern.db", "sqlite://", "sqlite:///:memory:", "mysql://host/name", "postgresql://host:x/"]
)
def test_addresses_that_are_not(url):
    with pytest.raises(AppError) as caught:
        address(url)
    assert caught.value.code == "server.database_url"


def test_a_password_is_not_in_the_failure():
    with pytest.raises(AppError) as caught:
        address("mysql://user:secret@host/name")
    assert "secret" not in f"{caught.value!r} {caught.value.parameters} {caught.value.detail}"


def test_a_file_is_where_the_address_says(tmp_path):
    assert file_of(address(f"sqlite:///{tmp_path / 'x.db'}")) == tmp_path / "x.db"


async def test_sqlite_is_set_up_to_lose_nothing(sqlite_url, clock):
    readers, writers = sqlite_engines(address(sqlite_url))
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    for engine, read_only in ((readers, 1), (writers, 0)):
        async with engine.connect() as connection:
            for name, value in (wanted | {"query_only": read_only}).items():
                assert (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() == value
    await dispose(readers, writers)


async def test_many_may_open_a_new_file_at_once(tmp_path):
    url = address(f"sqlite:///{tmp_path / 'new.db'}")
    pairs = [sqlite_engines(url) for _ in range(8)]

    async def touch(engine):
        async with engine.begin() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        for _, writers in pairs:
            group.create_task(touch(writers))
    for pair in pairs:
        await dispose(*pair)


async def test_postgresql_has_limits_of_time(postgres_url):
    readers, writers = postgres_engines(address(postgres_url), 2)
    for engine, isolation, read_only in (
        (writers, "read committed", "off"),
        (readers, "repeatable read", "on"),
    ):
        async with engine.connect() as connection:
            settings = {
                "lock_timeout": "30s",
                "idle_in_transaction_session_timeout": "2min",
                "jit": "off",
                "transaction_isolation": isolation,
                "transaction_read_only": read_only,
            }
            for name, value in settings.items():
                assert (await connection.exec_driver_sql(f"SHOW {name}")).scalar() == value
    await dispose(readers, writers)


async def test_without_the_driver_it_says_what_to_install(monkeypatch, clock):
    monkeypatch.setattr(engines, "find_spec", lambda _name: None)
    with pytest.raises(AppError) as caught:
        await Database.open("postgresql://host/name", clock)
    assert caught.value.code == "server.database_driver_missing"
