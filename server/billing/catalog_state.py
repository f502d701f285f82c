"""The catalog at one moment: what the database says over what is configured over what the program brings. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.billing.catalog_defaults import CONTEXTS, Shipped
from server.billing.catalog_store import Written
from shared.billing.messages import AiModel, Cap, PromptText
from shared.billing.prices import PriceVersion, prices_sha256
from shared.errors import AppError
from shared.plans import PLANS, Plan

ADMIN = "database"


@dataclass(frozen=True)
class CatalogState:
    """Made by `state_of`; never changed, only replaced."""

    edits: int
    plans: Mapping[str, Plan]
    edited_plans: frozenset[str]
    models: Mapping[str, AiModel]
    edited_models: frozenset[str]
    names: Mapping[str, str]
    entered: Mapping[str, tuple[PriceVersion, ...]]
    seeded: Mapping[str, PriceVersion]
    versions: Mapping[int, PriceVersion]
    margins: Mapping[tuple[str, str], int]
    default_margin_ppm: int
    prompts: Mapping[str, PromptText]
    caps: Mapping[uuid.UUID, tuple[Cap, ...]]
    budget_set: bool
    budget_micros: int | None
    shipped: Shipped

    def plan(self, name: str) -> Plan:
        """A plan; an unknown one is free."""
        return self.plans.get(name) or self.plans["free"]

    def model(self, asked: str) -> AiModel:
        """A model by its name or another name for it. Raises `AppError("billing.unknown_model")`."""
        found = self.models.get(self.names.get(asked, asked))
        if found is None:
            raise AppError("billing.unknown_model", model=asked[:100])
        return found

    def candidates(self, asked: str, plan: str) -> tuple[AiModel, ...]:
        """The model and those that stand in for it, in order, as far as the plan and the keys allow.

        Raises AppError `billing.unknown_model`, `billing.model_not_in_plan`, `billing.model_unreachable`.
        """
        first = self.model(asked)
        if not first.enabled:
            raise AppError("billing.unknown_model", model=asked[:100])
        if first.plans and plan not in first.plans:
            raise AppError("billing.model_not_in_plan", model=first.model, plan=plan)
        others = [self.models[self.names.get(name, name)] for name in first.fallbacks if self._is_known(name)]
        found = [
            each
            for each in dict.fromkeys((first, *others))
            if each.enabled and self.reachable(each) and (not each.plans or plan in each.plans)
        ]
        if not found:
            raise AppError("billing.model_unreachable", model=first.model)
        return tuple(found)

    def reachable(self, model: AiModel) -> bool:
        """Whether its upstream is configured."""
        return model.upstream in self.shipped.reachable

    def price(self, model: str, now_ms: int) -> PriceVersion:
        """What a model costs now. Raises `AppError("billing.unpriced_model")`: it is refused, never given away."""
        found = self._price(model, now_ms)
        if found is None:
            raise AppError("billing.unpriced_model", model=model[:100])
        return found

    def priced(self, model: str, now_ms: int) -> int:
        """The number of the version in force; 0 for a model without a price."""
        found = self._price(model, now_ms)
        return found.number if found else 0

    def margin_ppm(self, model: str, plan: str) -> int:
        """What is put on the cost: the most particular entry, else the configuration's."""
        for key in ((model, plan), (model, ""), ("", plan), ("", "")):
            if key in self.margins:
                return self.margins[key]
        return self.default_margin_ppm

    def _price(self, model: str, now_ms: int) -> PriceVersion | None:
        entered = [each for each in self.entered.get(model, ()) if each.valid_from_ms <= now_ms]
        return entered[-1] if entered else self.seeded.get(model)

    def _is_known(self, name: str) -> bool:
        return self.names.get(name, name) in self.models


def state_of(written: Written, shipped: Shipped) -> CatalogState:
    """Lay what was written over what is there anyway."""
    models = {**shipped.models, **written.models}
    entered: dict[str, list[PriceVersion]] = {}
    for version in sorted(written.prices, key=lambda one: (one.valid_from_ms, one.number)):
        if version.origin == ADMIN:
            entered.setdefault(version.model, []).append(version)
    return CatalogState(
        edits=written.edits,
        plans={**PLANS, **{name: plan for name, plan in written.plans.items() if name in PLANS}},
        edited_plans=frozenset(written.plans),
        models=models,
        edited_models=frozenset(written.models),
        names={alias: each.model for each in reversed(models.values()) for alias in each.aliases},
        entered={model: tuple(each) for model, each in entered.items()},
        seeded=_seeded(written.prices, shipped),
        versions={each.number: each for each in written.prices},
        margins=written.margins,
        default_margin_ppm=shipped.margin_ppm,
        prompts={context: _prompt(context, written, shipped) for context in CONTEXTS},
        caps=written.caps,
        budget_set=written.budget_set,
        budget_micros=written.budget_micros if written.budget_set else shipped.budget_micros,
        shipped=shipped,
    )


def _seeded(prices: Iterable[PriceVersion], shipped: Shipped) -> dict[str, PriceVersion]:
    kept = {each.sha256: each for each in prices if each.origin != ADMIN}
    found: dict[str, PriceVersion] = {}
    for model, wanted in (*shipped.prices.items(), *shipped.configured.items()):
        version = kept.get(prices_sha256(model, wanted))
        if version is not None:
            found[model] = version
    return found


def _prompt(context: str, written: Written, shipped: Shipped) -> PromptText:
    if context in written.prompts:
        return PromptText(context, written.prompts[context], "database")
    if context in shipped.configured_prompts:
        return PromptText(context, shipped.configured_prompts[context], "environment")
    return PromptText(context, shipped.prompts[context], "default")
