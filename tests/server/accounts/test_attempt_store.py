"""Levels in the database."""

from server.accounts import attempt_store
from server.accounts.attempt_store import Level


async def test_a_level_is_kept_until_it_is_forgotten(stage):
    now_ms = stage.clock.now_ms()
    async with stage.database.write() as tx:
        assert await attempt_store.level(tx, b"key") == Level(0, now_ms)
        await attempt_store.set_level(tx, b"key", 1_500)
        await attempt_store.set_level(tx, b"other", 7)
    stage.clock.advance(1_000)
    async with stage.database.write() as tx:
        assert await attempt_store.level(tx, b"key") == Level(1_500, now_ms)
        await attempt_store.forget(tx, key=b"key")
        assert (await attempt_store.level(tx, b"key")).level_milli == 0
        await attempt_store.forget(tx, before_ms=now_ms + 1)
        assert (await attempt_store.level(tx, b"other")).level_milli == 0
