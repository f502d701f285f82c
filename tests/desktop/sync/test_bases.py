"""Both computers, and a third, learn what was there before two edits met."""

from contextlib import AsyncExitStack

import msgspec
import pytest

from desktop.storage.typed_rows import TypedRowStore
from desktop.sync import decisions
from desktop.sync.bases import note_bases
from desktop.sync.decisions import Decisions
from shared.ids import new_id
from shared.media.records import COLLECTION
from sync.conflicts import base_of, conflict_row
from sync.merge import Loss
from sync.rows import Row
from tests.support.clocks import ManualClock
from tests.support.synced_libraries import MemoryServer, library


@pytest.fixture
async def three(tmp_path):
    clock = ManualClock(1_800_000_000_000)
    server, user = MemoryServer(clock), new_id()
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(library(tmp_path / name, server, user, clock=clock))
            for name in ("a", "b", "c")
        ]


async def told(device):
    found = await device.database.maintain(lambda connection: Decisions(connection).conflicts())
    return [(one.lost, one.standing, one.base, one.mine) for one in found]


async def title(device, id_, text):
    await device.database.write(lambda tx: tx.update(COLLECTION, id_, title=text))


async def shared(devices):
    made = new_id()
    await devices[0].database.write(lambda tx: tx.insert(COLLECTION, made, title="Before", created_ms=1))
    for device in devices:
        await device.meet()
    return made


async def everywhere(devices):
    for _ in range(2):
        for device in devices:
            await device.meet()


@pytest.mark.parametrize("first_to_write", [0, 1])
async def test_whoever_hands_in_second_tells_what_was_before(three, first_to_write):
    made = await shared(three)
    one, other, _ = three
    writers = [one, other] if first_to_write == 0 else [other, one]
    await title(writers[0], made, "Earlier")
    await title(writers[1], made, "draft")
    await title(writers[1], made, "Later")
    await one.meet()
    await other.meet()
    await everywhere(three)
    lost_by = writers[0]
    for device in three:
        assert await told(device) == [("Earlier", "Later", "Before", device is lost_by)]
        assert await device.rows("SELECT * FROM sync_base") == []
        assert await device.rows("SELECT * FROM sync_refused") == []


async def test_a_conflict_settled_meanwhile_stays_settled(three):
    made = await shared(three)
    one, other, _ = three
    await title(one, made, "Earlier")
    await title(other, made, "Later")
    await one.meet()
    await other.rounds.exchange()  # other notes what was before, and has not handed it in
    await one.rounds.exchange()

    def dismiss(tx):
        decisions.dismiss(tx, Decisions(tx.connection).conflicts()[0].id)

    await one.database.write(dismiss)
    await one.meet()
    await everywhere(three)
    for device in three:
        assert await told(device) == []
        assert [tuple(row) for row in await device.rows("SELECT kind, deleted FROM sync_row")] == [
            ("conflict", 1)
        ]


async def test_a_settlement_before_the_note_stands_too(three):
    made = await shared(three)
    one, other, _ = three
    await title(one, made, "Earlier")
    await title(other, made, "Later")
    await one.meet()
    await other.rounds.exchange()
    await one.rounds.exchange()
    await other.meet()

    def dismiss(tx):
        decisions.dismiss(tx, Decisions(tx.connection).conflicts()[0].id)

    await one.database.write(dismiss)
    await everywhere(three)
    assert [await told(device) for device in three] == [[], [], []]


@pytest.mark.parametrize("author", [5, 6])
async def test_an_unsent_edit_of_a_third_device_says_nothing_of_two_others(database, author):
    def work(tx):
        made = new_id()
        tx.insert(COLLECTION, made, title="One", created_ms=1)
        for table in ("sync_outbox", "sync_confirmed"):
            tx.execute(f"DELETE FROM {table}")
        tx.update(COLLECTION, made, title="Third")
        home = Row("collection", made.bytes, tx.home, 0, b"", b"")
        row = conflict_row(home, Loss("title", msgspec.msgpack.encode("Other"), (1 << 16, author, 9)))
        rows = TypedRowStore(tx.connection)
        with tx.journal.applying():
            rows.put([row])
        note_bases(tx.connection, rows, [row.key, ("collection", made.bytes)], tx.now_ms)
        return base_of(rows.get([row.key])[row.key])

    assert await database.write(work) is None
