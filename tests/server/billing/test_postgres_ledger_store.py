"""SQL of the ledger on one database: what is written is read."""

from server.billing import adjusting
from server.billing.loading import books_of
from server.billing.postgres_ledger_store import Needs, PostgresLedgerStore
from server.storage.database import Database
from tests.support.ledger_stage import TENANT, TOKENS, USER, Books, topup


async def test_a_batch_is_read_as_it_was_written(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    store, stage = PostgresLedgerStore(), Books()
    first, second = stage.hold(10, idem="k"), stage.hold(20)
    adjusting.move(stage.decider.periods, stage.books, stage.batch, topup(5, "a"), set(), stage.now_ms)
    frozen = stage.batch.freeze()
    stage.batch.__init__()
    stage.settle(first, 4)
    wanted = {USER: "you", TENANT: "tenant"}
    async with database.write() as tx:
        assert len(await store.lock(tx, wanted)) == 2
        await store.write(tx, [frozen, stage.batch.freeze()])
        locked = await store.lock(tx, wanted)
        assert [row[1] for row in locked] == ["you", "tenant"]
        assert await store.done(tx, ["a", "b"]) == {"a"}
        assert await store.done(tx, []) == set()
        assert len(await store.holds(tx, [first.id, second.id])) == 2
        assert await store.holds(tx, []) == ()
        raw = await store.read(tx, [USER], locked, Needs(frozenset({"k"}), running=True))
        book = books_of(raw, wanted).books[USER]
    assert book.running == {"ai": 1}
    assert [(key, known.running) for key, known in book.keys.items()] == [("k", False)]
    assert book.meter(TOKENS).plan_grant().posted == 9_996
    assert book.head == stage.user.head
    await database.close()
