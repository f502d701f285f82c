import pytest
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.widgets.label import Label
from desktop.widgets.setting_row import CONTROL_WIDTH, SettingRow
from desktop.widgets.theming import ThemeChoice


def test_the_control_is_named_by_its_words(qtbot):
    control = QComboBox()
    row = SettingRow("Language", "Of the window", control)
    qtbot.addWidget(row)
    assert control.accessibleName() == "Language"
    assert control.accessibleDescription() == "Of the window"
    assert [label.text() for label in row.findChildren(Label)] == ["Language", "Of the window"]


def test_controls_line_up_and_grow_with_the_text(qtbot, look):
    control = QComboBox()
    row = SettingRow("Language", "", control)
    qtbot.addWidget(row)
    assert control.width() == CONTROL_WIDTH
    look.choose(ThemeChoice("light", 200))
    assert control.width() == 2 * CONTROL_WIDTH


@pytest.mark.parametrize("wide", [True, False])
def test_a_wide_or_snug_control_keeps_its_own_width(qtbot, wide):
    control = QWidget()
    if not wide:
        control.setProperty("snug", "true")
    row = SettingRow("Folders", "", control, wide=wide)
    qtbot.addWidget(row)
    assert control.maximumWidth() > 10_000
