"""Changes of a balance that are no use, on books in memory."""

import pytest

from server.billing import adjusting
from server.billing.orders import Move, PlanIs, Standing
from shared.billing.meters import DAY_MS
from tests.support.ledger_stage import STORAGE, TOKENS, USER, Books, refund, topup


def move(stage: Books, order: Move, *done: str) -> bool:
    return adjusting.move(stage.decider.periods, stage.books, stage.batch, order, set(done), stage.now_ms)


def test_a_key_moves_once():
    stage = Books()
    assert move(stage, topup(5, "a"))
    assert not move(stage, topup(5, "a"), "a")
    assert stage.free() == 10_005


@pytest.mark.parametrize("amount", [0, -1])
def test_a_top_up_of_nothing_is_a_bug(amount):
    with pytest.raises(ValueError, match="moves nothing"):
        move(Books(), topup(amount, "a"))


def test_what_was_bought_lasts_twelve_months():
    stage = Books()
    move(stage, topup(5, "a"))
    stage.now_ms += 365 * DAY_MS
    assert stage.free() == 10_005
    stage.now_ms += 2 * DAY_MS
    assert stage.free() == 10_000
    assert move(stage, refund(5, "a"))
    assert stage.free() == 10_000
    assert stage.posted() == 0


def test_more_is_taken_back_than_there_is():
    stage = Books()
    adjustment = Move(user_id=USER, kind="adjust", meter=TOKENS, amount=-10_500, idem="x")
    assert move(stage, adjustment)
    assert stage.free() == -500
    assert stage.batch.entries[-1][19] == "overrun"


def test_what_was_never_counted_frees_nothing():
    stage = Books()
    stage.settle(stage.hold(10, STORAGE), 10, STORAGE)
    assert move(stage, Move(user_id=USER, kind="level_down", meter=STORAGE, amount=50, idem="x"))
    assert stage.free(STORAGE) == 1 << 30


def test_less_plan_at_once_takes_back_what_is_left():
    stage = Books()
    stage.user.standing = Standing("pro")
    stage.settle(stage.hold(4_000), 4_000)
    stage.user.standing = Standing("free")
    order = PlanIs(user_id=USER, plan="free")
    adjusting.plan_is(stage.decider.periods, stage.books, stage.batch, order, stage.now_ms)
    assert stage.free() == 46_000
    order = PlanIs(user_id=USER, plan="free", at_once=True)
    adjusting.plan_is(stage.decider.periods, stage.books, stage.batch, order, stage.now_ms)
    assert stage.free() == 6_000
    assert stage.posted() == 0
