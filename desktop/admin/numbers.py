"""Numbers as people type them and whole numbers as the server keeps them: exact both ways. Pure."""

import re

from shared.billing.prices import NANO_PER_USD, ONE_PPM, UnitRates

_SPACES = " \u00a0\u202f'’"
_NUMBERS = {
    point: re.compile(
        rf"([1-9]\d{{0,2}}(?P<group>[{group}{_SPACES}])\d{{3}}(?:(?P=group)\d{{3}})*|\d*)(?:{re.escape(point)}(\d*))?"
    )
    for point, group in ((".", ","), (",", "."))
}
"""By the decimal sign: whole digits, in threes or not, and a fraction."""
_MOST_DIGITS = 18
MICRO_PLACES = 6
"""A dollar in micro-USD."""
RATE_PLACES = len(str(NANO_PER_USD)) - 1
PERCENT_PLACES = 4
"""A percent in parts per million."""
GIB = 1 << 30


def typed(text: str, places: int, point: str = ".") -> int | None:
    """Read a number that is not below zero as so many 10^-`places`; None for what is none, or is finer than that.

    `point` is the decimal sign of the language; the other of "." and "," groups digits, as spaces do, but only whole
    threes of them: "14,99" is no number where "." is the sign. "1,499" is one thousand and more there, also when a
    person meant a comma as in another language: nothing in it tells. "0,499" is none, as no group begins with 0.
    """
    found = _NUMBERS["," if point == "," else "."].fullmatch(text.strip())
    if found is None or not (found[1] or found[3]):
        return None
    digits, fraction = re.sub(r"\D", "", found[1]) or "0", (found[3] or "").rstrip("0")
    if len(fraction) > places or len(digits) > _MOST_DIGITS:
        return None
    return int(digits) * 10**places + int(fraction.ljust(places, "0") or "0")


def shown(value: int, places: int, point: str = ".") -> str:
    """Write a number of 10^-`places` as shortly as it goes, to be typed over."""
    whole, rest = divmod(abs(value), 10**places)
    fraction = str(rest).rjust(places, "0").rstrip("0") if rest else ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}{point}{fraction}" if fraction else f"{sign}{whole}"


def added_percent(margin_ppm: int) -> int:
    """What a margin adds to the cost, in ten-thousandths of a percent; below zero it takes away."""
    return margin_ppm - ONE_PPM


def margin_of(added: int) -> int:
    """The margin that adds so much; see `added_percent`."""
    return added + ONE_PPM


def in_gib(size_bytes: int) -> int:
    """Bytes as thousandths of a GiB, as near as it goes."""
    return round(size_bytes * 1_000 / GIB)


def of_gib(thousandths: int) -> int:
    """Thousandths of a GiB as bytes."""
    return thousandths * GIB // 1_000


def has_equal_cache(rates: UnitRates) -> bool:
    """Whether a provider charges nothing extra for its cache."""
    return rates.cache_write_5m == rates.cache_write_1h == rates.input
