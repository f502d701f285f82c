"""The ring of time: it follows the function it is given and never counts by itself."""

import pytest

from desktop.widgets.quiz_countdown import Countdown
from desktop.widgets.theming import ThemeChoice


@pytest.fixture
def ring(qtbot):
    widget = Countdown()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_it_shows_what_is_left_in_whole_seconds(ring):
    left = [9_400.0]
    ring.run(lambda: left[0], 30_000)
    assert ring.seconds() == 10
    left[0] = -5.0
    ring.tick()
    assert ring.seconds() == 0
    assert ring.accessibleName() == "0 seconds left"


def test_marks_are_told_once_while_falling(ring):
    left, told = [12_000.0], []
    ring.passed.connect(told.append)
    ring.run(lambda: left[0], 30_000)
    for value in (11_000, 10_000, 9_900, 4_000, 3_000, 0, 0, 8_000):
        left[0] = value
        ring.tick()
    assert told == [10, 5, 0]


def test_a_jump_over_marks_tells_the_earliest_only(ring):
    left, told = [12_000.0], []
    ring.passed.connect(told.append)
    ring.run(lambda: left[0], 30_000)
    left[0] = 3_000
    ring.tick()
    assert told == [10]


def test_paused_it_stands_still(ring):
    left = [9_000.0]
    ring.run(lambda: left[0], 30_000)
    ring.pause(9_000, 30_000)
    left[0] = 1_000
    ring.tick()
    assert ring.seconds() == 9
    assert "Paused" in ring.accessibleName()


def test_without_a_limit_there_is_nothing(ring):
    ring.run(lambda: None, None)
    ring.tick()
    assert ring.seconds() is None
    assert ring.accessibleName() == ""
    ring.run(lambda: 5_000, 5_000)
    ring.stop()
    assert ring.seconds() is None


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_every_amount_paints(ring, look, name):
    look.choose(ThemeChoice(name))
    pictures = []
    for value in (300_000.0, 30_000.0, 4_000.0, 0.0):
        ring.run(lambda value=value: value, 300_000)
        pictures.append(ring.grab().toImage())
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[n + 1 :])


def test_hidden_it_does_not_tick(ring):
    ring.run(lambda: 5_000, 5_000)
    assert ring._timer.isActive()
    ring.hide()
    assert not ring._timer.isActive()
    ring.show()
    assert ring._timer.isActive()
