"""The writing of gaps: `{{c1::answer|other answer::hint}}` inside plain text and maths. Knows no question."""

import re
from functools import lru_cache
from itertools import pairwise

import msgspec

_OPENING = re.compile(r"\{\{c\d{1,3}::")
# Of three closing braces the last two close the gap: `{{c1::{1, 2}}}`.
_BRACES = re.compile(rf"({_OPENING.pattern})|(\{{\{{)|\}}\}}(?!\}})")


class Gap(msgspec.Struct, frozen=True):
    """What fills a gap, and what helps. `answers` may be empty in a malformed text."""

    answers: tuple[str, ...]
    hint: str = ""


class ClozeText(msgspec.Struct, frozen=True):
    """A text cut at its gaps: one more part than gaps. `malformed` says that some braces are no gap."""

    parts: tuple[str, ...]
    gaps: tuple[Gap, ...]
    malformed: bool = False


@lru_cache(maxsize=256)
def parse_cloze(text: str) -> ClozeText:
    r"""Cut a text at its gaps; what is no gap stays as it is written.

    Braces, bars and colons between `\(` and `\)` belong to the maths; a gap cannot stand inside maths, nor inside
    another gap (then only the inner one is a gap).
    """
    masked = _without_maths(text)
    parts: list[str] = []
    gaps: list[Gap] = []
    malformed = False
    position = 0
    opening: re.Match[str] | None = None
    for brace in _BRACES.finditer(masked):
        if brace[1] or brace[2]:
            malformed = malformed or opening is not None or not brace[1]
            opening = brace if brace[1] else None
        elif opening is not None:
            parts.append(text[position : opening.start()])
            inside = slice(opening.end(), brace.start())
            gaps.append(_gap(text[inside], masked[inside]))
            position, opening = brace.end(), None
    parts.append(text[position:])
    malformed = malformed or any(_OPENING.search(part) for part in parts)
    return ClozeText(tuple(parts), tuple(gaps), malformed)


def _without_maths(text: str) -> str:
    """The text with its maths blotted out, place for place."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("\\(", position)) >= 0 and (end := text.find("\\)", start + 2)) >= 0:
        pieces += (text[position:start], "\0" * (end + 2 - start))
        position = end + 2
    return "".join((*pieces, text[position:]))


def _gap(inside: str, masked: str) -> Gap:
    cut = masked.find("::")
    hint = inside[cut + 2 :].strip() if cut >= 0 else ""
    end = cut if cut >= 0 else len(inside)
    bars = [-1, *(place for place in range(end) if masked[place] == "|"), end]
    answers = (inside[first + 1 : last].strip() for first, last in pairwise(bars))
    return Gap(tuple(answer for answer in answers if answer), hint)
