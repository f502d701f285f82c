"""The little markdown an answer may use, cut into blocks and spans. Pure: makes no markup and opens nothing.

Known: paragraphs, headings, lists, quotes, code, bold, italic and [n] citations. HTML, images and links are
text like any other, so nothing a model or a document says can become markup.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

BlockKind = Literal["paragraph", "heading", "item", "quote", "code"]

MAX_DEPTH = 4
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<rest>.*?)\s*#*$")
_RULE = re.compile(r"^\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_ITEM = re.compile(r"^(?P<indent>\s*)(?P<label>[-*+•]|\d{1,3}[.)])\s+(?=\S)")
_TABLE = re.compile(r"^\s*\|")
# Bounded repeats: what a model writes must not make matching slow.
_INLINE = re.compile(
    r"""
    \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`{1,3})(?P<code>[^`].{0,1000}?)(?<!`)(?P=ticks)(?!`)
    | (?:\*\*(?=[^\s*])(?P<bold>.{1,2000}?)(?<=\S)\*\*)
    | (?:(?<!\w)__(?=\S)(?P<bold_low>.{1,2000}?)(?<=\S)__(?!\w))
    | (?:(?<![\w*])\*(?=[^\s*])(?P<italic>[^*\n]{1,1000}?)(?<=\S)\*(?![\w*]))
    | (?:(?<!\w)_(?=[^\s_])(?P<italic_low>[^_\n]{1,1000}?)(?<=\S)_(?!\w))
    | \[(?P<cites>\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,20})\](?!\()
    | !?\[(?P<label>[^\[\]\n]{1,300})\]\((?P<address>[^()\s]{1,1000})(?:\s"[^"\n]{0,300}")?\)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNFINISHED = re.compile(r"\[\d[\d,; ]{0,80}$|\[$")
_OPEN_BOLD = re.compile(r"\*\*(?=\S)(?!.*\*\*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, standing for `source[start:end]`.

    `cite` is a citation's number, else 0. `marked` is set by `mark`.
    """

    text: str
    start: int
    end: int
    bold: bool = False
    italic: bool = False
    code: bool = False
    cite: int = 0
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or one item of a list. `label` is an item's number ("2"), empty for a bullet."""

    kind: BlockKind
    spans: tuple[Span, ...]
    depth: int = 0
    label: str = ""

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(span.text for span in self.spans)


def parse(source: str, *, growing: bool = False) -> list[Block]:
    """Cut `source` into blocks. Any text is accepted.

    `growing`: more will follow, so a bold word or a citation that is only begun does not show its signs.
    """
    return _Parser(source, 0, growing=growing).run()


class GrowingText:
    """Parses text that arrives piece by piece: only from the last paragraph that can still change."""

    def __init__(self) -> None:
        self._source = ""
        self._blocks: list[Block] = []

    def parse(self, source: str, *, growing: bool) -> list[Block]:
        """Return what `parse` returns for the same text."""
        kept, start = self._settled() if source.startswith(self._source) else (0, 0)
        self._blocks = self._blocks[:kept] + _Parser(source, start, growing=growing).run()
        self._source = source
        return list(self._blocks)

    def _settled(self) -> tuple[int, int]:
        """How many blocks are sure, and where the next begins: a paragraph after an empty line."""
        for index in range(len(self._blocks) - 2, 0, -1):
            block = self._blocks[index]
            start = block.spans[0].start if block.spans else 0
            if block.kind == "paragraph" and self._source[:start].endswith("\n\n"):
                return index, start
        return 0, 0


def mark(blocks: Sequence[Block], ranges: Sequence[tuple[int, int]]) -> list[Block]:
    """Mark what stands for these ranges of the source, cutting spans where a range begins or ends."""
    if not ranges:
        return list(blocks)
    return [
        replace(block, spans=tuple(part for span in block.spans for part in _cut(span, ranges)))
        for block in blocks
    ]


def _cut(span: Span, ranges: Sequence[tuple[int, int]]) -> list[Span]:
    if span.cite or span.end - span.start != len(span.text):
        return [span]
    edges = {span.start, span.end}
    for low, high in ranges:
        edges |= {edge for edge in (low, high) if span.start < edge < span.end}
    cuts = sorted(edges)
    return [
        replace(
            span,
            text=span.text[low - span.start : high - span.start],
            start=low,
            end=high,
            marked=any(first <= low and high <= last for first, last in ranges),
        )
        for low, high in pairwise(cuts)
    ]


class _Lines:
    """Lines of one block joined by newlines, each character knowing where it came from."""

    def __init__(self) -> None:
        self.text = ""
        self._joins: list[int] = []
        self._sources: list[int] = []

    def add(self, text: str, source: int) -> None:
        if self._joins:
            self.text += "\n"
        self._joins.append(len(self.text))
        self._sources.append(source)
        self.text += text

    def source_of(self, position: int) -> int:
        line = max(bisect_right(self._joins, position) - 1, 0)
        return self._sources[line] + position - self._joins[line]


class _Parser:
    def __init__(self, source: str, start: int, *, growing: bool) -> None:
        self._start = start
        self._lines = source[start:].split("\n")
        self._growing = growing
        self._blocks: list[Block] = []
        self._open: _Lines | None = None
        self._kind: BlockKind = "paragraph"
        self._depth = 0
        self._label = ""
        self._fence = ""
        self._indents: list[int] = []

    def run(self) -> list[Block]:
        offset = self._start
        for line in self._lines:
            self._line(line.rstrip("\r"), offset)
            offset += len(line) + 1
        self._close(last=True)
        return self._blocks

    def _line(self, line: str, offset: int) -> None:
        fence = _FENCE.match(line)
        if self._fence:
            if fence and fence.group(1).startswith(self._fence) and not line[fence.end() :].strip():
                self._fence = ""
                self._close()
            else:
                self._extend("code", line, offset)
        elif fence:
            self._begin("code")
            self._fence = fence.group(1)
        elif _TABLE.match(line):
            # Columns that line up in a fixed-width font are readable; real tables are not worth their room.
            self._extend("code", line, offset)
        elif not line.strip() or _RULE.match(line):
            self._close()
        else:
            self._text_line(line, offset)

    def _text_line(self, line: str, offset: int) -> None:
        if match := _HEADING.match(line):
            self._begin("heading")
            self._extend("heading", match.group("rest"), offset + match.start("rest"))
            self._close()
        elif match := _ITEM.match(line):
            self._begin_item(match)
            self._extend("item", line[match.end() :], offset + match.end())
        elif match := _QUOTE.match(line):
            self._extend("quote", line[match.end() :], offset + match.end())
        elif self._open is not None and self._kind in {"item", "quote"}:
            self._extend(self._kind, line.lstrip(), offset + len(line) - len(line.lstrip()))
        else:
            self._extend("paragraph", line.lstrip(), offset + len(line) - len(line.lstrip()))

    def _begin_item(self, match: re.Match[str]) -> None:
        self._close()
        indent = len(match.group("indent").expandtabs(4))
        if not self._blocks or self._blocks[-1].kind != "item":
            self._indents = []
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1]:
            self._indents.append(indent)
        number = match.group("label")[:-1] if match.group("label")[0].isdigit() else ""
        self._begin("item", min(len(self._indents), MAX_DEPTH) - 1, number)

    def _begin(self, kind: BlockKind, depth: int = 0, label: str = "") -> None:
        self._close()
        self._open, self._kind, self._depth, self._label = _Lines(), kind, depth, label

    def _extend(self, kind: BlockKind, text: str, offset: int) -> None:
        if self._open is None or self._kind != kind:
            self._begin(kind)
        if self._open is not None:
            self._open.add(text, offset)

    def _close(self, *, last: bool = False) -> None:
        lines, self._open = self._open, None
        if lines is None:
            return
        growing = last and self._growing
        spans = _code_span(lines) if self._kind == "code" else _inline(lines, growing=growing)
        if spans or growing:
            self._blocks.append(Block(self._kind, tuple(spans), self._depth, self._label))


def _code_span(lines: _Lines) -> list[Span]:
    if not lines.text.strip():
        return []
    return [Span(lines.text, lines.source_of(0), lines.source_of(len(lines.text)), code=True)]


def _inline(lines: _Lines, *, growing: bool) -> list[Span]:
    end = len(lines.text)
    open_bold = None
    if growing:
        if match := _UNFINISHED.search(lines.text):
            end = match.start()
        open_bold = _OPEN_BOLD.search(lines.text, 0, end)
    plain = Span("", 0, 0)
    if open_bold is None:
        found = _spans(lines, 0, end, plain)
    else:
        before = _spans(lines, 0, open_bold.start(), plain)
        found = before + _spans(lines, open_bold.end(), end, replace(plain, bold=True))
    if growing and found and found[-1].text.endswith("*") and not found[-1].code:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip("*"))
    return [span for span in found if span.text]


def _spans(lines: _Lines, start: int, end: int, style: Span) -> list[Span]:
    """Spans of `lines.text[start:end]`, in `style` and what is marked inside."""
    found: list[Span] = []
    position = start

    def add(first: int, last: int, **changes: Any) -> None:
        while first < last:
            # One span per line: within a line, text and source run in step.
            line_end = lines.text.find("\n", first, last)
            stop = last if line_end < 0 else line_end + 1
            where = {"start": lines.source_of(first), "end": lines.source_of(stop - 1) + 1}
            found.append(replace(style, text=lines.text[first:stop], **where, **changes))
            first = stop

    for match in _INLINE.finditer(lines.text, start, end):
        add(position, match.start())
        position = match.end()
        group = match.lastgroup or ""
        first, last = match.span(group)
        if group.startswith(("bold", "italic")):
            found += _spans(lines, first, last, replace(style, **{group.removesuffix("_low"): True}))
        elif group == "cites":
            for number in re.finditer(r"\d+", match.group(group)):
                add(first + number.start(), first + number.end(), cite=int(number.group()))
        elif group == "code":
            add(first, last, code=True)
        elif group == "address":
            add(*match.span("label"))
            if match.group("label") != match.group("address"):
                add(match.end("label") + 1, match.end())
        else:
            add(first, last)
    add(position, end)
    return found
