"""Snapshots: made beforehand, adopted by new devices, renewed, never offered once something in them was erased."""

import asyncio
import os

import pytest

from server.sync.care import drop
from server.sync.snapshot_maker import KEPT_MS
from server.sync.store import SyncStore
from shared.groups.messages import Role
from tests.support.known_people import user_id
from tests.support.membership_stage import code_of
from tests.support.sync_server_stage import SyncStage, own, shared

LEAST = 100


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path, snapshot_rows=LEAST)
    yield made
    made.close()


def fill(device, scope, count, word="x"):
    for number in range(count):
        device.make("collection", scope, title=f"{word}{number}", created_ms=number)


def files(stage):
    return {path for path in (stage.folder / "snapshots").rglob("*") if path.is_file()}


async def offered(stage, scope):
    async with stage.database.read() as tx:
        return (await SyncStore(tx).snapshots([scope])).get(scope)


async def test_a_new_device_takes_the_snapshot_and_goes_on_by_the_feed(stage):
    ana = stage.device("ana")
    fill(ana, own("ana"), LEAST + 50)
    await stage.sync(ana)
    assert await stage.service.snapshots.run() == 1
    first = next(iter(ana.seen()))
    ana.change(first, title="after")
    ana.delete(list(ana.seen())[-1])
    await stage.sync(ana)
    late = stage.device("ana")
    await late.exchange(stage.sender(late), stage.fetcher(late))
    assert late.scopes()[own("ana")] == (await offered(stage, own("ana"))).seq
    await stage.sync(late)
    assert late.seen() == ana.seen()
    assert late.value(first, "title") == "after"
    assert late.engine.check(0) == []


async def test_small_scopes_have_none_and_large_ones_are_renewed_when_they_moved_far(stage):
    ana = stage.device("ana")
    fill(ana, own("ana"), LEAST)
    await stage.sync(ana)
    assert await stage.service.snapshots.run() == 0
    fill(ana, own("ana"), 10)
    await stage.sync(ana)
    assert await stage.service.snapshots.run() == 1
    before = await offered(stage, own("ana"))
    fill(ana, own("ana"), LEAST)
    await stage.sync(ana)
    assert await stage.service.snapshots.run() == 0
    fill(ana, own("ana"), 1)
    await stage.sync(ana)
    assert await stage.service.snapshots.run() == 1
    assert (await offered(stage, own("ana"))).seq == before.seq + LEAST + 1


async def test_old_chunks_can_be_fetched_for_a_day(stage, clock):
    ana = stage.device("ana")
    fill(ana, own("ana"), LEAST + 1)
    await stage.sync(ana)
    await stage.service.snapshots.run()
    old = await offered(stage, own("ana"))
    fill(ana, own("ana"), LEAST + 1, "y")
    await stage.sync(ana)
    await stage.service.snapshots.run()
    asking = stage.asking(ana)
    assert (await stage.service.chunk(asking, old.chunks[0].name.hex())).is_file()
    for path in files(stage):
        os.utime(path, (0, 0))
    clock.advance(KEPT_MS + 1)
    await stage.service.snapshots.run()
    assert await code_of(stage.service.chunk(asking, old.chunks[0].name.hex())) == "sync.chunk_missing"
    new = await offered(stage, own("ana"))
    assert {path.name for path in files(stage)} == {chunk.name.hex() for chunk in new.chunks}


async def test_chunks_are_for_those_who_may_read_the_scope(stage):
    group = await stage.group()
    await stage.join("vic", group, Role.VIEWER)
    ana, vic, eve = stage.device("ana"), stage.device("vic"), stage.device("eve")
    fill(ana, shared(group), LEAST + 1)
    await stage.sync(ana)
    await stage.service.snapshots.run()
    name = (await offered(stage, shared(group))).chunks[0].name.hex()
    assert (await stage.service.chunk(stage.asking(vic), name)).is_file()
    for nobody in (eve, stage.device("ben")):
        assert await code_of(stage.service.chunk(stage.asking(nobody), name)) == "sync.chunk_missing"
    await stage.groups.remove_member(stage.who("ana"), group.group_id, user_id("vic"))
    assert await code_of(stage.service.chunk(stage.asking(vic), name)) == "sync.chunk_missing"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "0" * 64, "Z" * 64, "0" * 65])
async def test_names_that_are_none(stage, name):
    assert await code_of(stage.service.chunk(stage.who("ana"), name)) == "sync.chunk_missing"


async def test_without_its_files_a_snapshot_is_not_offered_and_rows_come_instead(stage):
    ana = stage.device("ana")
    fill(ana, own("ana"), LEAST + 1)
    await stage.sync(ana)
    await stage.service.snapshots.run()
    next(path for path in files(stage)).unlink()
    late = stage.device("ana")
    await stage.sync(late)
    assert late.seen() == ana.seen()


async def test_what_was_erased_is_in_no_snapshot(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana = stage.device("ana")
    fill(ana, shared(group), LEAST + 1)
    await stage.sync(ana)
    await stage.service.snapshots.run()
    async with stage.database.write() as tx:
        for call in stage.people.erasers:
            await call(tx, user_id("ben"))
    assert await offered(stage, shared(group)) is None


async def test_a_snapshot_that_was_under_way_at_an_erasure_is_thrown_away(stage, monkeypatch):
    group = await stage.group()
    ana = stage.device("ana")
    fill(ana, shared(group), LEAST + 1)
    await stage.sync(ana)
    maker = stage.service.snapshots
    real = maker._offer

    async def late(snapshot):
        async with stage.database.write() as tx:
            await SyncStore(tx).purged(shared(group))
        fill(ana, shared(group), 1)
        await stage.sync(ana)
        async with stage.database.write() as tx:
            await SyncStore(tx).purged(shared(group))
        return await real(snapshot)

    monkeypatch.setattr(maker, "_offer", late)
    assert not await maker.make(shared(group))
    monkeypatch.setattr(maker, "_offer", real)
    assert await maker.make(shared(group))


async def test_of_a_dropped_scope_none_is_offered(stage, monkeypatch):
    ana = stage.device("ana")
    fill(ana, own("ana"), LEAST + 1)
    await stage.sync(ana)
    maker = stage.service.snapshots
    real = maker._offer

    async def late(snapshot):
        async with stage.database.write() as tx:
            assert await drop(tx, own("ana"))
        return await real(snapshot)

    monkeypatch.setattr(maker, "_offer", late)
    assert not await maker.make(own("ana"))
    assert not await maker.make(own("nobody"))


async def test_writers_do_not_wait_for_a_snapshot(stage):
    ana = stage.device("ana")
    fill(ana, own("ana"), 3 * LEAST)
    await stage.sync(ana)
    async with asyncio.TaskGroup() as tasks:
        making = tasks.create_task(stage.service.snapshots.make(own("ana")))
        fill(ana, own("ana"), 5, "meanwhile")
        tasks.create_task(stage.sync(ana))
    assert making.result()
    late = stage.device("ana")
    await stage.sync(late)
    assert late.seen() == ana.seen()


async def test_the_same_moment_twice_is_one_offer(stage):
    ana = stage.device("ana")
    fill(ana, own("ana"), LEAST + 1)
    await stage.sync(ana)
    assert await stage.service.snapshots.make(own("ana"))
    assert await stage.service.snapshots.make(own("ana"))
    assert (await offered(stage, own("ana"))).rows == LEAST + 1
