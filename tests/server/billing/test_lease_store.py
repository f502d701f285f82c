"""Rows of leases on both databases."""

import uuid

from msgspec.structs import replace

from server.billing import lease_store
from server.billing.lease_store import LeaseRow
from shared.billing import leases as rules
from shared.billing.leases import Spend
from shared.billing.meters import Meter

USER, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def row(number, user_id=USER, device=5, **more):
    lease_id = uuid.UUID(int=100 + number)
    given = {
        "lease_id": lease_id,
        "user_id": user_id,
        "tenant_id": None,
        "device_id": uuid.UUID(int=device),
        "device_key": bytes(32),
        "meter": Meter.VOICE_MS,
        "grant_amount": 120_000,
        "issued_ms": number,
        "until_ms": 1_000 * number,
        "head": rules.root_of(lease_id),
        "hold_id": uuid.UUID(int=200 + number),
        "held": 120_000,
        "period_key": "2026-11",
        "reported_ms": number,
    }
    return LeaseRow(**{**given, **more})


async def test_one_open_lease_for_each_device_and_meter(server_database):
    async with server_database.write() as tx:
        assert await lease_store.added(tx, row(1))
        assert not await lease_store.added(tx, row(2))
        assert await lease_store.added(tx, row(3, device=6))
        await lease_store.put(tx, replace(row(1), state="closed", hold_id=None, held=0, ended_ms=9))
        assert await lease_store.added(tx, row(2))
    async with server_database.read() as tx:
        assert [one.lease_id.int for one in await lease_store.open_leases(tx, USER)] == [103, 102]
        assert [one.lease_id.int for one in await lease_store.of_user(tx, USER)] == [101, 102, 103]
        assert await lease_store.lease(tx, row(2).lease_id) == row(2)
        assert await lease_store.silent(tx, 3_000, 10) == [row(2).lease_id]
        holds = [row(number).hold_id for number in (1, 2, 3)]
        assert await lease_store.used_holds(tx, holds) == set(holds[1:])


async def test_what_was_reported_is_kept_and_forgotten_with_the_person(server_database):
    mine, chain = row(1), rules.empty_chain(row(1).lease_id)
    links = []
    for number in (1, 2):
        spend = Spend(number=number, amount=5, wall_ms=9, monotonic_ms=1, previous=chain.head)
        link, chain = rules.linked(chain, spend)
        links.append(link)
    async with server_database.write() as tx:
        await lease_store.added(tx, mine)
        await lease_store.added(tx, row(2, OTHER, 6))
        await lease_store.add_links(tx, mine.lease_id, links)
        await lease_store.add_links(tx, mine.lease_id, ())
        assert await lease_store.lease(tx, mine.lease_id, hold=True) == mine
        assert await lease_store.open_leases(tx, USER, hold=True) == [mine]
    async with server_database.read() as tx:
        past = await lease_store.past(tx, mine.lease_id)
        assert past == {1: (links[0].hash, 5), 2: (links[1].hash, 10)}
    async with server_database.write() as tx:
        await lease_store.erase(tx, USER)
    async with server_database.read() as tx:
        assert await lease_store.past(tx, mine.lease_id) == {}
        assert await lease_store.of_user(tx, USER) == []
        assert len(await lease_store.of_user(tx, OTHER)) == 1
