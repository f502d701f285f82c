"""Citation marks in a streamed answer: drops ids that were not given, renumbers in reading order. Pure."""

import re
from collections.abc import Collection, Iterator

import msgspec

# Brackets around one- or two-digit numbers, as models write them: [1] [1, 3] [2-4] [^1] 【3】 [passage 2].
_WORD = r"(?:(?:passages?|sources?|ids?|p\.?|nos?\.?|#)[ \t]*)"
_JOIN = r"[ \t]*(?:[,;&、]|and|y)[ \t]*|[ \t]*[-–][ \t]*"
_NUMBERS = rf"{_WORD}?\^?\d{{1,2}}(?:(?:{_JOIN}){_WORD}?\^?\d{{1,2}})*"
_MARK = re.compile(
    rf"(?P<space>[ \t]*)[\[【][ \t]*(?P<numbers>{_NUMBERS})[ \t]*(?:†[^\]】\n]{{0,40}})?[\]】]", re.IGNORECASE
)
_RANGE = re.compile(r"(\d{1,2})(?:[ \t]*[-–][ \t]*(?=\d))?")
# What may still grow into a mark; longer than any real one.
_BEGUN = re.compile(r"[ \t]*[\[【][\w \t,;&、.^#†–-]{0,90}")
_NOTABLE = re.compile(r"[ \t]*[\[【]|`+|\n")
_TRAILING = re.compile(r"[ \t]+\Z")
_FENCE = 3


class _Code:
    """Follows backticks: a run of them opens code, an equally long one closes it (CommonMark 6.1).

    Short runs also close at the end of their line: a stray tick must not swallow the citations below it.
    """

    def __init__(self) -> None:
        self._ticks = 0

    @property
    def inside(self) -> bool:
        return self._ticks > 0

    def passes(self, notable: str) -> bool:
        """Go past a run of backticks, a line end or a bracket; True where no mark can be."""
        if notable.startswith("`"):
            fences = self._ticks >= _FENCE and len(notable) >= _FENCE
            if not self._ticks:
                self._ticks = len(notable)
            elif fences or len(notable) == self._ticks:
                self._ticks = 0
            return True
        if notable == "\n" and self._ticks < _FENCE:
            self._ticks = 0
        return self.inside


class CitationReader:
    """Feed it a model's text in pieces of any size; it returns clean text with marks [1], [2] … in order.

    `order` lists the given ids as they came up: mark [n] stands for `order[n - 1]`. Code is left as it is,
    and so are brackets that cannot be ids ([0, 1], [2024], [a]).
    """

    def __init__(self, given: Collection[int]) -> None:
        self._given = frozenset(given)
        self._held = ""
        self._code = _Code()
        self._begun = False
        self.order: list[int] = []

    def feed(self, piece: str) -> str:
        """Return what is certain by now; the rest is held until more comes."""
        return self._read(self._held + piece, last=False)

    def finish(self) -> str:
        """Return what was held."""
        return self._read(self._held, last=True)

    def _read(self, text: str, *, last: bool) -> str:
        out: list[str] = []
        at = 0
        self._held = ""
        while (found := _NOTABLE.search(text, at)) is not None:
            out.append(text[at : found.start()])
            if not last and self._may_grow(text, found):
                self._held = text[found.start() :]
                return self._emit(out)
            at = self._take(text, found, out)
        rest = text[at:]
        # Blanks before a mark that is dropped go with it, so they wait for what follows.
        if not last and not self._code.inside and (blanks := _TRAILING.search(rest)) is not None:
            self._held = blanks.group()
            rest = rest[: blanks.start()]
        out.append(rest)
        return self._emit(out)

    def _may_grow(self, text: str, found: re.Match[str]) -> bool:
        """Whether more text could change what this is."""
        if found.group().startswith("`"):
            return found.end() == len(text)
        if self._code.inside or found.group() == "\n":
            return False
        if _MARK.match(text, found.start()) is not None:
            return False
        begun = _BEGUN.match(text, found.start())
        return begun is not None and begun.end() == len(text)

    def _take(self, text: str, found: re.Match[str], out: list[str]) -> int:
        """Handle one notable place; returns where reading goes on."""
        mark = _MARK.match(text, found.start())
        if not self._code.passes(found.group()) and mark is not None:
            clean = self._renumbered(mark)
            if clean is not None:
                out.append(clean)
                return mark.end()
        out.append(found.group())
        return found.end()

    def _renumbered(self, mark: re.Match[str]) -> str | None:
        """The mark with our numbers, nothing if all its ids were invented, None if it is no citation at all."""
        numbers = list(_numbers(mark.group("numbers")))
        if 0 in numbers:
            return None
        ours: list[int] = []
        for number in numbers:
            if number not in self._given:
                continue
            if number not in self.order:
                self.order.append(number)
            ours.append(self.order.index(number) + 1)
        if not ours:
            return ""
        return mark.group("space") + "".join(f"[{n}]" for n in dict.fromkeys(ours))

    def _emit(self, out: list[str]) -> str:
        text = "".join(out)
        if not self._begun:
            text = text.lstrip()
            self._begun = bool(text)
        return text


def _numbers(text: str) -> Iterator[int]:
    """Read "1, 3-5" as 1 3 4 5; a range that runs backwards is its two ends."""
    low: int | None = None
    for found in _RANGE.finditer(text):
        number = int(found.group(1))
        if low is not None:
            yield from range(low + 1, number) if low < number else ()
        yield number
        low = number if found.end() > found.end(1) else None


class Part(msgspec.Struct, frozen=True):
    """A stretch of an answer: text, or (with `citation`) the mark of a citation's number."""

    text: str
    first: int
    citation: int | None = None


_CLEAN_MARK = re.compile(r"\[(\d{1,2})\]")


def parts_of(text: str, citations: int) -> list[Part]:
    """Split a clean answer into text and marks, in order; together they are the whole text. Code holds no marks."""
    parts: list[Part] = []
    at = 0
    for begin, end, number in marks_of(text, citations):
        if begin > at:
            parts.append(Part(text[at:begin], at))
        parts.append(Part(text[begin:end], begin, number))
        at = end
    if at < len(text):
        parts.append(Part(text[at:], at))
    return parts


def marks_of(text: str, citations: int) -> list[tuple[int, int, int]]:
    """Return (begin, end, number) of every mark of a clean answer that has so many citations."""
    code = _Code()
    marks: list[tuple[int, int, int]] = []
    for found in _NOTABLE.finditer(text):
        if code.passes(found.group()):
            continue
        mark = _CLEAN_MARK.match(text, found.end() - 1)
        if mark is not None and 1 <= int(mark.group(1)) <= citations:
            marks.append((mark.start(), mark.end(), int(mark.group(1))))
    return marks


def without_marks(text: str) -> str:
    """Return an answer's words alone, for a conversation's history: there, old numbers mean other passages."""
    return re.sub(r"[ \t]*\[\d{1,2}\]", "", text)
