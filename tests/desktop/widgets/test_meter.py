import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.widgets.meter import MeterBar, MeterButton
from desktop.widgets.theming import ThemeChoice, theme


def bar(qtbot, fraction, level="ok"):
    made = MeterBar("AI tokens")
    qtbot.addWidget(made)
    made.resize(200, made.sizeHint().height())
    made.set_share(fraction, level)
    made.show()
    return made


def filled(widget, at):
    return widget.grab().toImage().pixelColor(QPoint(at, widget.height() // 2))


@pytest.mark.parametrize("level", ["ok", "warning", "danger", "muted"])
def test_it_is_filled_in_the_colour_of_its_level(qtbot, level):
    made = bar(qtbot, 0.5, level)
    assert filled(made, 50) == theme().colour(level)
    assert filled(made, 150) == theme().colour("raised")
    assert (made.share(), made.level()) == (0.5, level)


def test_nothing_is_empty_and_too_much_is_full(qtbot):
    assert filled(bar(qtbot, 0.0), 3) == theme().colour("raised")
    assert filled(bar(qtbot, 0.001), 4) == theme().colour("ok")
    assert filled(bar(qtbot, 1.4, "danger"), 196) == theme().colour("danger")


def test_it_fills_from_the_right_where_people_read_from_there(qtbot):
    made = bar(qtbot, 0.5)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert filled(made, 150) == theme().colour("ok")
    assert filled(made, 50) == theme().colour("raised")


def button(qtbot):
    made = MeterButton()
    qtbot.addWidget(made)
    made.set_meter("6.5K / 10K", "65 %", 0.65, "ok", icon_name="creation-outline", spoken="AI tokens: 65 %")
    made.resize(made.sizeHint())
    made.show()
    return made


def test_it_says_less_where_there_is_little_room(qtbot):
    made = button(qtbot)
    assert made.shown_text() == "6.5K / 10K"
    made.resize(80, made.height())
    assert made.shown_text() == "65 %"
    made.resize(made.minimumSizeHint())
    assert made.shown_text() == ""
    assert (made.accessibleName(), made.toolTip()) == ("AI tokens: 65 %", "AI tokens: 65 %")


def test_it_is_pressed_by_mouse_and_keyboard(qtbot):
    made = button(qtbot)
    told = []
    made.clicked.connect(lambda: told.append(1))
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert len(told) == 2


def test_it_grows_with_the_text_and_can_be_hit(qtbot, look):
    made = button(qtbot)
    before = made.sizeHint()
    assert before.height() >= 36
    look.choose(ThemeChoice("dark", 200))
    assert made.sizeHint().width() > 1.6 * before.width()
    assert made.minimumSizeHint().height() >= 72
    made.resize(made.sizeHint())
    made.setDown(True)
    assert not made.grab().isNull()
