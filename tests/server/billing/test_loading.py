"""Books made of rows."""

import uuid

from server.billing.batch import HOLD_COLUMNS
from server.billing.book import SETTLED
from server.billing.loading import Raw, as_id, books_of, open_hold, past_hold, request_of
from tests.support.ledger_stage import TENANT, TOKENS, USER, Books


def rows_of(stage: Books) -> Raw:
    frozen = stage.batch.freeze()
    return Raw(frozen.owners, [row for row in frozen.accounts if not row[13]], frozen.holds)


def test_rows_make_the_book_that_wrote_them():
    stage = Books()
    stage.limits.caps[TENANT, TOKENS] = (50, 0)
    held = stage.hold(10, tenant_id=TENANT)
    loaded = books_of(rows_of(stage), {USER: "you"} | {TENANT: "tenant"})
    book = loaded.books[USER]
    assert book.head == stage.user.head
    assert book.meter(TOKENS).newest_key == "2025-11"
    assert [grant.id for grant in book.meter(TOKENS).grants] == [
        grant.id for grant in stage.user.meter(TOKENS).grants
    ]
    assert book.holds[held.id].parts == held.parts
    assert loaded.missing == set()


def test_who_else_has_something_held_is_told():
    stage = Books()
    stage.limits.caps[TENANT, TOKENS] = (50, 0)
    stage.hold(10, tenant_id=TENANT)
    raw = rows_of(stage)
    raw.accounts = [row for row in raw.accounts if row[1] == USER]
    raw.owners = [row for row in raw.owners if row[0] == USER]
    assert books_of(raw, {USER: "you"}).missing == {TENANT}


def test_a_hold_is_read_as_it_was_asked_for():
    stage = Books()
    held = stage.hold(10, tenant_id=TENANT, idem="k", price_version=3, margin_ppm=7, deadline_ms=5)
    row = stage.batch.freeze().holds[0]
    assert request_of(row) == held.request
    assert open_hold(row).created_ms == stage.now_ms
    stage.settle(held, 4)
    past = past_hold(stage.batch.freeze().holds[0])
    assert (past.ended.state, past.ended.charged) == (SETTLED, {"ai_tokens": 4})
    assert len(HOLD_COLUMNS) == len(row)


def test_ids_of_either_database():
    one = uuid.uuid4()
    assert as_id(one.bytes) == as_id(one) == one
