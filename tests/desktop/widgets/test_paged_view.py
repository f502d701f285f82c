import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from desktop.widgets.paged_view import PAPER_MARK, ZOOMS, PagedView

A4 = (595.0, 842.0)


@pytest.fixture
def view(qtbot) -> PagedView:
    view = PagedView("Page")
    qtbot.addWidget(view)
    view.resize(600, 700)
    view.show()
    view.set_pages([A4] * 40)
    return view


def picture(colour: str = "#ff8000", width: int = 50) -> QImage:
    image = QImage(QSize(width, 70), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def asked(qtbot, view: PagedView) -> dict[int, int]:
    """What is asked for next: scrolling must have settled first."""
    with qtbot.waitSignal(view.pictures_wanted) as wanted:
        view.viewport().update()
    return wanted.args[0]


def test_only_what_is_seen_and_its_neighbour_is_asked_for(view: PagedView, qtbot):
    view.show_page(20)
    first = asked(qtbot, view)
    assert next(iter(first)) == 20
    assert set(first) <= {19, 20, 21, 22}
    for number, width_px in first.items():
        view.set_picture(number, width_px, picture())
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 1)
    assert not set(asked(qtbot, view)) & set(first)


def test_the_page_being_read_is_told(view: PagedView):
    told = QSignalSpy(view.page_changed)
    assert view.page() == 1
    view.show_page(7)
    assert view.page() == 7
    view.show_page(99)
    assert view.page() == 40
    assert told.at(told.count() - 1) == [40]
    view.show_page(-3)
    assert view.page() == 1


def test_keys_and_wheel(view: PagedView):
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.page() == 2
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.page() == 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page() == 40
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page() == 1
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == 125
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    assert view.zoom() == 100


def test_zoom_and_width_keep_the_page(view: PagedView):
    view.show_page(20)
    view.step_zoom(+1)
    assert (view.zoom(), view.page()) == (125, 20)
    assert view.horizontalScrollBar().maximum() > 0
    view.set_zoom(999)
    assert view.zoom() == ZOOMS[-1]
    view.set_zoom(100)
    view.resize(400, 700)
    assert view.page() == 20
    assert view.horizontalScrollBar().maximum() == 0


def test_a_page_is_paper_until_its_picture_comes(view: PagedView):
    middle = QPoint(300, 300)
    assert view.grab().toImage().pixelColor(middle) == QColor("white")
    view.set_picture(1, 500, picture())
    assert view.grab().toImage().pixelColor(middle) == QColor("#ff8000")


def test_a_damaged_page_says_so_and_is_not_asked_for_again(view: PagedView, qtbot):
    view.set_trouble(1, "Page 1 cannot be shown.")
    blank = view.grab().toImage()
    points = ((x, y) for y in range(300, 600, 2) for x in range(100, 500))
    assert any(blank.pixelColor(x, y) == QColor("black") for x, y in points)
    view.verticalScrollBar().setValue(1)
    assert 1 not in asked(qtbot, view)


def test_memory_is_bounded(view: PagedView, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("desktop.widgets.paged_view._KEPT_BYTES", 3 * 50 * 70 * 4)
    for number in range(1, 10):
        view.set_picture(number, 50, picture())
    assert list(view._pictures) == [7, 8, 9]


def test_no_pages(view: PagedView):
    view.set_pages([])
    assert (view.page_count(), view.page()) == (0, 0)
    view.show_page(3)
    view.grab()


def test_marks_lie_on_the_paper_and_leave_the_words_black(view: PagedView):
    image = picture("#ffffff", 500)
    image.setPixelColor(250, 35, QColor("black"))
    view.set_picture(1, 500, image)
    view.set_marks({1: [QRectF(0.2, 0.4, 0.6, 0.2)]})
    area = view._page_rect(1)
    shown = view.viewport().grab().toImage()
    inside = area.topLeft() + QPoint(round(area.width() * 0.3), round(area.height() * 0.45))
    assert shown.pixelColor(inside) == PAPER_MARK
    assert shown.pixelColor(area.topLeft() + QPoint(20, 20)) == QColor("white")
    view.set_pages([A4] * 3)
    assert view._marks == {}


def test_a_mark_out_of_sight_is_brought_into_view(view: PagedView):
    view.set_zoom(300)
    view.set_marks({2: [QRectF(0.8, 0.9, 0.1, 0.02)]})
    view.reveal_mark(2)
    area = view._mark_rect(view._page_rect(2), view._marks[2][0]).toAlignedRect()
    assert view.viewport().rect().contains(area)
    before = view.verticalScrollBar().value()
    view.reveal_mark(2)
    view.reveal_mark(9)
    assert view.verticalScrollBar().value() == before
