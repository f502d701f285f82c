"""The history of usage added up: per day without gaps, per service, per model. Pure; no words."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import msgspec

from shared.billing.messages import ServiceCost, UsageHistory
from shared.billing.meters import Meter


class Sum(msgspec.Struct, frozen=True):
    """What was used under one name; `parts` are the same by the other name, the dearest first."""

    name: str
    calls: int
    tokens: int
    charged_micros: int
    parts: tuple["Sum", ...] = ()


def meters_used(history: UsageHistory) -> list[Meter]:
    """Return the meters of which anything was used, in their order."""
    used = {day.meter for day in history.days if day.amount}
    return [meter for meter in Meter if meter in used]


def per_day(history: UsageHistory, meter: Meter) -> list[tuple[date, int]]:
    """Return what was used of a meter on each day from the first to the last, nothing on those not told."""
    first, last = date.fromisoformat(history.first_day), date.fromisoformat(history.last_day)
    amounts: dict[date, int] = {}
    for day in history.days:
        if day.meter is meter:
            at = date.fromisoformat(day.day)
            amounts[at] = amounts.get(at, 0) + day.amount
    count = max((last - first).days + 1, 0)
    return [(at, amounts.get(at, 0)) for at in (first + timedelta(days=number) for number in range(count))]


def by_service(history: UsageHistory) -> list[Sum]:
    """Return what each service cost, with its models, the dearest first."""
    return _sums(history.services, lambda cost: cost.operation, lambda cost: cost.model)


def by_model(history: UsageHistory) -> list[Sum]:
    """Return what each model cost, with its services, the dearest first."""
    return _sums(history.services, lambda cost: cost.model, lambda cost: cost.operation)


def _sums(
    costs: Iterable[ServiceCost],
    outer: Callable[[ServiceCost], str],
    inner: Callable[[ServiceCost], str],
) -> list[Sum]:
    grouped: dict[str, dict[str, list[ServiceCost]]] = {}
    for cost in costs:
        grouped.setdefault(outer(cost), {}).setdefault(inner(cost), []).append(cost)
    found = [_sum(name, parts) for name, parts in grouped.items()]
    return sorted(found, key=_dearest)


def _sum(name: str, parts: dict[str, list[ServiceCost]]) -> Sum:
    listed = [
        Sum(
            part,
            sum(cost.calls for cost in costs),
            sum(cost.tokens for cost in costs),
            sum(cost.charged_micros for cost in costs),
        )
        for part, costs in parts.items()
    ]
    return Sum(
        name,
        sum(part.calls for part in listed),
        sum(part.tokens for part in listed),
        sum(part.charged_micros for part in listed),
        tuple(sorted(listed, key=_dearest)),
    )


def _dearest(found: Sum) -> tuple[int, int, str]:
    return -found.charged_micros, -found.tokens, found.name
