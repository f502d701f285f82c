"""The library under kill -9, full disks, read-only folders and flipped bytes: what was committed is there, whole."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys

import pytest

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.storage import backup
from desktop.storage.archive import export_backup
from desktop.storage.content import ContentStore
from desktop.storage.database import Database, connect
from shared.errors import AppError
from shared.ids import new_id
from shared.records import Record, constant, register
from tests.support.disks import fill, read_only, small_disk

pytestmark = pytest.mark.faults

COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))
MIB = 1024 * 1024

# Writes rows for ever and says each one's number after its commit.
WRITER = """
import asyncio, sys
from pathlib import Path
from desktop.storage.database import Database
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from shared.clock import SystemClock
from shared.ids import new_id
from shared.records import Record, constant, register
COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))
async def main():
    database = await Database.open(ProfilePaths.of(Path(sys.argv[1])), clock=SystemClock(), bus=ChangeBus())
    number = int(sys.argv[2])
    while True:
        number += 1
        def work(tx, number=number):
            tx.insert(COLLECTION, new_id(), title=f"{number}-a", created_ms=number)
            tx.insert(COLLECTION, new_id(), title=f"{number}-b", created_ms=number)
        await database.write(work)
        sys.stdout.write(f"{number}\\n"); sys.stdout.flush()
asyncio.run(main())
"""


def rows(paths):
    with contextlib.closing(connect(paths.database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return [
            tuple(row) for row in opened.execute("SELECT created_ms, count(*) FROM collection GROUP BY 1")
        ]


def test_kill_9_loses_no_committed_write_and_keeps_none_by_halves(tmp_path):
    """Twenty kills at random moments; what was told as committed is there, each transaction whole."""
    paths = ProfilePaths.of(tmp_path / "data")
    chance = random.Random(20)
    told = 0
    for _ in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "data"), str(told)],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            for _ in range(chance.randint(1, 25)):
                told = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            left = writer.stdout.read().split()
            told = int(left[-1]) if left else told
        found = rows(paths)
        numbers = [number for number, _ in found]
        assert numbers[:told] == list(range(1, told + 1))
        assert len(numbers) <= told + 1, "at most the one in flight may have made it as well"
        assert all(count == 2 for _, count in found)
        told = numbers[-1]


async def test_a_killed_process_makes_the_next_start_check_the_file(tmp_path, clock):
    paths = ProfilePaths.of(tmp_path / "data")
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(tmp_path / "data"), "0", stdout=asyncio.subprocess.PIPE
    )
    await writer.stdout.readline()
    writer.kill()
    await writer.wait()
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    assert opened.suspicious_start
    await opened.close()


async def write_for_ever(database):
    while True:
        await database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="x" * 20_000, created_ms=2))


async def test_a_full_disk_stops_a_write_and_harms_nothing(tmp_path, clock):
    with small_disk(tmp_path / "disk", 6 * MIB) as disk:
        paths = ProfilePaths.of(disk)
        database = await Database.open(paths, clock=clock, bus=ChangeBus())
        await database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="before", created_ms=1))
        ballast = fill(disk)
        with pytest.raises(AppError) as caught:
            await write_for_ever(database)
        assert caught.value.code == "storage.disk_full"
        async with database.reader() as reader:
            found = await reader.execute_fetchall("SELECT title FROM collection WHERE created_ms = 1")
        assert [row[0] for row in found] == ["before"]
        ballast.unlink()
        await database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="after", created_ms=3))
        await database.close()
        assert [number for number, _ in rows(paths)][-1] == 3


async def test_a_disk_full_from_the_start_is_told(tmp_path, clock):
    with small_disk(tmp_path / "disk", 1 * MIB) as disk:
        fill(disk)
        with pytest.raises(AppError) as caught:
            await Database.open(ProfilePaths.of(disk), clock=clock, bus=ChangeBus())
        assert caught.value.code == "storage.disk_full"


async def test_a_full_disk_leaves_no_half_backup_and_no_half_export(tmp_path, clock):
    with small_disk(tmp_path / "disk", 8 * MIB) as disk:
        paths = ProfilePaths.of(disk)
        database = await Database.open(paths, clock=clock, bus=ChangeBus())
        for _ in range(20):
            await database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="x" * 50_000, created_ms=1))
        fill(disk, leave_bytes=300_000)
        with pytest.raises(AppError) as caught:
            backup.back_up(paths, "daily")
        assert caught.value.code == "storage.disk_full"
        with pytest.raises(AppError) as caught:
            export_backup(paths, disk / "export.lantern", made_ms=1)
        assert caught.value.code == "storage.disk_full"
        assert backup.list_backups(paths) == []
        assert not list(paths.temporary_dir.iterdir())
        assert not list(disk.glob("export*"))
        await database.close()


async def test_a_disk_that_fills_while_a_file_is_copied_leaves_nothing(tmp_path):
    with small_disk(tmp_path / "disk", 8 * MIB) as disk:
        paths = ProfilePaths.of(disk)
        paths.create()
        source = tmp_path / "lecture.wav"
        source.write_bytes(b"\1" * 12 * MIB)
        # The check beforehand is led past, as by another program filling the disk meanwhile.
        store = ContentStore(paths.media_dir, paths.temporary_dir, reserve_bytes=-100 * MIB)
        with pytest.raises(AppError) as caught:
            await store.add_file(source)
        assert caught.value.code == "storage.disk_full"
        assert not list(paths.temporary_dir.iterdir())
        assert store.used_bytes() == 0


async def test_a_read_only_folder_is_told_and_nothing_is_lost(tmp_path, clock):
    paths = ProfilePaths.of(tmp_path / "data")
    database = await Database.open(paths, clock=clock, bus=ChangeBus())
    await database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="kept", created_ms=1))
    await database.close()
    with read_only(tmp_path / "data"), pytest.raises(AppError) as caught:
        await Database.open(paths, clock=clock, bus=ChangeBus())
    assert caught.value.code == "storage.read_only"
    assert rows(paths) == [(1, 1)]


async def test_a_new_profile_in_a_read_only_folder_is_told(tmp_path, clock):
    (tmp_path / "data").mkdir()
    with read_only(tmp_path / "data"), pytest.raises(AppError) as caught:
        await Database.open(ProfilePaths.of(tmp_path / "data"), clock=clock, bus=ChangeBus())
    assert caught.value.code == "storage.read_only"


@pytest.mark.parametrize("seed", range(12))
async def test_flipped_bytes_are_refused_or_harmless_and_a_backup_brings_all_back(tmp_path, clock, seed):
    paths = ProfilePaths.of(tmp_path / "data")
    database = await Database.open(paths, clock=clock, bus=ChangeBus())
    for number in range(300):
        await database.write(
            lambda tx, n=number: tx.insert(COLLECTION, new_id(), title=f"title {n}", created_ms=n)
        )
    await database.close()
    copy = backup.back_up(paths, "daily")
    chance = random.Random(seed)
    raw = bytearray(paths.database.read_bytes())
    start = chance.randrange(100, len(raw) - 600)
    raw[start : start + 500] = chance.randbytes(500)
    paths.database.write_bytes(raw)
    # As after a crash: the next start looks at every page.
    (paths.sessions_dir / "1-dead.session").write_text("")
    try:
        database = await Database.open(paths, clock=clock, bus=ChangeBus())
    except AppError as error:
        assert error.code == "storage.corrupt"  # noqa: PT017 - either outcome is allowed, silence is not
        backup.restore(paths, copy)
        database = await Database.open(paths, clock=clock, bus=ChangeBus())
    async with database.reader() as reader:
        found = await reader.execute_fetchall("SELECT count(*) FROM collection")
    assert [row[0] for row in found] == [300]
    await database.close()


async def test_processes_that_start_together_on_a_new_profile_all_open_it(tmp_path):
    writers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, str(tmp_path / "data"), str(first), stdout=asyncio.subprocess.PIPE
        )
        for first in range(0, 6_000_000, 1_000_000)
    ]
    answers = await asyncio.gather(*(writer.stdout.readline() for writer in writers))
    for writer in writers:
        writer.kill()
        await writer.wait()
    assert all(answers)


async def test_two_processes_write_side_by_side(tmp_path, clock):
    paths = ProfilePaths.of(tmp_path / "data")
    writers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, str(tmp_path / "data"), str(first), stdout=asyncio.subprocess.PIPE
        )
        for first in (0, 1_000_000)
    ]
    for _ in range(60):
        for writer in writers:
            assert await writer.stdout.readline(), "a writer gave up"
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
        await writer.wait()
    found = rows(paths)
    assert all(count == 2 for _, count in found)
    assert len(found) >= 120


async def test_a_copy_into_a_read_only_folder_is_told(tmp_path):
    paths = ProfilePaths.of(tmp_path / "data")
    paths.create()
    (tmp_path / "lecture.txt").write_text("words")
    with read_only(tmp_path / "data"), pytest.raises(AppError) as caught:
        await ContentStore(paths.media_dir, paths.temporary_dir).add_file(tmp_path / "lecture.txt")
    assert caught.value.code == "storage.read_only"
