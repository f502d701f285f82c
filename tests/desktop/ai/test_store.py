from desktop.ai import store
from desktop.ai.attempts import Attempt
from desktop.ai.engine import TokenUse


async def note(database, at_ms, model="m", cost=None, outcome="complete"):
    attempt = Attempt(at_ms, "chat", "openai", model, TokenUse(10, 5, 2, cost), 40, outcome)
    await database.write(lambda tx: store.add(tx, attempt))


async def test_calls_come_newest_first_and_from_a_moment_on(database):
    for at_ms in (1, 3, 2):
        await note(database, at_ms)
    async with database.reader() as reader:
        assert [row["at_ms"] for row in await store.calls(reader, 0, 10)] == [3, 2, 1]
        assert [row["at_ms"] for row in await store.calls(reader, 2, 10)] == [3, 2]
        assert [row["at_ms"] for row in await store.calls(reader, 0, 1)] == [3]


async def test_totals_are_per_model_and_know_when_no_cost_was_stated(database):
    await note(database, 1, "dear", 7)
    await note(database, 2, "dear", 8)
    await note(database, 3, "free")
    async with database.reader() as reader:
        totals = await store.totals(reader, 0)
    assert [(row["model"], row["calls"], row["cost_nano_usd"]) for row in totals] == [
        ("dear", 2, 15),
        ("free", 1, None),
    ]


async def test_listeners_are_told(database, changes):
    await note(database, 1)
    assert any(change.touches("ai_usage") for change in changes)
