from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from desktop.widgets.theme import DARK, LIGHT
from desktop.widgets.theming import ThemeChoice, theme, theming


def test_there_is_one_theming(qapp: QApplication):
    assert theming() is theming()
    assert theming().parent() is qapp


def test_a_choice_is_in_force_at_once_on_open_windows(qtbot, look, qapp: QApplication):
    label = QLabel("Words")
    qtbot.addWidget(label)
    before = label.fontMetrics().height()
    with qtbot.waitSignal(look.changed):
        look.choose(ThemeChoice("dark", 200))
    label.ensurePolished()
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.background
    assert theme().colours is DARK
    assert label.fontMetrics().height() > before * 1.6
    assert DARK.surface in qapp.styleSheet()


def test_the_text_scale_is_kept_between_80_and_200(look):
    look.choose(ThemeChoice("light", 20))
    assert theme().text_scale == 0.8
    look.choose(ThemeChoice("light", 900))
    assert theme().text_scale == 2.0


def test_the_same_choice_again_changes_nothing(look):
    seen: list[int] = []
    look.changed.connect(lambda: seen.append(1))
    look.choose(ThemeChoice("light"))
    assert seen == []


def test_the_system_choice_follows_the_system(look):
    look.choose(ThemeChoice("system"))
    assert theme().colours is LIGHT
    assert look.choice.name == "system"


def test_the_reading_direction_is_part_of_the_look(look, qapp: QApplication):
    assert not theme().right_to_left
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert theme().right_to_left
    assert "QSlider::add-page" in qapp.styleSheet()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert "QSlider::sub-page" in qapp.styleSheet()


def test_less_motion_is_none(look):
    look.choose(ThemeChoice("light", reduce_motion=True))
    assert theme().motion_ms == 0
