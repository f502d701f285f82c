"""Which plan payments give a person at a moment: the best subscription that lives, with grace. Pure."""

import uuid
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from msgspec import structs

from shared.plans import PLANS

DAY_MS = 86_400_000
_SIZES = {name: size for size, name in enumerate(PLANS)}
_STEPS = {"incomplete": 0, "trialing": 1, "active": 2, "past_due": 3, "paused": 4, "ended": 5}
"""How far a subscription is, to tell which of two snapshots of one moment is the later."""


class SubscriptionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription as it was seen last. `plan` is empty for what is no plan, or not sold any more.

    `past_due_ms`: since when a payment of this period is known to have failed, kept after it was paid, 0 for never.
    """

    provider: str
    id: str
    customer: str
    user_id: uuid.UUID
    status: str
    offer: str = ""
    plan: str = ""
    next_offer: str = ""
    begins_ms: int = 0
    ends_ms: int = 0
    ends_then: bool = False
    final: bool = False
    past_due_ms: int = 0
    seen_ms: int = 0
    closing: bool = False


class Given(NamedTuple):
    """A plan and until when, 0 for without an end."""

    plan: str = "free"
    until_ms: int = 0


def size(plan: str) -> int:
    """How big a plan is among the others; one that does not exist is as big as none."""
    return _SIZES.get(plan, 0)


def lives_until(row: SubscriptionRow, grace_ms: int) -> int | None:
    """When a subscription stops giving its plan: 0 for never, None when it gives none.

    A renewal may be told late, so one that renews lives some days longer, and so does one whose payment failed.
    """
    if row.status == "past_due":
        return unpaid_since(row) + grace_ms
    if row.status not in ("active", "trialing"):
        return None
    if row.ends_ms == 0 or row.ends_then:
        return row.ends_ms
    return row.ends_ms + grace_ms


def unpaid_since(row: SubscriptionRow) -> int:
    """Since when a payment of the period is known to have failed, 0 for never.

    Not since its period began: a period may only move on with the payment, and one may fail in the middle.
    """
    return row.past_due_ms or (row.seen_ms if row.status == "past_due" else 0)


def in_force(
    rows: Iterable[SubscriptionRow], base: Given, now_ms: int, *, grace_ms: int, restricted: bool
) -> Given:
    """Return the biggest plan that is in force, of equal ones the longest; `base` is what was given by hand.

    Subscriptions of somebody whose payment was taken back by a dispute give nothing.
    """
    found = [base] if base.plan in PLANS and (base.until_ms == 0 or base.until_ms > now_ms) else []
    for row in rows:
        until_ms = lives_until(row, grace_ms)
        paid = row.provider != "internal"
        if row.plan in PLANS and until_ms is not None and not (restricted and paid):
            found += [Given(row.plan, until_ms)] if until_ms == 0 or until_ms > now_ms else []
    best = max(found, key=lambda given: (size(given.plan), given.until_ms == 0, given.until_ms), default=None)
    return best if best is not None and best.plan != "free" else Given()


def supersedes(new: SubscriptionRow, old: SubscriptionRow) -> bool:
    """Whether a snapshot counts instead of the one that is kept, in whatever order the two came."""
    if old.final != new.final:
        return new.final
    return _order(new) > _order(old)


def joined(new: SubscriptionRow, old: SubscriptionRow) -> SubscriptionRow:
    """Return what is kept of two snapshots, in whatever order they came: the later one, with the earliest failure.

    A minimum of one period, as long as periods only move on.
    """
    later, other = (new, old) if supersedes(new, old) else (old, new)
    one_period = later.begins_ms == other.begins_ms
    times = [unpaid_since(row) for row in ((later, other) if one_period else (later,))]
    since_ms = 0 if later.final else min((at_ms for at_ms in times if at_ms > 0), default=0)
    return structs.replace(later, past_due_ms=since_ms)


def doubtful(new: SubscriptionRow, old: SubscriptionRow) -> bool:
    """Whether an older snapshot, or one of the same moment, says something else than what is kept: worth asking."""
    return new.seen_ms <= old.seen_ms and not old.final and _order(new)[1:] != _order(old)[1:]


def _order(row: SubscriptionRow) -> tuple[int | str | bool, ...]:
    step = _STEPS.get(row.status, 0)
    same_moment = (row.begins_ms, step, row.ends_ms, row.ends_then, size(row.plan), row.offer, row.next_offer)
    return (row.seen_ms, *same_moment)
