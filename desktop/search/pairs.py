"""Runs of scripts written without spaces (Han, kana, Thai) as overlapping pairs of signs. Pure.

SQLite's tokenizer takes such a run for one word, so a word inside it would never be found. In the index a run of
n signs is n terms, one for each place: the pair that begins there, and at the end the last sign alone. A word of two
signs is then one term, a longer one a phrase, and one sign the beginning of a term.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_GLUED = (
    "\u0e00-\u0e7f"  # Thai
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
"""Vowels, tones and voicing written over or under a sign; the tokenizer would cut there, so terms are without them."""
_CELL = rf"(?=[^\W_])[{_GLUED}][{_MARKS}]*"
_CELLS = re.compile(_CELL)
_RUN = re.compile(rf"(?:{_CELL})+")
GLUED = _GLUED


def runs_of(text: str) -> list[tuple[int, int]]:
    """Return the character ranges [first, last) of the runs in a text."""
    return [] if text.isascii() else [match.span() for match in _RUN.finditer(text)]


def terms_of_run(text: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Yield (term, first, last) for every sign of the run `text[first:last]`, in order."""
    cells = [match.span() for match in _CELLS.finditer(text, first, last)]
    for one, other in pairwise(cells):
        yield text[one[0]] + text[other[0]], one[0], other[1]
    yield text[cells[-1][0]], *cells[-1]


def opened(text: str) -> str:
    """Write a text so that SQLite's tokenizer sees the terms of its runs; empty when it has none."""
    parts: list[str] = []
    done = 0
    for first, last in runs_of(text):
        terms = (term for term, _, _ in terms_of_run(text, first, last))
        parts += [text[done:first], *terms]
        done = last
    return " ".join([*parts, text[done:]]) if parts else ""


def is_run(token: str) -> bool:
    """Whether a token is made of such signs."""
    return _RUN.match(token) is not None
