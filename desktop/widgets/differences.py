"""What changed between two texts, word by word. Pure: strings in, pieces out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed", "gap"]

MOST_WORDS = 3_000
"""Longer texts are compared line by line: matching words takes time that grows with the square of their number."""
MOST_LINES = 3_000
GAP = "…"
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. A "gap" stands for text that both have and that is left out."""

    text: str
    kind: Kind = "same"


def compared(before: str, after: str) -> list[Piece]:
    """Return `after` with what was added marked, and what was removed where it had stood."""
    if before == after:
        return [Piece(after)] if after else []
    old, new = _tokens(before), _tokens(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > MOST_LINES:
        return _pieces([("removed", before), ("added", after)])
    found: list[tuple[Kind, str]] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(new[new_from:new_to])))
            continue
        found.append(("removed", "".join(old[old_from:old_to])))
        found.append(("added", "".join(new[new_from:new_to])))
    return _pieces(found)


def only_added(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what was removed: for two versions of which neither came first."""
    return [piece for piece in pieces if piece.kind != "removed"]


def folded(pieces: Sequence[Piece], around: int = 120) -> list[Piece]:
    """Leave out the middle of long stretches that did not change; `around` characters stay on either side."""
    if all(piece.kind == "same" for piece in pieces):
        return list(pieces)
    found: list[Piece] = []
    last = len(pieces) - 1
    for position, piece in enumerate(pieces):
        keep_start = around if position else 0
        keep_end = around if position < last else 0
        if piece.kind != "same" or len(piece.text) <= keep_start + keep_end + around:
            found.append(piece)
            continue
        start = _whole_words(piece.text[:keep_start], from_end=False)
        end = _whole_words(piece.text[len(piece.text) - keep_end :], from_end=True) if keep_end else ""
        left_out = f" {GAP} " if start and end else f"{GAP} " if end else f" {GAP}"
        found += _pieces([("same", start), ("gap", left_out), ("same", end)])
    return found


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _pieces(found: Sequence[tuple[Kind, str]]) -> list[Piece]:
    return [Piece(text, kind) for kind, text in found if text]


def _whole_words(text: str, *, from_end: bool) -> str:
    """Cut a half word off the side where the text was cut."""
    if from_end:
        _, space, rest = text.partition(" ")
        return rest if space else text
    rest, space, _ = text.rpartition(" ")
    return rest if space else text
