"""When a device was last there: told often, written at most once an hour, many devices in one go."""

import contextlib

import pytest

from server.accounts import device_store
from server.accounts.seen import EVERY_MS, Seen
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.waiting import until


async def last_seen(stage, person):
    async with stage.database.read() as tx:
        return {device.id: device.seen_ms for device in await device_store.of_person(tx, person.user_id)}


async def test_the_last_time_moves_at_most_once_an_hour(stage):
    ada, bob = await stage.person(), await stage.person("bob@example.org")
    seen = Seen(stage.database, stage.clock)
    device, begun_ms = ada.device.device_id, stage.clock.now_ms()
    stage.clock.advance(EVERY_MS)
    seen.note(device)
    await seen.write()
    assert await last_seen(stage, ada) == {device: begun_ms + EVERY_MS}
    stage.clock.advance(EVERY_MS - 1)
    seen.note(device)
    await seen.write()
    assert await last_seen(stage, ada) == {device: begun_ms + EVERY_MS}
    stage.clock.advance(1)
    seen.note(device)
    await seen.write()
    assert await last_seen(stage, ada) == {device: begun_ms + 2 * EVERY_MS}
    assert list((await last_seen(stage, bob)).values()) == [begun_ms]


async def test_many_are_written_in_one_transaction(stage, monkeypatch):
    people = [await stage.person(f"p{number}@example.org") for number in range(3)]
    stage.clock.advance(1)
    seen, writes = Seen(stage.database, stage.clock, period_s=0.05), []
    real = stage.database.write

    @contextlib.asynccontextmanager
    async def write():
        async with real() as tx:
            yield tx
        writes.append(tx)

    monkeypatch.setattr(stage.database, "write", write)
    async with TaskScope("accounts") as scope:
        scope.spawn(seen.run(), name="seen")
        for one in (*people, *people):
            seen.note(one.device.device_id)
        await until(lambda: writes)
    for one in people:
        assert await last_seen(stage, one) == {one.device.device_id: stage.clock.now_ms()}
    assert len(writes) == 1


async def test_what_could_not_be_written_is_noted_again(stage, monkeypatch):
    ada = await stage.person()
    seen = Seen(stage.database, stage.clock)
    stage.clock.advance(EVERY_MS)

    def broken():
        raise AppError("server.database_unreachable")

    with monkeypatch.context() as patch:
        patch.setattr(stage.database, "write", broken)
        seen.note(ada.device.device_id)
        with pytest.raises(AppError):
            await seen.write()
    seen.note(ada.device.device_id)
    await seen.write()
    assert list((await last_seen(stage, ada)).values()) == [stage.clock.now_ms()]


async def test_what_waits_is_written_when_the_server_stops(stage):
    ada = await stage.person()
    stage.clock.advance(EVERY_MS)
    stage.accounts.seen(ada.device.device_id)
    await stage.accounts.close()
    assert list((await last_seen(stage, ada)).values()) == [stage.clock.now_ms()]
