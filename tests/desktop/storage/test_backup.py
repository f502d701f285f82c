"""Backups: whole copies of a live file, the newest kept, and a way back from a damaged one."""

import contextlib
import os

import pytest

from desktop.runtime.changes import ChangeBus
from desktop.storage import backup
from desktop.storage.database import Database, connect
from shared.errors import AppError
from shared.ids import new_id
from shared.records import Record, constant, register

COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))


async def fill(paths, clock, title):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    await opened.write(lambda tx: tx.insert(COLLECTION, new_id(), title=title, created_ms=1))
    await opened.close()


def titles(file):
    with contextlib.closing(connect(file, read_only=True)) as opened:
        return [row[0] for row in opened.execute("SELECT title FROM collection")]


async def test_a_live_library_is_copied_whole(database, paths):
    await database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="Optics", created_ms=1))
    copy = backup.back_up(paths, "daily")
    assert titles(copy) == ["Optics"]
    assert [one.reason for one in backup.list_backups(paths)] == ["daily"]


async def test_only_the_newest_are_kept(database, paths):
    for number in range(backup.KEPT + 3):
        backup.back_up(paths, f"n{number}")
    assert len(backup.list_backups(paths)) == backup.KEPT


async def test_the_daily_backup_is_made_once_a_day(database, paths):
    first = backup.back_up_if_old(paths, now_s=1_000_000_000)
    assert first is not None
    os.utime(first, (1_000_000_000, 1_000_000_000))
    assert backup.back_up_if_old(paths, now_s=1_000_000_000 + 3_600) is None
    assert backup.back_up_if_old(paths, now_s=1_000_000_000 + 2 * backup.DAY_S) is not None


async def test_a_damaged_library_is_restored_and_kept_beside(paths, clock):
    await fill(paths, clock, "Optics")
    copy = backup.back_up(paths, "daily")
    paths.database.write_bytes(b"damaged" * 1_000)
    kept = backup.restore(paths, copy)
    assert titles(paths.database) == ["Optics"]
    assert kept.read_bytes().startswith(b"damaged")


async def test_restoring_an_open_library_is_refused(database, paths):
    copy = backup.back_up(paths, "daily")
    with pytest.raises(AppError) as caught:
        backup.restore(paths, copy)
    assert caught.value.code == "storage.profile_in_use"


async def test_a_damaged_backup_is_refused_and_the_library_stays(paths, clock, tmp_path):
    await fill(paths, clock, "Optics")
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(AppError) as caught:
        backup.restore(paths, bad)
    assert caught.value.code == "storage.backup_unreadable"
    assert titles(paths.database) == ["Optics"]


async def test_flipped_bytes_in_a_page_are_found_by_the_check(paths, clock):
    await fill(paths, clock, "Optics")
    with contextlib.closing(connect(paths.database)) as opened:
        root = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'collection'").fetchone()[0]
    raw = bytearray(paths.database.read_bytes())
    raw[(root - 1) * 4096 : (root - 1) * 4096 + 400] = b"\xff" * 400
    paths.database.write_bytes(raw)
    with contextlib.closing(connect(paths.database)) as opened, pytest.raises(AppError) as caught:
        backup.check_integrity(opened, paths.root)
    assert caught.value.code == "storage.corrupt"


async def test_a_copy_of_a_damaged_library_takes_the_place_of_no_good_one(paths, clock):
    await fill(paths, clock, "Optics")
    good = backup.back_up(paths, "good")
    raw = bytearray(paths.database.read_bytes())
    raw[4096:4496] = b"\xff" * 400
    paths.database.write_bytes(raw)
    for _ in range(backup.KEPT):
        with pytest.raises(AppError) as caught:
            backup.back_up(paths, "daily")
        assert caught.value.code == "storage.corrupt"
    assert [one.path for one in backup.list_backups(paths)] == [good]
