from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy

from desktop.media.document_view_model import DocumentViewModel
from desktop.runtime.changes import ChangeBus
from shared.tasks import TaskScope
from tests.support.documents import make_pdf
from tests.support.waiting import until


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return make_pdf(tmp_path / "Lenses.pdf", [f"Page {number}" for number in range(1, 7)])


async def test_pages_come_in_the_order_wanted(qloop, pdf: Path):
    async with TaskScope("test") as scope:
        model = DocumentViewModel(scope, ChangeBus())
        sizes, pictures = QSignalSpy(model.sizes_came), QSignalSpy(model.picture_came)
        model.open(pdf)
        await until(sizes.count)
        assert len(sizes.at(0)[0]) == 6
        model.want({4: 200, 3: 200})
        await until(lambda: pictures.count() == 2)
        assert [pictures.at(at)[:2] for at in range(2)] == [[4, 200], [3, 200]]
        await model.aclose()


async def test_what_is_no_longer_wanted_is_not_drawn(qloop, pdf: Path):
    async with TaskScope("test") as scope:
        model = DocumentViewModel(scope, ChangeBus())
        pictures = QSignalSpy(model.picture_came)
        model.open(pdf)
        model.want(dict.fromkeys(range(1, 7), 200))
        model.want({6: 200})
        await until(lambda: any(pictures.at(at)[0] == 6 for at in range(pictures.count())))
        assert pictures.count() <= 2
        await model.aclose()


async def test_a_damaged_file_and_a_missing_page(qloop, pdf: Path, tmp_path: Path):
    async with TaskScope("test") as scope:
        model = DocumentViewModel(scope, ChangeBus())
        failed, page_failed = QSignalSpy(model.failed), QSignalSpy(model.page_failed)
        broken = tmp_path / "broken.pdf"
        broken.write_bytes(b"%PDF-1.7 cut off")
        model.open(broken)
        await until(failed.count)
        assert failed.at(0)[0].code == "media.unreadable"
        model.open(pdf)
        model.want({99: 100})
        await until(page_failed.count)
        assert page_failed.at(0)[0] == 99
        model.let_go()
        await until(lambda: not len(scope))


async def test_a_quote_is_looked_for_on_its_page_and_the_next(qloop, tmp_path: Path):
    first = "It begins on the first page of the two"
    path = make_pdf(tmp_path / "two.pdf", [first, "and it ends on the second one, says he. It begins."])
    async with TaskScope("test") as scope:
        model = DocumentViewModel(scope, ChangeBus())
        found = []
        model.marks_came.connect(lambda marks: found.append(sorted(marks)))
        model.find(1, "before a file is open")
        model.open(path)
        model.find(1, f"{first} and it ends on the second one")
        await until(lambda: found and found[-1] == [1, 2])
        model.find(1, first)
        await until(lambda: found[-1] == [1])
        # After the last page there is none, and a quote that is nowhere has no mark.
        model.find(2, "something else altogether")
        await until(lambda: found[-1] == [])
        await model.aclose()
