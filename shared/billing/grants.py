"""From which grants a piece of work is taken, and how far it may go. Knows no table and no clock."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol, TypeVar

UNLIMITED = 1 << 60
"""How far below zero a grant without a limit may go: no sum of these leaves 64 bits."""
SPEND_ORDER = {"plan": 0, "adjust": 1, "topup": 2}
"""Among grants that expire together, the first is spent first."""


class Funds(Protocol):
    """A grant: what was posted to it and not spent, how much of that is held, how far down it may go."""

    posted: int
    held: int
    floor: int


class Grant(Funds, Protocol):
    """Funds with an end and a source."""

    kind: str
    expires_ms: int


F = TypeVar("F", bound=Funds)
G = TypeVar("G", bound=Grant)
Verdict = Literal["fits", "reserved", "used_up"]


def in_spend_order(grants: Iterable[G]) -> list[G]:
    """The earliest expiry first, then the plan's before what was bought."""
    return sorted(grants, key=lambda grant: (grant.expires_ms, SPEND_ORDER[grant.kind]))


def free(grants: Iterable[Funds]) -> int:
    """Return what may still be held; a grant below its floor is a debt that the others bear."""
    total = 0
    for grant in grants:
        total += grant.posted - grant.held - grant.floor
    return total


def verdict(grants: Sequence[Funds], amount: int) -> Verdict:
    """Tell apart what cannot fit from what would fit if the open holds came back."""
    left = free(grants)
    if left >= amount:
        return "fits"
    return "reserved" if left + sum(grant.held for grant in grants) >= amount else "used_up"


def take(grants: Iterable[F], amount: int) -> list[tuple[F, int]]:
    """Return what each grant gives for a hold that fits (`verdict`); changes nothing."""
    parts: list[tuple[F, int]] = []
    for grant in grants:
        if amount <= 0:
            break
        room = grant.posted - grant.held - grant.floor
        if room > 0:
            part = min(room, amount)
            parts.append((grant, part))
            amount -= part
    return parts


def charge(parts: Sequence[tuple[F, int]], grants: Iterable[F], amount: int) -> list[tuple[F, int, bool]]:
    """Return (grant, amount, whether beyond its floor) of what was used up, after the hold's `parts` were let go.

    What was held is spent in its order. More than that comes from what is free elsewhere, and the rest goes below
    zero on the last grant of the hold: work that was done is charged, once, and the next is refused.
    """
    spent: dict[int, tuple[F, int]] = {}

    def add(grant: F, part: int) -> None:
        before = spent.get(id(grant))
        spent[id(grant)] = (grant, part + (before[1] if before else 0))

    for grant, held in parts:
        part = min(held, amount)
        if part > 0:
            add(grant, part)
            amount -= part
    last = parts[-1][0] if parts else None
    for grant in grants:
        if amount <= 0:
            break
        last = last or grant
        already = spent[id(grant)][1] if id(grant) in spent else 0
        part = min(grant.posted - grant.held - grant.floor - already, amount)
        if part > 0:
            add(grant, part)
            amount -= part
    if amount > 0:
        if last is None:
            raise ValueError("nothing to charge it to")
        add(last, amount)
    return [(grant, part, grant.posted - part < grant.floor) for grant, part in spent.values()]


def retargeted(*, posted: int, used: int, allowance: int, level: bool) -> int:
    """Return what a plan's grant should hold when its allowance becomes `allowance` within its period.

    What was used stays used, so going down and up again gives nothing; more than was allowed is no debt (top-ups
    stay usable), except for a level, which must come down by itself.
    """
    wanted = allowance - used
    if wanted >= 0 or level:
        return wanted
    return max(min(posted, 0), wanted)
