"""Settings of selling that cannot work, and those that an operator may regret."""

import pytest

from server.config.checks import problems, warnings
from server.config.declarations import ServerConfig, ServerSection
from server.config.loading import load
from server.config.payment_checks import payment_mistakes, payment_warnings
from server.config.payment_settings import OfferTable, PaymentsSection

KEYS = {"stripe_key": "sk_live_1", "stripe_webhook_secret": "whsec_1"}
PLAN = OfferTable(id="pro-year", plan="pro", interval="year", stripe="price_1")
TOP_UP = OfferTable(id="tokens", meter="ai_tokens", amount=100_000, interval="once", stripe="price_2")


def config(public_url="https://lantern.example.org", **payments):
    return ServerConfig(
        server=ServerSection(public_url=public_url), payments=PaymentsSection(**{**KEYS, **payments})
    )


def found(remarks):
    return [(key, error.code) for key, error in remarks]


def test_what_is_shipped_and_what_is_whole_raise_no_remark():
    for whole in (ServerConfig(), config(offers=(PLAN, TOP_UP), internal_secret="x" * 32)):
        assert found(payment_mistakes(whole)) == found(payment_warnings(whole)) == []


@pytest.mark.parametrize(
    ("payments", "remark"),
    [
        ({"stripe_url": "api.stripe.com"}, ("payments.stripe_url", "server.setting_not_scheme")),
        ({"stripe_webhook_secret": ""}, ("payments.stripe_key", "server.setting_needs")),
        ({"polar_key": "k"}, ("payments.polar_key", "server.setting_needs")),
        ({"whop_key": "k", "whop_webhook_secret": "ws_1"}, ("payments.whop_key", "server.setting_needs")),
        ({"internal_secret": "x" * 31}, ("payments.internal_secret", "server.setting_short")),
    ],
)
def test_what_cannot_work(payments, remark):
    assert found(payment_mistakes(config(**payments))) == [remark]


@pytest.mark.parametrize(
    ("offer", "remark"),
    [
        ({"id": "Pro Year", "plan": "pro"}, (".id", "server.offer_bad_id")),
        ({"id": "a"}, ("", "server.offer_unclear")),
        ({"id": "a", "plan": "pro", "meter": "uploads"}, ("", "server.offer_unclear")),
        ({"id": "a", "plan": "gold"}, ("", "server.offer_bad_plan")),
        ({"id": "a", "plan": "free"}, ("", "server.offer_bad_plan")),
        ({"id": "a", "plan": "pro", "interval": "once"}, ("", "server.offer_bad_plan")),
        ({"id": "a", "meter": "uploads", "amount": 5}, ("", "server.offer_bad_top_up")),
        ({"id": "a", "meter": "uploads", "interval": "once"}, ("", "server.offer_bad_top_up")),
        ({"id": "a", "plan": "pro", "stripe": ""}, ("", "server.offer_nowhere")),
        ({"id": "a", "plan": "pro", "polar": "p"}, (".polar", "server.setting_needs")),
        ({"id": "pro-year", "plan": "pro"}, (".id", "server.setting_twice")),
        ({"id": "a", "plan": "pro", "stripe": "price_1"}, (".stripe", "server.setting_twice")),
    ],
)
def test_an_offer_that_cannot_be_sold(offer, remark):
    offers = (PLAN, OfferTable(**{"stripe": "price_2", **offer}))
    place, code = remark
    assert found(payment_mistakes(config(offers=offers))) == [(f"payments.offers[1]{place}", code)]


@pytest.mark.parametrize(
    ("payments", "remark"),
    [
        ({"offers": ()}, ("payments.stripe_key", "server.warn_nothing_offered")),
        ({"public_url": ""}, ("server.public_url", "server.warn_unreachable_shop")),
        ({"stripe_key": "rk_test_1"}, ("payments.stripe_key", "server.warn_test_key")),
        ({"stripe_url": "http://proxy.example"}, ("payments.stripe_url", "server.warn_plain_provider")),
    ],
)
def test_what_may_be_regretted(payments, remark):
    assert found(payment_warnings(config(**{"offers": (PLAN,), **payments}))) == [remark]


def test_remarks_are_told_with_the_line_they_are_about(tmp_path):
    path = tmp_path / "lantern.toml"
    path.write_text(
        '[payments]\nstripe_key = "sk_live_1"\nstripe_webhook_secret = "whsec_1"\n'
        '\n[[payments.offers]]\nid = "pro"\nplan = "pro"\nstripe = "price_1"\n'
        '\n[[payments.offers]]\nid = "gold"\nplan = "gold"\nstripe = "price_2"\n'
        '\n[[payments.offers]]\nplan = "basic"\ncolour = 1\n'
    )
    path.chmod(0o644)
    loaded = load(path, {})
    assert [(each.where, each.error.code) for each in problems(loaded)] == [
        (f"{path}:17", "server.setting_unknown"),
        (f"{path}:15", "server.setting_missing"),
        (f"{path}:10", "server.offer_bad_plan"),
    ]
    assert (f"{path}:2", "server.warn_secret_readable") in [(w.where, w.error.code) for w in warnings(loaded)]
