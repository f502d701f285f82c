"""Decisions on books in memory."""

import msgspec
import pytest

from server.billing.deciding import amounts_of, charge_of
from server.billing.orders import HoldRequest, Settle, Standing
from server.billing.periods import BUDGET
from shared.billing.meters import DAY_MS, Meter
from shared.errors import AppError
from tests.support.ledger_stage import MONEY, OPERATIONS, TENANT, TOKENS, USER, Books, request


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
