"""What may only be read, for those who write and for those who show."""

import pytest

from desktop.storage.closed import LOCKED, READ_ONLY, why_closed


@pytest.mark.parametrize(
    ("grant", "event", "why"),
    [
        (None, False, LOCKED),
        ((7, 1_000), False, LOCKED),
        ((7, 1_001), False, ""),
        ((3, 1_001), False, READ_ONLY),
        ((3, 1_001), True, ""),
        ((1, 1_001), True, READ_ONLY),
    ],
)
def test_why(grant, event, why):
    assert why_closed(grant, 1_000, event=event) == why


async def test_what_is_shown_as_closed_is_what_writes_refuse(database, clock):
    until_ms = clock.now_ms() + 1_000

    def given(tx):
        tx.executemany(
            "INSERT INTO sync_grant VALUES (?, ?, ?)",
            [("group:a", 7, until_ms), ("group:b", 3, until_ms), ("group:c", 7, until_ms - 1_000)],
        )
        return tx.home

    home = await database.write(given)
    scopes = [home, "group:a", "group:b", "group:c", "group:d"]
    wanted = {"group:b": READ_ONLY, "group:c": LOCKED, "group:d": LOCKED}
    assert await database.closed(scopes) == wanted
    await database.write(lambda tx: tx.execute("UPDATE sync_device SET offset_ms = 1000"))
    assert (await database.closed(scopes))["group:a"] == LOCKED
