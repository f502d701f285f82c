"""What counts where nobody edited anything: models, prices and instructions of the program and of the configuration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from msgspec.structs import replace

from server.config.declarations import AiSection, BillingSection
from shared.billing.messages import OPERATIONS, AiModel, Upstream
from shared.billing.price_text import parsed_price
from shared.billing.prices import NANO_PER_USD, Prices, Tier, UnitRates, flat, same_for_all
from shared.errors import AppError

WITHOUT_PROMPT = frozenset({"embedding", "transcription"})
CONTEXTS = tuple(name for name in OPERATIONS if name not in WITHOUT_PROMPT)
"""Uses of AI that have instructions."""
RECOMMENDED = "lantern"
"""The name under which programs ask for whatever the server recommends."""
_MOST_PROMPT_BYTES = 80_000
_CENT = NANO_PER_USD // 100


def _rates(*cents: float) -> UnitRates:
    """Input, cache read, cache write (5 minutes, an hour), output: cents per million tokens."""
    exact = [round(each * _CENT) for each in cents]
    return UnitRates(
        input=exact[0],
        cache_read=exact[1],
        cache_write_5m=exact[2],
        cache_write_1h=exact[3],
        output=exact[4],
    )


# List prices of November 2026. An operator who pays others enters them.
_PRICES: Mapping[str, Prices] = {
    "claude-opus-5-5": Prices(_rates(400, 20, 500, 800, 2_000)),
    "claude-sonnet-5-5": Prices(_rates(200, 10, 250, 400, 1_000)),
    "claude-haiku-5-5": Prices(
        _rates(10, 1, 12.5, 20, 50), (Tier(100_001, _rates(50, 5, 62.5, 100, 250)),)
    ),
    "gpt-5.6-terra": Prices(_rates(250, 25, 312.5, 312.5, 1_500)),
    "gpt-5.6-luna": Prices(_rates(100, 10, 125, 125, 600)),
    "text-embedding-3-small": Prices(flat(2 * _CENT, 0)),
    "grok-4.7": Prices(
        _rates(200, 50, 200, 200, 600), (Tier(200_000, _rates(400, 100, 400, 400, 1_200)),)
    ),
    "grok-4.3": Prices(
        _rates(125, 20, 125, 125, 250), (Tier(200_000, _rates(250, 40, 250, 250, 500)),)
    ),
}  # fmt: skip
_MODELS = (
    AiModel(
        model="claude-sonnet-5-5",
        upstream="anthropic",
        wire="anthropic",
        title="Claude Sonnet 5.5",
        fallbacks=("claude-opus-5-5",),
    ),
    AiModel(model="claude-opus-5-5", upstream="anthropic", wire="anthropic", title="Claude Opus 5.5"),
    AiModel(model="claude-haiku-5-5", upstream="anthropic", wire="anthropic", title="Claude Haiku 5.5"),
    AiModel(
        model="gpt-5.6-terra",
        upstream="openai",
        wire="openai",
        title="GPT-5.6 Terra",
        fallbacks=("gpt-5.6-luna",),
    ),
    AiModel(model="gpt-5.6-luna", upstream="openai", wire="openai", title="GPT-5.6 Luna"),
    AiModel(
        model="text-embedding-3-small",
        upstream="openai",
        wire="openai",
        kind="embedding",
        title="Text embedding 3 small",
    ),
    AiModel(model="grok-4.7", upstream="xai", wire="openai", title="Grok 4.7", fallbacks=("grok-4.3",)),
    AiModel(model="grok-4.3", upstream="xai", wire="openai", title="Grok 4.3"),
)


@dataclass(frozen=True)
class Shipped:
    """Everything below the database. `configured` prices and prompts win over those of the program."""

    models: Mapping[str, AiModel]
    prices: Mapping[str, Prices]
    configured: Mapping[str, Prices]
    prompts: Mapping[str, str]
    configured_prompts: Mapping[str, str]
    margin_ppm: int
    budget_micros: int | None
    reachable: frozenset[Upstream]


def shipped(ai: AiSection, billing: BillingSection) -> Shipped:
    """Read it. Raises AppError `billing.bad_price_text`, `billing.prompt_unreadable`."""
    models = {each.model: each for each in _MODELS}
    configured = {model: Prices(rates) for model, rates in map(parsed_price, billing.prices)}
    for name in ai.custom_models:
        models.setdefault(name, AiModel(model=name, upstream="custom", wire="openai", title=name))
        if billing.base_micros_per_thousand and name not in configured:
            configured[name] = Prices(same_for_all(billing.base_micros_per_thousand))
    recommended = _recommended(models.values(), reachable(ai))
    models[recommended.model] = replace(recommended, aliases=(RECOMMENDED,))
    return Shipped(
        models=models,
        prices=_PRICES,
        configured=configured,
        prompts={name: _own_prompt(name) for name in CONTEXTS},
        configured_prompts=_prompts(ai.prompts_folder),
        margin_ppm=billing.margin_ppm,
        budget_micros=None if billing.free_budget_micros < 0 else billing.free_budget_micros,
        reachable=reachable(ai),
    )


def _recommended(models: Iterable[AiModel], reached: frozenset[Upstream]) -> AiModel:
    """The first model for conversations that the server has a way to; the first of all where it has none."""
    chats = [each for each in models if each.kind == "chat"]
    return next((each for each in chats if each.upstream in reached), chats[0])


def reachable(ai: AiSection) -> frozenset[Upstream]:
    """Which providers the configuration names a key or an address for."""
    given: dict[Upstream, str] = {
        "anthropic": ai.anthropic_key,
        "openai": ai.openai_key,
        "xai": ai.xai_key,
        "custom": ai.custom_url,
    }
    return frozenset(name for name, text in given.items() if text)


def _own_prompt(context: str) -> str:
    return (files("resources") / "prompts" / "gateway" / f"{context}.md").read_text(encoding="utf-8").strip()


def _prompts(folder: str) -> dict[str, str]:
    if not folder:
        return {}
    found: dict[str, str] = {}
    for context in CONTEXTS:
        path = Path(folder) / f"{context}.md"
        try:
            if path.is_file():
                found[context] = path.read_bytes()[:_MOST_PROMPT_BYTES].decode().strip()
        except (OSError, UnicodeDecodeError) as cause:
            raise AppError("billing.prompt_unreadable", path=str(path)) from cause
    return found
