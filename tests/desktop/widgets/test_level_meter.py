"""The bar of loudness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from desktop.widgets.level_meter import LevelMeter, share_of


@given(st.floats(0, 1), st.floats(0, 1))
def test_louder_is_never_shorter(first, second):
    low, high = sorted((share_of(first), share_of(second)))
    assert 0 <= low <= high <= 1
    assert (share_of(first) <= share_of(second)) or first > second


def test_ends_of_the_bar():
    assert share_of(0) == 0
    assert share_of(1) == 1
    assert share_of(0.001) == 0
    assert share_of(0.1) == pytest.approx(0.6)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_lights_from_the_leading_side_and_falls_slowly(qtbot, direction):
    meter = LevelMeter("Loudness")
    qtbot.addWidget(meter)
    meter.setLayoutDirection(direction)
    meter.resize(240, 20)
    meter.set_level(0.1)
    lit = meter.shown()
    image = meter.grab().toImage()
    ends = image.pixelColor(6, 10), image.pixelColor(image.width() - 7, 10)
    assert ends[0] != ends[1]
    meter.set_level(0)
    assert 0 < meter.shown() < lit
    meter.clear()
    assert meter.shown() == 0
