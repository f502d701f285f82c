"""The worker's own functions, called in this process: it is the same code without the pipe."""

from pathlib import Path

import pytest

from desktop.media import page_worker
from desktop.runtime.worker_serving import Context
from shared.errors import AppError
from tests.support.documents import make_pdf, make_scan

CONTEXT = Context(1, lambda _message: None)


@pytest.fixture
def payload(tmp_path: Path) -> dict:
    path = make_pdf(tmp_path / "Lenses.pdf", ["A lens bends light.", "The second page."])
    return {"path": str(path).encode()}


def test_sizes_of_all_pages(payload: dict):
    assert page_worker.HANDLERS["sizes"](payload, CONTEXT) == [[595.0, 842.0], [595.0, 842.0]]


def test_a_page_is_drawn_as_wide_as_asked_with_dark_words_on_white(payload: dict):
    drawn = page_worker.HANDLERS["render"]({**payload, "number": 1, "width_px": 600}, CONTEXT)
    assert abs(drawn["width"] - 600) <= 1
    assert abs(drawn["height"] - 849) <= 2
    assert len(drawn["pixels"]) == drawn["stride"] * drawn["height"]
    assert drawn["pixels"][:3] == b"\xff\xff\xff"
    assert min(drawn["pixels"]) < 60


def test_a_huge_request_is_drawn_smaller(payload: dict):
    drawn = page_worker.HANDLERS["render"]({**payload, "number": 1, "width_px": 50_000}, CONTEXT)
    assert drawn["width"] * drawn["height"] <= page_worker.MOST_PIXELS * 1.01


def test_a_page_that_is_not_there(payload: dict):
    with pytest.raises(AppError) as caught:
        page_worker.HANDLERS["render"]({**payload, "number": 9, "width_px": 100}, CONTEXT)
    assert caught.value.code == "media.page_unreadable"


def test_another_file_takes_the_place_of_the_open_one(payload: dict, tmp_path: Path):
    assert len(page_worker.HANDLERS["sizes"](payload, CONTEXT)) == 2
    scan = {"path": str(make_scan(tmp_path / "scan.pdf", pages=3)).encode()}
    assert len(page_worker.HANDLERS["sizes"](scan, CONTEXT)) == 3
    assert len(page_worker.HANDLERS["sizes"](payload, CONTEXT)) == 2


def test_what_is_no_pdf_says_so(tmp_path: Path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 cut off")
    with pytest.raises(AppError) as caught:
        page_worker.HANDLERS["sizes"]({"path": str(path).encode()}, CONTEXT)
    assert caught.value.code == "media.unreadable"


def test_a_quote_is_found_on_its_page_only(payload: dict):
    whole, boxes = page_worker.HANDLERS["marks"]({**payload, "number": 1, "quote": "lens bends"}, CONTEXT)
    assert (whole, len(boxes)) == (True, 1)
    assert page_worker.HANDLERS["marks"]({**payload, "number": 2, "quote": "lens bends"}, CONTEXT) == (
        False,
        [],
    )
    with pytest.raises(AppError) as caught:
        page_worker.HANDLERS["marks"]({**payload, "number": 3, "quote": "lens"}, CONTEXT)
    assert caught.value.code == "media.page_unreadable"
