"""A row of choices: one is chosen by mouse or by its key."""

import pytest

from desktop.widgets.quiz_scale import ScaleRow


@pytest.fixture
def row(qtbot):
    widget = ScaleRow("How was it?", 1, ["1", "2", "3"], ends=("Bad", "Good"))
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_one_is_chosen(row):
    seen = []
    row.changed.connect(lambda: seen.append(row.value()))
    assert row.value() is None
    assert row.press(2)
    row.buttons[0].click()
    assert seen == [3, 1]
    assert [button.isChecked() for button in row.buttons] == [True, False, False]


def test_an_earlier_choice_is_shown(row):
    row.set_value(2)
    assert row.buttons[1].isChecked()
    row.set_value(9)
    assert row.value() == 2


def test_ends_are_named(row):
    names = [button.accessibleName() for button in row.buttons]
    assert names == ["How was it?: 1, Bad", "How was it?: 2", "How was it?: 3, Good"]
    assert row.buttons[0].text() == "1 · Bad"


def test_locked_keys_do_nothing(row):
    row.set_locked(True)
    assert not row.press(0)
    assert not row.press(7)
    assert row.value() is None


def test_cleared_nothing_is_chosen_and_one_can_be_again(row):
    row.press(1)
    row.clear()
    assert row.value() is None
    assert not any(button.isChecked() for button in row.buttons)
    row.press(2)
    assert [button.isChecked() for button in row.buttons] == [False, False, True]
