"""Draws pages of a PDF in a process of its own: a hostile file crashes it, not the window. Keeps one file open."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from desktop.media.documents import opened_pdf
from desktop.media.page_marks import Box, boxes_of_quote
from desktop.runtime.worker_serving import Context, serve
from shared.errors import AppError

MODULE = "desktop.media.page_worker"
MOST_PIXELS = 24_000_000
"""A page drawn larger than this is drawn smaller; nobody has such a screen."""


class _OpenFile:
    """The PDF of the last request."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._stack = ExitStack()
        self._document: Any = None

    def get(self, path: Path) -> Any:
        if path != self._path:
            self._stack.close()
            self._path = None
            self._document = self._stack.enter_context(opened_pdf(path))
            self._path = path
        return self._document


_FILE = _OpenFile()


def _sizes(payload: dict[str, Any], context: Context) -> list[list[float]]:
    """Width and height of every page, in points."""
    document = _FILE.get(_path(payload))
    sizes: list[list[float]] = []
    for number in range(len(document)):
        context.check()
        width, height = document.get_page_size(number)
        sizes.append([max(width, 1.0), max(height, 1.0)])
    return sizes


def _render(payload: dict[str, Any], _context: Context) -> dict[str, Any]:
    """One page (from 1) as rows of blue, green, red and a filler byte."""
    import pypdfium2

    document = _FILE.get(_path(payload))
    try:
        page = document[int(payload["number"]) - 1]
        try:
            scale = int(payload["width_px"]) / max(page.get_width(), 1.0)
            pixels = page.get_width() * page.get_height() * scale * scale
            scale *= min(1.0, (MOST_PIXELS / max(pixels, 1.0)) ** 0.5)
            bitmap = page.render(scale=scale, prefer_bgrx=True, may_draw_forms=True)
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError) as cause:
        raise AppError("media.page_unreadable", page=int(payload["number"]), detail=str(cause)) from cause
    try:
        return {
            "width": bitmap.width,
            "height": bitmap.height,
            "stride": bitmap.stride,
            "pixels": bytes(bitmap.buffer),
        }
    finally:
        bitmap.close()


def _marks(payload: dict[str, Any], _context: Context) -> tuple[bool, list[Box]]:
    """Whether all of a quote stands on a page (from 1), and where."""
    import pypdfium2

    document, number = _FILE.get(_path(payload)), int(payload["number"])
    try:
        page = document[number - 1]
        try:
            return boxes_of_quote(page, str(payload["quote"]))
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError) as cause:
        raise AppError("media.page_unreadable", page=number, detail=str(cause)) from cause


def _path(payload: dict[str, Any]) -> Path:
    return Path(os.fsdecode(payload["path"]))


HANDLERS = {"sizes": _sizes, "render": _render, "marks": _marks}


def main() -> None:
    """Serve until the parent closes the pipe."""
    serve(HANDLERS)


if __name__ == "__main__":
    main()
