"""The server's age and the marks of scopes, on both databases."""

from server.sync.age_store import AgeStore
from sync.ages import DAY_MS, Mark


async def looked(database, ran_ms):
    async with database.write() as tx:
        return await AgeStore(tx).look(ran_ms)


async def test_the_first_look_begins_at_nothing_and_the_next_count(server_database, clock):
    assert await looked(server_database, None) == 0
    clock.advance(DAY_MS // 2)
    assert await looked(server_database, None) == DAY_MS // 2
    clock.advance(3 * DAY_MS)
    assert await looked(server_database, 3 * DAY_MS) == 3.5 * DAY_MS
    clock.step_wall(-400 * DAY_MS)
    assert await looked(server_database, 1_000) == 3.5 * DAY_MS
    clock.step_wall(400 * DAY_MS)
    assert await looked(server_database, 1_000) == 3.5 * DAY_MS + 1_000
    async with server_database.read() as tx:
        assert await AgeStore(tx).lived() == 3.5 * DAY_MS + 1_000


async def test_marks_are_those_that_were_set_last(server_database):
    old, new = [Mark(3, 10), Mark(9, 20)], [Mark(9, 20), Mark(12, 30)]
    async with server_database.write() as tx:
        ages = AgeStore(tx)
        assert await ages.lived() == 0
        await ages.set_marks("user:a", [], old)
        await ages.set_marks("user:b", [], [Mark(3, 5)])
        assert await ages.marks("user:a") == old
        await ages.set_marks("user:a", old, new)
    async with server_database.read() as tx:
        assert await AgeStore(tx).marks("user:a") == new
        assert await AgeStore(tx).marks("user:b") == [Mark(3, 5)]
