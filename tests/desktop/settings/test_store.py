"""The settings table keeps one row per key."""

from desktop.settings import store


async def test_a_key_has_one_row(database):
    await database.write(lambda tx: store.put(tx, "search_results", "5"))
    await database.write(lambda tx: store.put(tx, "search_results", "7"))
    async with database.reader() as reader:
        assert await store.read_all(reader) == {"search_results": "7"}
