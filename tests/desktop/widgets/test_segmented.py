import pytest
from PySide6.QtCore import Qt

from desktop.widgets.segmented import Segment, SegmentedControl


def control(qtbot) -> SegmentedControl:
    found = SegmentedControl("View", [Segment("grid", "Grid", "view-grid-outline"), Segment("list", "List")])
    qtbot.addWidget(found)
    return found


def test_a_person_chooses(qtbot):
    view = control(qtbot)
    assert view.current() == "grid"
    with qtbot.waitSignal(view.selected) as chosen:
        qtbot.mouseClick(view._buttons["list"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["list"]
    assert view.current() == "list"


def test_the_program_chooses_in_silence(qtbot):
    view = control(qtbot)
    with qtbot.assertNotEmitted(view.selected):
        view.set_selected("list")
    assert view.current() == "list"
    with pytest.raises(KeyError):
        view.set_selected("table")


def test_every_choice_has_a_whole_name(qtbot):
    assert [button.accessibleName() for button in control(qtbot)._buttons.values()] == [
        "View: Grid",
        "View: List",
    ]
