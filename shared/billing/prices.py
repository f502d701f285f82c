"""What a call costs the house and what it costs the person, in exact integers. Knows no provider and no database.

A rate is in nano-USD (10^-9) per million tokens, so a token times a rate is in femto-USD (10^-15): nothing is rounded
before the end, where each amount is rounded up once.
"""

import hashlib
import itertools
from typing import Annotated

import msgspec

from shared.billing.usage import Usage

NANO_PER_USD = 1_000_000_000
ONE_PPM = 1_000_000
"""A margin that adds nothing, in parts per million."""
MOST_MARGIN_PPM = 1_000 * ONE_PPM
_FEMTO_PER_NANO = 1_000_000
_FEMTO_PER_MICRO = 1_000_000_000

Rate = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""At the most a million dollars per million tokens."""


class UnitRates(msgspec.Struct, frozen=True, kw_only=True):
    """Nano-USD per million tokens of each class; `tool_use` in nano-USD for one use."""

    input: Rate
    cache_read: Rate
    cache_write_5m: Rate
    cache_write_1h: Rate
    output: Rate
    tool_use: Rate = 0


class Tier(msgspec.Struct, frozen=True):
    """Rates of a whole call whose input has at least so many tokens."""

    from_input_tokens: Annotated[int, msgspec.Meta(ge=1, le=1 << 40)]
    rates: UnitRates


class Prices(msgspec.Struct, frozen=True):
    """The rates of a model. `tiers` rise; below the first one `rates` hold."""

    rates: UnitRates
    tiers: tuple[Tier, ...] = ()

    def at(self, input_tokens: int) -> UnitRates:
        """Return the rates of a call with so much input."""
        found = self.rates
        for tier in self.tiers:
            if input_tokens >= tier.from_input_tokens:
                found = tier.rates
        return found


class PriceVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Prices of a model as they were entered once; never changed afterwards. `origin` says by whom.

    `number` is what holds and entries keep. `sha256` is that of the canonical JSON of model and prices.
    """

    number: int
    model: str
    prices: Prices
    valid_from_ms: int
    origin: str
    sha256: bytes


def flat(input_rate: int, output_rate: int, *, cached_rate: int | None = None) -> UnitRates:
    """Rates of a provider that charges nothing extra for writing to its cache."""
    cached = input_rate if cached_rate is None else cached_rate
    return UnitRates(
        input=input_rate,
        cache_read=cached,
        cache_write_5m=input_rate,
        cache_write_1h=input_rate,
        output=output_rate,
    )


def same_for_all(micros_per_thousand: int) -> UnitRates:
    """Rates where every token costs the same: micro-USD per thousand, as price lists for small servers say it."""
    rate = micros_per_thousand * 1_000 * 1_000
    return flat(rate, rate)


def prices_sha256(model: str, prices: Prices) -> bytes:
    """Return the fingerprint under which equal prices are one version."""
    return hashlib.sha256(msgspec.json.encode((model, prices), order="deterministic")).digest()


def is_rising(prices: Prices) -> bool:
    """Whether the tiers are in order and none is there twice."""
    starts = [tier.from_input_tokens for tier in prices.tiers]
    return all(first < second for first, second in itertools.pairwise(starts))


def cost_nano(usage: Usage, prices: Prices) -> int:
    """What a call costs the house, in nano-USD, rounded up once."""
    return -(-_femto(usage, prices) // _FEMTO_PER_NANO)


def charged_micros(usage: Usage, prices: Prices, margin_ppm: int) -> int:
    """What a call costs the person, in micro-USD: cost times margin, rounded up once.

    The same usage, version and margin give the same amount for ever: that is how an entry is checked.
    """
    return -(-_femto(usage, prices) * margin_ppm // (ONE_PPM * _FEMTO_PER_MICRO))


def at_most(input_tokens: int, output_tokens: int, prices: Prices) -> Usage:
    """Return the dearest way in which a call of this size can be counted, for what is reserved before it is made."""
    rates = prices.at(input_tokens)
    classes = ("cache_read", "cache_write_5m", "cache_write_1h")
    dearest = max(classes, key=lambda name: getattr(rates, name))
    name = dearest if getattr(rates, dearest) > rates.input else "input_uncached"
    return msgspec.structs.replace(Usage(output=output_tokens), **{name: input_tokens})


def output_for(micros: int, usage: Usage, prices: Prices, margin_ppm: int) -> int | None:
    """How many tokens of output an amount buys beside the input of `usage`; None: output costs nothing.

    It is the largest number with which `charged_micros` is not above `micros`; -1 when the input alone is too dear.
    """
    given = msgspec.structs.replace(usage, output=0, reasoning=0)
    if charged_micros(given, prices, margin_ppm) > micros:
        return -1
    rate = prices.at(usage.input_tokens).output * margin_ppm
    if rate == 0:
        return None
    left = micros * ONE_PPM * _FEMTO_PER_MICRO - _femto(given, prices) * margin_ppm
    return left // rate


def _femto(usage: Usage, prices: Prices) -> int:
    rates = prices.at(usage.input_tokens)
    return (
        usage.input_uncached * rates.input
        + usage.cache_read * rates.cache_read
        + usage.cache_write_5m * rates.cache_write_5m
        + usage.cache_write_1h * rates.cache_write_1h
        + usage.output * rates.output
        + usage.tool_uses * rates.tool_use * _FEMTO_PER_NANO
    )
