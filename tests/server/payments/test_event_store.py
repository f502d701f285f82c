"""The inbox in SQL, on both databases."""

import uuid

import pytest

from server.payments import event_store
from server.payments.events import Told

DAY_MS = 86_400_000


@pytest.fixture
async def kept(server_database):
    """Four webhooks of different kinds, the oldest first."""
    async with server_database.write() as tx:
        for number, kind in enumerate(("invoice.paid", "invoice.voided", "order.paid", "a_c")):
            told = Told(event_id=f"evt_{number}", kind=kind, object_id=f"in_{number}", created_ms=number)
            assert await event_store.add(tx, "stripe", told, b"body", "new")
            assert not await event_store.add(tx, "stripe", told, b"other", "new")
    async with server_database.read() as tx:
        return await due(tx)


async def due(tx):
    found = await event_store.due(tx, 10)
    assert all(body == b"body" for _, body in found)
    return [row.id for row, _ in found]


async def listed(database, **query):
    asked = {"provider": "", "state": "", "text": "", "before": None, "limit": 10, **query}
    async with database.read() as tx:
        return [row.event_id for row in await event_store.page(tx, **asked)]


async def test_pages_are_narrowed_and_the_newest_first(server_database, kept):
    assert await listed(server_database) == ["evt_3", "evt_2", "evt_1", "evt_0"]
    assert await listed(server_database, text="invoice.") == ["evt_1", "evt_0"]
    assert await listed(server_database, text="a_") == ["evt_3"]
    assert await listed(server_database, text="%") == []
    assert await listed(server_database, text="in_2") == ["evt_2"]
    assert await listed(server_database, text="evt_2", provider="polar") == []
    assert await listed(server_database, before=kept[2], limit=1) == ["evt_1"]
    assert await listed(server_database, state="dead") == []


async def test_a_webhook_goes_through_its_states(server_database, kept):
    one = kept[0]
    async with server_database.write() as tx:
        await event_store.wait(tx, one, "customer:stripe:cus_1", tx.now_ms + 5_000)
        assert one not in await due(tx)
        assert not await event_store.wake(tx, "customer:stripe:cus")
        assert await event_store.wake(tx, "customer:stripe:cus_1")
        assert one in await due(tx)
        await event_store.fail(tx, one, "payments.bad_event", attempts=3, due_ms=tx.now_ms + 1, dead=False)
        row = await event_store.row(tx, one)
        assert (row.state, row.attempts, row.error, row.waits_for) == ("new", 3, "payments.bad_event", "")
        await event_store.fail(tx, one, "x", attempts=10, due_ms=tx.now_ms, dead=True)
        assert await event_store.take(tx, one) is None
        assert await event_store.counts(tx) == {"new": 3, "dead": 1}
        assert await event_store.again(tx, one)
        assert (await event_store.take(tx, one)).attempts == 0
        user = uuid.uuid4()
        await event_store.end(tx, one, "done", user)
        assert await event_store.take(tx, one) is None
        row = await event_store.row(tx, one)
        assert (row.state, row.user_id, row.done_ms) == ("done", user, tx.now_ms)
        assert not await event_store.again(tx, uuid.uuid4())


async def test_offers_are_woken_together(server_database, kept):
    async with server_database.write() as tx:
        for number, key in enumerate(("offer:stripe:a", "offer:whop:b", "customer:stripe:offer:")):
            await event_store.wait(tx, kept[number], key, tx.now_ms + 5_000)
        assert await event_store.wake(tx, "offer:%")
        assert set(await due(tx)) == {kept[0], kept[1], kept[3]}


async def test_only_what_is_done_with_is_forgotten(server_database, kept):
    async with server_database.write() as tx:
        await event_store.end(tx, kept[0], "done", None)
        await event_store.wait(tx, kept[1], "user:x", tx.now_ms)
        await event_store.drop_old(tx, tx.now_ms)
        assert await event_store.row(tx, kept[0]) is not None
        await event_store.drop_old(tx, tx.now_ms + 1)
        assert await event_store.row(tx, kept[0]) is None
        assert await event_store.body(tx, kept[0]) == b""
        assert await event_store.body(tx, kept[1]) == b"body"


async def test_two_processes_do_not_take_the_same_one(server_database, kept):
    if server_database.dialect == "sqlite":
        # One process owns the file, and its writers come one after the other.
        return
    async with server_database.write() as one, server_database.write() as other:
        assert await event_store.take(one, kept[0]) is not None
        assert await event_store.take(other, kept[0]) is None
        assert await event_store.take(other, kept[1]) is not None
