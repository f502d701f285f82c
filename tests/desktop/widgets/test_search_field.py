from PySide6.QtCore import Qt

from desktop.widgets.search_field import SearchField


def test_it_tells_once_typing_has_paused(qtbot):
    field = SearchField("Search your library")
    qtbot.addWidget(field)
    seen: list[str] = []
    field.settled.connect(seen.append)
    with qtbot.waitSignal(field.settled):
        qtbot.keyClicks(field, " leaf ")
    assert seen == ["leaf"]
    assert field.accessibleName() == "Search your library"


def test_enter_tells_at_once(qtbot):
    field = SearchField("Search")
    qtbot.addWidget(field)
    settled: list[str] = []
    field.settled.connect(settled.append)
    field.setText("leaf")
    with qtbot.waitSignal(field.submitted) as submitted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert submitted.args == ["leaf"]
    assert settled == ["leaf"]


def test_escape_and_the_button_clear_it(qtbot):
    field = SearchField("Search")
    qtbot.addWidget(field)
    field.resize(300, 36)
    field.show()
    field.setText("leaf")
    button = field._clear
    assert button.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert not button.isVisible()
    field.setText("leaf")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.text() == ""


def test_the_icon_is_at_the_leading_edge(qtbot):
    field = SearchField("Search")
    qtbot.addWidget(field)
    field.resize(300, 36)
    field.show()
    assert field._glyph.x() < 20
    assert field.textMargins().left() > 20
    field.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    field.resize(301, 36)
    assert field._glyph.x() > 260
    assert field.textMargins().right() > 20
