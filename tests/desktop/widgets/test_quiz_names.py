"""Names on the wall: the first ones stay, what does not fit is counted, nothing leaves its box."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.widgets.quiz_names import NameChips


@pytest.fixture
def chips(qtbot):
    widget = NameChips(lines=2)
    qtbot.addWidget(widget)
    widget.resize(500, 100)
    widget.show()
    return widget


def test_a_few_names_are_all_there(chips):
    chips.set_names(["Ben", "Ada"])
    assert chips.shown() == ("Ben", "Ada")
    assert chips.more() == 0
    assert chips.accessibleName() == "Ben, Ada"


def test_what_does_not_fit_is_counted(chips):
    chips.set_names([f"Learner {number}" for number in range(80)])
    assert chips.shown()[0] == "Learner 0"
    assert 2 < len(chips.shown()) < 40
    assert chips.accessibleName().endswith(f"+{chips.more()} more")


def test_no_names_take_no_room(chips):
    chips.set_names([])
    assert chips.heightForWidth(500) == 0


@given(st.lists(st.text(max_size=40), max_size=60), st.integers(120, 1500))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_chip_lies_within_the_width(chips, names, width):
    chips.resize(width, 100)
    chips.set_names(names)
    assert len(chips.shown()) + chips.more() == len(names)
    assert all(box.left() >= 0 and box.right() < width for _text, box in chips._chips)
    assert chips.heightForWidth(width) <= chips.heightForWidth(120) or not names
