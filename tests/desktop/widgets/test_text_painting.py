from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.widgets.text_lines import LineLayouts, TextLine
from desktop.widgets.text_painting import LinePainter, LineState, reads_from_right
from desktop.widgets.theming import theme

AREA = QRect(0, 0, 400, 60)
TEXT = QRect(80, 0, 300, 60)
LINE = TextLine("Light is straight.", "0:12", "Ana")


def painted(state: LineState, *, mirrored: bool = False) -> QImage:
    image = QImage(AREA.size(), QImage.Format.Format_RGB32)
    image.fill(theme().colour("surface"))
    painter = LinePainter(QPainter(image), LineLayouts([LINE], TEXT.width()), mirrored=mirrored)
    text = QRect(20, 0, 300, 60) if mirrored else TEXT
    painter.paint(0, LINE, AREA, text, state)
    painter.end()
    return image


def count(image: QImage, role: str) -> int:
    wanted = theme().colour(role).rgb()
    pixels = range(image.width() * image.height())
    return sum(image.pixel(at % image.width(), at // image.width()) == wanted for at in pixels)


def test_a_quiet_line_has_no_accent(qapp):
    assert count(painted(LineState()), "accent") == 0


def test_the_spoken_word_stands_on_the_accent_and_the_line_has_a_bar(qapp):
    image = painted(LineState(spoken=(0, 5)))
    word = count(image, "accent")
    bar = count(painted(LineState(spoken=(0, 0))), "accent")
    assert word > bar > 0
    assert QColor(image.pixel(2, 30)) == theme().colour("accent")


def test_the_bar_is_at_the_other_edge_when_read_from_the_right(qapp):
    image = painted(LineState(spoken=(0, 0)), mirrored=True)
    assert QColor(image.pixel(AREA.width() - 4, 30)) == theme().colour("accent")


def test_selection_matches_and_hover_are_drawn(qapp):
    assert count(painted(LineState(selected=(0, 18))), "accent") > 500
    assert count(painted(LineState(matches=((0, 5),))), "accent_tint") > 100
    assert count(painted(LineState(match=((0, 5),))), "accent") > 0
    assert count(painted(LineState(hovered=True)), "hover") > 5000
    assert count(painted(LineState(current=True)), "accent") > 100


def test_a_mark_stands_against_its_text_from_either_side(qapp):
    for mirrored, columns in ((False, range(60, 78)), (True, range(322, 345))):
        image = painted(LineState(), mirrored=mirrored)
        ground = theme().colour("surface")
        inked = [x for x in columns if any(QColor(image.pixel(x, y)) != ground for y in range(20, 60))]
        assert inked, mirrored


def test_the_direction_of_a_text():
    assert reads_from_right("«مرحبا» hello")
    assert reads_from_right("12. שלום")
    assert not reads_from_right("3 مرحبا"[:2])
    assert not reads_from_right("Hello مرحبا")
