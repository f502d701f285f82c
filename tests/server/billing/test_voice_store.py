"""Rows of spoken sessions on both databases."""

import uuid

from msgspec.structs import replace

from server.billing import voice_store
from server.billing.voice_store import SessionRow

USER, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def row(number, user_id=USER, **more):
    given = {
        "session_id": uuid.UUID(int=100 + number),
        "user_id": user_id,
        "tenant_id": None,
        "device_id": uuid.UUID(int=5),
        "topic": "Verbs",
        "difficulty": "beginner",
        "active": True,
        "epoch": 1,
        "last_seq": 0,
        "boot": uuid.UUID(int=6),
        "seen_monotonic_ms": 10,
        "seen_ms": 1_000 * number,
        "started_ms": 1_000 * number,
        "hold_id": uuid.UUID(int=200 + number),
        "held_ms": 120_000,
    }
    return SessionRow(**{**given, **more})


async def test_one_active_session_for_each_person(server_database):
    async with server_database.write() as tx:
        assert await voice_store.added(tx, row(1))
        assert not await voice_store.added(tx, row(2))
        assert await voice_store.added(tx, row(3, OTHER))
        await voice_store.put(tx, replace(row(1), active=False, end_reason="user_ended", ended_ms=9))
        assert await voice_store.added(tx, row(2))
    async with server_database.read() as tx:
        assert await voice_store.active(tx, USER) == row(2)
        assert await voice_store.session(tx, USER, uuid.UUID(int=103)) is None
        found = await voice_store.of_user(tx, USER)
        assert [one.end_reason for one in found] == ["user_ended", None]


async def test_the_silent_and_the_holds_in_use(server_database):
    async with server_database.write() as tx:
        await voice_store.added(tx, row(1))
        await voice_store.added(tx, row(3, OTHER))
        assert await voice_store.silent(tx, 3_000, 10) == [row(1)]
        assert len(await voice_store.silent(tx, 9_000, 1)) == 1
        holds = [uuid.UUID(int=201), uuid.UUID(int=999)]
        assert await voice_store.used_holds(tx, holds) == {uuid.UUID(int=201)}
        await voice_store.erase(tx, USER)
        assert await voice_store.used_holds(tx, holds) == set()
        assert await voice_store.session(tx, OTHER, uuid.UUID(int=103), hold=True) is not None
