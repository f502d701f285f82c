from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from desktop.widgets.shortcuts import ShortcutEntry, ShortcutRegistry


def shown(qtbot, window: QWidget) -> None:
    """Show it as the active window: shortcuts of another one do not work."""
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def test_shortcuts_work_and_are_listed(qtbot):
    registry, window, pressed = ShortcutRegistry(), QWidget(), []
    qtbot.addWidget(window)
    first = registry.add(window, ["Ctrl+J", "F9"], lambda: pressed.append(1), group="Window", text="Jobs")
    shown(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert pressed == [1, 1]
    assert first == "Ctrl+J"
    assert registry.entries() == [ShortcutEntry("Window", "Jobs", "Ctrl+J / F9")]


def test_a_page_that_is_not_shown_has_no_shortcuts(qtbot):
    registry, stack, pressed = ShortcutRegistry(), QStackedWidget(), []
    qtbot.addWidget(stack)
    for name in ("one", "two"):
        page = QWidget()
        stack.addWidget(page)
        registry.add(
            page, QKeySequence.StandardKey.Find, lambda n=name: pressed.append(n), group="g", text="t"
        )
    shown(qtbot, stack)
    for index in (1, 0):
        stack.setCurrentIndex(index)
        qtbot.keyClick(stack, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["two", "one"]


def test_a_text_field_keeps_what_is_typed(qtbot):
    registry, window, pressed = ShortcutRegistry(), QWidget(), []
    qtbot.addWidget(window)
    field = QLineEdit(window)
    registry.add(window, "1", lambda: pressed.append(1), group="g", text="t")
    shown(qtbot, window)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_1)
    assert (field.text(), pressed) == ("1", [])


def test_lines_go_with_their_owner(qtbot):
    registry, owner = ShortcutRegistry(), QWidget()
    with qtbot.waitSignal(registry.changed):
        registry.describe(owner, group="List", text="Next", keys="Down")
    assert len(registry.entries()) == 1
    owner.deleteLater()
    qtbot.waitUntil(lambda: registry.entries() == [])
