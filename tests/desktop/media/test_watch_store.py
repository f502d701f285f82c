from pathlib import Path

from desktop.media import watch_store
from desktop.media.watch_store import Seen


async def test_what_was_dealt_with_is_remembered_as_it_was(database):
    folder, file = Path("/course"), Path("/course/a.mp4")

    async def handled():
        async with database.reader() as reader:
            return await watch_store.handled(reader)

    for seen in (Seen(1, 2), Seen(3, 4)):
        await database.write(lambda tx, seen=seen: watch_store.note(tx, folder, {file: seen}, "added"))
    assert await handled() == {str(file): Seen(3, 4)}
    await database.write(lambda tx: watch_store.forget(tx, Path("/other")))
    assert len(await handled()) == 1
    await database.write(lambda tx: watch_store.forget(tx, folder))
    assert await handled() == {}
