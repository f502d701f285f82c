"""The automatic backup is made while the library is open, and its failures disturb nothing."""

import asyncio
import os

import pytest

from desktop.storage import backup, daily_backup
from desktop.storage.daily_backup import keep_backed_up
from tests.support.waiting import until


@pytest.fixture
def no_waiting(monkeypatch):
    monkeypatch.setattr(daily_backup, "FIRST_AFTER_S", 0.0)
    monkeypatch.setattr(daily_backup, "EVERY_S", 0.01)


async def keeping(paths, clock, meanwhile):
    task = asyncio.create_task(keep_backed_up(paths, clock))
    try:
        await meanwhile()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_library_is_backed_up_once_a_day(database, paths, clock, no_waiting):
    async def two_days():
        await until(lambda: len(backup.list_backups(paths)) == 1)
        first = backup.list_backups(paths)[0].path
        now_s = clock.now_ms() / 1000
        # Named by an earlier second, so that the next one does not take its place.
        earlier = first.rename(first.with_name("library-20200101-000000-daily.db"))
        os.utime(earlier, (now_s, now_s))
        clock.advance((backup.DAY_S + 1) * 1000)
        await until(lambda: len(backup.list_backups(paths)) == 2)

    await keeping(paths, clock, two_days)


async def test_the_first_backup_waits_until_there_is_something_to_keep(database, paths, clock, monkeypatch):
    waits = []

    async def asleep(seconds):
        waits.append((seconds, len(backup.list_backups(paths))))
        if len(waits) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr(daily_backup.asyncio, "sleep", asleep)
    with pytest.raises(asyncio.CancelledError):
        await keep_backed_up(paths, clock)
    assert waits == [(daily_backup.FIRST_AFTER_S, 0), (daily_backup.EVERY_S, 1)]


async def test_a_failed_backup_is_tried_again(database, paths, clock, no_waiting, monkeypatch):
    paths.backups_dir.rmdir()

    paths.backups_dir.write_text("in the way")
    tried = []
    real = backup.back_up_if_old

    def counted(*arguments):
        tried.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(backup, "back_up_if_old", counted)

    async def comes_back():
        await until(lambda: bool(tried))
        paths.backups_dir.unlink()
        paths.backups_dir.mkdir()
        await until(lambda: bool(backup.list_backups(paths)))

    await keeping(paths, clock, comes_back)
