"""Bars of answers: as long as their share, and told in words."""

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.quiz_distribution import Bar, Distribution
from desktop.widgets.theming import ThemeChoice

BARS = [Bar(r"\(x^2\)", 12, 0, right=True), Bar("Lyon", 3, 1, own=True), Bar("10 – 20", 0)]


@pytest.fixture
def chart(qtbot):
    widget = Distribution()
    qtbot.addWidget(widget)
    widget.set_bars(BARS, 20)
    widget.resize(500, 200)
    widget.show()
    return widget


def test_a_bar_is_told_in_words(chart):
    names = [row.accessibleName() for row in chart.rows]
    assert names == [
        "A: x^2, 12 answers, right",
        "B: Lyon, 3 answers, your answer",
        "10 – 20, 0 answers",
    ]


def test_a_bar_is_as_long_as_its_share(chart):
    assert [row.share() for row in chart.rows] == [0.6, 0.15, 0.0]
    chart.set_bars([Bar("a", 5)], 0)
    assert [row.share() for row in chart.rows] == [0.0]
    chart.set_bars([Bar("a", 9)], 3)
    assert [row.share() for row in chart.rows] == [1.0]


def test_bars_come_and_go(chart):
    chart.set_bars(BARS[:1], 12)
    assert len(chart.rows) == 1
    chart.set_bars([*BARS, *BARS], 12)
    assert len(chart.rows) == 6


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_every_look_paints(chart, look, name, direction):
    look.choose(ThemeChoice(name))
    chart.setLayoutDirection(direction)
    assert not chart.grab().isNull()


def test_it_grows_for_a_projector(qtbot, chart):
    large = Distribution(enlarged=2)
    qtbot.addWidget(large)
    large.set_bars(BARS, 20)
    assert large.sizeHint().height() > chart.sizeHint().height() * 1.5
