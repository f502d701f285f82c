"""Where a quote stands on a page, whatever the page does with its line ends."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.page_marks import SHORTEST, boxes_of_quote, place_of_quote
from tests.support.documents import make_pdf, make_scan

PAGE = "A heading\r\nA lens bends light, and a pris-\r\nm divides it. It is made\r\nof glass. Page 7"


def found(text, quote):
    place = place_of_quote(text, quote)
    return None if place is None else (text[place[0] : place[1]], place[2])


def test_line_ends_hyphens_and_case_do_not_matter():
    assert found(PAGE, "a prism divides it. It is made of glass.") == (
        "a pris-\r\nm divides it. It is made\r\nof glass.",
        True,
    )


def test_a_quote_over_the_end_of_a_page_is_marked_on_both():
    quote = "It is made of glass. The next page goes on with mirrors and what they do."
    assert found(PAGE, quote) == ("It is made\r\nof glass.", False)
    after = "The next page goes on with mir-\r\nrors and what they do. More text."
    assert found(after, quote) == ("The next page goes on with mir-\r\nrors and what they do.", False)


@pytest.mark.parametrize("quote", ["", " - ", "Mirrors turn light around.", "A lens of another kind"])
def test_what_is_not_there_is_not_marked(quote):
    assert found(PAGE, quote) is None


@given(st.text(max_size=80), st.text(min_size=1, max_size=40), st.text(max_size=80))
def test_what_stands_on_a_page_is_found(before, quote, after):
    place = place_of_quote(before + quote + after, quote)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(before + quote + after)
    letters = [one for one in quote if one.isalnum()]
    assert not letters or (place is not None and place[2])


def boxes(path, quote, turned=0):
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        page.set_rotation(turned)
        return boxes_of_quote(page, quote)
    finally:
        document.close()


def test_each_line_has_its_box_where_it_is_drawn(tmp_path):
    path = make_pdf(tmp_path / "a.pdf", ["First line of all.\nA lens bends\nlight, says he."])
    whole, (first, second) = boxes(path, "A lens bends light")
    assert whole
    # 60 points from the left, the second and third lines of 14 points under 780 of 842.
    assert first[0] == pytest.approx(60 / 595, abs=0.005)
    assert first[1] == pytest.approx((842 - 766 - 9) / 842, abs=0.008)
    assert first[2] < second[2] + 0.2
    assert second[1] - first[1] == pytest.approx(14 / 842, abs=0.004)
    for left, top, right, bottom in (first, second):
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


def test_a_turned_page_has_its_boxes_turned(tmp_path):
    path = make_pdf(tmp_path / "a.pdf", ["A lens bends light."])
    _, [(left, top, right, bottom)] = boxes(path, "A lens bends light")
    _, [turned] = boxes(path, "A lens bends light", turned=90)
    assert turned == pytest.approx((1 - bottom, left, 1 - top, right), abs=0.002)


def test_a_page_of_pictures_has_nothing_to_mark(tmp_path):
    assert boxes(make_scan(tmp_path / "scan.pdf"), "A lens bends light.") == (False, [])


def test_chance_finds_are_too_short_to_mark():
    assert place_of_quote("light " * 5, "light is what we see" + "x" * SHORTEST) is None
