"""SQL of the ledger on one database: what is written is read."""

from server.billing import adjusting
from server.billing.loading import books_of
from server.billing.sqlite_ledger_store import SqliteLedgerStore
from server.storage.database import Database
from tests.support.ledger_stage import TOKENS, USER, Books, topup


async def test_a_batch_is_read_as_it_was_written(sqlite_url, clock):
    database = await Database.open(sqlite_url, clock)
    store, stage = SqliteLedgerStore(), Books()
    first, second = stage.hold(10, idem="k"), stage.hold(20)
    adjusting.move(stage.decider.periods, stage.books, stage.batch, topup(5, "a"), set(), stage.now_ms)
    frozen = stage.batch.freeze()
    stage.batch.__init__()
    stage.settle(first, 4)
    async with database.write() as tx:
        await store.write(tx, [frozen, stage.batch.freeze()])
        assert await store.done(tx, ["a", "b"]) == {"a"}
        assert await store.done(tx, []) == set()
        assert len(await store.holds(tx, [first.id, second.id])) == 2
        assert await store.holds(tx, []) == ()
        book = books_of(await store.read(tx, [USER]), {USER: "you"}).books[USER]
    assert set(book.holds) == {second.id}
    assert book.running == {"ai": 1}
    assert [(key, known.running) for key, known in book.keys.items()] == [("k", False)]
    assert book.meter(TOKENS).plan_grant().posted == 9_996
    assert book.head == stage.user.head
    await database.close()
