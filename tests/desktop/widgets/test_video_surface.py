import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtTest import QTest

from desktop.widgets.video_surface import VideoSurface


@pytest.fixture
def surface(qtbot) -> VideoSurface:
    surface = VideoSurface("Video")
    qtbot.addWidget(surface)
    surface.resize(400, 400)
    surface.show()
    return surface


def frame(colour: str) -> QVideoFrame:
    image = QImage(QSize(320, 160), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return QVideoFrame(image)


def test_a_frame_keeps_its_proportions(surface: VideoSurface):
    surface.show_frame(frame("#ff8000"))
    shown = surface.grab().toImage()
    assert shown.pixelColor(200, 200) == QColor("#ff8000")
    assert shown.pixelColor(200, 50) == QColor("black")
    assert shown.pixelColor(200, 350) == QColor("black")


def test_without_a_frame_it_is_dark(surface: VideoSurface):
    surface.show_frame(frame("#ffffff"))
    assert surface.has_frame()
    surface.clear()
    assert not surface.has_frame()
    assert surface.grab().toImage().pixelColor(200, 200) == QColor("black")


def test_clicks_and_escape(surface: VideoSurface, qtbot):
    with qtbot.waitSignal(surface.clicked):
        QTest.mouseClick(surface, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(surface.full_screen_toggled):
        QTest.mouseDClick(surface, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(surface.full_screen_toggled):
        QTest.keyClick(surface, Qt.Key.Key_Escape)
    surface.showFullScreen()
    with qtbot.waitSignal(surface.full_screen_toggled):
        QTest.keyClick(surface, Qt.Key.Key_Escape)


def test_a_caption_stands_on_black_at_the_lower_edge(surface: VideoSurface):
    surface.resize(400, 225)
    surface.show_frame(frame("#ff8000"))
    plain = surface.grab().toImage()
    surface.set_caption("Light is fast.")
    assert surface.caption() == "Light is fast."
    shown = surface.grab().toImage()
    middle = [shown.pixelColor(x, 182) for x in range(100, 300)]
    assert max(colour.lightness() for colour in middle) > 200
    assert min(colour.lightness() for colour in middle) < 60
    assert shown.pixelColor(200, 40) == plain.pixelColor(200, 40)
    surface.clear()
    assert surface.caption() == ""
