"""The part of a passage that a result shows, with its marks. Pure."""

import unicodedata

import msgspec

from desktop.search.hits import SearchHit

LONGEST = 260
_BEFORE_MARK = 80
_CUT = "…"


class Snippet(msgspec.Struct, frozen=True):
    """One paragraph of plain text; `marks` are the matching character ranges in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(hit: SearchHit, longest: int = LONGEST) -> Snippet:
    """Cut about `longest` characters out of a hit, from its best sentence on, so that a match is seen."""
    low = hit.sentences[hit.best[0]].first if hit.sentences else 0
    first_mark = next((mark for mark in hit.marks if mark[0] >= low), None)
    if first_mark is not None and first_mark[1] - low > longest:
        low = _word_start(hit.text, first_mark[0] - _BEFORE_MARK)
    high = len(hit.text) if len(hit.text) - low <= longest else _word_end(hit.text, low + longest)
    if high == len(hit.text) and high - low < longest:
        # The passage ends soon: what stands before says more than an empty line.
        low = 0 if high <= longest else _sentence_start(hit, high - longest, low)
    before, after = (_CUT if low else ""), (_CUT if high < len(hit.text) else "")
    shift = len(before) - low
    marks = tuple(
        (max(first, low) + shift, min(last, high) + shift) for first, last in hit.marks if low < last <= high
    )
    # One blank for one character: ranges stay true.
    words = "".join(" " if character.isspace() else character for character in hit.text[low:high])
    return Snippet(before + words + after, marks)


def reads_from_right(text: str) -> bool:
    """Whether a text's first letter belongs to a script that is written from the right."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def _word_start(text: str, at: int) -> int:
    """Return the beginning of the word at `at`, or the next one."""
    at = max(at, 0)
    while 0 < at < len(text) and not text[at - 1].isspace():
        at += 1
    return at


def _word_end(text: str, at: int) -> int:
    """Return the end of the last whole word before `at`; a text without blanks is cut anywhere."""
    blank = max(text.rfind(" ", 0, at + 1), text.rfind("\n", 0, at + 1))
    return at if blank < at - 60 else blank


def _sentence_start(hit: SearchHit, at: int, best: int) -> int:
    """Return the first sentence that begins at or after `at`, but none after `best`."""
    return min([one.first for one in hit.sentences if one.first >= at] + [best])
