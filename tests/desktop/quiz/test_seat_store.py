"""Seats of this device: written, closed, forgotten; kept while answers wait."""

from desktop.quiz import seat_store

VALUES = {
    "url": "http://h:1", "host": "Room 4", "title": "Sums", "pin": "123456", "token": "t", "name": "Ada",
    "assignment_json": None, "unsent_json": "[]",
}  # fmt: skip


async def all_of(database):
    async with database.reader() as reader:
        return [dict(row) for row in await seat_store.seats(reader)]


async def test_a_seat_is_written_and_written_again(database, clock, changes):
    await database.write(lambda tx: seat_store.put_seat(tx, "g1", **VALUES))
    first = (await all_of(database))[0]
    clock.advance(5_000)
    await database.write(lambda tx: seat_store.put_seat(tx, "g1", **{**VALUES, "name": "Bea"}))
    [seat] = await all_of(database)
    assert (seat["name"], seat["joined_ms"]) == ("Bea", first["joined_ms"])
    assert seat["used_ms"] > first["used_ms"]
    assert all(change.touches("seat") for change in changes)
    async with database.reader() as reader:
        found = await seat_store.seat(reader, "g1")
        assert found is not None
        assert found["title"] == "Sums"
        assert await seat_store.seat(reader, "g2") is None


async def test_a_closed_seat_is_only_a_place_one_was(database):
    await database.write(lambda tx: seat_store.put_seat(tx, "g1", **{**VALUES, "unsent_json": "[1]"}))
    await database.write(lambda tx: seat_store.close_seat(tx, "g1"))
    [seat] = await all_of(database)
    assert (seat["token"], seat["unsent_json"], seat["assignment_json"], seat["url"]) == (
        "",
        "[]",
        None,
        "http://h:1",
    )


async def test_old_seats_go_unless_answers_wait(database, clock):
    await database.write(lambda tx: seat_store.put_seat(tx, "old", **VALUES))
    await database.write(lambda tx: seat_store.put_seat(tx, "waits", **{**VALUES, "unsent_json": "[1]"}))
    clock.advance(10_000)
    await database.write(lambda tx: seat_store.put_seat(tx, "new", **VALUES))
    before = clock.now_ms() - 5_000
    await database.write(lambda tx: seat_store.delete_seats_before(tx, before))
    assert [seat["game"] for seat in await all_of(database)] == ["new", "waits"]
    await database.write(lambda tx: seat_store.delete_seat(tx, "waits"))
    assert [seat["game"] for seat in await all_of(database)] == ["new"]
