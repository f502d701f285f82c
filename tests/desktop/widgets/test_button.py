import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu

from desktop.widgets.button import Button, IconButton, follow_action
from desktop.widgets.theme import DARK, LIGHT
from desktop.widgets.theming import ThemeChoice


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "danger", "link"])
def test_buttons_are_large_enough_to_hit(qtbot, kind):
    button = Button("Add files", kind, icon_name="plus")
    qtbot.addWidget(button)
    assert button.sizeHint().height() >= 36
    assert not button.icon().isNull()


def test_a_primary_button_has_the_accent_in_every_theme(qtbot, look):
    button = Button("Add", "primary")
    qtbot.addWidget(button)
    button.resize(120, 40)
    assert button.grab().toImage().pixelColor(12, 20).name().upper() == LIGHT.accent
    look.choose(ThemeChoice("dark"))
    assert button.grab().toImage().pixelColor(12, 20).name().upper() == DARK.accent


def test_the_kind_can_change(qtbot):
    button = Button("Add")
    qtbot.addWidget(button)
    button.resize(120, 40)
    button.set_kind("primary")
    assert button.grab().toImage().pixelColor(12, 20).name().upper() == LIGHT.accent


def test_icon_buttons_have_a_name_and_grow_with_the_text(qtbot, look):
    button = IconButton("dots-vertical", "More")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("More", "More")
    button.set_name("Play", "Space")
    assert (button.accessibleName(), button.toolTip()) == ("Play", "Play (Space)")
    before = button.iconSize().width(), button.sizeHint().width()
    look.choose(ThemeChoice("light", 200))
    assert button.iconSize().width() == before[0] * 2
    assert button.sizeHint().width() > before[1] >= 36


def test_after_its_menu_an_icon_button_does_not_look_pressed(qtbot):
    button = IconButton("export-variant", "Export")
    qtbot.addWidget(button)
    menu = QMenu(button)
    button.setMenu(menu)
    # Away from where the pointer is.
    button.move(QCursor.pos() + QPoint(200, 200))
    button.show()
    # The pointer came, the menu took the mouse, and no "leave" follows.
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    button.setDown(True)
    menu.aboutToHide.emit()
    qtbot.waitUntil(lambda: not button.isDown())
    assert not button.underMouse()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_button_follows_its_action_and_says_why_it_is_shut(qtbot):
    button, action = IconButton("delete-outline", "Delete"), QAction("Delete")
    qtbot.addWidget(button)
    action.setEnabled(False)
    action.setToolTip("You may only read this.")
    follow_action(button, action, "Delete")
    assert (button.isEnabled(), button.toolTip()) == (False, "You may only read this.")
    assert button.accessibleDescription() == "You may only read this."
    action.setEnabled(True)
    follow_action(button, action, "Delete")
    assert (button.isEnabled(), button.toolTip(), button.accessibleDescription()) == (True, "Delete", "")
    action.setVisible(False)
    follow_action(button, action, "Delete")
    assert button.isHidden()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_an_icon_keeps_its_distance_from_the_word(qtbot, qapp, direction):
    qapp.setLayoutDirection(direction)
    try:
        button = Button("I", icon_name="square")
        qtbot.addWidget(button)
        size = button.iconSize()
        assert size.width() >= size.height() + 4
        drawn = button.icon().pixmap(size).toImage()
        columns = [
            x
            for x in range(drawn.width())
            if any(drawn.pixelColor(x, y).alpha() > 0 for y in range(drawn.height()))
        ]
        gap = drawn.width() - size.height()
        if direction is Qt.LayoutDirection.LeftToRight:
            assert max(columns) < drawn.width() - gap
        else:
            assert min(columns) >= gap
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
