"""Finds where a quote stands on a page of a PDF. Runs in the worker process; draws nothing.

A quote comes from text whose line ends and divided words were put together, so only letters and signs are compared.
"""

import ctypes
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

SHORTEST = 16
"""So many letters and signs of a quote that goes on over the page's end are no chance find."""
_PASSED_OVER = frozenset("-\u00ad\u2010\x02\ufffe\ufeff\x00")
_GRID = 20_000
"""PDFium answers in whole pixels: a page this many wide and high is exact enough for any screen."""

Box = tuple[float, float, float, float]


def place_of_quote(text: str, quote: str) -> tuple[int, int, bool] | None:
    """Characters [first, last) of a page's text where a quote stands, and whether all of it does.

    Otherwise its beginning or its end does: it goes on over the page's end.
    """
    letters, places = _squeezed(text)
    wanted, _ = _squeezed(quote)
    if not wanted:
        return None
    at, length = letters.find(wanted), len(wanted)
    if at < 0:
        # What is contained only grows rarer with length, so the longest part can be searched for in halves.
        begin = _longest(lambda size: wanted[:size] in letters, len(wanted))
        end = _longest(lambda size: wanted[-size:] in letters, len(wanted))
        length = max(begin, end)
        if length < SHORTEST:
            return None
        at = letters.find(wanted[:length] if begin >= end else wanted[-length:])
    return places[at], places[at + length - 1] + 1, length == len(wanted)


def boxes_of_quote(page: Any, quote: str) -> tuple[bool, list[Box]]:
    """Whether all of a quote stands on a PDFium page, and where.

    A box is left, top, right, bottom of a line as shares of the page as it is drawn.
    """
    import pypdfium2

    try:
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        # A page whose text cannot be read has nothing to mark.
        return False, []
    try:
        found = place_of_quote(_text(text_page), quote)
        if found is None:
            return False, []
        first, last, whole = found
        count = text_page.count_rects(first, last - first)
        return whole, [_on_page(page, *text_page.get_rect(at)) for at in range(count)]
    finally:
        text_page.close()


def _longest(holds: Callable[[int], bool], most: int) -> int:
    """The largest size up to `most` for which `holds`, when all smaller ones do as well."""
    return bisect_left(range(1, most + 1), True, key=lambda size: not holds(size))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Letters and signs in lower case without spaces and hyphens, and where in the text each of them is."""
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if not character.isspace() and character not in _PASSED_OVER:
            for one in character.casefold():
                letters.append(one)
                places.append(at)
    return "".join(letters), places


def _text(text_page: Any) -> str:
    """One character for each that PDFium counts: its own strings are UTF-16."""
    from pypdfium2 import raw

    codes = (raw.FPDFText_GetUnicode(text_page, at) for at in range(text_page.count_chars()))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


def _on_page(page: Any, left: float, bottom: float, right: float, top: float) -> Box:
    """A box of the PDF's own coordinates on the page as it is drawn, turned and cut as the page is."""
    corners = [_drawn(page, left, top), _drawn(page, right, bottom)]
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return across[0], down[0], across[1], down[1]


def _drawn(page: Any, x: float, y: float) -> tuple[float, float]:
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _GRID, down.value / _GRID
