import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.corner_panel import CornerPanel
from desktop.widgets.label import Label


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_it_stands_in_the_trailing_corner(window, qapp):
    panel = CornerPanel("Work", window)
    assert panel.isHidden()
    panel.set_open(True)
    assert panel.geometry().right() <= 900
    assert panel.geometry().left() > 450
    assert panel.geometry().bottom() < 600
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.place()
    assert panel.geometry().left() < 100


def test_it_is_as_tall_as_its_words_need_and_the_window_lets_it(window, qtbot):
    panel = CornerPanel("Work", window)
    panel.content.addWidget(Label("short", wrap=True))
    panel.set_open(True)
    low = panel.height()
    panel.content.addWidget(Label("long words " * 60, wrap=True))
    qtbot.waitUntil(lambda: panel.height() > low)
    assert panel.height() <= 400
    window.resize(900, 900)
    assert panel.height() > low


def test_escape_and_the_cross_put_it_away(window, qtbot):
    panel = CornerPanel("Work", window)
    panel.set_open(True)
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    panel.set_open(True)
    qtbot.keyClick(panel, Qt.Key.Key_A)
    with qtbot.waitSignal(panel.closed):
        panel._close.click()
