"""Cuts an item into context sections and, inside them, the passages that are indexed and cited. Pure.

Sizes from measurement: precision of a short reading peaks near 200 words, MiniLM reads 256 word pieces, and a
500-1000-word section is what a language model may be given around a passage.
"""

import itertools
import re
from collections.abc import Sequence

import msgspec

from desktop.search.sentences import Break, CountPieces, Sentence, sentences_of
from desktop.search.words import Segment, words_of

CHUNKER_VERSION = 1
"""Raise when the same transcript would be cut differently: every item is then cut again."""

SECTION_WORDS = 800
SECTION_MAX_WORDS = 1_000
SECTION_OVERLAP_WORDS = 100
_SECTION_SLACK_WORDS = 60

PASSAGE_WORDS = 160
PASSAGE_MAX_WORDS = 180
PASSAGE_MAX_PIECES = 240
PASSAGE_OVERLAP_WORDS = 40
PASSAGE_MIN_WORDS = 60
_TAIL_WORDS = 100
_PIECE = re.compile(r"\w{1,5}|[^\w\s]")


class Span(msgspec.Struct, frozen=True, array_like=True):
    """One sentence inside a passage's text: characters `first` to `last`, and its moment or page.

    `starts`: see `Sentence`.
    """

    first: int
    last: int
    start_ms: int | None
    end_ms: int | None
    page: int | None
    starts: bytes = b""

    def moment_ms(self, text: str, at: int) -> int | None:
        """When the word at character `at` of the passage's `text` begins; None in a document."""
        if self.start_ms is None:
            return None
        word = max(0, len(text[self.first : at + 1].split()) - 1)
        return self.start_ms + 10 * int.from_bytes(self.starts[2 * word : 2 * word + 2], "little")


class Passage(msgspec.Struct, frozen=True):
    """What is indexed and cited. `sentence` is the item-wide number of its first sentence."""

    section: int
    sentence: int
    text: str
    spans: tuple[Span, ...]
    start_ms: int | None
    end_ms: int | None
    page: int | None
    words: int
    pieces: int


class Section(msgspec.Struct, frozen=True):
    """Context of 500-1000 words: sentences `sentence` up to, not including, `sentence_end`."""

    sentence: int
    sentence_end: int
    heading: str
    start_ms: int | None
    end_ms: int | None
    page: int | None
    words: int


class Chunks(msgspec.Struct, frozen=True):
    """An item cut up."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


def estimate_pieces(text: str) -> int:
    """Guess a tokenizer's count while none is installed: five letters to a piece, a sign each.

    Some 9 % over MiniLM's count in English, under it in Spanish; items are cut again when the tokenizer arrives.
    """
    return len(_PIECE.findall(text))


def chunk(segments: Sequence[Segment], count_pieces: CountPieces) -> Chunks:
    """Cut a transcript. Every word is in at least one passage; every passage lies inside its section."""
    sentences = sentences_of(words_of(segments), count_pieces)
    sections: list[Section] = []
    passages: list[Passage] = []
    heading = ""
    for number, (context, begin, end) in enumerate(_cores(sentences)):
        heading = next((one.text for one in sentences[begin:end] if one.heading), heading)
        sections.append(_section(sentences, context, end, heading))
        passages += [
            _passage(sentences, number, first, last) for first, last in _runs(sentences, context, begin, end)
        ]
    return Chunks(tuple(sections), tuple(passages))


def _cores(sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """Share the item evenly: (context begin, core begin, core end) per section; cores meet without overlap."""
    total = sum(one.words for one in sentences)
    if not sentences:
        return []
    count = 1 if total <= SECTION_MAX_WORDS else -(-total // SECTION_WORDS)
    cuts = [0]
    for number in range(1, count):
        cuts.append(_cut_after(sentences, cuts[-1], total * number // count))
    cuts.append(len(sentences))
    pairs = [(begin, end) for begin, end in itertools.pairwise(cuts) if begin < end]
    return [(_back(sentences, begin, 0, SECTION_OVERLAP_WORDS), begin, end) for begin, end in pairs]


def _cut_after(sentences: Sequence[Sentence], begin: int, target: int) -> int:
    """First sentence border at or after `target` words from the start; a real break just behind it wins."""
    done = 0
    chosen: int | None = None
    for index, one in enumerate(sentences):
        if index > begin and done >= target:
            if chosen is None:
                chosen = index
            if done > target + _SECTION_SLACK_WORDS:
                break
            if one.before >= Break.PAUSE:
                return index
        done += one.words
    return len(sentences) if chosen is None else chosen


def _back(
    sentences: Sequence[Sentence], begin: int, floor: int, words: int, pieces: int | None = None
) -> int:
    """Go back from `begin` by whole sentences while they sum to at most `words` and `pieces`."""
    while begin > floor:
        one = sentences[begin - 1]
        words -= one.words
        pieces = None if pieces is None else pieces - one.pieces
        if words < 0 or (pieces is not None and pieces < 0):
            break
        begin -= 1
    return begin


def _runs(sentences: Sequence[Sentence], floor: int, begin: int, end: int) -> list[tuple[int, int]]:
    """Cut a core into passages [first, last): early at a real break, with overlap elsewhere."""
    runs: list[tuple[int, int]] = []
    at = begin
    while at < end:
        first = _overlap_start(sentences, floor, at)
        last = _fill(sentences, first, at, end)
        words = sum(one.words for one in sentences[first:last])
        ends = last == end or sentences[last].before >= Break.PAUSE
        if ends and words < PASSAGE_MIN_WORDS:
            first = _longer_tail(sentences, floor, first, last)
        runs.append((first, last))
        at = last
    return runs


def _overlap_start(sentences: Sequence[Sentence], floor: int, at: int) -> int:
    """Where a passage that brings new text from `at` begins: nothing is carried over a real break."""
    lowest = at
    while lowest > floor and sentences[lowest].before < Break.PAUSE:
        lowest -= 1
    room = PASSAGE_MAX_PIECES - sentences[at].pieces
    return _back(sentences, at, lowest, PASSAGE_OVERLAP_WORDS, room)


def _longer_tail(sentences: Sequence[Sentence], floor: int, first: int, last: int) -> int:
    """A last scrap reaches further back, so that a match in it has something to read around it."""
    while first > floor and sentences[first].before < Break.PAUSE:
        body = sentences[first - 1 : last]
        words = sum(one.words for one in body)
        if words > _TAIL_WORDS or sum(one.pieces for one in body) > PASSAGE_MAX_PIECES:
            break
        first -= 1
    return first


def _fill(sentences: Sequence[Sentence], first: int, at: int, end: int) -> int:
    """Return where the passage ends; at least the sentence `at` is inside, its carried start gives way if needed."""
    words = sum(one.words for one in sentences[first:at])
    pieces = sum(one.pieces for one in sentences[first:at])
    last = at
    while last < end:
        one = sentences[last]
        if last > at:
            full = words >= PASSAGE_WORDS or words + one.words > PASSAGE_MAX_WORDS
            if full or pieces + one.pieces > PASSAGE_MAX_PIECES or _breaks(one, words):
                break
        words += one.words
        pieces += one.pieces
        last += 1
    return last


def _breaks(one: Sentence, words: int) -> bool:
    if one.before is Break.PAGE:
        return True
    return one.before >= Break.PAUSE and words >= PASSAGE_MIN_WORDS


def _section(sentences: Sequence[Sentence], begin: int, end: int, heading: str) -> Section:
    body = sentences[begin:end]
    start, stop = _moment(body)
    return Section(begin, end, heading, start, stop, body[0].page, sum(one.words for one in body))


def _passage(sentences: Sequence[Sentence], section: int, first: int, last: int) -> Passage:
    body = sentences[first:last]
    text = ""
    spans: list[Span] = []
    for one in body:
        text += one.space if text else ""
        spans.append(
            Span(len(text), len(text) + len(one.text), one.start_ms, one.end_ms, one.page, one.starts)
        )
        text += one.text
    start, stop = _moment(body)
    words, pieces = sum(one.words for one in body), sum(one.pieces for one in body)
    return Passage(section, first, text, tuple(spans), start, stop, body[0].page, words, pieces)


def _moment(body: Sequence[Sentence]) -> tuple[int | None, int | None]:
    starts = [one.start_ms for one in body if one.start_ms is not None]
    ends = [one.end_ms for one in body if one.end_ms is not None]
    return (min(starts), max(ends)) if starts and ends else (None, None)
