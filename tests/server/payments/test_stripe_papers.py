import pytest

from server.payments.events import OFFER_KEY
from server.payments.stripe_papers import invoice, is_top_up, receipt
from tests.support import stripe_bodies

PRICE = stripe_bodies.price("price_1", 2_500, currency="eur")
OF = stripe_bodies.subscription("sub_1", "cus_1", PRICE, begins=1_000, metadata={})
PAPER = stripe_bodies.invoice("in_1", "cus_1", OF, created=1_000, amount=2_500, url="https://s.example/i")
INTENT = stripe_bodies.payment_intent(
    "pi_1", "cus_1", created=7, amount=900, currency="jpy", metadata={OFFER_KEY: "tokens"}
)


@pytest.mark.parametrize(
    ("status", "shown"), [("paid", "paid"), ("open", "open"), ("void", "void"), ("uncollectible", "void")]
)
def test_an_invoice_as_a_person_sees_it(status, shown):
    found = invoice({**PAPER, "status": status})
    assert (found.status, found.currency, found.amount_minor, found.digits) == (shown, "EUR", 2_500, 2)
    assert (found.at_ms, found.url, found.number) == (1_000_000, "https://s.example/i", "LANT-1")


def test_a_draft_is_no_invoice_yet():
    assert invoice({**PAPER, "status": "draft"}) is None


def test_only_what_was_bought_once_has_a_receipt_of_its_own():
    assert is_top_up(INTENT)
    assert not is_top_up({**INTENT, "metadata": {}})
    assert not is_top_up({**INTENT, "status": "requires_payment_method"})
    charged = {
        **INTENT,
        "latest_charge": stripe_bodies.charge(INTENT, url="https://s.example/r", refunded=True),
    }
    found = receipt(charged)
    assert (found.status, found.amount_minor, found.digits) == ("refunded", 900, 0)
    assert found.url == "https://s.example/r"
