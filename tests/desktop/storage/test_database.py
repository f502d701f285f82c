"""The library: transactions on one thread, readers that only read, change sets after the commit."""

import asyncio
import sys

import pytest

from desktop.runtime.changes import ChangeBus
from desktop.storage.backup import copy_database, restore
from desktop.storage.database import Database, connect
from desktop.storage.driver import sqlite3
from desktop.storage.schema import LATEST
from shared.errors import AppError
from shared.ids import new_id
from shared.records import Record, constant, register

COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))


async def titles(database):
    async with database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT title FROM collection ORDER BY title")
    return [row["title"] for row in rows]


def adding(title):
    return lambda tx: tx.insert(COLLECTION, new_id(), title=title, created_ms=tx.now_ms)


async def test_a_write_is_seen_by_readers_when_it_returns(database, changes):
    await database.write(adding("Optics"))
    assert await titles(database) == ["Optics"]
    assert [list(change.kinds) for change in changes] == [["collection"]]


async def test_a_failed_write_leaves_nothing_and_tells_nobody(database, changes):
    def fails(tx):
        adding("lost")(tx)
        raise AppError("settings.unknown", key="x")

    with pytest.raises(AppError):
        await database.write(fails)
    assert await titles(database) == []
    assert changes == []


async def test_writes_are_carried_out_in_order_even_when_the_caller_is_cancelled(database):
    async with asyncio.TaskGroup() as group:
        cancelled = group.create_task(database.write(adding("a")))
        group.create_task(database.write(adding("b")))
        await asyncio.sleep(0)
        cancelled.cancel()
    assert await titles(database) == ["a", "b"]


async def test_readers_cannot_write(database):
    with pytest.raises(AppError) as caught:
        async with database.reader() as reader:
            await reader.execute("DELETE FROM collection")
    assert caught.value.code == "storage.read_only"


async def test_many_readers_share_few_connections(database):
    await database.write(adding("Optics"))
    assert await asyncio.gather(*(titles(database) for _ in range(30))) == [["Optics"]] * 30


async def test_a_bug_in_sql_is_not_dressed_up(database):
    with pytest.raises(sqlite3.OperationalError):
        await database.write(lambda tx: tx.execute("SELEKT"))


async def test_another_process_writing_is_noticed(database, paths, changes):
    assert not await database.poll_other_writers()
    await database.write(adding("ours"))
    assert not await database.poll_other_writers()
    script = (
        "import sys; from pathlib import Path; from desktop.storage.database import connect;"
        'c = connect(Path(sys.argv[1])); c.execute("UPDATE sync_device SET operation = operation + 1"); c.close()'
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, str(paths.database))
    assert await process.wait() == 0
    changes.clear()
    assert await database.poll_other_writers()
    assert changes[0].everything
    assert not await database.poll_other_writers()


async def test_a_busy_library_says_so(database, paths, monkeypatch):
    other = connect(paths.database)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(database, "_writer", None)
    impatient = connect(paths.database)
    impatient.execute("PRAGMA busy_timeout = 1")
    monkeypatch.setattr(database, "_writer", impatient)
    with pytest.raises(AppError) as caught:
        await database.write(adding("x"))
    assert caught.value.code == "storage.busy"
    other.close()


async def test_a_newer_library_is_refused_and_left_alone(paths, clock):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    await opened.close()
    raw = connect(paths.database)
    raw.execute(f"PRAGMA user_version = {LATEST + 5}")
    raw.close()
    before = paths.database.read_bytes()
    with pytest.raises(AppError) as caught:
        await Database.open(paths, clock=clock, bus=ChangeBus())
    assert caught.value.code == "storage.newer_database"
    assert paths.database.read_bytes() == before


async def test_a_library_opens_again_with_what_was_in_it(paths, clock):
    for title in ("one", "two"):
        opened = await Database.open(paths, clock=clock, bus=ChangeBus())
        await opened.write(adding(title))
        assert not opened.suspicious_start
        await opened.close()
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    assert await titles(opened) == ["one", "two"]
    await opened.close()


async def test_a_file_that_is_no_library_is_refused(paths, clock):
    paths.database.write_bytes(b"this is a letter to my aunt, not a database at all" * 50)
    with pytest.raises(AppError) as caught:
        await Database.open(paths, clock=clock, bus=ChangeBus())
    assert caught.value.code == "storage.corrupt"


async def test_a_library_whose_damage_garbles_even_the_complaint_is_refused(paths, clock):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    await opened.close()
    garble_definition(paths.database)
    with pytest.raises(AppError) as caught:
        await Database.open(paths, clock=clock, bus=ChangeBus())
    assert caught.value.code == "storage.corrupt"
    with pytest.raises(AppError) as caught:
        copy_database(paths.database, paths.root / "copy.db")
    assert caught.value.code == "storage.corrupt"
    with pytest.raises(AppError) as caught:
        restore(paths, paths.database)
    assert caught.value.code == "storage.backup_unreadable"


def garble_definition(file):
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute("UPDATE sqlite_master SET sql = CAST(x'435245415445D3FFD3' AS TEXT) WHERE name = 'item'")
    raw.commit()
    raw.close()


async def test_readers_that_were_given_up_while_opening_take_no_place(database):
    for _ in range(20):
        given_up = asyncio.get_running_loop().create_task(titles(database))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait([given_up])
    assert await asyncio.wait_for(titles(database), 10) == []


async def test_a_reader_in_use_at_the_end_closes_when_it_comes_back(paths, clock):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    async with opened.reader() as reader:
        await opened.close()
    with pytest.raises(ValueError, match="no active connection"):
        await reader.execute("SELECT 1")
