import pytest

from desktop.billing import buying_words_page as words
from desktop.billing.buying import Choice
from shared.billing.meters import Meter
from tests.support.shop_stage import (
    DECEMBER_20_MS,
    invoice,
    payment,
    plan_sold,
    price,
    sold,
    subscribed,
    top_up,
)


def test_offers_and_prices():
    assert words.offer_name(plan_sold("pro")) == "Pro, by the month"
    assert words.offer_name(plan_sold("pro", "year")) == "Pro, by the year"
    assert words.offer_name(top_up()) == "50,000 · AI tokens"
    assert words.offer_name(top_up(3_600_000, 800, Meter.VOICE_MS)) == "60 min · Speaking with AI"
    assert words.price_text(price(1_550)) == "€15.50"


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("", ""),
        ("buy", "Get Pro"),
        ("bigger", "Change to Pro"),
        ("keep", "Keep Pro"),
        ("by_year", "Pay by the year"),
        ("by_month", "Pay by the month"),
        ("provider_page", "Change at Stripe"),
        ("closed", ""),
        ("elsewhere", ""),
    ],
)
def test_the_button_of_a_card(step, text):
    assert words.step_text(Choice(step, plan_sold("pro", "year")), "pro", subscribed()) == text


def test_the_note_of_a_card():
    assert words.step_note(Choice(next_ms=DECEMBER_20_MS), subscribed()) == "From December 20 on"
    assert "through Whop" in words.step_note(Choice("elsewhere"), subscribed(provider="whop"))
    assert words.step_note(Choice("buy"), None) == ""


@pytest.mark.parametrize(
    ("given", "state", "said"),
    [
        ({}, "Paid", "Renewed on "),
        ({"ends_then": True}, "Ends", "you are on Free"),
        ({"next_offer": "basic-month"}, "Paid", "then it is Basic, by the month"),
        ({"status": "past_due"}, "Payment failed", "Put the card right at Stripe, and Pro goes on"),
        ({"status": "past_due", "grace_until_ms": DECEMBER_20_MS}, "Payment failed", "You keep Pro until "),
        ({"status": "incomplete"}, "Not paid yet", "Finish it at Stripe"),
        ({"status": "paused"}, "Paused", "until you go on at Stripe"),
        ({"status": "trialing"}, "On trial", "Free of charge until "),
        ({"status": "ended", "period_end_ms": 0}, "Ended", "Charged by Stripe."),
    ],
)
def test_how_a_subscription_stands(given, state, said):
    mine = subscribed(**given)
    assert words.subscription_state(mine)[0] == state
    assert said in words.subscription_text(mine, sold(mine))


def test_what_one_pays_for():
    assert words.subscription_title(subscribed(), plan_sold("pro")) == "Pro, €25 a month"
    assert (
        words.subscription_title(subscribed(interval="year"), plan_sold("pro", "year")) == "Pro, €250 a year"
    )
    assert words.subscription_title(subscribed(provider="polar"), plan_sold("pro")) == "Pro"
    assert words.subscription_title(subscribed(), None) == "Pro"


def test_thanks():
    assert words.thanks_text(plan_sold("pro")).startswith("Thank you! You have Pro now")
    assert "50,000 · AI tokens" in words.thanks_text(top_up())


def test_payments_and_invoices():
    assert words.payment_title(payment(1), sold()) == "Pro, by the month"
    assert words.payment_title(payment(1, offer="old", title="Gold"), sold()) == "Gold"
    assert words.payment_title(payment(1, offer=""), None) == "A payment"
    assert words.payment_amount(payment(1)) == "€25"
    assert words.payment_amount(payment(1, kind="refunded")) == "−€25"
    assert [words.payment_state(payment(1, kind=kind))[0] for kind in ("paid", "refunded", "disputed")] == [
        "Paid",
        "Given back",
        "Taken back by the bank",
    ]
    assert words.invoice_state(invoice(1, status="open"))[0] == "To be paid"


def test_who_does_not_answer():
    assert words.unreachable_text(()) == ""
    assert words.unreachable_text(("stripe", "whop")).startswith("Stripe, Whop does not answer")
    assert "what you paid" in words.unreachable_text(("polar",), paid=True)


def test_before_something_is_charged_it_is_said_what():
    bigger = Choice("bigger", plan_sold("enterprise"), price(4_999))
    title, body, action = words.change_words(bigger, subscribed())
    assert (title, action) == ("Change to Enterprise, by the month?", "Change and pay")
    assert body.startswith("€49.99 a month from now on. Stripe charges")
    assert (
        "a year" in words.change_words(Choice("bigger", plan_sold("pro", "year"), price(1)), subscribed())[1]
    )


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("resume", {}, "You keep Pro."),
        ("cancel", {"ends_then": True}, "Pro ends on December 20. Nothing more is charged."),
        ("cancel", {"status": "ended"}, "Pro has ended. Nothing more is charged."),
        ("cancel", {"period_end_ms": 0}, "Pro ends. Nothing more is charged."),
        ("change", {"next_offer": "basic-month"}, "From December 20 on you have Basic, by the month."),
        ("change", {}, "Done."),
    ],
)
def test_what_was_done(what, given, said):
    assert words.done_text(what, subscribed(**given), sold()) == said
