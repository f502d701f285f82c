"""Numbers and years of a sentence that are worth asking for. Pure."""

import re

import msgspec

BLANK = "_____"
_NUMBER = re.compile(
    r"(?<![\w.,/\-–—$€£])\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?(?![\w/\-–—])|(?<![\w.,/\-–—])\d+(?:[.,]\d+)?(?![\w/\-–—]|[.,]\d)"
)
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|from|of|around|about|en|desde|hasta|de|año|hacia|alrededor de)\s*$",
    re.IGNORECASE,
)
_SAID_YEAR = re.compile(r"\b(?:year|año)\s*$", re.IGNORECASE)
_ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|over|approximately|some|more than|less than|at least|up to|unos|unas|casi"
    r"|cerca de|aproximadamente|alrededor de|más de|menos de|hasta|al menos)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:part|chapter|section|figure|fig\.?|table|page|step|no\.?|number|unit|lesson|level|type|version|parte|cap[ií]tulo"
    r"|secci[oó]n|figura|tabla|p[aá]gina|paso|n[uú]mero|unidad|lecci[oó]n|nivel|tipo|versi[oó]n|apollo|apolo)\s*$",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\s?(?:%|°|[^\W\d_]{2})|\s[^\W\d_]")
"""What is counted must follow: "gives about 800." asks for nobody knows what."""
_ROUGH_SHARE = 0.1
_MOST = 1e12


class Found(msgspec.Struct, frozen=True):
    """A number at characters [first, last); answers within `tolerance` are right too."""

    first: int
    last: int
    value: float
    tolerance: float
    is_year: bool

    def without(self, text: str) -> str:
        """The sentence with a blank in the number's place."""
        return text[: self.first] + BLANK + text[self.last :]


def numbers_in(text: str, language: str) -> list[Found]:
    """Return the numbers of a sentence, the most telling first: years, then large ones."""
    found: list[Found] = []
    for match in _NUMBER.finditer(text):
        before = text[: match.start()]
        value = value_of(match.group(), language)
        if value is None or _LABEL.search(before) or (match.start() == 0 and value < 1_000):
            continue
        is_year = bool(_YEAR.fullmatch(match.group()) and _BEFORE_YEAR.search(before))
        is_year = is_year or bool(_SAID_YEAR.search(before))
        if not is_year and (value < 2 or not _COUNTS.match(text[match.end() :]) or before.endswith("(")):
            continue
        rough = 0.0 if is_year or not _ROUGHLY.search(before) else float(f"{value * _ROUGH_SHARE:.3g}")
        found.append(Found(match.start(), match.end(), value, rough, is_year))
    # One number said twice gives itself away.
    once = [one for one in found if sum(other.value == one.value for other in found) == 1]
    return sorted(once, key=lambda one: (not one.is_year, -one.value))


def value_of(text: str, language: str) -> float | None:
    """A number as a text of this language writes it; None where its signs say nothing clear."""
    thousands, decimal = (".", ",") if language == "es" else (",", ".")
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", text):
        text = text.replace(thousands, "")
    elif thousands in text:
        return None
    value = float(text.replace(decimal, "."))
    return value if value <= _MOST else None
