"""Bars in the colours of the theme, with the same numbers in words."""

from desktop.widgets.bar_chart import BarChart, ChartBar
from desktop.widgets.theming import ThemeChoice, theming
from tests.support.look import look

__all__ = ["look"]

BARS = [ChartBar("1", 0.25, "First: 25 %", strong=True), ChartBar("2", 1.0, "Second: 100 %")]


def colours(chart):
    image = chart.grab().toImage()
    step = 4
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }


def chart_with(qtbot, bars, **more):
    chart = BarChart("Right", "Question")
    qtbot.addWidget(chart)
    chart.resize(500, 220)
    chart.set_bars(bars, **more)
    chart.show()
    return chart


def test_words_and_colours(qtbot):
    chart = chart_with(qtbot, BARS, percent=True)
    assert chart.accessibleDescription() == "First: 25 %; Second: 100 %"
    found = colours(chart)
    assert theming().theme.colour("danger").name() in found
    assert theming().theme.colour("accent").name() in found


def test_another_theme_draws_it_anew(qtbot):
    chart = chart_with(qtbot, BARS, percent=True)
    theming().choose(ThemeChoice("dark"))
    assert theming().theme.colour("accent").name() in colours(chart)
    assert chart.bars() == tuple(BARS)


def test_many_bars_and_none(qtbot):
    many = chart_with(qtbot, [ChartBar(str(number), number, str(number)) for number in range(200)])
    many.grab()
    chart_with(qtbot, []).grab()
