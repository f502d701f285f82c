"""Parts of the phone."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.quiz.preview_parts_page import WIDTH, Brush, answer_parts, stacked
from desktop.widgets.quiz_palette import OPTION_COLOURS
from desktop.widgets.theme import DARK, LIGHT
from shared.quiz.quiz import Choice, Media, Number, Single
from tests.support.sample_quizzes import every_kind, question

PICTURE = Media("a" * 64, "image/png", "A lens")


@pytest.fixture
def picture(tmp_path):
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0x00FF00)
    image.save(str(tmp_path / "a.png"))
    return lambda media: tmp_path / "a.png" if media is PICTURE else None


def drawn(part):
    image = QImage(400, round(part.height) + 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    part.draw(painter, QRectF(20, 20, WIDTH, part.height))
    painter.end()
    return image


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("rtl", [False, True])
def test_every_kind_is_drawn_within_its_place(qapp, picture, colours, rtl):
    brush = Brush(colours, picture, rtl=rtl)
    for one in every_kind():
        part = stacked(answer_parts(one, brush), 16)
        image = drawn(part)
        inked = [
            y for y in range(image.height()) if any(image.pixelColor(x, y).alpha() for x in range(0, 400, 5))
        ]
        assert min(inked) >= 18
        assert max(inked) <= part.height + 22


def test_tiles_have_their_colours_and_pictures(qapp, picture):
    brush = Brush(LIGHT, picture)
    body = Single((Choice("", PICTURE), Choice("b"), Choice("c", Media("b" * 64, "audio/mpeg", "A bell"))), 0)
    (part,) = answer_parts(question("q", body), brush)
    image = drawn(part)
    assert image.pixelColor(30, 80) == QColor(OPTION_COLOURS[0])
    assert image.pixelColor(200, 80) == QColor("#00FF00")
    assert drawn(Brush(LIGHT, picture, rtl=True).tile(0, Choice("b"))).pixelColor(340, 30) == QColor(
        OPTION_COLOURS[0]
    )


def test_sliders_show_their_ends(qapp, picture):
    brush = Brush(LIGHT, picture)
    plain = answer_parts(question("q", Number(1)), brush)
    slid = answer_parts(question("q", Number(1, slider=True)), brush)
    assert len(slid) == len(plain) + 1
