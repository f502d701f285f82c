"""What a call is held for, and how long its reply may be with what is left. Pure; knows no ledger and no wire."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.ai.asking import Asked
from shared.billing.meters import Meter
from shared.billing.prices import PriceVersion, at_most, charged_micros, output_for
from shared.billing.usage import Usage

OPEN_AT_MOST: Mapping[str, int] = {"free": 2, "basic": 4, "pro": 8, "enterprise": 32}
"""How many calls of one person may run at once: enough for agents, and none locks the whole balance."""
REPLY_TOKENS: Mapping[str, int] = {"free": 4_096}
"""The longest reply of a plan, where it is shorter than the model's."""
UNCOUNTED = frozenset({"embedding"})
"""Operations that use tokens and count on no daily number: indexing is no question."""


@dataclass(frozen=True)
class Room:
    """What a person may still take of the meters of a call."""

    tokens: int
    micros: int


@dataclass(frozen=True)
class Reserve:
    """What to hold, and how many tokens each reply may have."""

    output_tokens: int
    amounts: tuple[tuple[Meter, int], ...]


def open_at_most(plan: str) -> int:
    """How many calls of a person on this plan may run at once."""
    return OPEN_AT_MOST.get(plan, OPEN_AT_MOST["free"])


def reserve(
    asked: Asked, price: PriceVersion, margin_ppm: int, room: Room, *, most_output: int, operation: str
) -> Reserve:
    """Return what to hold: the whole reply if there is room, a shorter one that is still of use, else the least.

    The least is held also without room for it: the ledger then says what is used up, and whose it is.
    """
    if asked.kind != "chat":
        return _held(asked, price, margin_ppm, 0, operation)
    most = min(asked.output_tokens or most_output, most_output)
    bought = output_for(room.micros, at_most(asked.input_tokens, 0, price.prices), price.prices, margin_ppm)
    total = room.tokens - asked.input_tokens
    if bought is not None:
        total = min(total, bought)
    each = min(most, total // asked.replies)
    return _held(asked, price, margin_ppm, max(each, min(most, asked.least_output)), operation)


def charged(usage: Usage, price: PriceVersion, margin_ppm: int, operation: str) -> dict[Meter, int]:
    """Return what a call with this usage is charged."""
    amounts = {
        Meter.AI_TOKENS: usage.tokens,
        Meter.CHARGED_MICROS: charged_micros(usage, price.prices, margin_ppm),
    }
    if operation not in UNCOUNTED:
        amounts[Meter.AI_OPERATIONS] = 1
    return amounts


def _held(asked: Asked, price: PriceVersion, margin_ppm: int, each: int, operation: str) -> Reserve:
    usage = at_most(asked.input_tokens, each * asked.replies, price.prices)
    return Reserve(each, tuple(charged(usage, price, margin_ppm, operation).items()))
