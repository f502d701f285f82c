"""The words of a transcript in order, each with a time or a page. Pure: knows segments, no storage.

Word times come with the segment (media gives corrected words the times of those they replace); text without word
times is spread over its segment.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

_GLUED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
"""Scripts written without spaces: kana, Han, Thai."""
_GLUED_PIECES = re.compile(r"[^。！？、，]{1,8}[。！？、，]*|[。！？、，]+")
_LONGEST_PIECE = 24
_LONGEST_HEADING_WORDS = 10
_BODY_WORDS = 20
_HEADING = re.compile(r"#{1,6}\s+\S")


class TimedWord(Protocol):
    """One recognised word."""

    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...
    @property
    def text(self) -> str: ...


class Segment(Protocol):
    """One segment of effective transcript text: times for speech and subtitles, `page` for documents."""

    @property
    def start_ms(self) -> int | None: ...
    @property
    def end_ms(self) -> int | None: ...
    @property
    def page(self) -> int | None: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> Sequence[TimedWord]: ...


class Word(msgspec.Struct, frozen=True):
    """One word as it is shown. `space` is what stands before it; `ends_block` marks a paragraph or heading end."""

    text: str
    start_ms: int | None
    end_ms: int | None
    page: int | None
    space: str = " "
    heading: bool = False
    ends_block: bool = False

    @property
    def weight(self) -> int:
        """How many words this counts as: scripts without spaces count about two signs as one word."""
        return max(1, (len(self.text) + 1) // 2) if _GLUED.search(self.text) else 1


class _Time(msgspec.Struct):
    start_ms: int
    end_ms: int


def words_of(segments: Sequence[Segment]) -> list[Word]:
    """Return every word of the text in reading order; times never run backwards and stay inside the item."""
    words: list[Word] = []
    for segment, following in itertools.zip_longest(segments, segments[1:]):
        timed = segment.start_ms is not None and segment.end_ms is not None
        words.extend(_timed(segment) if timed else _untimed(segment, heading=_is_heading(segment, following)))
    return _in_order(words)


def _is_heading(segment: Segment, following: Segment | None) -> bool:
    """Documents come as paragraphs without marks: a short one that ends in no stop, before a long one on its page."""
    if following is None or following.page != segment.page:
        return False
    text = segment.text.strip()
    short = 0 < len(text.split()) <= _LONGEST_HEADING_WORDS and text[-1] not in ".!?…。！？,;:"
    return (
        short and text[0].isalnum() and not text[0].islower() and len(following.text.split()) >= _BODY_WORDS
    )


def _untimed(segment: Segment, *, heading: bool) -> list[Word]:
    """A document's segment: blank lines and headings end a block."""
    words: list[Word] = []
    for block, marked in _blocks(segment.text):
        pieces = list(_pieces(block))
        for position, (text, space) in enumerate(pieces, start=1):
            words.append(
                Word(
                    text,
                    None,
                    None,
                    segment.page,
                    space,
                    heading=heading or marked,
                    ends_block=position == len(pieces),
                )
            )
    return words


def _blocks(text: str) -> list[tuple[str, bool]]:
    blocks: list[tuple[str, bool]] = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        for line in paragraph.splitlines():
            if _HEADING.match(line.strip()):
                blocks += [(" ".join(lines), False), (line.strip().lstrip("#").strip(), True)]
                lines = []
            else:
                lines.append(line)
        blocks.append((" ".join(lines), False))
    return [(block, heading) for block, heading in blocks if block.strip()]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Split into (piece, what stands before it); unbroken runs are cut so that no piece outgrows a model."""
    pieces: list[tuple[str, str]] = []
    for token in text.split():
        if _GLUED.search(token):
            parts = _GLUED_PIECES.findall(token)
        else:
            parts = [token[at : at + _LONGEST_PIECE] for at in range(0, len(token), _LONGEST_PIECE)]
        pieces += [(part, " " if position == 0 else "") for position, part in enumerate(parts)]
    return pieces


def _timed(segment: Segment) -> list[Word]:
    start, end = segment.start_ms or 0, segment.end_ms or 0
    pieces = _pieces(segment.text)
    texts = [text for text, _ in pieces]
    spoken = [word for word in segment.words if word.text.strip()]
    times = _times(texts, spoken, start, max(start, end))
    return [
        Word(text, time.start_ms, time.end_ms, segment.page, space)
        for (text, space), time in zip(pieces, times, strict=True)
    ]


def _times(texts: list[str], spoken: list[TimedWord], start_ms: int, end_ms: int) -> list[_Time]:
    if not spoken:
        return _spread(texts, start_ms, end_ms)
    heard = ["".join(word.text.split()) for word in spoken]
    if "".join(heard) == "".join(texts):
        return _same_letters(texts, heard, spoken)
    return _spread(texts, start_ms, end_ms)


def _same_letters(texts: list[str], heard: list[str], spoken: list[TimedWord]) -> list[_Time]:
    """The text is unchanged; pieces may be cut differently from the recogniser's words."""
    owner = [index for index, word in enumerate(heard) for _ in word]
    times: list[_Time] = []
    at = 0
    for text in texts:
        times.append(_Time(spoken[owner[at]].start_ms, spoken[owner[at + len(text) - 1]].end_ms))
        at += len(text)
    return times


def _spread(texts: list[str], start_ms: int, end_ms: int) -> list[_Time]:
    """Share a stretch of time by length of text."""
    total = sum(len(text) + 1 for text in texts)
    times: list[_Time] = []
    done = 0
    for text in texts:
        begin = start_ms + (end_ms - start_ms) * done // total
        done += len(text) + 1
        times.append(_Time(begin, start_ms + (end_ms - start_ms) * done // total))
    return times


def _in_order(words: list[Word]) -> list[Word]:
    """Recognisers overlap neighbouring segments now and then: a word never starts before the one it follows."""
    ordered: list[Word] = []
    latest = 0
    for word in words:
        if word.start_ms is None or word.end_ms is None:
            ordered.append(word)
            continue
        latest = max(latest, word.start_ms)
        ordered.append(msgspec.structs.replace(word, start_ms=latest, end_ms=max(latest, word.end_ms)))
    return ordered
