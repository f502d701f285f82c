import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest

from desktop.widgets.seek_bar import PAGE_MS, STEP_MS, SeekBar

HOUR_MS = 3_600_000


@pytest.fixture
def bar(qtbot) -> SeekBar:
    bar = SeekBar("Position")
    qtbot.addWidget(bar)
    bar.set_length(HOUR_MS)
    bar.resize(1_000, 40)
    bar.show()
    return bar


def told(spy: QSignalSpy) -> list[int]:
    return [spy.at(number)[0] for number in range(spy.count())]


def test_a_click_goes_to_its_time(bar: SeekBar):
    sought = QSignalSpy(bar.sought)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(500, 20))
    assert told(sought)[-1] == pytest.approx(HOUR_MS / 2, rel=0.02)
    assert bar.value() == told(sought)[-1]


def test_from_the_right_time_runs_to_the_left(bar: SeekBar):
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    sought = QSignalSpy(bar.sought)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(250, 20))
    assert told(sought)[-1] == pytest.approx(HOUR_MS * 0.75, rel=0.03)


def test_the_player_does_not_pull_the_handle_from_a_hand(bar: SeekBar):
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(700, 20))
    held = bar.value()
    bar.set_position(5_000)
    assert bar.value() == held
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(700, 20))
    bar.set_position(5_000)
    assert bar.value() == 5_000


def test_showing_the_position_seeks_nothing(bar: SeekBar):
    sought = QSignalSpy(bar.sought)
    bar.set_position(60_000)
    assert sought.count() == 0
    assert bar.accessibleName() == "Position: 1 min"


def test_keys_step_and_page(bar: SeekBar):
    sought = QSignalSpy(bar.sought)
    bar.set_position(100_000)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_PageUp)
    QTest.keyClick(bar, Qt.Key.Key_Up)
    assert told(sought) == [100_000 + STEP_MS, 100_000 + STEP_MS + PAGE_MS]


def test_without_a_length_there_is_nothing_to_seek(bar: SeekBar):
    bar.set_length(0)
    assert not bar.isEnabled()
