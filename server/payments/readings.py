"""Reading a provider's JSON: what is missing or of another kind is empty, what must be there is told. Pure."""

import datetime as dt
import math
import uuid
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, TypeGuard, cast

from shared.errors import AppError

Object = Mapping[str, Any]
_MOST_MS = 1 << 53
_MOST_MINOR = 1 << 62
_MOST_PLACES = 8
_LONGEST_ID = 150
_WITHOUT_CENTS = frozenset(
    "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split()  # noqa: SIM905 - a list of words
)


def _is_object(value: Any) -> TypeGuard[Object]:
    return isinstance(value, dict)


def inner(value: Object, *names: str) -> Object:
    """An object inside, or an empty one. A list counts as its first element, Stripe's list object as its data's."""
    found: Any = value
    for name in names:
        found = found.get(name) if _is_object(found) else None
        if _is_object(found) and found.get("object") == "list":
            found = found.get("data")
        if isinstance(found, list):
            found = cast("list[Any]", found)[0] if found else None
    return found if _is_object(found) else {}


def text(value: Object, *names: str, most: int = 255) -> str:
    """A text inside, or of an object its id. Longer than what is kept, or not ASCII: not one of ours, so empty."""
    found: Any = inner(value, *names[:-1]).get(names[-1])
    if _is_object(found):
        found = found.get("id")
    good = isinstance(found, str) and len(found) <= most and found.isascii() and found.isprintable()
    return found if good else ""


def needed(value: Object, *names: str) -> str:
    """As `text`, for what keys are made of. Raises `AppError("payments.bad_event")` for none."""
    found = text(value, *names, most=_LONGEST_ID)
    if not found:
        raise AppError("payments.bad_event", field=".".join(names))
    return found


def number(value: Object, *names: str) -> int:
    """A whole number that the database keeps, else 0."""
    found: Any = inner(value, *names[:-1]).get(names[-1])
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        return 0
    return max(-_MOST_MINOR, min(_MOST_MINOR, int(found)))


def seconds_ms(value: Object, *names: str) -> int:
    """A time in Unix seconds, else 0."""
    return max(0, min(_MOST_MS, number(value, *names) * 1_000))


def iso_ms(value: Object, *names: str) -> int:
    """A time in ISO 8601 (without a zone: UTC), else 0."""
    written = text(value, *names, most=40)
    if not written:
        return 0
    try:
        time = dt.datetime.fromisoformat(written)
        moment = time if time.tzinfo else time.replace(tzinfo=dt.UTC)
        return max(0, int(moment.timestamp() * 1_000))
    except (ValueError, OverflowError):
        return 0


def user(value: Object, *names: str) -> uuid.UUID | None:
    """An id of a person that we gave the provider; another text is not ours."""
    try:
        return uuid.UUID(text(value, *names, most=36))
    except ValueError:
        return None


def flag(value: Object, *names: str) -> bool:
    """Whether something is said to be so."""
    return inner(value, *names[:-1]).get(names[-1]) is True


def decimal_minor(value: Any, currency: str, places: int | None = None) -> int:
    """An amount that is written as a decimal (text or number), in the currency's smallest unit; 0 for none.

    Without `places` the currency says how many digits stand behind its point.
    """
    if places is None:
        places = 0 if currency.upper() in _WITHOUT_CENTS else 2
    try:
        amount = Decimal(str(value)).scaleb(min(places, _MOST_PLACES))
        whole = int(amount.to_integral_value()) if amount.is_finite() and abs(amount) < _MOST_MINOR else 0
    except InvalidOperation:
        return 0
    return whole


def sold(*ids: str) -> tuple[str, ...]:
    """What may be looked up, without what is not there."""
    return tuple(one for one in ids if one)
