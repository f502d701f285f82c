"""A printed quiz: the PDF is read back."""

import msgspec
import pytest
from pypdfium2 import PdfDocument
from PySide6.QtGui import QImage, QPageSize

from desktop.quiz.print_sheet_page import answer_words, letter, write_pdf
from desktop.widgets.language import install_language
from shared.errors import AppError
from shared.quiz.quiz import Choice, Media, Number, Single, Slide, Typed
from tests.support.look import look
from tests.support.sample_quizzes import every_kind, question, quiz_of

__all__ = ["look"]


def text_of(path):
    document = PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


def test_sheet_and_key(look, tmp_path):
    target = tmp_path / "light.pdf"
    count = write_pdf(target, quiz_of(*every_kind()), lambda _media: None)
    pages = text_of(target)
    assert len(pages) == count
    sheet, key = "\n".join(pages[:-1]), pages[-1]
    assert "Name:" in sheet
    assert "A." in sheet
    assert "Lipperhey" not in sheet, "the sheet does not say what is right"
    assert "Lipperhey / Hans Lipperhey" in key
    assert "Light and lenses: answers" in key
    assert "No right answer" in key
    assert not list(tmp_path.glob("*.part"))


def test_the_key_has_every_digit_of_a_number(look):
    light = question("How fast is light?", Number(299_792_458, tolerance=0.5, unit="m/s"))
    assert answer_words(light) == "299792458 m/s (± 0.5)"
    install_language("es")
    assert answer_words(light) == "299792458 m/s (± 0,5)"


def test_one_of_both_and_paper(look, tmp_path):
    quiz = quiz_of(*every_kind()[:2])
    only_key = tmp_path / "key.pdf"
    assert write_pdf(only_key, quiz, lambda _: None, sheet=False, page=QPageSize.PageSizeId.Letter) == 1
    document = PdfDocument(only_key)
    assert document[0].get_size() == pytest.approx((612, 792), abs=1)
    document.close()
    assert "Name:" not in text_of(only_key)[0]


def test_long_quizzes_pictures_and_what_paper_cannot_play(look, tmp_path):
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    image.save(str(tmp_path / "a.png"))
    picture, sound = Media("a" * 64, "image/png", "A lens"), Media("b" * 64, "audio/mpeg", "A bell")
    body = Single((Choice("", picture), Choice("b " * 300)), 0)
    made = [
        question(r"Why \(x^2\)?", body, media=sound, explanation="So."),
        question("S", Slide("text")),
    ] * 20
    target = tmp_path / "long.pdf"
    count = write_pdf(target, quiz_of(*made), lambda media: tmp_path / "a.png" if media is picture else None)
    assert count > 5
    text = "\n".join(text_of(target))
    assert "A bell" in text
    assert f"1 / {count - 2}" in text or "1 / " in text


def test_the_disk_may_refuse(look, tmp_path):
    with pytest.raises(AppError):
        write_pdf(tmp_path / "no folder" / "x.pdf", quiz_of(*every_kind()), lambda _: None)


def test_answers_in_words(qapp):
    words = [answer_words(one) for one in every_kind()]
    assert words[0] == "A. It bends light"
    assert words[2] == "A. Red   C. Blue"
    assert words[4] == "4.5 cm (± 0.1)"
    assert words[6] == "1. Light  2. fast / quick"
    assert words[7] == "1A  2B"
    assert words[8:] == ["", "", "", ""]
    assert answer_words(msgspec.structs.replace(every_kind()[0], body=Single((Choice("a"),), 5))) == ""
    assert letter(27) == "B"


def test_an_answer_left_empty_is_not_printed(qapp):
    assert answer_words(question("Which one?", Typed(("prism", "", "glass", " ")))) == "prism / glass"
