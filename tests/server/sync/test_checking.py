"""Digests from rows against digests that are kept."""

import pytest
from sqlalchemy import text

from tests.support.sync_server_stage import SyncStage, own


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


async def wrong(stage):
    return [found async for found in stage.service.wrong_scopes()]


async def test_what_devices_do_keeps_them_right(stage):
    group = await stage.group()
    ana = stage.device("ana")
    keys = [ana.make("collection", own("ana"), title=str(number), created_ms=1) for number in range(30)]
    await stage.sync(ana)
    for key in keys[:10]:
        ana.delete(key)
    for key in keys[20:]:
        ana.move(key, f"group:{group.group_id}")
    await stage.sync(ana)
    assert await wrong(stage) == []


async def test_a_changed_row_is_found_by_its_bucket(stage):
    ana = stage.device("ana")
    key = ana.make("collection", own("ana"), title="x", created_ms=1)
    await stage.sync(ana)
    async with stage.database.write() as tx:
        await tx.connection.execute(text("UPDATE sync_record SET stamps = :stamps"), {"stamps": b"\x80"})
    assert await wrong(stage) == [(own("ana"), [key[1][-1]])]


async def test_a_whole_that_is_not_the_sum_is_found(stage):
    ana = stage.device("ana")
    ana.make("collection", own("ana"), title="x", created_ms=1)
    await stage.sync(ana)
    async with stage.database.write() as tx:
        await tx.connection.execute(
            text("UPDATE sync_scope_head SET digest = :digest WHERE scope = :scope"),
            {"digest": bytes(16), "scope": own("ana")},
        )
    assert await wrong(stage) == [(own("ana"), [-1])]
