"""Which of the languages that error texts exist in a request prefers."""

from functools import lru_cache

LANGUAGES = ("en", "es")


@lru_cache(maxsize=256)
def preferred(accepted: str) -> str:
    """The best of Accept-Language (RFC 9110, 12.5.4); English when nothing fits."""
    best, best_weight = LANGUAGES[0], 0.0
    for part in accepted[:200].split(","):
        tag, _, parameter = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        if primary in LANGUAGES and weight > best_weight:
            best, best_weight = primary, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
