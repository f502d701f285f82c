"""Segments: the lines a transcript is made of, and how recognised words become them. Pure.

A word keeps its leading space, so that the words of a segment joined without separator are its text in any script.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import msgspec

PAUSE_MS = 1_000
"""A silence this long ends a segment also in the middle of a sentence."""
LONGEST_MS = 15_000
LONGEST_CHARACTERS = 240
SHORTEST_WORD_MS = 10

_SENTENCE_END = re.compile(r"[.!?…。！？؟।]+[\"'”’»)\]]*$")
_CLAUSE_END = re.compile(r"[,;:，、；：—–-][\"'”’»)\]]*$")
_ABBREVIATION = re.compile(
    r"^(?:dr|mr|mrs|ms|prof|st|jr|sr|vs|etc|fig|no|vol|e\.g|i\.e|sra?|dra|[a-z])\.$", re.IGNORECASE
)


class Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One spoken word with its time and the recogniser's confidence (0..1).

    Not watched by the garbage collector: it holds no containers, and reading the 30 000 words of three hours
    otherwise makes it walk the whole heap (100 ms on the window's thread).
    """

    start_ms: int
    end_ms: int
    text: str
    probability: float


class Segment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence or part of one. Speech has times, pages of documents have `page` (from 1), subtitles have no words."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None
    speaker: str = ""
    words: tuple[Word, ...] = ()


def joined(words: Iterable[Word]) -> str:
    """Text of consecutive words."""
    return "".join(word.text for word in words).strip()


def tidy_words(words: Iterable[Word], start_ms: int, end_ms: int) -> list[Word]:
    """Put words in order inside [start_ms, end_ms], each lasting at least `SHORTEST_WORD_MS`, none overlapping.

    Recognisers give words of no length and neighbours that overlap; a click must land on exactly one word.
    """
    kept = [word for word in words if word.text.strip()]
    tidied: list[Word] = []
    earliest = start_ms
    for position, word in enumerate(kept):
        latest = end_ms - SHORTEST_WORD_MS * (len(kept) - position)
        start = max(earliest, min(word.start_ms, latest))
        end = max(start + SHORTEST_WORD_MS, min(word.end_ms, latest + SHORTEST_WORD_MS))
        tidied.append(Word(start, end, word.text, word.probability))
        earliest = end
    return tidied


def into_segments(words: Sequence[Word]) -> list[Segment]:
    """Divide words into sentences; long sentences are divided at a clause or the longest pause. Keeps every word."""
    segments: list[Segment] = []
    for sentence in _sentences(words):
        segments.extend(_segment(part) for part in _divided(sentence))
    return segments


def _segment(words: Sequence[Word]) -> Segment:
    return Segment(
        text=joined(words), start_ms=words[0].start_ms, end_ms=words[-1].end_ms, words=tuple(words)
    )


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = []
    current: list[Word] = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        current.append(word)
        if following is None or following.start_ms - word.end_ms >= PAUSE_MS or ends_sentence(word.text):
            sentences.append(current)
            current = []
    return sentences


def ends_sentence(text: str) -> bool:
    """Whether a word ends its sentence, as far as punctuation tells."""
    stripped = text.strip()
    return bool(_SENTENCE_END.search(stripped)) and not _ABBREVIATION.match(stripped)


def _divided(words: list[Word]) -> list[list[Word]]:
    too_long = words[-1].end_ms - words[0].start_ms > LONGEST_MS or len(joined(words)) > LONGEST_CHARACTERS
    if len(words) < 2 or not too_long:
        return [words]
    cut = _best_cut(words)
    return _divided(words[:cut]) + _divided(words[cut:])


def _best_cut(words: list[Word]) -> int:
    """Index of the first word after the cut: a clause end or pause, rather near the middle."""
    middle = (words[0].start_ms + words[-1].end_ms) / 2
    span = max(1, words[-1].end_ms - words[0].start_ms)

    def badness(cut: int) -> float:
        before, after = words[cut - 1], words[cut]
        distance = abs((before.end_ms + after.start_ms) / 2 - middle) / span
        pause = min(1.0, (after.start_ms - before.end_ms) / PAUSE_MS)
        clause = 0.25 if _CLAUSE_END.search(before.text) else 0.0
        inside_word = 0.0 if after.text.startswith(" ") or not before.text[-1:].isascii() else 1.0
        return distance - 0.4 * pause - clause + inside_word

    return min(range(1, len(words)), key=badness)


def realigned(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """Give the words of a corrected text times: equal words keep theirs, others share the time of what they replace."""
    tokens = re.findall(r"\s*\S+", text)
    if not words or not tokens:
        return ()
    before = [word.text.strip().casefold() for word in words]
    after = [token.strip().casefold() for token in tokens]
    result: list[Word] = []
    for tag, low, high, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            result.extend(
                Word(word.start_ms, word.end_ms, token, word.probability)
                for word, token in zip(words[low:high], tokens[first:last], strict=True)
            )
        elif tag in {"replace", "insert"}:
            start = words[low].start_ms if low < high else words[low - 1].end_ms if low else words[0].start_ms
            end = words[high - 1].end_ms if low < high else words[low].start_ms if low < len(words) else start
            result.extend(_spread(tokens[first:last], start, max(end, start)))
    last_end = max(words[-1].end_ms, words[0].start_ms + SHORTEST_WORD_MS * len(result))
    return tuple(tidy_words(result, words[0].start_ms, last_end))


def _spread(tokens: Sequence[str], start_ms: int, end_ms: int) -> list[Word]:
    """Divide a stretch of time among tokens by their length."""
    total = sum(len(token) for token in tokens)
    words: list[Word] = []
    done = 0
    for token in tokens:
        begin = start_ms + (end_ms - start_ms) * done // total
        done += len(token)
        words.append(Word(begin, start_ms + (end_ms - start_ms) * done // total, token, 1.0))
    return words


def spread_over(text: str, start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """Words of a text whose own times are not known, spread evenly over its stretch of time."""
    tokens = re.findall(r"\s*\S+", text)
    return tuple(_spread(tokens, start_ms, end_ms)) if tokens else ()
