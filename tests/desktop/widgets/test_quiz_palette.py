"""Options are told apart without colour, and what stands on their colours can be read."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from desktop.widgets.quiz_palette import (
    OPTION_LETTERS,
    OPTION_SHAPES,
    badge_width,
    contrast,
    option_look,
    paint_badge,
)
from desktop.widgets.theming import ThemeChoice, theme

EVERY = range(len(OPTION_LETTERS))


def test_each_place_has_a_letter_and_a_shape_of_its_own():
    assert len({option_look(place).letter for place in EVERY}) == len(OPTION_LETTERS)
    assert len(set(OPTION_SHAPES)) == len(OPTION_LETTERS)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("place", EVERY)
def test_letters_and_words_can_be_read(look, name, place):
    look.choose(ThemeChoice(name))
    shown = option_look(place)
    assert contrast(shown.ink.name(), shown.colour.name()) >= 4.5
    assert contrast(theme().colours.text, shown.ground.name()) >= 4.5


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "contrast"])
@pytest.mark.parametrize("rtl", [False, True])
def test_badges_differ(look, name, rtl):
    look.choose(ThemeChoice(name))

    def picture(place):
        pixmap = QPixmap(badge_width(40), 40)
        pixmap.fill(theme().colour("background"))
        painter = QPainter(pixmap)
        paint_badge(painter, QRectF(pixmap.rect()), place, rtl=rtl)
        painter.end()
        return pixmap.toImage()

    pictures = [picture(place) for place in EVERY]
    assert all(first != second for n, first in enumerate(pictures) for second in pictures[n + 1 :])
