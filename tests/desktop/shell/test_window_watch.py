from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from desktop.shell.window_watch import WindowWatch


def test_showing_raising_minimising_and_hiding_are_told(qtbot):
    window, told = QWidget(), []
    qtbot.addWidget(window)
    watch = WindowWatch(window)
    watch.seen.connect(told.append)
    window.show()
    assert told[-1] is True
    told.clear()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert told == [True], "raised while it was there already"
    window.showMinimized()
    assert told[-1] is False
    window.showNormal()
    assert told[-1] is True
    window.hide()
    assert told[-1] is False
    told.clear()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert told == []
