"""Books in memory."""

from server.billing.book import Book, MeterBook
from tests.support.ledger_stage import TOKENS, USER, Books


def test_a_copy_may_be_changed_unseen():
    stage = Books()
    held = stage.hold(10)
    original, stage.books[USER] = stage.user, stage.user.copy()
    stage.settle(held, 10)
    assert held.id in original.holds
    assert original.meter(TOKENS).plan_grant().held == 10
    assert stage.user.meter(TOKENS).plan_grant().held == 0
    assert stage.user.meter(TOKENS).others["spent"].posted == 10
    assert "spent" not in original.meter(TOKENS).others


def test_a_meter_that_nobody_used_has_no_grant():
    assert MeterBook(TOKENS).plan_grant() is None
    assert Book(USER, "you").meter(TOKENS).grants == []
