from pathlib import Path

import pytest

from desktop.media.pages import PdfPages
from shared.errors import AppError
from tests.support.documents import make_pdf


async def test_pages_are_drawn_by_a_process_of_their_own(tmp_path: Path):
    pages = PdfPages(make_pdf(tmp_path / "Lénses 🔦.pdf", ["A lens bends light.", "The second page."]))
    try:
        sizes = await pages.sizes()
        assert [(round(size.width), round(size.height)) for size in sizes] == [(595, 842)] * 2
        picture = await pages.render(2, 300)
        assert abs(picture.width - 300) <= 1
        assert len(picture.pixels) == picture.stride * picture.height
        marks = await pages.marks(2, "second page")
        assert marks.whole
        assert 0 < marks.boxes[0].left < marks.boxes[0].right < 1
    finally:
        await pages.close()


async def test_a_missing_file_says_so(tmp_path: Path):
    pages = PdfPages(tmp_path / "gone.pdf")
    try:
        with pytest.raises(AppError) as caught:
            await pages.sizes()
        assert caught.value.code == "storage.file_missing"
    finally:
        await pages.close()
