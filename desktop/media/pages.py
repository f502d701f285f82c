"""The pages of one PDF as pictures, drawn by a worker process. Knows no screen."""

import os
from pathlib import Path

import msgspec

from desktop.media.page_worker import MODULE
from desktop.runtime.workers import WorkerProcess

TIMEOUT_S = 60.0


class PageSize(msgspec.Struct, frozen=True, array_like=True):
    """Size of a page in points."""

    width: float
    height: float


class PagePicture(msgspec.Struct, frozen=True):
    """A drawn page: rows of `stride` bytes, each pixel blue, green, red and a filler byte."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PageMark(msgspec.Struct, frozen=True, array_like=True):
    """Part of a page, its edges as shares of the page's width and height."""

    left: float
    top: float
    right: float
    bottom: float


class PageMarks(msgspec.Struct, frozen=True, array_like=True):
    """Where a quote stands on a page, line by line, and whether all of it does; no boxes when it is not there."""

    whole: bool
    boxes: list[PageMark]


class PdfPages:
    """Draws pages of `path`. Raises AppError `media.page_unreadable`, those of opening a PDF, `worker.*`."""

    def __init__(self, path: Path) -> None:
        self._path = os.fsencode(path)
        self._worker = WorkerProcess(MODULE)

    async def sizes(self) -> list[PageSize]:
        """Sizes of all pages, in order."""
        answer = await self._worker.request("sizes", {"path": self._path}, timeout_s=TIMEOUT_S)
        return msgspec.convert(answer, list[PageSize])

    async def render(self, number: int, width_px: int) -> PagePicture:
        """Draw page `number` (from 1) about `width_px` wide."""
        request = {"path": self._path, "number": number, "width_px": width_px}
        answer = await self._worker.request("render", request, timeout_s=TIMEOUT_S)
        return msgspec.convert(answer, PagePicture)

    async def marks(self, number: int, quote: str) -> PageMarks:
        """Look for a quote on page `number` (from 1)."""
        request = {"path": self._path, "number": number, "quote": quote}
        answer = await self._worker.request("marks", request, timeout_s=TIMEOUT_S)
        return msgspec.convert(answer, PageMarks)

    async def close(self) -> None:
        """End the worker."""
        await self._worker.close()
