"""Cuts words into sentences, in English and Spanish and without punctuation too. Pure.

A sentence is the unit of a citation: it has a first and a last moment that differ, or a page.
"""

import enum
import re
from collections.abc import Callable, Sequence

import msgspec

from desktop.search.words import Word

PAUSE_MS = 2_000
LONG_PAUSE_MS = 5_000
LONGEST_WORDS = 60
LONGEST_PIECES = 110
"""Longer runs are cut at their best pause or comma, so that any two fit a passage."""

_ENDS = re.compile(r"[.!?…。！？][\"'»”’)\]]*$")
_CLOSERS = "\"'»”’)]"
_OPENERS = "\"'«“‘([¿¡—-"
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st jr sr vs fig figs eq eqs no nos vol ch sec pp p ed eds approx dept est gen gov inc ltd
    co e.g i.e cf al viz ca a.m p.m sra srta dra d dña ud uds vd vds pág págs cap núm art aprox av avda c.p
    depto ee.uu ej gral hnos izq máx mín tel vol fig ing lic arq admón
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)
_OFTEN_LAST = frozenset(
    {"no", "al", "d", "c", "p", "a.m", "p.m", "ed", "art", "ca", "co", "est", "st", "inc", "ltd"}
)
"""Abbreviations that are also words, or that end sentences: only a number or a lower-case word after keeps them."""


class Break(enum.IntEnum):
    """What stands between a sentence and the one before."""

    NONE = 0
    BLOCK = 1
    PAUSE = 2
    HEADING = 3
    PAGE = 4


class Sentence(msgspec.Struct, frozen=True):
    """Whole text of a sentence; `space` stands before it. `words` and `pieces` are its sizes.

    Spoken: `start_ms < end_ms`. Written: both None. `pieces` is what the embedder's tokenizer counts. `starts` has
    for each word between spaces its begin in 10 ms after `start_ms`, as 16-bit little-endian numbers.
    """

    text: str
    space: str
    start_ms: int | None
    end_ms: int | None
    page: int | None
    words: int
    pieces: int
    before: Break
    heading: bool
    starts: bytes


CountPieces = Callable[[str], int]


def sentences_of(words: Sequence[Word], count_pieces: CountPieces) -> list[Sentence]:
    """Cut `words` into sentences; together they hold every word once, in order."""
    runs: list[Sequence[Word]] = []
    begin = 0
    for index in range(len(words)):
        if index + 1 == len(words) or _is_boundary(words, begin, index):
            runs.extend(_cut_long(words[begin : index + 1], count_pieces))
            begin = index + 1
    end_ms = max((word.end_ms for word in words if word.end_ms is not None), default=0)
    sentences: list[Sentence] = []
    previous: Word | None = None
    for run in runs:
        sentences.append(_sentence(run, previous, count_pieces, max(1, end_ms)))
        previous = run[-1]
    return sentences


def gap_ms(before: Word, after: Word) -> int:
    """Silence between two words; 0 where there are no times."""
    if before.end_ms is None or after.start_ms is None:
        return 0
    return max(0, after.start_ms - before.end_ms)


def _is_boundary(words: Sequence[Word], begin: int, index: int) -> bool:
    word, following = words[index], words[index + 1]
    if word.ends_block or word.page != following.page or word.heading != following.heading:
        return True
    gap = gap_ms(word, following)
    if gap > LONG_PAUSE_MS:
        return True
    lower_next = following.text.lstrip(_OPENERS)[:1].islower()
    if gap > PAUSE_MS and not lower_next:
        return True
    if not _ENDS.search(word.text) or lower_next:
        return False
    return not _is_abbreviation(word.text, following.text, alone=index == begin)


def _is_abbreviation(text: str, following: str, *, alone: bool) -> bool:
    """Whether the full stop belongs to the word: "Dr. Soto", "Fig. 3", "J. Smith", a list number "2."."""
    bare = text.rstrip(_CLOSERS)
    if not bare.endswith(".") or bare.endswith(".."):
        return False
    stem = bare[:-1].lstrip(_OPENERS).casefold()
    number_next = following[:1].isdigit()
    if stem in _OFTEN_LAST:
        return number_next
    if stem in _ABBREVIATIONS:
        return True
    if len(stem) == 1 and stem.isalpha():
        return stem != "i" and bare[-2].isupper()
    return alone and stem.isdigit() and len(stem) <= 2


def _cut_long(run: Sequence[Word], count_pieces: CountPieces) -> list[Sequence[Word]]:
    size = sum(word.weight for word in run)
    if len(run) == 1 or (size <= LONGEST_WORDS and count_pieces(_text(run)) <= LONGEST_PIECES):
        return [run]
    at = _best_cut(run)
    return [*_cut_long(run[:at], count_pieces), *_cut_long(run[at:], count_pieces)]


def _best_cut(run: Sequence[Word]) -> int:
    """Where to cut an endless sentence: the middle half, at the longest silence, else a comma, else the middle."""
    low, high = max(1, len(run) // 4), max(2, len(run) * 3 // 4 + 1)

    def worth(at: int) -> tuple[int, int, int]:
        comma = run[at - 1].text[-1] in ",;:、，"
        return gap_ms(run[at - 1], run[at]) // 250, int(comma), -abs(at - len(run) // 2)

    return max(range(low, min(high, len(run))), key=worth)


def _text(run: Sequence[Word]) -> str:
    return "".join(word.space + word.text for word in run)[len(run[0].space) :]


def _sentence(
    run: Sequence[Word], previous: Word | None, count_pieces: CountPieces, item_end_ms: int
) -> Sentence:
    text = _text(run)
    start, end = _moment(run, item_end_ms)
    return Sentence(
        text,
        run[0].space,
        start,
        end,
        run[0].page,
        sum(word.weight for word in run),
        count_pieces(text),
        _break(previous, run[0]),
        run[0].heading,
        b"" if start is None else _starts(run, start),
    )


def _starts(run: Sequence[Word], start_ms: int) -> bytes:
    begins = [word.start_ms or 0 for index, word in enumerate(run) if index == 0 or word.space]
    return b"".join(min(0xFFFF, max(0, begin - start_ms) // 10).to_bytes(2, "little") for begin in begins)


def _moment(run: Sequence[Word], item_end_ms: int) -> tuple[int | None, int | None]:
    starts = [word.start_ms for word in run if word.start_ms is not None]
    ends = [word.end_ms for word in run if word.end_ms is not None]
    if not starts or not ends:
        return None, None
    # A recogniser may give a word no length; a citation must still have something to play.
    start = min(*starts, item_end_ms - 1)
    return start, max(*ends, start + 1)


def _break(previous: Word | None, first: Word) -> Break:
    if previous is None:
        return Break.HEADING if first.heading else Break.NONE
    if previous.page != first.page:
        return Break.PAGE
    if first.heading and not previous.heading:
        return Break.HEADING
    if gap_ms(previous, first) > PAUSE_MS:
        return Break.PAUSE
    return Break.BLOCK if previous.ends_block else Break.NONE
