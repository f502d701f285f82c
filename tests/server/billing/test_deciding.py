"""Decisions on books in memory."""

import msgspec
import pytest

from server.billing.adjusting import move
from server.billing.deciding import amounts_of, charge_of
from server.billing.orders import HoldRequest, Settle, Standing
from server.billing.periods import BUDGET
from shared.billing.meters import DAY_MS, Meter
from shared.errors import AppError
from tests.support.ledger_stage import MONEY, OPERATIONS, TENANT, TOKENS, USER, Books, refund, request, topup


def test_a_refusal_leaves_every_balance_as_it_was():
    stage = Books()
    stage.limits.caps[TENANT, TOKENS] = (50, 0)
    with pytest.raises(AppError) as refused:
        stage.hold(51, tenant_id=TENANT)
    assert refused.value.parameters["whose"] == "tenant"
    assert stage.free() == 10_000
    assert all(account.held == 0 for book in stage.books.values() for account in book.accounts.values())


@pytest.mark.parametrize("amounts", [((TOKENS, -1),), ((TOKENS, 1), (TOKENS, 2))])
def test_amounts_that_make_no_sense_are_a_bug(amounts):
    stage = Books()
    asked = HoldRequest(user_id=USER, amounts=amounts, operation="chat")
    with pytest.raises(ValueError, match="amounts"):
        stage.decider.hold(stage.books, stage.batch, asked, stage.now_ms)


def test_everybody_who_held_is_charged_even_if_the_cap_has_gone():
    stage = Books()
    stage.limits.caps[TENANT, TOKENS] = (50, 0)
    held = stage.hold(40, tenant_id=TENANT)
    del stage.limits.caps[TENANT, TOKENS]
    stage.settle(held, 30)
    assert stage.books[TENANT].meter(TOKENS).plan_grant().used == 30
    assert stage.posted() == 0


def test_free_use_is_on_the_budget_and_other_use_is_not():
    stage = Books()
    stage.limits.budget = 100
    stage.settle(stage.hold(60, MONEY), 60, MONEY)
    assert stage.books[BUDGET].meter(MONEY).plan_grant().used == 60
    stage.user.standing = Standing("basic")
    stage.settle(stage.hold(60, MONEY), 60, MONEY)
    assert stage.books[BUDGET].meter(MONEY).plan_grant().used == 60
    assert stage.user.meter(MONEY).plan_grant().used == 120


def bought(stage, amount):
    order = topup(amount, f"pay:{amount}")
    move(stage.decider.periods, stage.books, stage.batch, order, set(), stage.now_ms)


def asked(stage, tokens, micros):
    wanted = HoldRequest(user_id=USER, amounts=((TOKENS, tokens), (MONEY, micros)), operation="chat")
    return stage.decider.hold(stage.books, stage.batch, wanted, stage.now_ms)


def ended(stage, held, tokens, micros):
    order = Settle(hold_id=held.id, user_id=USER, amounts={TOKENS: tokens, MONEY: micros})
    return stage.decider.settle(stage.books, stage.batch, order, stage.now_ms)


def of_budget(stage):
    grant = stage.books[BUDGET].meter(MONEY).plan_grant()
    return grant.used, grant.held


def test_what_was_bought_never_waits_for_the_budget_of_free_use():
    stage = Books()
    stage.limits.budget = 100
    ended(stage, asked(stage, 4_000, 100), 4_000, 100)
    with pytest.raises(AppError) as refused:
        asked(stage, 10, 1)
    assert refused.value.parameters["whose"] == "budget"
    bought(stage, 100_000)
    assert stage.free(MONEY) > 1_000_000
    # The plan's own come first; they are 6,000 of these.
    ended(stage, asked(stage, 50_000, 9_000), 50_000, 8_000)
    assert stage.free() == 56_000
    assert of_budget(stage) == (100, 0)
    ended(stage, asked(stage, 56_000, 9_000), 56_000, 9_000)
    assert (stage.free(), stage.free(MONEY)) == (0, 0)
    assert stage.posted() == 0


def test_the_hold_decides_whether_it_is_free_use():
    stage = Books()
    stage.limits.budget = 100
    free_use = asked(stage, 10, 60)
    bought(stage, 500)
    paid_use = asked(stage, 10, 5_000)
    stage.now_ms += 400 * DAY_MS
    ended(stage, paid_use, 10, 6_000)
    assert asked(stage, 10, 1).parts[-1][0] == BUDGET
    ended(stage, free_use, 10, 50)
    assert stage.books[BUDGET].meter(MONEY).others["spent"].posted == 50
    assert stage.posted() == 0


def test_a_top_up_that_was_refunded_or_has_expired_pays_nothing():
    stage = Books()
    stage.limits.budget = 100
    bought(stage, 500)
    order = refund(500, "pay:500")
    move(stage.decider.periods, stage.books, stage.batch, order, set(), stage.now_ms)
    assert stage.free(MONEY) == 100
    bought(stage, 400)
    assert stage.free(MONEY) > 100
    stage.now_ms += 400 * DAY_MS
    assert stage.free(MONEY) == 100


def test_a_meter_that_was_not_held_is_charged_all_the_same():
    stage = Books()
    stage.settle(stage.hold(10), 3, OPERATIONS)
    assert (stage.free(), stage.free(OPERATIONS)) == (10_000, 7)


def test_what_nothing_can_be_charged_to_is_a_debt_of_the_day():
    stage = Books()
    held = stage.hold(10)
    stage.user.meter(OPERATIONS).newest_key = "9999"
    stage.settle(held, 2, OPERATIONS)
    assert stage.free(OPERATIONS) == -2
    stage.now_ms += 2 * DAY_MS
    assert stage.free(OPERATIONS) == 0
    assert stage.posted() == 0


def test_the_providers_figures_stand_in_one_entry():
    stage = Books()
    stage.limits.caps[TENANT, TOKENS] = (50, 0)
    held = stage.hold(20, tenant_id=TENANT)
    order = Settle(hold_id=held.id, user_id=USER, amounts={TOKENS: 20}, provider_cost_nano=77)
    stage.decider.settle(stage.books, stage.batch, order, stage.now_ms)
    used = [row for row in stage.batch.entries if row[3] == "use"]
    assert [row[18] for row in used] == [77, 0]


def test_a_charge_is_told_as_it_was_kept():
    stage = Books()
    held = stage.hold(20)
    told = stage.settle(held, 5)
    assert msgspec.structs.replace(told, at_ms=0) == msgspec.structs.replace(
        charge_of(held.id, held.request, stage.batch.ends[held.id]), at_ms=0
    )
    assert charge_of(held.id, request(1), None).state == "open"
    assert amounts_of({"ai_tokens": 3}) == {Meter.AI_TOKENS: 3}
