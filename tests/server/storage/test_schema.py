"""The schema's history: up from nothing and from every earlier revision, by one process or several, never down."""

import asyncio
import importlib
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from server.storage import schema
from server.storage.database import Database
from server.storage.engines import address, dispose, file_of, postgres_engines, sqlite_engines
from server.storage.schema import current, migrate, revisions
from server.storage.tables import METADATA
from shared.errors import AppError
from sync.sqlite_store import create
from tests.support.source_tree import ROOT

ENGINE_TABLES = {
    *("sync_authority", "sync_scope_head", "sync_kind", "sync_record", "sync_departure", "sync_digest"),
    *("sync_origin", "sync_receipt"),
}
EARLIER = [*revisions()[:-1]]


def engines_of(url):
    parsed = address(url)
    return sqlite_engines(parsed) if parsed.drivername.startswith("sqlite") else postgres_engines(parsed, 2)


async def on(url, work, *values):
    """What a function of a plain connection says of a database."""
    readers, writers = engines_of(url)
    async with writers.begin() as connection:
        result = await connection.run_sync(work, *values)
    await dispose(readers, writers)
    return result


def shape(connection):
    """Every table with its columns and indexes, in an order of its own."""
    found = inspect(connection)
    return {
        table: (
            sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)
            ),
            sorted(
                (i["name"] or "", str(i["column_names"]), bool(i["unique"])) for i in found.get_indexes(table)
            ),
            sorted(str(k["constrained_columns"]) for k in found.get_foreign_keys(table)),
            found.get_pk_constraint(table)["constrained_columns"],
        )
        for table in sorted(found.get_table_names())
    }


def run(connection, sql):
    connection.execute(text(sql))


def test_revisions_are_one_chain_of_numbers():
    """A letter behind a number is what came between it and the next."""
    assert revisions() == sorted(set(revisions()))
    numbers = [revision for revision in revisions() if revision.isdigit()]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


async def test_an_empty_database_is_brought_up_once(empty_database_url):
    assert await current(empty_database_url) is None
    assert await migrate(empty_database_url) == revisions()
    assert await current(empty_database_url) == revisions()[-1]
    assert await migrate(empty_database_url) == []


@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_every_earlier_revision_comes_to_the_same_schema(request, tmp_path, kind, earlier):
    whole = request.getfixturevalue(f"{kind}_url")
    url = (
        f"sqlite:///{tmp_path / 'old.db'}"
        if kind == "sqlite"
        else request.getfixturevalue("empty_postgres_url")
    )
    assert await migrate(url, earlier) == revisions()[: revisions().index(earlier) + 1]
    assert await current(url) == earlier
    await migrate(url)
    assert await on(url, shape) == await on(whole, shape)


async def test_the_declared_tables_are_the_migrated_ones(database_url):
    for path in sorted(ROOT.glob("server/*/*tables.py")):
        importlib.import_module(f"server.{path.parent.name}.{path.stem}")

    def differences(connection):
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name not in ENGINE_TABLES,
        }
        return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)

    assert await on(database_url, differences) == []


async def test_the_engine_finds_its_own_tables(sqlite_url, postgres_url, tmp_path):
    """In SQLite they are the engine's to the letter; in PostgreSQL they have the same columns."""
    connection = sqlite3.connect(tmp_path / "engine.db")
    create(connection)
    connection.commit()
    migrated = sqlite3.connect(file_of(address(sqlite_url)))
    marks = ", ".join("?" * len(ENGINE_TABLES))
    select = f"SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ({marks})"
    names = sorted(ENGINE_TABLES)
    assert dict(migrated.execute(select, names)) == dict(connection.execute(select, names))
    for table in ("sync_kind", "sync_authority"):
        rows = f"SELECT * FROM {table}"
        assert migrated.execute(rows).fetchall() == connection.execute(rows).fetchall()
    connection.close()
    migrated.close()
    lite, postgres = await on(sqlite_url, shape), await on(postgres_url, shape)
    for table in ENGINE_TABLES:
        assert [column[0] for column in lite[table][0]] == [column[0] for column in postgres[table][0]]
        assert lite[table][3] == postgres[table][3]
    kinds = text("SELECT no, kind FROM sync_kind")
    assert await on(postgres_url, lambda c: [tuple(row) for row in c.execute(kinds)]) == [(0, b"conflict")]


async def test_several_processes_may_migrate_at_once(empty_database_url):
    async with asyncio.timeout(60):
        results = await asyncio.gather(*(migrate(empty_database_url) for _ in range(4)))
    assert sorted(map(len, results)) == [0, 0, 0, len(revisions())]


async def test_a_newer_database_is_refused_and_not_touched(database_url, clock):
    await on(database_url, run, "UPDATE alembic_version SET version_num = '9999'")
    for attempt in (migrate(database_url), Database.open(database_url, clock)):
        with pytest.raises(AppError) as caught:
            await attempt
        assert caught.value.code == "server.database_newer"
        assert caught.value.parameters["revision"] == "9999"
    assert await current(database_url) == "9999"


@pytest.mark.parametrize("earlier", [None, EARLIER[-1]])
async def test_an_older_database_is_refused_until_it_is_migrated(empty_database_url, clock, earlier):
    if earlier:
        await migrate(empty_database_url, earlier)
    with pytest.raises(AppError) as caught:
        await Database.open(empty_database_url, clock)
    assert caught.value.code == ("server.database_old" if earlier else "server.database_missing")
    await migrate(empty_database_url)
    await (await Database.open(empty_database_url, clock)).close()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_database_url, monkeypatch):
    await migrate(empty_database_url, EARLIER[-1])
    before = await on(empty_database_url, shape)
    scripts = schema._scripts()
    last = scripts.get_revision(revisions()[-1])
    upgrade = last.module.upgrade

    def broken():
        upgrade()
        raise ZeroDivisionError

    monkeypatch.setattr(last.module, "upgrade", broken)
    monkeypatch.setattr(schema, "_scripts", lambda: scripts)
    with pytest.raises(ZeroDivisionError):
        await migrate(empty_database_url)
    assert await on(empty_database_url, shape) == before
    assert await current(empty_database_url) == EARLIER[-1]


async def test_a_file_is_copied_before_it_changes(tmp_path):
    url = f"sqlite:///{tmp_path / 'new folder' / 'server.db'}"
    await migrate(url, "0003")
    assert sorted(path.name for path in (tmp_path / "new folder").glob("*before*")) == []
    await on(url, run, "INSERT INTO sync_kind (kind) VALUES ('card')")
    await migrate(url)
    copy = f"{url}.before-0003"
    assert await current(copy) == "0003"
    kinds = await on(
        copy, lambda connection: connection.execute(text("SELECT kind FROM sync_kind")).scalars().all()
    )
    assert "card" in kinds
    await migrate(url)
    assert [path.name for path in (tmp_path / "new folder").glob("*before*")] == ["server.db.before-0003"]


async def test_a_server_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(AppError) as caught:
        await migrate(f"postgresql://lantern@/none?host={tmp_path}")
    assert caught.value.code == "server.database_unreachable"


async def test_a_file_that_is_no_database_is_told_in_words(tmp_path):
    (tmp_path / "server.db").write_bytes(b"not a database" * 400)
    with pytest.raises(AppError) as caught:
        await current(f"sqlite:///{tmp_path / 'server.db'}")
    assert caught.value.code == "server.database_damaged"
