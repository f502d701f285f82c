"""Two libraries of one person through a real engine: everything arrives, whatever is cut, and readers never wait."""

import asyncio
import threading

import msgspec
import pytest

from desktop.runtime.changes import ChangeSet
from desktop.sync import rounds as rounds_module
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION, ITEM, VIEW
from sync import snapshots
from sync.scopes import FULL
from tests.support.clocks import ManualClock
from tests.support.synced_libraries import GROUP, MemoryServer, library

STUCK_S = 20.0
"""A read that takes longer waits for what waits for it."""


@pytest.fixture
def clock():
    return ManualClock(1_800_000_000_000)


@pytest.fixture
def server(clock):
    return MemoryServer(clock)


@pytest.fixture
async def pair(tmp_path, server, clock):
    user = new_id()
    more = {GROUP: FULL}
    async with (
        library(tmp_path / "a", server, user, clock=clock, more=more) as one,
        library(tmp_path / "b", server, user, clock=clock, more=more) as other,
    ):
        yield one, other


async def add(library_, title="Optics", record=COLLECTION, **values):
    id_ = new_id()
    await library_.database.write(
        lambda tx: tx.insert(record, id_, title=title, **({"created_ms": 1} | values))
    )
    return id_


def item_values(**values):
    return {
        "collection_id": bytes(16), "kind": "audio", "media_sha": bytes(32), "file_name": "a", "created_ms": 1
    } | values  # fmt: skip


async def titles(library_):
    return sorted(await library_.rows("SELECT title, deleted FROM collection"))


async def test_what_is_made_here_is_there_with_its_stamps(pair):
    one, other = pair
    made = await add(one)
    await one.database.write(lambda tx: tx.update(COLLECTION, made, title="Light"))
    await one.meet()
    await other.meet()
    wanted = await one.rows("SELECT id, scope, hlc, tags, title FROM collection")
    assert await other.rows("SELECT id, scope, hlc, tags, title FROM collection") == wanted
    assert not await other.rows("SELECT * FROM sync_outbox")


async def test_listeners_hear_what_came_and_that_it_came(pair):
    one, other = pair
    made = await add(one)
    await one.meet()
    other.changes.clear()
    await other.meet()
    await asyncio.sleep(0)
    told = [change for change in other.changes if change.touches("collection")]
    assert told == [ChangeSet({"collection": frozenset({made})}, received=True)]


async def test_one_exchange_when_nothing_is_new(pair, server):
    one, _ = pair
    await add(one)
    await one.meet()
    await one.meet()
    asked = server.asked
    await one.meet()
    assert server.asked == asked + 1


async def test_two_edits_of_different_fields_both_stand(pair):
    one, other = pair
    made = await add(one, record=ITEM, **item_values())
    await one.meet()
    await other.meet()
    await one.database.write(lambda tx: tx.update(ITEM, made, title="Mine"))
    await other.database.write(lambda tx: tx.update(ITEM, made, description="Theirs"))
    for device in (one, other, one):
        await device.meet()
    for device in pair:
        assert await device.rows("SELECT title, description FROM item") == [("Mine", "Theirs")]
        assert not await device.rows("SELECT * FROM sync_row")


async def test_many_rows_come_in_pages_and_steps(pair, server):
    one, other = pair
    server.page_rows = 700

    def write(tx):
        for number in range(2_100):
            tx.insert(COLLECTION, new_id(), title=str(number), created_ms=1)

    await one.database.write(write)
    await one.meet()
    await other.meet()
    assert len(await other.rows("SELECT 1 FROM collection")) == 2_100
    assert not await one.rows("SELECT * FROM sync_outbox")


async def test_deleted_moved_and_event_rows_arrive(pair):
    one, other = pair
    await one.meet()
    await one.grant()
    gone, moved = await add(one, "gone"), await add(one, "moved")
    await one.database.write(lambda tx: tx.delete(COLLECTION, gone))
    await one.database.write(lambda tx: tx.add_event(VIEW, item_id=bytes(16), at_ms=1))
    await one.meet()
    await other.meet()
    await one.database.write(lambda tx: tx.move(COLLECTION, moved, GROUP))
    await one.meet()
    await other.meet()
    assert await titles(other) == [("gone", 1), ("moved", 0)]
    assert await other.rows("SELECT scope FROM collection WHERE title = 'moved'") == [(GROUP,)]
    assert len(await other.rows("SELECT * FROM view")) == 1


async def test_a_lost_scope_takes_its_rows_along_and_keeps_unsent_edits(pair):
    one, _ = pair
    await one.meet()
    await one.grant()
    shared = await add(one, "shared")
    await one.database.write(lambda tx: tx.move(COLLECTION, shared, GROUP))
    await one.meet()
    await one.database.write(lambda tx: tx.update(COLLECTION, shared, title="unsent"))
    one.desk.grants = {scope: access for scope, access in one.desk.grants.items() if scope != GROUP}
    await one.meet()
    assert await titles(one) == []
    assert [row[0] for row in await one.rows("SELECT reason FROM sync_refused")]


async def test_a_snapshot_fills_an_empty_device_and_goes_on_after_a_cut(pair, server, tmp_path):
    one, other = pair

    def write(tx):
        for number in range(3_000):
            tx.insert(COLLECTION, new_id(), title=str(number), created_ms=number)

    await one.database.write(write)
    await one.meet()
    scope = next(iter(one.desk.grants))
    seq, count = snapshots.write(server.store, scope, tmp_path / "file")
    parts = list(snapshots.chunks(tmp_path / "file"))
    server.chunks = dict(parts)
    offer = snapshots.describe(scope, seq, count, [(name, len(body)) for name, body in parts])
    server.snapshots = {scope: offer}
    kept = await add(other, "made there")
    last = parts[-1][0]
    body = server.chunks.pop(last)
    with pytest.raises(KeyError):
        await other.meet()
    server.chunks = {last: body}
    if len(parts) == 1:
        server.chunks = {last: body}
    other.changes.clear()
    await other.meet()
    await asyncio.sleep(0)
    assert len(await other.rows("SELECT 1 FROM collection")) == 3_001
    assert await other.rows("SELECT 1 FROM collection WHERE id = ?", kept.bytes)
    assert any(change.touches("collection") and not change.ids("collection") for change in other.changes)
    assert not await other.rows("SELECT name FROM pragma_database_list WHERE name = 'snapshot'")
    await one.meet()
    assert await titles(one) == await titles(other)


async def test_a_broken_answer_is_an_error_that_changes_nothing(pair, server, monkeypatch):
    one, _ = pair
    await add(one)

    async def portal(_body):
        return b"<html>Please sign in to the network</html>"

    monkeypatch.setattr(one.desk, "exchange", portal)
    with pytest.raises(AppError, match="garbled"):
        await one.meet()
    monkeypatch.undo()
    await one.meet()
    assert not await one.rows("SELECT * FROM sync_outbox")


async def test_an_old_answer_is_no_success(pair, monkeypatch):
    """A proxy that keeps answers must not make a device believe that it synced."""
    one, _ = pair
    body = await one.desk.exchange(await one.rounds._write(lambda engine: engine.request(0)))
    await one.meet()
    await add(one)

    async def cached(_body):
        return body

    monkeypatch.setattr(one.desk, "exchange", cached)
    with pytest.raises(AppError, match="not_lantern"):
        await one.meet()
    monkeypatch.undo()
    await one.meet()
    assert not await one.rows("SELECT * FROM sync_outbox")


async def test_a_row_without_form_stops_the_round_kindly(pair, monkeypatch):
    one, other = pair
    await add(one)
    await one.meet()

    def broken(_self, _rows):
        raise msgspec.ValidationError("no stamps")

    monkeypatch.setattr(rounds_module.TypedRowStore, "put", broken)
    with pytest.raises(AppError, match="garbled"):
        await other.meet()
    monkeypatch.undo()
    await other.meet()
    assert await titles(other) == [("Optics", 0)]


async def test_what_never_settles_ends_the_round(pair, server, monkeypatch):
    one, _ = pair
    await one.meet()
    monkeypatch.setattr("sync.engine.Engine.unfinished", lambda _self: True)
    asked = server.asked
    await one.meet()
    assert server.asked - asked == rounds_module.IDLE_EXCHANGES


async def test_readers_never_wait_for_sync(pair, monkeypatch):
    """I8: no step of a first sync of thousands of rows ends before the window was answered in the middle of it."""
    one, other = pair

    def write(tx):
        for number in range(6_000):
            tx.insert(COLLECTION, new_id(), title=str(number), created_ms=1)

    await one.database.write(write)
    await one.meet()
    await other.rows("SELECT count(*) FROM quiz")
    put, written, answered = rounds_module.TypedRowStore.put, threading.Event(), threading.Event()
    unanswered = []

    def held(self, rows):
        put(self, rows)
        answered.clear()
        written.set()
        unanswered.append(not answered.wait(STUCK_S))

    monkeypatch.setattr(rounds_module.TypedRowStore, "put", held)
    syncing = asyncio.ensure_future(other.meet())
    while not syncing.done():
        if written.is_set():
            written.clear()
            await other.rows("SELECT id FROM collection LIMIT 1")
            answered.set()
        await asyncio.sleep(0.001)
    await syncing
    assert len(unanswered) > 5
    assert not any(unanswered)
    assert len(await other.rows("SELECT 1 FROM collection")) == 6_000


async def test_the_idle_check_finds_no_fault(pair):
    one, _ = pair
    await add(one)
    await one.meet()
    assert await one.rounds.check() == []


@pytest.mark.parametrize("off_ms", [365 * 86_400_000, -365 * 86_400_000])
async def test_a_clock_a_year_off_harms_nobody(tmp_path, server, clock, off_ms):
    user = new_id()
    wrong = ManualClock(clock.now_ms() + off_ms)
    async with (
        library(tmp_path / "a", server, user, clock=wrong) as one,
        library(tmp_path / "b", server, user, clock=clock) as other,
    ):
        made = await add(one)
        await one.meet()
        await other.meet()
        await other.database.write(lambda tx: tx.update(COLLECTION, made, title="Later"))
        await other.meet()
        await one.meet()
        await one.database.write(lambda tx: tx.update(COLLECTION, made, title="Last"))
        for device in (one, other, one):
            await device.meet()
            assert await device.rows("SELECT kind FROM sync_row") == []
        assert await titles(one) == await titles(other) == [("Last", 0)]
        hlc = (await other.rows("SELECT hlc FROM sync_device"))[0][0]
        assert abs((hlc >> 16) - clock.now_ms()) < 120_000


async def test_a_full_disk_stops_kindly_and_is_gone_on_with(pair):
    one, other = pair

    def write(tx):
        for number in range(2_000):
            tx.insert(COLLECTION, new_id(), title=f"{number} " * 40, created_ms=1)

    await one.database.write(write)
    await one.meet()

    def full(connection):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    await other.database.maintain(full)
    with pytest.raises(AppError) as caught:
        await other.meet()
    assert caught.value.code == "storage.disk_full"
    assert await other.rows("SELECT count(*) FROM collection")
    await other.database.maintain(lambda connection: connection.execute("PRAGMA max_page_count = 1000000"))
    await other.meet()
    assert len(await other.rows("SELECT 1 FROM collection")) == 2_000
