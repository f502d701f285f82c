"""The SQL of kept answers is tried through `answers`; here is what only it can tell."""

from server.ai import answer_store
from server.ai.answer_store import KeptAnswer

ANSWER = KeptAnswer("application/json", b"{}")


async def test_an_answer_without_material_drops_no_other(server_database, clock):
    async with server_database.write() as tx:
        for key in (b"1" * 32, b"2" * 32):
            await answer_store.keep(tx, "user:a", key, ("", ""), ANSWER, tx.now_ms + 1)
    async with server_database.read() as tx:
        assert await answer_store.find(tx, "user:a", b"1" * 32) == ANSWER
        assert await answer_store.find(tx, "user:a", b"2" * 32) == ANSWER


async def test_another_scope_keeps_its_older_version(server_database, clock):
    async with server_database.write() as tx:
        await answer_store.keep(tx, "user:a", b"1" * 32, ("deck", "1"), ANSWER, tx.now_ms + 1)
        await answer_store.keep(tx, "user:b", b"2" * 32, ("deck", "2"), ANSWER, tx.now_ms + 1)
        assert await answer_store.find(tx, "user:a", b"1" * 32) == ANSWER
        await answer_store.drop_scope(tx, "user:a")
        assert await answer_store.find(tx, "user:a", b"1" * 32) is None
        await answer_store.drop_expired(tx)
        assert await answer_store.find(tx, "user:b", b"2" * 32) == ANSWER
