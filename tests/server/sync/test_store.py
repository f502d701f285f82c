"""SQL of sync on both databases."""

import asyncio
import uuid

from server.sync.store import SyncStore
from sync.protocol import Chunk, Snapshot
from sync.stamps import author_of
from tests.support.known_people import user_id
from tests.support.sync_server_stage import SyncStage, own

DEVICE = uuid.UUID(int=5)


async def test_a_device_is_held_by_one_transaction_at_a_time(server_database):
    order = []
    held = asyncio.Event()

    async def first():
        async with server_database.write() as tx:
            assert await SyncStore(tx).hold_device(DEVICE, user_id("ana"), 7) == {7}
            held.set()
            await asyncio.sleep(0.05)
            order.append("first")

    async def second():
        await held.wait()
        async with server_database.write() as tx:
            assert await SyncStore(tx).hold_device(DEVICE, user_id("ana"), 7) == {7}
            order.append("second")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(first())
        tasks.create_task(second())
    assert order == ["first", "second"]
    async with server_database.write() as tx:
        assert await SyncStore(tx).hold_device(DEVICE, user_id("ben"), 7) is None
        assert await SyncStore(tx).hold_device(uuid.UUID(int=6), user_id("ana"), 8) == {7, 8}
        assert await SyncStore(tx).authors(user_id("ana")) == {7, 8}


async def test_snapshots_take_each_others_place(server_database):
    one, two = Snapshot("s", 5, 3, [Chunk(b"a" * 32, 1)]), Snapshot("s", 9, 3, [Chunk(b"a" * 32, 1)])
    async with server_database.write() as tx:
        store = SyncStore(tx)
        assert await store.add_snapshot(one)
        assert await store.add_snapshot(two)
        assert await store.snapshots(["s", "t"]) == {"s": two}
        assert await store.old_snapshots(tx.now_ms + 1) == [("s", 5)]
        await store.forget_snapshot("s", 5)
        assert await store.scopes_of_chunk(b"a" * 32) == {"s"}
        assert await store.known_chunks({b"a" * 32, b"b" * 32}) == {b"a" * 32}
        await store.forget_snapshot("s")
        assert await store.known_chunks({b"a" * 32}) == set()


async def test_heads_and_counts(server_database, tmp_path):
    stage = SyncStage(server_database, tmp_path)
    for name in ("ana", "ben"):
        device = stage.device(name)
        for number in range(3 if name == "ana" else 5):
            device.make("collection", own(name), title=str(number), created_ms=1)
        await stage.sync(device)
    stage.close()
    async with server_database.read() as tx:
        store = SyncStore(tx)
        assert await store.heads([own("ana"), own("ben"), "user:x"]) == {
            own("ana"): 3,
            own("ben"): 5,
            "user:x": 0,
        }
        assert await store.count_rows(own("ben")) == 5
        assert await store.count_rows("user:x") == 0
        assert await store.large_scopes("", 3, 10) == [(own("ben"), 5)]
        both = sorted([own("ana"), own("ben")])
        assert [scope for scope, _ in await store.large_scopes("", 0, 10)] == both
        assert [scope for scope, _ in await store.large_scopes(both[0], 0, 10)] == both[1:]
        assert len(await store.authors(user_id("ana"))) == 1
        assert await store.authors(user_id("ana")) == {author_of(stage.devices[0][0].id)}
