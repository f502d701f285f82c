"""Played games: written as they go on, newest first, deleted and brought back."""

from desktop.quiz import attempt_store
from shared.ids import AttemptId, derived_id

VALUES = {
    "game": "g", "title": "Sums", "host": "Room 4", "pace": "live", "name": "Ada", "started_ms": 5, "total": 0,
    "rank": 0, "players": 0, "finished": 0, "questions_json": "[]",
}  # fmt: skip
ID = AttemptId(derived_id("attempt", "g", "p"))


async def titles(database):
    async with database.reader() as reader:
        return [row["title"] for row in await attempt_store.attempts(reader, 10)]


async def test_the_same_attempt_is_written_over(database, changes):
    await database.write(lambda tx: attempt_store.put_attempt(tx, ID, **VALUES))
    await database.write(lambda tx: attempt_store.put_attempt(tx, ID, **{**VALUES, "total": 900}))
    async with database.reader() as reader:
        found = await attempt_store.attempt(reader, ID)
        assert found is not None
        assert found["total"] == 900
    assert await titles(database) == ["Sums"]
    assert all(change.concerns("attempt", ID) for change in changes)


async def test_newest_first_and_no_more_than_asked(database):
    for number in range(3):
        one = AttemptId(derived_id("attempt", "g", str(number)))
        values = {**VALUES, "title": str(number), "started_ms": number}
        await database.write(lambda tx, one=one, values=values: attempt_store.put_attempt(tx, one, **values))
    assert await titles(database) == ["2", "1", "0"]
    async with database.reader() as reader:
        assert len(await attempt_store.attempts(reader, 2)) == 2


async def test_deleted_and_back(database):
    await database.write(lambda tx: attempt_store.put_attempt(tx, ID, **VALUES))
    assert await database.write(lambda tx: attempt_store.delete_attempt(tx, ID))
    assert await titles(database) == []
    async with database.reader() as reader:
        assert await attempt_store.attempt(reader, ID) is None
    assert await database.write(lambda tx: attempt_store.restore_attempt(tx, ID))
    assert await titles(database) == ["Sums"]
