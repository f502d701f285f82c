"""One process asks the other to sync, through the library."""

import asyncio

import pytest

from desktop.storage.jobs_lock import JobsLock
from desktop.sync import asking, store
from desktop.sync.asking import ask_other
from desktop.sync.service import SyncState
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION
from tests.support.synced_devices import device
from tests.support.waiting import until


async def add(one, title="Optics"):
    id_ = new_id()
    await one.database.write(lambda tx: tx.insert(COLLECTION, id_, title=title, created_ms=1))
    return id_


async def test_a_process_without_the_jobs_asks_the_one_with_them(cloud, tmp_path):
    async with device(tmp_path / "a") as window:
        await window.sign_up(cloud.url)
        lock = JobsLock(window.database.paths.jobs_lock)
        assert lock.try_acquire()
        try:
            window.start()
            await until(lambda: window.sync.status.state is SyncState.IDLE)
            async with device(tmp_path / "a") as command:
                await add(command, "from the command line")
                status = await command.sync.sync_now()
                assert (status.state, status.pending) == (SyncState.IDLE, 0)
        finally:
            lock.release()


@pytest.mark.parametrize("problem", [None, AppError("network.unreachable")])
async def test_how_it_ended_is_told(database, clock, problem):
    asked = asyncio.ensure_future(ask_other(database, clock, 0.01))

    asked_at = []

    async def look():
        async with database.reader() as reader:
            asked_at[:] = [(await store.profile(reader)).asked_ms]

    async with asyncio.timeout(10):
        while not any(asked_at):
            await look()
    clock.advance(1)
    await database.write(lambda tx: store.note_tried(tx, None, problem))
    found = await asked
    assert (found and found.code) == (problem and problem.code)


async def test_nobody_who_syncs_is_told(database, clock, monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.05)
    with pytest.raises(AppError, match=r"sync\.not_running"):
        await ask_other(database, clock, 0.01)
