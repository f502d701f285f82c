"""The writing of gaps: `{{c1::answer|other answer::hint}}` inside plain text and maths. Knows no question."""

import re
from itertools import pairwise

import msgspec

_OPENING = re.compile(r"\{\{c\d{1,3}::")
_MATHS = re.compile(r"\\\(.*?\\\)", re.DOTALL)


class Gap(msgspec.Struct, frozen=True):
    """What fills a gap, and what helps. `answers` may be empty in a malformed text."""

    answers: tuple[str, ...]
    hint: str = ""


class ClozeText(msgspec.Struct, frozen=True):
    """A text cut at its gaps: one more part than gaps. `malformed` says that some braces are no gap."""

    parts: tuple[str, ...]
    gaps: tuple[Gap, ...]
    malformed: bool = False


def parse_cloze(text: str) -> ClozeText:
    r"""Cut a text at its gaps; what is no gap stays as it is written.

    Braces, bars and colons between `\(` and `\)` belong to the maths. A gap does not hold another one.
    """
    masked = _MATHS.sub(lambda found: "\0" * len(found[0]), text)
    parts: list[str] = []
    gaps: list[Gap] = []
    malformed = False
    start = position = 0
    while found := _OPENING.search(masked, position):
        end = masked.find("}}", found.end())
        if end < 0:
            break
        if "{{" in masked[found.end() : end]:
            malformed = True
            position = found.end()
            continue
        parts.append(text[start : found.start()])
        gaps.append(_gap(text[found.end() : end], masked[found.end() : end]))
        start = position = end + 2
    parts.append(text[start:])
    rest = "".join(masked[: len(masked)][start:])
    return ClozeText(tuple(parts), tuple(gaps), malformed or "{{" in rest or any("{{" in p for p in parts))


def _gap(inside: str, masked: str) -> Gap:
    cut = masked.find("::")
    hint = inside[cut + 2 :].strip() if cut >= 0 else ""
    end = cut if cut >= 0 else len(inside)
    bars = [-1, *(place for place in range(end) if masked[place] == "|"), end]
    answers = (inside[first + 1 : last].strip() for first, last in pairwise(bars))
    return Gap(tuple(answer for answer in answers if answer), hint)
