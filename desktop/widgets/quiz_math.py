r"""Maths between `\(` and `\)` in the texts of a quiz, drawn as vectors by ziamath. Knows no quiz."""

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

_MATHS = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
LONGEST_FORMULA = 400
"""Characters; a longer formula is shown as it was typed."""
_KEPT = 256


@dataclass(frozen=True)
class Piece:
    """A part of a text: words, or the LaTeX source of a formula."""

    text: str
    is_maths: bool = False


@dataclass(frozen=True)
class Formula:
    """A drawn formula: its vectors, size in pixels, and how far it reaches below the baseline."""

    drawing: QSvgRenderer
    width: float
    height: float
    descent: float


def pieces(text: str) -> list[Piece]:
    r"""Split at `\( … \)`; an opening without an end is words."""
    found: list[Piece] = []
    end = 0
    for match in _MATHS.finditer(text):
        if match.start() > end:
            found.append(Piece(text[end : match.start()]))
        found.append(Piece(match.group(1), is_maths=True))
        end = match.end()
    if end < len(text):
        found.append(Piece(text[end:]))
    return found


def has_maths(text: str) -> bool:
    """Whether there is a formula in it."""
    return _MATHS.search(text) is not None


def spoken(text: str) -> str:
    """The text for a screen reader and for one plain line: formulas as their source, without the marks."""
    return "".join(piece.text for piece in pieces(text))


@lru_cache(maxsize=_KEPT)
def draw_formula(latex: str, size: float, colour: str) -> Formula | None:
    """Draw a formula for text of `size` pixels in `colour` (#RRGGBB); None when it cannot be read."""
    if len(latex) > LONGEST_FORMULA:
        return None
    try:
        maths = _latex()(latex, size=size, color=colour)
        source = maths.svg().encode()
    except Exception:  # noqa: BLE001 - a person's formula can fail in any way inside two libraries
        return None
    drawing = QSvgRenderer(QByteArray(source))
    if not drawing.isValid():
        return None
    view = drawing.viewBoxF()
    # The baseline is the drawing's zero.
    return Formula(drawing, view.width(), view.height(), descent=max(0.0, view.bottom()))


def _latex() -> Any:
    with warnings.catch_warnings():
        # It looks for its font by a function that Python means to replace.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziafont.config import config
        from ziamath.zmath import Latex
    # Qt's SVG has no <symbol>; with this each glyph is a path of its own.
    config.svg2 = False
    return Latex
