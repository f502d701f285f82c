"""What is remembered of transfers."""

from desktop.sync import transfer_store
from desktop.sync.transfer_store import Trouble
from shared.errors import AppError

SHA, PLACE = b"1" * 32, ("user:a", b"1" * 32)


async def test_what_the_server_has_is_forgotten_after_a_while(database, clock):
    await database.write(lambda tx: transfer_store.note_sent(tx, "s", [PLACE]))
    async with database.reader() as reader:
        assert await transfer_store.sent(reader, "s", clock.now_ms()) == {PLACE}
        assert await transfer_store.sent(reader, "s", clock.now_ms() + 1) == set()
        assert await transfer_store.sent(reader, "other", 0) == set()


async def test_asking_forgets_earlier_trouble(database):
    error = AppError("content.uploads_used", limit=20, day="2026-12-01")
    await database.write(lambda tx: transfer_store.put_trouble(tx, "down", PLACE, Trouble(2, 99, error)))
    await database.write(lambda tx: transfer_store.put_trouble(tx, "up", PLACE, Trouble(0, 1, error)))
    async with database.reader() as reader:
        found = await transfer_store.troubles(reader)
    kept = found["down", *PLACE]
    assert (kept.attempt, kept.next_try_ms, kept.error.code, kept.error.parameters) == (
        2,
        99,
        error.code,
        error.parameters,
    )
    await database.write(lambda tx: transfer_store.ask(tx, [SHA]))
    async with database.reader() as reader:
        assert await transfer_store.asked(reader) == {SHA}
        assert set(await transfer_store.troubles(reader)) == {("up", *PLACE)}
    await database.write(lambda tx: transfer_store.note_sent(tx, "s", [PLACE]))
    await database.write(lambda tx: transfer_store.unask(tx, SHA))
    async with database.reader() as reader:
        assert await transfer_store.asked(reader) == set()
        assert await transfer_store.troubles(reader) == {}


async def test_a_code_of_another_version_is_still_told(database):
    await database.write(
        lambda tx: tx.execute(
            "INSERT INTO content_trouble VALUES ('up', 's', ?, 0, 0, 'content.of_later', '{}')", [SHA]
        )
    )
    async with database.reader() as reader:
        (found,) = (await transfer_store.troubles(reader)).values()
    assert found.error.code == "network.server_says"
    await database.write(transfer_store.forget_troubles)
    async with database.reader() as reader:
        assert await transfer_store.troubles(reader) == {}
