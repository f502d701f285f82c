"""What signing in and out does to a library, against the real server: copies, other accounts, no account."""

import shutil

import pytest

from desktop.sync.service import SyncState
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION
from tests.support.synced_devices import device


async def add(one, title="Optics"):
    id_ = new_id()
    await one.database.write(lambda tx: tx.insert(COLLECTION, id_, title=title, created_ms=1))
    return id_


async def titles(one):
    return sorted(row[0] for row in await one.rows("SELECT title FROM collection WHERE deleted = 0"))


async def test_another_account_does_not_get_this_library(cloud, tmp_path):
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_up(cloud.url, "bob@example.org")
        await one.accounts.sign_out()
        await add(one, "kept")
        assert await one.sync.library.pending() >= 1
        with pytest.raises(AppError) as caught:
            await one.sync.library.check_account(other.sync.user_id)
        assert caught.value.code == "sync.other_account"
        assert (await one.sync.sync_now()).state is SyncState.OFF
        await one.sign_in(cloud.url)
        await one.sync.sync_now()
        assert not await one.rows("SELECT * FROM sync_outbox")
        assert await one.sync.library.pending() == 0


async def test_a_copied_library_asks_for_another_sign_in_and_loses_nothing(cloud, tmp_path):
    async with device(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        await one.sync.sync_now()
        await one.sync.library.rename_device()
        await add(one)
        status = await one.sync.sync_now()
        assert status.state is SyncState.PROBLEM
        assert status.problem.code == "sync.device_taken"
        await one.accounts.sign_out()
        await one.sign_in(cloud.url)
        status = await one.sync.sync_now()
        assert (status.state, status.pending, status.problem) == (SyncState.IDLE, 0, None)


async def test_two_copies_of_one_library_both_hand_everything_in(cloud, tmp_path):
    """The whole folder was copied, keys and all: the server tells the second copy, which signs in again."""
    async with device(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        await add(one, "before")
        await one.sync.sync_now()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as copy:
        await add(one, "original")
        await one.sync.sync_now()
        await add(copy, "copy")
        status = await copy.sync.sync_now()
        assert (status.state, status.problem.code) == (SyncState.PROBLEM, "sync.device_taken")
        assert status.pending == 1
        await copy.accounts.sign_out()
        await copy.sign_in(cloud.url)
        status = await copy.sync.sync_now()
        assert (status.state, status.pending) == (SyncState.IDLE, 0)
        # They had one session between them, which ended.
        assert (await one.sync.sync_now()).state is SyncState.OFF
        await one.sign_in(cloud.url)
        await one.sync.sync_now()
        assert await titles(one) == await titles(copy) == ["before", "copy", "original"]
        assert await one.sync.refused() == await copy.sync.refused() == []


async def test_the_account_goes_the_work_stays(cloud, tmp_path):
    async with device(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        await add(one)
        await one.sync.sync_now()
        before = one.sync.user_id
        await one.sync.library.release()
        assert one.sync.user_id != before
        assert await titles(one) == ["Optics"]
        assert len(await one.rows("SELECT * FROM sync_outbox")) == 1
