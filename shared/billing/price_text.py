"""A model's price as an operator writes it: model=input/output in US dollars per million tokens. Pure."""

import re

from shared.billing.prices import NANO_PER_USD, UnitRates, flat
from shared.errors import AppError

_NUMBER = re.compile(r"(\d{1,6})(?:\.(\d{1,9}))?")
_DIGITS = len(str(NANO_PER_USD)) - 1


def parsed_price(text: str) -> tuple[str, UnitRates]:
    """Read `model=input/output`, `model=input/cached/output`, or all five rates.

    The five are input, cache read, cache write for 5 minutes, for an hour, output. Raises
    `AppError("billing.bad_price_text")`.
    """
    model, _, numbers = text.strip().rpartition("=")
    found = [_NUMBER.fullmatch(part.strip()) for part in numbers.split("/")]
    if not model.strip() or None in found or len(found) not in (2, 3, 5):
        raise AppError("billing.bad_price_text", text=text[:100])
    nano = [int(one[1]) * NANO_PER_USD + int((one[2] or "").ljust(_DIGITS, "0")) for one in found if one]
    if len(nano) == 2:
        return model.strip(), flat(nano[0], nano[1])
    if len(nano) == 3:
        return model.strip(), flat(nano[0], nano[2], cached_rate=nano[1])
    read, for_5m, for_1h, output = nano[1:]
    return model.strip(), UnitRates(
        input=nano[0], cache_read=read, cache_write_5m=for_5m, cache_write_1h=for_1h, output=output
    )
