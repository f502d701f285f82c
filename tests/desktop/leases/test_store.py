"""Rows of leases in the library: one lives, the chain only grows, the last two keys stay."""

import sqlite3
import uuid

import pytest
from msgspec.structs import replace

from desktop.leases import store
from desktop.leases.store import LeaseRow
from shared.billing import leases as rules
from shared.billing.leases import Spend
from shared.billing.meters import Meter

VOICE = Meter.VOICE_MS


def row(number, **more):
    lease_id = uuid.UUID(int=number)
    given = {
        "lease_id": lease_id,
        "meter": VOICE,
        "user_id": uuid.UUID(int=9),
        "server": "https://learn.example.org",
        "state": "asked",
        "token": "",
        "counter": 0,
        "spent": 0,
        "head": rules.root_of(lease_id),
        "reported": 0,
    }
    return LeaseRow(**{**given, **more})


def spend_on(tx, kept, *amounts):
    chain = kept.chain
    for amount in amounts:
        spend = Spend(
            number=chain.counter + 1, amount=amount, wall_ms=50, monotonic_ms=1, previous=chain.head
        )
        link, chain = rules.linked(chain, spend)
        store.spend(tx, kept.lease_id, link)
    return chain


async def test_one_lease_lives_and_is_lent_once_asked(database):
    await database.write(lambda tx: store.ask(tx, row(1)))
    await database.write(lambda tx: store.lend(tx, row(1).lease_id, "t"))
    async with database.reader() as reader:
        assert await store.live(reader, VOICE) == row(1, state="open", token="t")
        assert await store.newest_ms(reader) == 0
    await database.write(lambda tx: store.ask(tx, row(2)))
    async with database.reader() as reader:
        assert await store.live(reader, VOICE) == row(2)
    # The first is over: a late answer does not bring it back.
    await database.write(lambda tx: store.lend(tx, row(1).lease_id, "t"))
    assert await database.write(lambda tx: store.live_in(tx, VOICE)) == row(2)


async def test_the_chain_only_grows_until_its_lease_is_over(database):
    await database.write(lambda tx: store.ask(tx, row(1)))
    chain = await database.write(lambda tx: spend_on(tx, row(1), 5, 6, 7))
    await database.write(lambda tx: store.reported(tx, row(1).lease_id, 1))
    async with database.reader() as reader:
        kept = await store.live(reader, VOICE)
        assert (kept.chain.counter, kept.chain.spent, kept.chain.head) == (3, 18, chain.head)
        assert [one.amount for one in await store.entries(reader, kept.lease_id, kept.reported, 1)] == [6]
        assert await store.newest_ms(reader) == 50
    for statement in ("UPDATE lease_spend SET amount = 1", "DELETE FROM lease_spend"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            await database.write(lambda tx, sql=statement: tx.execute(sql))
    await database.write(lambda tx: store.become(tx, row(1).lease_id, "closing"))
    assert (await database.write(lambda tx: store.live_in(tx, VOICE))).state == "closing"
    await database.write(lambda tx: store.become(tx, row(1).lease_id, "closed"))
    async with database.reader() as reader:
        assert await store.live(reader, VOICE) is None
        assert await store.entries(reader, row(1).lease_id, 0, 9) == []
    assert await database.write(lambda tx: store.live_in(tx, VOICE)) is None


async def test_the_newest_moment_goes_back_only_when_healed(database):
    await database.write(lambda tx: store.saw(tx, 90))
    await database.write(lambda tx: store.saw(tx, 80))
    async with database.reader() as reader:
        assert await store.newest_ms(reader) == 90
    await database.write(lambda tx: store.saw(tx, 70, healed=True))
    async with database.reader() as reader:
        assert await store.newest_ms(reader) == 70


async def test_the_last_two_keys_stay(database, clock):
    for name in ("a", "b", "c"):
        clock.advance(1)
        await database.write(lambda tx, name=name: store.keep_keys(tx, [(name, name)]))
    async with database.reader() as reader:
        assert await store.keys(reader) == {"b": "b", "c": "c"}


def test_a_row_tells_its_chain():
    assert replace(row(1), counter=2, spent=3).chain.spent == 3
