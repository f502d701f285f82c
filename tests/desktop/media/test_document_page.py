"""The pages of a PDF with their bar."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy, QTest

from desktop.media.document_page import DocumentPane
from desktop.media.document_view_model import DocumentViewModel
from desktop.runtime.changes import ChangeBus
from desktop.widgets.paged_view import PAPER_MARK
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.documents import make_pdf
from tests.support.waiting import until


@asynccontextmanager
async def pane() -> AsyncIterator[DocumentPane]:
    async with TaskScope("test") as scope:
        model = DocumentViewModel(scope, ChangeBus())
        made = DocumentPane(model)
        made.resize(600, 700)
        made.show()
        yield made
        await model.aclose()
        made.deleteLater()


def pdf(tmp_path: Path) -> Path:
    return make_pdf(tmp_path / "Lenses.pdf", [f"Page {number} is about lenses." for number in range(1, 13)])


async def test_a_file_opens_at_a_page_with_words_on_it(qloop, tmp_path):
    async with pane() as shown:
        shown.open(pdf(tmp_path), 5)
        await until(lambda: 5 in shown.view._pictures)
        assert shown.view.page() == 5
        assert (shown.number.text(), shown.count.text()) == ("5", "of 12")
        image = shown.view.grab().toImage()
        # Anti-aliased words: far darker than the paper, seldom quite black.
        dark = [image.pixelColor(x, y) for y in range(30, 120) for x in range(40, 400, 2)]
        assert min(colour.lightness() for colour in dark) < 120
        assert image.pixelColor(300, 400) == QColor("white")


async def test_leafing_by_button_and_number(qloop, tmp_path):
    async with pane() as shown:
        told = QSignalSpy(shown.page_changed)
        shown.open(pdf(tmp_path))
        await until(lambda: shown.view.page_count() == 12)
        assert not shown.previous.isEnabled()
        QTest.mouseClick(shown.next, Qt.MouseButton.LeftButton)
        assert (shown.number.text(), shown.previous.isEnabled()) == ("2", True)
        shown.number.setText("9")
        QTest.keyClick(shown.number, Qt.Key.Key_Return)
        assert shown.view.page() == 9
        shown.show_page(12)
        assert not shown.next.isEnabled()
        assert told.at(told.count() - 1) == [12]


async def test_zoom_is_shown_and_fits_again(qloop, tmp_path):
    async with pane() as shown:
        shown.open(pdf(tmp_path))
        await until(lambda: shown.view.page_count() == 12)
        QTest.mouseClick(shown.larger, Qt.MouseButton.LeftButton)
        assert shown.zoom.text() == "125 %"
        QTest.mouseClick(shown.smaller, Qt.MouseButton.LeftButton)
        QTest.mouseClick(shown.smaller, Qt.MouseButton.LeftButton)
        assert shown.zoom.text() == "75 %"
        QTest.mouseClick(shown.fit, Qt.MouseButton.LeftButton)
        assert shown.zoom.text() == "100 %"


async def test_a_damaged_file_says_so_and_can_be_tried_again(qloop, tmp_path):
    async with pane() as shown:
        broken = tmp_path / "broken.pdf"
        broken.write_bytes(b"%PDF-1.7 cut off")
        shown.open(broken)
        await until(shown.error.isVisible)
        assert shown.error.title() == "The file is damaged or incomplete."
        make_pdf(broken, ["Mended"])
        shown.error.retry.emit()
        await until(lambda: shown.view.page_count() == 1)
        assert not shown.error.isVisible()


async def test_a_damaged_page_says_so_on_the_page(qloop, tmp_path):
    async with pane() as shown:
        shown.open(pdf(tmp_path))
        await until(lambda: shown.view.page_count() == 12)
        shown._page_failed(1, AppError("media.page_unreadable", page=1))
        assert "Page 1 cannot be shown." in shown.view._troubles[1]


async def test_letting_go_ends_with_no_pages(qloop, tmp_path):
    async with pane() as shown:
        shown.open(pdf(tmp_path))
        await until(lambda: shown.view.page_count() == 12)
        shown.let_go()
        assert shown.view.page_count() == 0


async def test_a_quote_is_marked_and_brought_into_view(qloop, tmp_path):
    lines = [f"Line {number} is about lenses." for number in range(1, 50)]
    path = make_pdf(tmp_path / "long.pdf", ["Another page.", "\n".join(lines)])
    async with pane() as shown:
        shown.resize(600, 400)
        shown.open(path, 2, "Line 40 is about lenses.")
        await until(lambda: 2 in shown.view._pictures and shown.view._marks)
        area = shown.view._mark_rect(shown.view._page_rect(2), shown.view._marks[2][0])
        assert shown.view.viewport().rect().contains(area.toAlignedRect())
        image = shown.view.viewport().grab().toImage().copy(area.toAlignedRect())
        places = [QPoint(x, y) for x in range(image.width()) for y in range(image.height())]
        assert any(image.pixelColor(place) == PAPER_MARK for place in places)
        shown.show_page(1)
        assert shown.view._marks == {}
        shown.show_page(2, "Line 3 is about")
        await until(lambda: shown.view._marks)
