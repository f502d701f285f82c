"""Words in sizes by how many gave them."""

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.quiz_word_cloud import WordCloud
from desktop.widgets.theming import ThemeChoice


@pytest.fixture
def cloud(qtbot):
    widget = WordCloud()
    qtbot.addWidget(widget)
    widget.set_words([("light", 3), ("energy", 9), ("sun", 1)])
    return widget


def test_the_most_frequent_comes_first_and_is_largest(cloud):
    assert cloud.accessibleName() == "energy 9, light 3, sun 1"
    [(_, line)] = cloud._lines(2000)
    sizes = [font.pointSizeF() for _word, font, _width in line]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


def test_words_wrap_and_a_long_one_is_cut(cloud):
    assert cloud.heightForWidth(120) > cloud.heightForWidth(2000)
    cloud.set_words([("x" * 200, 1)])
    [(_, [(_word, _font, width)])] = cloud._lines(150)
    assert width == 150


def test_nothing_takes_no_room(cloud):
    cloud.set_words([])
    assert cloud.heightForWidth(300) == 0
    assert cloud.accessibleName() == ""


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_paints_and_grows(cloud, look, direction):
    cloud.setLayoutDirection(direction)
    cloud.resize(300, 200)
    assert not cloud.grab().isNull()
    before = cloud.heightForWidth(4000)
    look.choose(ThemeChoice("dark", 200))
    assert cloud.heightForWidth(4000) > before * 1.5
