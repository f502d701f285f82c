"""Numbers as people type them in any country. Knows no question."""

import math
import re
import unicodedata

MOST_NUMBER = 1e100
"""Beyond it a number is refused, so that means and distances stay finite."""

_LONGEST = 64
_SIGNS = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": "'", "’": "'"})
_PARTS = re.compile(r"([+-]?) ?([\d.,' ]+?)(?:[eE]([+-]?\d{1,3}))?")
_GROUPED = (
    (re.compile(r"\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,}"), ",", "."),
    (re.compile(r"\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,}"), ".", ","),
)
_SPACED = re.compile(r"(\d{1,3})((?:[ ']\d{3})+)(?![\d '])")
_PLAIN = re.compile(r"\d+[.,]?\d*|[.,]\d+")


def parse_number(text: str, unit: str = "") -> float | None:
    """The number that `text` says, or None. "3,5", "1 234.5", "1.234,5", "−2e3" and a trailing unit are read.

    A single comma or point is the decimal sign: who knows the writer's country sends a number instead.
    """
    if len(text) > _LONGEST:
        return None
    plain = _plain(text)
    ending = _plain(unit)
    if ending and plain.endswith(ending):
        plain = plain[: -len(ending)].rstrip()
    found = _PARTS.fullmatch(plain)
    mantissa = _with_point(found[2]) if found else ""
    if not found or not mantissa:
        return None
    return finite(float(f"{found[1]}{mantissa}e{found[3] or 0}"))


def finite(number: float) -> float | None:
    """The number, unless it is not one or too large; -0 becomes 0."""
    try:
        value = float(number)
    except OverflowError:
        return None
    return value + 0.0 if math.isfinite(value) and abs(value) <= MOST_NUMBER else None


def number_text(number: float, unit: str = "") -> str:
    """A number for a report: at most 12 digits, no trailing zeros."""
    return f"{number:.12g} {unit}".rstrip()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).split())


def _with_point(digits: str) -> str:
    """Digits with a decimal point and nothing else, or empty when they are no number."""
    digits = _SPACED.sub(lambda found: found[1] + re.sub(r"[ ']", "", found[2]), digits)
    for pattern, separator, decimal in _GROUPED:
        if pattern.fullmatch(digits):
            return digits.replace(separator, "").replace(decimal, ".")
    return digits.replace(",", ".") if _PLAIN.fullmatch(digits) else ""
