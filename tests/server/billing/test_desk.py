"""What orders need before they are decided."""

import uuid

from server.billing.book import Book
from server.billing.desk import Asked, decide, durable, known_of, meters_of, owners_of, person_of, whose_are
from server.billing.desk import Known as KnownFacts
from server.billing.orders import HoldRequest, PlanIs, Settle, Standing
from server.billing.periods import BUDGET
from server.billing.sqlite_ledger_store import SqliteLedgerStore
from server.storage.database import Database
from tests.support.ledger_stage import OPERATIONS, TENANT, TOKENS, USER, Books, request, staged, topup

OTHER = uuid.UUID(int=2)
END = Settle(hold_id=uuid.UUID(int=7), user_id=USER, amounts={OPERATIONS: 1})


def test_whom_orders_concern():
    school = {OTHER: Standing("free", 0, TENANT)}
    assert owners_of([Asked(request(1)), Asked(topup(1, "a", user_id=OTHER))], {}) == {
        USER: "you",
        OTHER: "you",
    }
    assert owners_of([Asked(topup(1, "a", user_id=OTHER))], school) == {OTHER: "you", TENANT: "tenant"}
    assert owners_of([Asked(request(1, tenant_id=TENANT))], {}) == {USER: "you", TENANT: "tenant"}
    assert whose_are([BUDGET, TENANT]) == {BUDGET: "budget", TENANT: "tenant"}
    assert person_of(END) == USER


def test_which_meters_an_order_touches():
    assert list(meters_of(request(1))) == [TOKENS]
    assert list(meters_of(END)) == [OPERATIONS]
    assert list(meters_of(PlanIs(user_id=USER, plan="free"))) == []


def test_an_end_told_twice_in_one_batch_is_charged_once():
    stage, known = Books(), KnownFacts()
    held = stage.hold(10)
    order = Settle(hold_id=held.id, user_id=USER, amounts={TOKENS: 4})
    asked = Asked(order, held.request)
    first = decide(stage.decider, stage.books, stage.batch, asked, known, stage.now_ms)
    assert decide(stage.decider, stage.books, stage.batch, asked, known, stage.now_ms) == first
    assert stage.free() == 9_996


async def test_holds_and_keys_are_looked_up(sqlite_url, clock):
    database = await Database.open(sqlite_url, clock)
    async with staged(database, clock) as stage:
        ended, going = [
            await stage.ledger.hold(
                HoldRequest(user_id=USER, amounts=((TOKENS, 5),), operation="chat", kind=kind)
            )
            for kind in ("ai", "lease")
        ]
        await stage.ledger.settle(ended, {TOKENS: 1})
        await going.durable
        await stage.ledger.move(topup(1, "a"))
        asked = [Asked(Settle(hold_id=hold.id, user_id=USER, amounts=None)) for hold in (ended, going)] + [
            Asked(topup(1, "a")),
            Asked(topup(1, "b")),
        ]
        async with database.read() as tx:
            known = await known_of(SqliteLedgerStore(), tx, asked, {USER: Book(USER, "you")})
        assert (list(known.past), [one.id for one in known.open], known.done) == (
            [ended.id],
            [going.id],
            {"a"},
        )
    await database.close()


async def test_what_is_written_needs_no_waiting():
    done = durable()
    await done
    await done
