"""Grants of a period: once each, following the plan."""

from server.billing.orders import Standing
from server.billing.periods import chain
from shared.billing.meters import DAY_MS
from tests.support.ledger_stage import OPERATIONS, STORAGE, TENANT, TOKENS, USER, Books


def test_the_first_who_asks_in_a_period_is_granted_it_once():
    stage = Books()
    assert stage.free(OPERATIONS) == stage.free(OPERATIONS) == 10
    minted = [row for row in stage.batch.entries if row[3] == "mint"]
    assert [row[12] for row in minted] == [f"mint:{USER}:ai_operations:2025-11-20"]
    stage.now_ms += DAY_MS
    assert stage.free(OPERATIONS) == 10
    assert [row[3] for row in stage.batch.entries] == ["mint", "expire", "mint"]


def test_a_period_that_has_gone_is_granted_no_more():
    stage = Books()
    stage.free(OPERATIONS)
    stage.now_ms += DAY_MS
    stage.free(OPERATIONS)
    stage.now_ms -= DAY_MS
    assert stage.free(OPERATIONS) == 10
    grant = stage.user.meter(OPERATIONS).plan_grant()
    stage.user.meter(OPERATIONS).grants.remove(grant)
    stage.user.meter(OPERATIONS).until_ms = 0
    assert stage.free(OPERATIONS) == 0


def test_what_is_held_keeps_an_expired_grant_open():
    stage = Books()
    held = stage.hold(6, OPERATIONS)
    stage.now_ms += DAY_MS
    assert stage.free(OPERATIONS) == 10
    old = next(one for one in stage.user.accounts.values() if one.held)
    assert old.closed_ms == 0
    stage.settle(held, 2, OPERATIONS)
    assert (old.closed_ms, old.posted, old.used) == (stage.now_ms, 0, 2)
    assert stage.posted() == 0


def test_a_level_follows_the_plan_both_ways():
    stage = Books()
    stage.user.standing = Standing("pro")
    stage.settle(stage.hold(5 << 30, STORAGE), 5 << 30, STORAGE)
    stage.user.standing = Standing("free")
    assert stage.free(STORAGE) == -(4 << 30)
    stage.user.standing = Standing("pro")
    assert stage.free(STORAGE) == 95 << 30


def test_a_plan_that_ends_is_followed_at_its_moment():
    stage = Books()
    stage.user.standing = Standing("pro", stage.now_ms + DAY_MS)
    assert stage.free(OPERATIONS) == 200
    stage.now_ms += DAY_MS
    assert stage.free(OPERATIONS) == 10


def test_no_limit_and_a_limit_again_count_what_was_used():
    stage = Books()
    stage.user.standing = Standing("enterprise")
    stage.settle(stage.hold(30, OPERATIONS), 30, OPERATIONS)
    stage.user.standing = Standing("basic")
    stage.decider.periods.lower(stage.books, stage.batch, stage.user, stage.now_ms)
    assert stage.free(OPERATIONS) == 20
    assert stage.posted() == 0


def test_whose_chain():
    stage = Books()
    assert chain(stage.books, stage.user) is stage.user
    stage.user.standing = Standing("free", 0, TENANT)
    assert chain(stage.books, stage.user) is stage.books[TENANT]
    stage.free(TOKENS)
    assert (stage.user.entries, stage.books[TENANT].entries) == (0, 1)
