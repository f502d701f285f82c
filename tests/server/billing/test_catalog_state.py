"""How what was written lies over what is there anyway. Pure."""

import pytest

from server.billing.catalog_defaults import shipped
from server.billing.catalog_state import state_of
from server.billing.catalog_store import Written
from server.config.declarations import AiSection, BillingSection
from shared.billing.messages import AiModel
from shared.billing.prices import Prices, PriceVersion, flat, prices_sha256
from shared.errors import AppError
from shared.plans import FREE, PRO
from tests.support.catalog_stage import changed

BELOW = shipped(AiSection(openai_key="o"), BillingSection())


def written(**parts):
    nothing = Written(0, False, None, {}, {}, [], {}, {}, {})
    return Written(**{**nothing.__dict__, **parts})


def version(number, model, rate, *, valid_from_ms=0, origin="database"):
    prices = Prices(flat(rate, rate))
    return PriceVersion(
        number=number,
        model=model,
        prices=prices,
        valid_from_ms=valid_from_ms,
        origin=origin,
        sha256=prices_sha256(model, prices),
    )


def test_plans_of_other_names_are_left_out():
    gold, cheap = changed(PRO, name="gold"), changed(FREE, monthly_cents=1)
    state = state_of(written(plans={"gold": gold, "free": cheap}), BELOW)
    assert (state.plan("gold"), state.plan("free"), state.plan("pro")) == (cheap, cheap, PRO)


def test_of_entered_prices_the_last_that_has_begun_counts():
    prices = [version(1, "m", 1, valid_from_ms=10), version(2, "m", 2, valid_from_ms=5), version(3, "m", 3)]
    state = state_of(written(prices=prices), BELOW)
    assert [state.price("m", now).number for now in (0, 4, 5, 9, 10)] == [3, 3, 2, 2, 1]
    assert state.priced("other", 0) == 0
    with pytest.raises(AppError, match="unpriced_model"):
        state.price("other", 0)


def test_two_versions_of_one_moment_the_later_entered_counts():
    state = state_of(written(prices=[version(8, "m", 1), version(9, "m", 2)]), BELOW)
    assert state.price("m", 0).number == 9


def test_prices_of_the_program_are_found_by_what_they_say():
    model, prices = next(iter(BELOW.prices.items()))
    seed = PriceVersion(
        number=4,
        model=model,
        prices=prices,
        valid_from_ms=0,
        origin="default",
        sha256=prices_sha256(model, prices),
    )
    state = state_of(written(prices=[seed, version(5, model, 1, origin="default")]), BELOW)
    assert state.price(model, 0) == seed


def test_a_disabled_fallback_and_an_unknown_one_are_passed_over():
    models = {
        "a": AiModel(model="a", upstream="openai", wire="openai", fallbacks=("b", "gone", "c", "a")),
        "b": AiModel(model="b", upstream="openai", wire="openai", enabled=False),
        "c": AiModel(model="c", upstream="openai", wire="openai", plans=("pro",), aliases=("sea",)),
    }
    state = state_of(written(models=models), BELOW)
    assert [each.model for each in state.candidates("a", "pro")] == ["a", "c"]
    assert [each.model for each in state.candidates("a", "free")] == ["a"]
    assert state.model("sea").model == "c"


def test_of_two_models_with_one_alias_the_one_that_was_there_first_keeps_it():
    late = AiModel(model="late", upstream="openai", wire="openai", aliases=("lantern",))
    assert state_of(written(models={"late": late}), BELOW).model("lantern").model == "gpt-5.6-terra"


def test_a_budget_of_none_is_no_limit_only_when_it_was_set():
    assert state_of(written(), BELOW).budget_micros == 30_000_000
    assert state_of(written(budget_set=True), BELOW).budget_micros is None
