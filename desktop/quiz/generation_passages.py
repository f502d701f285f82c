"""The numbered passages a model is given: short, so each leads to its second; spread over a long item. Pure."""

from collections.abc import Sequence

import msgspec

from desktop.quiz.drafting import Line, Material
from desktop.search.service import meaningful_stems

PASSAGE_TOKENS = 110
SECTION_TOKENS = 900
"""Passages are taken or left out by sections: a question needs what stands around its sentence."""
FEWEST_SECTIONS = 3


class Passage(msgspec.Struct, frozen=True):
    """Lines [first, last) of the material under one number."""

    number: int
    first: int
    last: int
    text: str


def tokens(text: str) -> int:
    """Four characters to a token, the usual rule of thumb; scripts without spaces take about one for each sign."""
    wide = sum(character > "\u2e7f" for character in text)
    return wide + -(-(len(text) - wide) // 4)


def passages_of(material: Material, budget_tokens: int) -> list[Passage]:
    """Cut the item into passages; where not all fit into the budget, take sections evenly spread over it."""
    runs = _runs(material.lines, PASSAGE_TOKENS)
    sections = _sections(runs, material.lines)
    total = sum(_size(run, material.lines) for run in runs)
    if total > budget_tokens:
        count = min(len(sections), max(FEWEST_SECTIONS, budget_tokens // SECTION_TOKENS))
        # The sections must be smaller where three of them would not fit.
        fits = budget_tokens // count
        sections = [_trimmed(one, material.lines, fits) for one in _spread(sections, count)]
    kept = [run for section in sections for run in section]
    return [
        Passage(number, first, last, " ".join(line.text for line in material.lines[first:last]))
        for number, (first, last) in enumerate(kept, start=1)
    ]


def line_for(material: Material, passage: Passage, said: str) -> Line:
    """The line of a passage that says most of a question and its answer."""
    wanted = meaningful_stems(said)
    lines = material.lines[passage.first : passage.last]
    return max(lines, key=lambda line: (len(meaningful_stems(line.text) & wanted), -lines.index(line)))


def place_of(line: Line) -> str:
    """Where a passage begins, in words for a model."""
    if line.start_ms is None:
        return f"page {line.page}" if line.page is not None else "text"
    seconds = line.start_ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _runs(lines: Sequence[Line], most: int) -> list[tuple[int, int]]:
    """Ranges of lines of about `most` tokens; none goes over a page or a heading."""
    runs: list[tuple[int, int]] = []
    first, size = 0, 0
    for at, line in enumerate(lines):
        own = tokens(line.text)
        breaks = at > first and (line.page != lines[at - 1].page or line.is_heading or size + own > most)
        if breaks:
            runs.append((first, at))
            first, size = at, 0
        size += own
    return [*runs, (first, len(lines))] if lines else []


def _size(run: tuple[int, int], lines: Sequence[Line]) -> int:
    return sum(tokens(line.text) for line in lines[run[0] : run[1]])


def _sections(runs: Sequence[tuple[int, int]], lines: Sequence[Line]) -> list[list[tuple[int, int]]]:
    sections: list[list[tuple[int, int]]] = []
    size = SECTION_TOKENS
    for run in runs:
        if size >= SECTION_TOKENS:
            sections.append([])
            size = 0
        sections[-1].append(run)
        size += _size(run, lines)
    return sections


def _spread(sections: Sequence[list[tuple[int, int]]], count: int) -> list[list[tuple[int, int]]]:
    if count >= len(sections):
        return list(sections)
    step = (len(sections) - 1) / max(1, count - 1)
    return [sections[round(number * step)] for number in range(count)]


def _trimmed(section: list[tuple[int, int]], lines: Sequence[Line], most: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    size = 0
    for run in section:
        size += _size(run, lines)
        if kept and size > most:
            break
        kept.append(run)
    return kept
