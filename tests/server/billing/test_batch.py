"""Rows of a commit, and the chain that entries make."""

import pytest

from server.billing.batch import ENTRY_COLUMNS, HOLD_COLUMNS, entry_hash
from server.billing.book import NO_HASH
from tests.support.ledger_stage import TOKENS, USER, Books


def test_entries_hang_together_and_none_can_be_changed_unseen():
    stage = Books()
    for amount in (10, 20):
        stage.settle(stage.hold(amount), amount)
    rows = stage.batch.freeze().entries
    before = NO_HASH
    for row in rows:
        named = dict(zip(ENTRY_COLUMNS, row, strict=True))
        assert named["prev_hash"] == before
        before = named["hash"]
        assert entry_hash(row[:-1]) == before
        assert entry_hash((*row[:7], named["amount"] + 1, *row[8:-1])) != before
    assert stage.user.head == before
    assert stage.user.entries == len(rows) == 3


def test_a_hold_that_ends_before_it_is_written_is_one_row():
    stage = Books()
    held = stage.hold(10)
    stage.settle(held, 4)
    frozen = stage.batch.freeze()
    assert frozen.ends == []
    assert [dict(zip(HOLD_COLUMNS, row, strict=True))["state"] for row in frozen.holds] == [1]


@pytest.mark.parametrize("used", [0, 4])
def test_what_is_written_is_as_it_was_then(used):
    stage = Books()
    held = stage.hold(10)
    frozen = stage.batch.freeze()
    stage.settle(held, used)
    accounts = {row[3]: row for row in frozen.accounts}
    assert accounts["plan"][7:9] == (10_000, 10)
    assert accounts["plan"][1:3] == (USER, TOKENS)


def test_an_empty_batch_says_so():
    stage = Books()
    assert not stage.batch
    stage.hold(1)
    assert stage.batch
