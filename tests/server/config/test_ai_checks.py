"""Settings of AI that cannot work, and those that an operator may regret."""

import pytest

from server.config.ai_checks import ai_mistakes, ai_warnings
from server.config.checks import problems, warnings
from server.config.declarations import AiSection, BillingSection, ServerConfig
from server.config.loading import load


def config(billing=None, **ai):
    return ServerConfig(ai=AiSection(**ai), billing=billing or BillingSection())


def found(remarks):
    return [(key, error.code) for key, error in remarks]


def test_what_is_shipped_raises_no_remark():
    assert found(ai_mistakes(ServerConfig())) == found(ai_warnings(ServerConfig())) == []
    whole = config(anthropic_key="k", custom_url="http://localhost:11434/v1", custom_models=("tiny",))
    assert found(ai_mistakes(whole)) == found(ai_warnings(whole)) == []


@pytest.mark.parametrize(
    ("ai", "remark"),
    [
        ({"openai_url": "api.openai.com"}, ("ai.openai_url", "server.setting_not_scheme")),
        ({"custom_url": "http://[x"}, ("ai.custom_url", "server.setting_not_scheme")),
        ({"custom_models": ("tiny",)}, ("ai.custom_models", "server.setting_needs")),
        ({"custom_key": "k"}, ("ai.custom_key", "server.setting_needs")),
        ({"prompts_folder": "/no/such/folder"}, ("ai.prompts_folder", "server.setting_file")),
    ],
)
def test_what_cannot_work(ai, remark):
    assert found(ai_mistakes(config(**ai))) == [remark]


def test_every_price_that_cannot_be_read():
    prices = BillingSection(prices=("a=1/2", "b", "c=x"))
    assert found(ai_mistakes(config(prices))) == [("billing.prices", "billing.bad_price_text")] * 2


def test_what_may_be_regretted():
    plain = config(openai_key="k", openai_url="http://proxy.example/v1", xai_url="http://proxy.example/v1")
    assert found(ai_warnings(plain)) == [("ai.openai_url", "server.warn_plain_provider")]
    generous = BillingSection(free_budget_micros=-1)
    assert found(ai_warnings(config(generous))) == []
    assert found(ai_warnings(config(generous, xai_key="k"))) == [
        ("billing.free_budget_micros", "server.warn_no_budget")
    ]


def test_the_whole_check_says_them_too():
    loaded = load(None, {"LANTERN_BILLING__PRICES": "x", "LANTERN_AI__XAI_KEY": "k"})
    assert "billing.bad_price_text" in [each.error.code for each in problems(loaded)]
    loaded = load(None, {"LANTERN_BILLING__FREE_BUDGET_MICROS": "-1", "LANTERN_AI__XAI_KEY": "k"})
    assert "server.warn_no_budget" in [each.error.code for each in warnings(loaded)]
