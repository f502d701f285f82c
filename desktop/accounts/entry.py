"""What a person types to sign in or up, checked before anything is sent. Pure: the server checks again."""

import itertools
import math
from collections.abc import Sequence
from enum import IntEnum, StrEnum

import msgspec

from shared.accounts.messages import NAME_CHARS, PASSWORD_LEAST_CHARS, PASSWORD_MOST_CHARS

_COMMON = ("password", "contraseña", "lantern", "qwerty", "abc123", "iloveyou", "letmein", "welcome", "admin")
_OBVIOUS_BITS = 8.0
_BITS = (30.0, 45.0, 65.0)
"""Bits of guessing (log2) from which a password is fair, good, strong."""


class Purpose(StrEnum):
    """What the form is for."""

    SIGN_IN = "sign_in"
    SIGN_UP = "sign_up"


class Draft(msgspec.Struct, frozen=True):
    """The form as typed; `name` and `invitation` belong to signing up."""

    purpose: Purpose
    server: str
    email: str
    password: str
    name: str = ""
    invitation: str = ""


class Problem(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    NOT_AN_EMAIL = "not_an_email"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class Strength(IntEnum):
    """How hard a password is to guess, roughly."""

    NONE = 0
    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


def problems(draft: Draft, least_chars: int = PASSWORD_LEAST_CHARS) -> dict[str, Problem]:
    """Return what is wrong by field name, in the order of the form. Signing in takes any password there is."""
    found: dict[str, Problem] = {}
    if not draft.server.strip():
        found["server"] = Problem.MISSING
    if draft.purpose is Purpose.SIGN_UP:
        if not draft.name.strip():
            found["name"] = Problem.MISSING
        elif len(draft.name.strip()) > NAME_CHARS:
            found["name"] = Problem.TOO_LONG
    if not draft.email.strip():
        found["email"] = Problem.MISSING
    elif not looks_like_email(draft.email):
        found["email"] = Problem.NOT_AN_EMAIL
    if not draft.password:
        found["password"] = Problem.MISSING
    elif len(draft.password) > PASSWORD_MOST_CHARS:
        found["password"] = Problem.TOO_LONG
    elif draft.purpose is Purpose.SIGN_UP and len(draft.password) < least_chars:
        found["password"] = Problem.TOO_SHORT
    return found


def looks_like_email(text: str) -> bool:
    """Whether a server may accept it: something, one @, something; it knows better."""
    local, at, domain = text.strip().rpartition("@")
    return bool(at and local and domain.strip(".")) and not any(c.isspace() for c in text.strip())


def strength(password: str, about: Sequence[str] = (), least_chars: int = PASSWORD_LEAST_CHARS) -> Strength:
    """Estimate from length, variety, repetition and what is known of the person (`about`: name, e-mail)."""
    if not password:
        return Strength.NONE
    if len(password) < least_chars:
        return Strength.WEAK
    lowered = password.casefold()
    words = {word for text in about for word in _words(text) if len(word) > 2}
    obvious = [word for word in (*_COMMON, *words) if word in lowered]
    for word in obvious:
        lowered = lowered.replace(word, "")
    bits = _surprising(lowered) * math.log2(max(_alphabet(password), 2)) + _OBVIOUS_BITS * len(obvious)
    return Strength(1 + sum(bits >= limit for limit in _BITS))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def _surprising(text: str) -> int:
    """How many characters do not just repeat or continue the one before (aaa, 123, abc)."""
    steps = [ord(after) - ord(before) for before, after in itertools.pairwise(text)]
    return min(len(text), 1) + sum(step not in {-1, 0, 1} for step in steps)


def _alphabet(password: str) -> int:
    kinds = (
        (26, any(c.islower() for c in password)),
        (26, any(c.isupper() for c in password)),
        (10, any(c.isdigit() for c in password)),
        (30, any(not c.isalnum() for c in password)),
    )
    return sum(size for size, there in kinds if there)
