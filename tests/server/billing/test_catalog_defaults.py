"""What counts where nobody edited anything."""

import pytest

from server.billing.catalog_defaults import CONTEXTS, reachable, shipped
from server.config.declarations import AiSection, BillingSection
from shared.billing.messages import OPERATIONS
from shared.billing.prices import is_rising, same_for_all
from shared.errors import AppError


def test_every_model_has_prices_that_fit_and_names_that_are_its_own():
    below = shipped(AiSection(), BillingSection())
    assert set(below.models) == set(below.prices)
    assert all(is_rising(each) for each in below.prices.values())
    aliases = [alias for each in below.models.values() for alias in each.aliases]
    assert len(aliases) == len({*aliases})
    assert not {*aliases} & set(below.models)
    for model in below.models.values():
        assert all(other in below.models for other in model.fallbacks)
        # A fallback answers on the same wire, or the client could not read it.
        assert all(below.models[other].wire == model.wire for other in model.fallbacks)


@pytest.mark.parametrize(
    ("given", "recommended"),
    [
        ({}, "claude-sonnet-5-5"),
        ({"anthropic_key": "a", "openai_key": "o"}, "claude-sonnet-5-5"),
        ({"openai_key": "o", "xai_key": "x"}, "gpt-5.6-terra"),
        ({"xai_key": "x"}, "grok-4.7"),
        ({"custom_url": "http://here/v1", "custom_models": ("tiny", "big")}, "tiny"),
    ],
)
def test_what_is_recommended_can_be_reached(given, recommended):
    models = shipped(AiSection(**given), BillingSection()).models
    assert [each.model for each in models.values() if "lantern" in each.aliases] == [recommended]


def test_every_use_with_instructions_has_some():
    below = shipped(AiSection(), BillingSection())
    assert set(below.prompts) == set(CONTEXTS) < set(OPERATIONS)
    assert all(text and text == text.strip() for text in below.prompts.values())


def test_long_prompts_cost_more_where_the_provider_says_so():
    prices = shipped(AiSection(), BillingSection()).prices
    assert prices["grok-4.7"].at(200_000).input == 2 * prices["grok-4.7"].at(199_999).input
    assert prices["claude-haiku-5-5"].at(100_000).output < prices["claude-haiku-5-5"].at(100_001).output


def test_the_configuration_adds_models_prices_and_instructions(tmp_path):
    (tmp_path / "voice.md").write_text("Speak slowly.\n")
    ai = AiSection(custom_url="http://here/v1", custom_models=("tiny",), prompts_folder=str(tmp_path))
    below = shipped(ai, BillingSection(base_micros_per_thousand=7, free_budget_micros=-1))
    assert below.models["tiny"].upstream == "custom"
    assert below.configured["tiny"].rates == same_for_all(7)
    assert below.configured_prompts == {"voice": "Speak slowly."}
    assert below.budget_micros is None
    assert below.reachable == {"custom"}


def test_a_folder_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "chat.md").write_bytes(b"\xff")
    with pytest.raises(AppError, match="prompt_unreadable"):
        shipped(AiSection(prompts_folder=str(tmp_path)), BillingSection())


def test_what_has_no_key_is_not_reached():
    assert reachable(AiSection()) == set()
    assert reachable(AiSection(anthropic_key="k", custom_url="http://here/v1")) == {"anthropic", "custom"}
