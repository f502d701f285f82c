from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.settings import controls_page as controls
from desktop.settings.declarations import BY_KEY, SETTINGS, Setting
from desktop.widgets.button import IconButton


@pytest.mark.parametrize("setting", [s for s in SETTINGS if s.shown], ids=lambda s: s.key)
def test_every_setting_has_a_control_that_shows_its_default_in_silence(qtbot, setting: Setting):
    control = controls.control_for(setting)
    qtbot.addWidget(control)
    with qtbot.assertNotEmitted(control.edited):
        control.show_value(setting.default)
    assert controls.setting_words(setting.label)


def made(qtbot, key: str):
    control = controls.control_for(BY_KEY[key])
    qtbot.addWidget(control)
    control.show_value(BY_KEY[key].default)
    control.show()
    return control


def test_a_choice(qtbot):
    control = made(qtbot, "theme")
    assert isinstance(control, controls.ChoiceControl)
    with qtbot.waitSignal(control.edited) as edited:
        qtbot.keyClick(control.box, Qt.Key.Key_Down)
    assert edited.args == ["light"]


def test_a_switch(qtbot):
    control = made(qtbot, "reduce_motion")
    assert isinstance(control, controls.SwitchControl)
    with qtbot.waitSignal(control.edited) as edited:
        qtbot.keyClick(control.box, Qt.Key.Key_Space)
    assert edited.args == [True]


def test_a_percentage_moves_in_steps_of_ten(qtbot):
    control = made(qtbot, "text_scale")
    assert isinstance(control, controls.PercentControl)
    assert control._words.text() == "100 %"
    with qtbot.waitSignal(control.edited) as edited:
        qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert edited.args == [110]
    assert control._words.text() == "110 %"
    assert (control.slider.minimum(), control.slider.maximum()) == (8, 20)


def test_a_percentage_is_told_when_the_handle_is_let_go(qtbot):
    control = made(qtbot, "text_scale")
    assert isinstance(control, controls.PercentControl)
    control.slider.setSliderDown(True)
    with qtbot.assertNotEmitted(control.edited):
        control.slider.setValue(15)
    with qtbot.waitSignal(control.edited) as edited:
        control.slider.setSliderDown(False)
    assert edited.args == [150]


@pytest.mark.parametrize(("key", "value"), [("search_results", 6), ("ai_temperature", 0.3)])
def test_a_number(qtbot, key, value):
    control = made(qtbot, key)
    assert isinstance(control, controls.NumberControl)
    with qtbot.waitSignal(control.edited) as edited:
        qtbot.keyClick(control.box, Qt.Key.Key_Up)
    assert edited.args == [pytest.approx(value)]


def test_a_text_is_told_when_it_is_left_and_not_overwritten_while_typed(qtbot):
    control = made(qtbot, "ai_base_url")
    assert isinstance(control, controls.TextControl)
    field: QLineEdit = control.field
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, " http://x ")
    control.show_value("other")
    with qtbot.waitSignal(control.edited) as edited:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert edited.args == ["http://x"]


def test_folders_are_added_and_removed(qtbot, tmp_path: Path):
    control = made(qtbot, "watched_folders")
    assert isinstance(control, controls.FoldersControl)
    assert controls.is_wide(BY_KEY["watched_folders"])
    with qtbot.waitSignal(control.edited) as edited:
        control.add(tmp_path)
    assert edited.args == [[str(tmp_path)]]
    control.show_value([str(tmp_path), "/other"])
    with qtbot.assertNotEmitted(control.edited):
        control.add(tmp_path)
    remove = next(b for b in control.findChildren(IconButton) if b.accessibleName().endswith("/other"))
    with qtbot.waitSignal(control.edited) as edited:
        remove.click()
    assert edited.args == [[str(tmp_path)]]


def test_a_control_without_a_kind_is_a_fault_of_ours(qtbot):
    control = controls.Control()
    qtbot.addWidget(control)
    with pytest.raises(NotImplementedError):
        control.show_value(1)
