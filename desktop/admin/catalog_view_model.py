"""The catalog as a super admin edits it: plans, prices and margins, models, instructions, budget. QtCore only."""

from desktop.admin.asking_view_model import AskingViewModel
from shared.billing.messages import (
    AiModel,
    BudgetChange,
    BudgetStatus,
    ListedModel,
    ListedPlan,
    ListedPrompt,
    Margin,
    MarginList,
    NewPrice,
    PriceEntry,
)
from shared.plans import Plan


class PlansViewModel(AskingViewModel):
    """`plans` by name, the smallest first."""

    plans: dict[str, ListedPlan]

    async def load(self) -> None:
        self.plans = {each.plan.name: each for each in (await self.admin.plans()).plans}

    def save(self, plan: Plan) -> None:
        """Change a plan; it can be taken back."""
        before = self.plans[plan.name]
        self.ask(lambda: self._put(plan), "plan", lambda: self._back(before), by_form=True)

    def reset(self, name: str) -> None:
        """Have a plan as the program brings it."""
        before = self.plans[name]
        self.ask(lambda: self._reset(name), "plan_reset", lambda: self._back(before))

    async def _put(self, plan: Plan) -> None:
        self.plans = {each.plan.name: each for each in (await self.admin.put_plan(plan)).plans}

    async def _reset(self, name: str) -> None:
        self.plans = {each.plan.name: each for each in (await self.admin.reset_plan(name)).plans}

    async def _back(self, before: ListedPlan) -> None:
        await (self._put(before.plan) if before.edited else self._reset(before.plan.name))


class PricesViewModel(AskingViewModel):
    """`models` with what counts now in `in_force`; `versions` are those of the models that were looked at."""

    models: dict[str, ListedModel]
    in_force: dict[str, PriceEntry]
    margins: MarginList
    versions: dict[str, tuple[PriceEntry, ...]]

    async def load(self) -> None:
        self.models = {each.model.model: each for each in (await self.admin.models()).models}
        self.in_force = {each.model: each for each in (await self.admin.prices()).prices}
        self.margins = await self.admin.margins()
        looked_at = self.versions if self.loaded else {}
        self.versions = {model: (await self.admin.prices(model)).prices for model in looked_at}

    def look_at(self, model: str) -> None:
        """Read every version of a model's prices."""
        if self.loaded and model not in self.versions:
            self.spawn(self._look_at(model), name="versions")

    def add_price(self, price: NewPrice) -> None:
        self.ask(lambda: self._add(price), "price", by_form=True)

    def put_margin(self, margin: Margin) -> None:
        """Set or drop a margin; it can be taken back."""
        before = Margin(model=margin.model, plan=margin.plan, margin_ppm=self.own_margin(margin))
        self.ask(lambda: self._put(margin), "margin", lambda: self._put(before), by_form=True)

    def own_margin(self, of: Margin) -> int | None:
        """The entry of exactly this model and plan."""
        found = (each for each in self.margins.margins if (each.model, each.plan) == (of.model, of.plan))
        return next((each.margin_ppm for each in found), None)

    def margin(self, model: str, plan: str) -> tuple[int, Margin | None]:
        """The margin that counts, and the entry it comes from; None: the configuration's."""
        for key in ((model, plan), (model, ""), ("", plan), ("", "")):
            for each in self.margins.margins:
                if (each.model, each.plan) == key and each.margin_ppm is not None:
                    return each.margin_ppm, each
        return self.margins.default_ppm, None

    async def _look_at(self, model: str) -> None:
        self.versions[model] = (await self.admin.prices(model)).prices
        self.changed.emit()

    async def _add(self, price: NewPrice) -> None:
        self.versions[price.model] = (await self.admin.add_price(price)).prices
        self.in_force = {each.model: each for each in (await self.admin.prices()).prices}

    async def _put(self, margin: Margin) -> None:
        self.margins = await self.admin.put_margin(margin)


class ModelsViewModel(AskingViewModel):
    """`models` by name, in the order of the catalog."""

    models: dict[str, ListedModel]

    async def load(self) -> None:
        self.models = _by_name((await self.admin.models()).models)

    def save(self, model: AiModel) -> None:
        """Add or change a model; it can be taken back."""
        before = self.models.get(model.model)
        by_form = before is not None
        self.ask(lambda: self._put(model), "model", lambda: self._back(model.model, before), by_form=by_form)

    def reset(self, name: str) -> None:
        """Have a model as shipped, or not at all."""
        before = self.models[name]
        self.ask(lambda: self._reset(name), "model_reset", lambda: self._put(before.model))

    async def _put(self, model: AiModel) -> None:
        self.models = _by_name((await self.admin.put_model(model)).models)

    async def _reset(self, name: str) -> None:
        self.models = _by_name((await self.admin.reset_model(name)).models)

    async def _back(self, name: str, before: ListedModel | None) -> None:
        await (self._put(before.model) if before is not None and before.edited else self._reset(name))


class PromptsViewModel(AskingViewModel):
    """`prompts` by context."""

    prompts: dict[str, ListedPrompt]

    async def load(self) -> None:
        self.prompts = {each.context: each for each in (await self.admin.prompts()).prompts}

    def save(self, context: str, text: str | None) -> None:
        """Set the instructions of a use, or take them back with None."""
        before = self.prompts[context]
        kept = before.text if before.source == "database" else None
        self.ask(
            lambda: self._put(context, text),
            "prompt",
            lambda: self._put(context, kept),
            by_form=text is not None,
        )

    async def _put(self, context: str, text: str | None) -> None:
        await self.admin.put_prompt(context, text)
        await self.load()


class BudgetViewModel(AskingViewModel):
    """How the budget of free use stands."""

    budget: BudgetStatus

    async def load(self) -> None:
        self.budget = await self.admin.budget()

    def save(self, change: BudgetChange) -> None:
        """Set the budget; it can be taken back."""
        before = self.budget
        back = BudgetChange(before.budget_micros) if before.edited else BudgetChange(as_configured=True)
        by_form = not change.as_configured
        self.ask(lambda: self._put(change), "budget", lambda: self._put(back), by_form=by_form)

    async def _put(self, change: BudgetChange) -> None:
        self.budget = await self.admin.put_budget(change)


def _by_name(models: tuple[ListedModel, ...]) -> dict[str, ListedModel]:
    return {each.model.model: each for each in models}
