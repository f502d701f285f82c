"""SIGKILL at every numbered step of push, pull, snapshot, files and migration, of the desktop and of the server.

Steps are counted by `tests.support.dying` in real processes: every commit, rename and sync of a file, every request
and every answer. Each run kills at the next step, until a run comes through; after each everything is put right by
ordinary syncs and judged: I1 to I5 and I7.
"""

import contextlib
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import connect
from desktop.storage.migrations import all_migrations
from desktop.storage.schema import migrate, schema_version
from server.storage.schema import migrate as migrate_server
from server.storage.schema import revisions
from shared.ids import new_id
from tests.support.process_forks import DiedError, Forks
from tests.support.sync_exchanges import EMAIL, both_edit, grounded, put_right
from tests.support.sync_fleet import Cloud, Desktop, Fleet
from tests.support.waiting import until

pytestmark = pytest.mark.faults
MOST = 400
OLD_SERVER = "0007"
"""The revision from which a server is migrated."""
PARTS = 3
"""Runs are dealt to so many tests, which may run beside each other."""
_SNAPSHOTS = "SELECT count(*) FROM sync_snapshot"


@pytest.fixture(scope="module")
def forks():
    with Forks() as made:
        yield made


@pytest.fixture
async def fleet(forks, tmp_path):
    async with grounded(forks, tmp_path, SYNC__SNAPSHOT_ROWS="100") as made:
        yield made


# Push, pull, files


async def client_dies(fleet: Fleet, number: int) -> list[str]:
    """One run; returns the steps when there were fewer than `number`."""
    one = fleet.devices[0]
    try:
        await one.ask("sync", die_at=number, files=True)
    except DiedError:
        return []
    return one.passed


async def server_dies(fleet: Fleet, number: int) -> list[str]:
    await fleet.cloud.arm(number)
    await fleet.devices[0].ask("sync", files=True)
    return await fleet.cloud.disarm()


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("dies", [client_dies, server_dies])
async def test_an_exchange(fleet, dies, part):
    for number in range(1 + part, MOST, PARTS):
        # A program that was just started renews its sign-in first.
        await fleet.devices[0].kill()
        await fleet.devices[0].start()
        await both_edit(fleet, number)
        passed = await dies(fleet, number)
        fleet.watch()
        await put_right(fleet)
        if passed:
            assert {"commit", "fsync", "rename"} <= set(passed)
            return
    raise AssertionError("it never came through")


# Snapshots


async def snapshot_made(fleet: Fleet) -> None:
    """Have the server make its snapshot when it is started next."""
    await fleet.devices[0].ask("fill", count=120)
    await fleet.settle(files=True)
    await fleet.cloud.stop()
    make_due(fleet)


def make_due(fleet: Fleet) -> None:
    with closing(sqlite3.connect(fleet.cloud.file)) as connection:
        connection.execute("UPDATE job SET due_ms = 0, until_ms = 0 WHERE name = 'sync.snapshots'")
        connection.commit()


def ask_server(fleet: Fleet, sql: str) -> int:
    with closing(sqlite3.connect(fleet.cloud.file)) as connection:
        return connection.execute(sql).fetchone()[0]


async def late_device(fleet: Fleet, number: int) -> Desktop:
    """A third desktop that has nothing yet."""
    late = await fleet.desktop(f"late-{number}")
    fleet.allowed[late.name] = fleet.allowed["one"]
    await late.ask("sign_in", url=fleet.cloud.url, email=EMAIL)
    return late


async def retire(fleet: Fleet, late: Desktop) -> None:
    await late.stop()
    fleet.devices.remove(late)


@pytest.mark.parametrize("who", ["client", "server"])
async def test_taking_a_snapshot(fleet, who):
    await snapshot_made(fleet)
    await fleet.cloud.start()
    await until(lambda: ask_server(fleet, _SNAPSHOTS))
    for number in range(1, MOST):
        late = await late_device(fleet, number)
        passed: list[str] = []
        if who == "client":
            with contextlib.suppress(DiedError):
                await late.ask("sync", die_at=number)
                passed = late.passed
        else:
            await fleet.cloud.arm(number)
            await late.ask("sync")
            passed = await fleet.cloud.disarm()
        fleet.watch()
        await put_right(fleet)
        await retire(fleet, late)
        if passed:
            return
    raise AssertionError("it never came through")


async def test_making_a_snapshot(fleet):
    await snapshot_made(fleet)
    for number in range(1, MOST):
        make_due(fleet)
        began_ms = time.time_ns() // 1_000_000
        done = f"SELECT count(*) FROM job WHERE name = 'sync.snapshots' AND succeeded_ms >= {began_ms}"
        with contextlib.suppress(DiedError):
            await fleet.cloud.start(die_at=number)
        await until(lambda done=done: not fleet.cloud.alive or ask_server(fleet, done))
        if await fleet.cloud.disarm():
            break
    late = await late_device(fleet, 0)
    await put_right(fleet)
    assert ask_server(fleet, _SNAPSHOTS) >= 1
    await retire(fleet, late)


# Migration


def old_library(paths: ProfilePaths) -> set[bytes]:
    """A library as the last version without sync wrote it; returns the ids of what is in it."""
    paths.create()
    ids: set[bytes] = set()
    with closing(connect(paths.database)) as connection:
        migrate(connection, back_up=None, migrations=all_migrations()[:6])
        for number in range(20):
            ids.add(row_id := new_id().bytes)
            connection.execute("UPDATE device SET operation = ?, hlc = ?", [number + 1, number + 1])
            connection.execute(
                "INSERT INTO quiz (id, scope, hlc, tags, title, created_ms) VALUES (?, 'user:local', ?, ?, ?, 1)",
                [row_id, number + 1, b"\x81\xa1*\x93" + bytes([number + 1, 1, number + 1]), f"Quiz {number}"],
            )
    return ids


async def test_migrating_a_library(forks, tmp_path):
    fleet = Fleet(forks, tmp_path)
    try:
        await fleet.cloud.start()
        for number in range(1, MOST):
            device = Desktop(forks, tmp_path / f"old-{number}", f"old-{number}")
            ids = old_library(device.paths)
            fleet.devices.append(device)
            died = True
            with contextlib.suppress(DiedError):
                await device.start(die_at=number)
                await device.ask("state")
                died = False
            if died:
                await device.start()
            await device.ask("sign_up", url=fleet.cloud.url, email=f"old-{number}@example.org")
            await fleet.settle()
            fleet.judge()
            assert {row.id for row in fleet.server_rows() if row.kind == "quiz"} >= ids
            with device.library() as connection:
                assert schema_version(connection) == all_migrations()[-1].number
            await device.stop()
            fleet.devices.remove(device)
            if not died:
                return
        raise AssertionError("it never came through")
    finally:
        await fleet.close()


def rows_in(path: Path, columns: dict[str, list[str]]) -> dict[str, set[tuple[Any, ...]]]:
    """What stands in these columns of each table."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: set(connection.execute(f"SELECT {', '.join(names)} FROM {table}"))
            for table, names in columns.items()
        }


def columns_of(path: Path) -> dict[str, list[str]]:
    """The tables that people's work is in, with their columns."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({name})")]
            for name in names
            if name not in {"alembic_version", "job"} and not name.startswith("sqlite_")
        }


async def old_server(path: Path, lived: Path) -> None:
    """A database of an earlier revision with everything of `lived` that there was a place for then."""
    await migrate_server(f"sqlite+aiosqlite:///{path}", OLD_SERVER)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS lived", [str(lived)])
        for table, names in columns_of(path).items():
            listed = ", ".join(names)
            connection.execute(
                f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {listed} FROM lived.{table}"
            )
        connection.commit()
        connection.execute("DETACH lived")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def whole(path: Path) -> str:
    """Find no fault in a database; returns its revision."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        ((revision,),) = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return revision


async def dies(cloud: Cloud, number: int) -> bool:
    """Start it to die at this step; False when it has fewer."""
    with contextlib.suppress(DiedError):
        await cloud.start(die_at=number)
        return not cloud.alive
    return True


async def up_and_down(cloud: Cloud) -> None:
    if not cloud.alive:
        await cloud.start()
    await cloud.stop()
    assert whole(cloud.file) == revisions()[-1]


async def test_making_a_server(forks, tmp_path):
    for number in range(1, MOST):
        cloud = Cloud(forks, tmp_path / f"cloud-{number}")
        died = await dies(cloud, number)
        await up_and_down(cloud)
        if not died:
            return
    raise AssertionError("it never came through")


async def test_migrating_a_server(fleet, tmp_path):
    """Accounts, groups, rows and files of an earlier version are there afterwards, and people go on with them."""
    await both_edit(fleet, 1)
    await put_right(fleet)
    await fleet.cloud.stop()
    old, cloud = tmp_path / "old.db", fleet.cloud
    await old_server(old, cloud.file)
    columns = columns_of(old)
    kept = rows_in(old, columns)
    for table in (
        "account",
        "device",
        "session",
        "study_group",
        "group_member",
        "sync_record",
        "content_link",
    ):
        assert kept[table], f"there is no {table} to lose"
    left: set[str] = set()
    for number in range(1, MOST):
        for path in cloud.folder.glob("lantern.db*"):
            path.unlink()
        shutil.copy(old, cloud.file)
        if died := await dies(cloud, number):
            left.add(whole(cloud.file))
        await up_and_down(cloud)
        found = rows_in(cloud.file, columns)
        for table, rows in kept.items():
            assert rows <= found[table], f"{table} lost or changed {rows - found[table]} at step {number}"
        before = cloud.file.with_name(f"{cloud.file.name}.before-{OLD_SERVER}")
        assert whole(before) == OLD_SERVER
        assert rows_in(before, columns) == kept
        if not died:
            break
    assert not died
    assert left == {OLD_SERVER, revisions()[-1]}, "no kill before its commit, or none after"
    await fleet.cloud.start()
    await both_edit(fleet, 2)
    fleet.watch()
    await put_right(fleet)
