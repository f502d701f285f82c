import pytest

from server.config.payment_settings import OfferTable
from server.payments.offers import OfferBook, is_upgrade
from shared.billing.meters import Meter

TABLES = (
    OfferTable(id="basic-month", plan="basic", stripe="price_1", polar="p-1"),
    OfferTable(id="basic-year", plan="basic", interval="year", stripe="price_2"),
    OfferTable(id="pro-month", plan="pro", stripe="price_3", whop="plan_3"),
    OfferTable(id="tokens", meter="ai_tokens", amount=100_000, interval="once", whop="plan_4"),
)
BOOK = OfferBook(TABLES)


def test_an_offer_is_found_by_each_of_its_names():
    tokens = BOOK.named("tokens")
    assert tokens is not None
    assert (tokens.meter, tokens.amount, tokens.plan, tokens.sold_as) == (
        Meter.AI_TOKENS,
        100_000,
        "",
        {"whop": "plan_4"},
    )
    assert BOOK.of("whop", "plan_4") is tokens
    assert BOOK.of("stripe", "tokens") is tokens
    assert BOOK.of("stripe", "plan_4") is None
    assert BOOK.named("gold") is None
    assert [offer.id for offer in BOOK.offers] == [table.id for table in TABLES]


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("basic-month", "pro-month", True),
        ("pro-month", "basic-year", False),
        ("basic-month", "basic-year", True),
        ("basic-year", "basic-month", False),
        ("gone", "basic-month", True),
    ],
)
def test_more_counts_at_once_and_less_when_the_period_ends(old, new, more):
    assert is_upgrade(BOOK.named(old), BOOK.named(new)) is more
