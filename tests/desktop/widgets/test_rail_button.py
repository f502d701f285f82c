from PySide6.QtCore import Qt

from desktop.widgets.rail_button import RailButton


def test_the_word_is_always_known_to_a_screen_reader(qtbot):
    button = RailButton("Library", "bookshelf", checkable=True)
    qtbot.addWidget(button)
    button.set_wide(True, "1")
    wide = button.sizeHint().width()
    assert button.toolTip() == "(1)"
    button.set_wide(False, "1")
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert button.toolTip() == "Library (1)"
    assert button.sizeHint().width() < wide
    assert button.accessibleName() == "Library"
    button.set_wide(False, "")
    assert button.toolTip() == "Library"
