"""The QR code says what it was given, in whole pixels, dark on white in every theme."""

from PySide6.QtGui import QColor

from desktop.widgets.qr_code import QrCode
from desktop.widgets.theming import ThemeChoice, theming
from tests.support.look import look

__all__ = ["look"]

URL = "http://192.168.1.20:8420/?pin=123456"


def modules(image, side):
    """The picture read back as rows of dark and light."""
    wide = image.width()
    step = wide // side
    return [
        [image.pixelColor(x * step + step // 2, y * step + step // 2).lightness() < 128 for x in range(side)]
        for y in range(side)
    ]


def test_the_picture_is_the_code_with_its_quiet_zone(qapp):
    import segno

    matrix = [[bool(dark) for dark in row] for row in segno.make(URL, error="m", micro=False).matrix]
    side = len(matrix) + 8
    theming().choose(ThemeChoice("dark"))
    code = QrCode("Code", pixels=240)
    code.set_text(URL)
    code.resize(side * 6, side * 6)
    read = modules(code.grab().toImage(), side)
    assert [row[4:-4] for row in read[4:-4]] == matrix
    assert not any(read[1][1:-1])
    assert code.accessibleDescription() == URL


def test_without_a_text_it_is_an_empty_square(qapp):
    code = QrCode("Code")
    code.set_text(URL)
    code.set_text("")
    code.resize(100, 100)
    assert code.text() == ""
    assert code.grab().toImage().pixelColor(50, 50) == QColor("white")
    assert code.sizeHint().width() == code.sizeHint().height() > code.minimumSizeHint().height()
