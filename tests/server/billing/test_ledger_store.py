"""SQL of the ledger that is no order."""

from sqlalchemy import text

from server.billing import ledger_store
from shared.ids import new_id
from tests.support.ledger_stage import TENANT, TOKENS, USER, request, staged


async def test_a_changed_entry_is_found(server_database, clock):
    async with staged(server_database, clock) as stage:
        for _ in range(3):
            await stage.used(10)
        async with server_database.read() as tx:
            assert await ledger_store.broken_link(tx, USER) is None
            assert await ledger_store.broken_link(tx, TENANT) is None
        async with server_database.write() as tx:
            if server_database.dialect == "sqlite":
                await tx.connection.execute(text("DROP TRIGGER ledger_entry_no_update"))
            else:
                await tx.connection.execute(text("DROP TRIGGER ledger_entry_only_grows ON ledger_entry"))
            await tx.connection.execute(text("UPDATE ledger_entry SET amount = 9 WHERE number = 3"))
            assert await ledger_store.broken_link(tx, USER) == 3


async def test_a_hold_is_found_by_its_id(server_database, clock):
    async with staged(server_database, clock) as stage:
        hold = await stage.ledger.hold(request(5, idem="k"))
        await stage.ledger.settle(hold, {TOKENS: 1}, response=b"told")
        async with server_database.read() as tx:
            assert await ledger_store.hold_row(tx, new_id()) is None
            row = await ledger_store.hold_row(tx, hold.id)
            assert row is not None
            assert row[0] == hold.id
            assert await ledger_store.response(tx, USER, "k") == b"told"
            assert await ledger_store.response(tx, USER, "x") is None
        clock.advance(86_400_000)
        async with server_database.write() as tx:
            await ledger_store.drop_old_keys(tx)
            assert await ledger_store.response(tx, USER, "k") is None


async def test_everybody_in_a_dead_hold_is_told(server_database, clock):
    async with staged(server_database, clock) as stage:
        stage.limits.caps[TENANT, TOKENS] = (50, 0)
        hold = await stage.ledger.hold(request(5, tenant_id=TENANT))
        await hold.durable
        async with server_database.write() as tx:
            rows = await ledger_store.dead_holds(tx, new_id(), 1 << 62, 10)
            assert ledger_store.owners_in(rows) == {USER, TENANT}
            assert len(await ledger_store.still_open(tx, [hold.id])) == 1
            assert await ledger_store.dead_holds(tx, stage.ledger.boot, 1 << 62, 10) == []
            assert await ledger_store.database_ms(tx) > 0
            await ledger_store.seen(tx, new_id(), 1)
            await ledger_store.forget_dead(tx, 1 << 40)
        await stage.ledger.void(hold, "test")
