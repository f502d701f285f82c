from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.toast import BOTTOM_BAR, MOST_AT_ONCE, PLAIN_MS, WITH_ACTION_MS, ToastHost


def host(qtbot, window: QWidget | None = None) -> ToastHost:
    window = window or QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return ToastHost(window)


def test_it_says_something_and_goes_by_itself(qtbot):
    toasts = host(qtbot)
    toast = toasts.show_toast("Copied")
    assert toasts.isVisible()
    assert toast._timer.interval() == PLAIN_MS
    toast._timer.setInterval(0)
    qtbot.waitUntil(lambda: not toasts.isVisible())
    assert toasts.toasts() == []


def test_undo_is_called_once_and_closes_it(qtbot):
    toasts = host(qtbot)
    undone: list[int] = []
    toast = toasts.show_toast("Removed “Lecture 3”", action_text="Undo", on_action=lambda: undone.append(1))
    assert toast._timer.interval() == WITH_ACTION_MS
    qtbot.mouseClick(toast.action_button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert toasts.toasts() == []


def test_it_stays_while_the_pointer_is_on_it(qtbot):
    toast = host(qtbot).show_toast("Copied")
    QApplication.sendEvent(toast, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert not toast._timer.isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast._timer.isActive()


def test_the_oldest_gives_way(qtbot):
    toasts = host(qtbot)
    for number in range(MOST_AT_ONCE + 2):
        toasts.show_toast(str(number), tone="info")
    assert [toast.text for toast in toasts.toasts()] == ["2", "3", "4"]


def test_it_stands_inside_the_window_whatever_its_size(qtbot):
    window = QWidget()
    toasts = host(qtbot, window)
    toasts.show_toast("word " * 60, tone="danger", action_text="Details", on_action=lambda: None)
    window.resize(700, 400)
    qtbot.waitUntil(lambda: window.rect().contains(toasts.geometry()))
    assert abs(toasts.geometry().center().x() - 350) <= 1


def test_it_leaves_the_bar_of_the_page_in_reach(qtbot):
    window = QWidget()
    toasts = host(qtbot, window)
    bar = QWidget(window)
    bar.setObjectName(BOTTOM_BAR)
    bar.setGeometry(0, 480, 900, 80)
    bar.show()
    toasts.show_toast("Deleted “Lesson”", action_text="Undo", on_action=lambda: None)
    assert toasts.geometry().bottom() < 480
    bar.hide()
    qtbot.waitUntil(lambda: toasts.geometry().bottom() > 480)
    bar.show()
    qtbot.waitUntil(lambda: toasts.geometry().bottom() < 480)
