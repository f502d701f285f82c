"""Fetches the pages of a PDF as pictures, the ones looked at first. QtCore only."""

import contextlib
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.media.pages import PageMark, PagePicture, PageSize, PdfPages
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope


class DocumentViewModel(ViewModel):
    """`sizes_came(list[PageSize])` after `open`; `picture_came(number, width_px, PagePicture)` for what is wanted.

    `marks_came({number: list[PageMark]})` after `find`. `page_failed(number, AppError)` is about one page; `failed`
    about the whole file.
    """

    sizes_came = Signal(object)
    picture_came = Signal(int, int, object)
    marks_came = Signal(object)
    page_failed = Signal(int, object)

    def __init__(self, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._pages: PdfPages | None = None
        self._wanted: dict[int, int] = {}
        self._sought = (0, "")
        self._drawing = False

    def open(self, path: Path) -> None:
        """Show another file."""
        self.let_go()
        self._pages = PdfPages(path)
        self.spawn(self._open(self._pages), name="open document")

    def let_go(self) -> None:
        """Forget the file and end the process that draws it."""
        self._wanted.clear()
        pages, self._pages = self._pages, None
        if pages is not None:
            self.spawn(pages.close(), name="close document")

    def want(self, numbers_and_widths: dict[int, int]) -> None:
        """Draw these pages, first one first; what was wanted before and is not any more is left out."""
        self._wanted = dict(numbers_and_widths)
        if self._wanted and not self._drawing and self._pages is not None:
            self._drawing = True
            self.spawn(self._draw(), name="draw pages")

    def find(self, number: int, quote: str) -> None:
        """Look for a quote on a page, and on the next one where it goes on."""
        self._sought = (number, quote)
        self.spawn_latest(self._find, name="find quote")

    async def aclose(self) -> None:
        """End the process before the page goes."""
        self.close()
        self._wanted.clear()
        pages, self._pages = self._pages, None
        if pages is not None:
            await pages.close()

    async def _open(self, pages: PdfPages) -> None:
        try:
            sizes: list[PageSize] = await pages.sizes()
        except AppError as error:
            if pages is self._pages:
                self.failed.emit(error)
            return
        if pages is self._pages:
            self.sizes_came.emit(sizes)

    async def _find(self) -> None:
        pages, sought = self._pages, self._sought
        if pages is None:
            return
        marks: dict[int, list[PageMark]] = {}
        # A page that cannot be read says so where it is drawn; after the last page there is none.
        with contextlib.suppress(AppError):
            for at in (sought[0], sought[0] + 1):
                found = await pages.marks(at, sought[1])
                if found.boxes:
                    marks[at] = found.boxes
                if found.whole:
                    break
        if pages is self._pages and sought == self._sought:
            self.marks_came.emit(marks)

    async def _draw(self) -> None:
        try:
            while self._wanted and (pages := self._pages) is not None:
                number, width_px = next(iter(self._wanted.items()))
                del self._wanted[number]
                await self._draw_one(pages, number, width_px)
        finally:
            self._drawing = False

    async def _draw_one(self, pages: PdfPages, number: int, width_px: int) -> None:
        try:
            picture: PagePicture = await pages.render(number, width_px)
        except AppError as error:
            if pages is self._pages:
                self.page_failed.emit(number, error)
            return
        if pages is self._pages:
            self.picture_came.emit(number, width_px, picture)
