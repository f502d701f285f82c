"""Names of people, devices and schools as they are stored, and language tags. Pure."""

import re
import unicodedata

from shared.accounts.messages import NAME_CHARS
from shared.errors import AppError

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# Controls, lone surrogates, unassigned or private characters, and marks that turn the direction of what follows.
_REFUSED = {"Cc", "Cs", "Co", "Cn"}
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def cleaned_name(text: str, most: int = NAME_CHARS) -> str:
    """Return a name in NFC with single spaces. Raises `AppError("accounts.name_invalid")`."""
    if len(text) > 4 * most:
        raise AppError("accounts.name_invalid", most=most)
    name = " ".join(unicodedata.normalize("NFC", text).split())
    bad = any(unicodedata.category(char) in _REFUSED or char in _TURNING for char in name)
    if bad or not 1 <= len(name) <= most:
        raise AppError("accounts.name_invalid", most=most)
    return name


def plain_name(text: str, otherwise: str, most: int = NAME_CHARS) -> str:
    """Return a name that nobody is asked for again: what cannot be stored becomes `otherwise`."""
    try:
        return cleaned_name(text[:most], most)
    except AppError:
        return otherwise


def language_tag(text: str) -> str:
    """Return a language tag; what is none is English."""
    return text if _TAG.fullmatch(text) else "en"
