"""One option: it is pressed by every means, named for the ear, and says what it was after the reveal."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap

from desktop.widgets.quiz_tile import OptionTile
from desktop.widgets.theming import ThemeChoice


def made(qtbot, position=0, text="Paris", **options):
    tile = OptionTile(position, text, **options)
    qtbot.addWidget(tile)
    tile.resize(300, tile.heightForWidth(300))
    tile.show()
    return tile


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_press_it(qtbot, key):
    tile = made(qtbot)
    with qtbot.waitSignal(tile.clicked, timeout=1000):
        qtbot.keyClick(tile, key)


def test_all_of_it_is_clicked(qtbot):
    tile = made(qtbot)
    with qtbot.waitSignal(tile.clicked, timeout=1000):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_it_is_named_by_letter_text_and_what_it_was(qtbot):
    tile = made(qtbot, 1, r"\(x^2\)")
    assert tile.accessibleName() == "B: x^2"
    tile.set_verdict("right", "Right answer")
    assert tile.accessibleName() == "B: x^2. Right answer"
    assert tile.verdict() == "right"
    assert tile.words() == r"\(x^2\)"


def test_a_picture_is_described_until_and_after_it_comes(qtbot):
    tile = made(qtbot, 2, "")
    tile.set_picture(None, "A lighthouse")
    assert tile.accessibleName() == "C: A lighthouse"
    before = tile.heightForWidth(300)
    picture = QPixmap(60, 40)
    picture.fill(Qt.GlobalColor.red)
    tile.set_picture(picture, "A lighthouse")
    assert tile.heightForWidth(300) > before
    assert made(qtbot, 0, "Text").accessibleName() == "A: Text"


@pytest.mark.parametrize("verdict", ["right", "wrong", "missed"])
def test_each_verdict_looks_different_without_colour(qtbot, look, verdict):
    look.choose(ThemeChoice("contrast"))
    tile = made(qtbot)
    pictures = [tile.grab().toImage()]
    for one in ("right", "wrong", "missed"):
        tile.set_verdict(one)
        pictures.append(tile.grab().toImage())
    tile.set_verdict(verdict)
    assert pictures.count(tile.grab().toImage()) == 1


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_chosen_focused_and_disabled_paint_in_both_directions(qtbot, direction):
    tile = made(qtbot)
    tile.setLayoutDirection(direction)
    tile.setCheckable(True)
    free = tile.grab().toImage()
    tile.setChecked(True)
    assert tile.grab().toImage() != free
    tile.setEnabled(False)
    assert not tile.grab().isNull()


def test_long_text_makes_it_higher_and_text_size_too(qtbot, look):
    tile = made(qtbot, 0, "word " * 60)
    assert tile.heightForWidth(300) > made(qtbot).heightForWidth(300) * 3
    before = tile.heightForWidth(600)
    look.choose(ThemeChoice("light", 200))
    assert tile.heightForWidth(600) > before * 2
    assert made(qtbot, 0, "a", enlarged=2).sizeHint().height() > made(qtbot, 0, "a").sizeHint().height()


def test_without_letters_it_is_named_and_drawn_by_its_words_alone(qtbot):
    plain, lettered = made(qtbot, 1, lettered=False), made(qtbot, 1)
    assert plain.accessibleName() == "Paris"
    assert plain.sizeHint().height() <= lettered.sizeHint().height()
    assert plain.grab().toImage() != lettered.grab().toImage()
