"""Numbers as people type them, and a slider whose middle is no answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt

from desktop.widgets.quiz_number import NumberEntry, NumberSlider, number_words


@pytest.fixture(autouse=True)
def language():
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def entry(qtbot):
    widget = NumberEntry("km")
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3.5", 3.5), ("3,5", 3.5), ("1 234.5", 1234.5), ("−2", -2), ("7 km", 7), ("abc", None), ("", None)],
)
def test_what_is_typed_is_read(entry, typed, number):
    entry.field.setText(typed)
    assert entry.value() == number
    assert entry.problem.isVisible() == bool(typed and number is None)


def test_the_language_decides_about_a_point(qtbot):
    QLocale.setDefault(QLocale("es_ES"))
    entry = NumberEntry("")
    qtbot.addWidget(entry)
    entry.field.setText("12.345")
    assert entry.value() == 12345
    entry.field.setText("1,5")
    assert entry.value() == 1.5
    assert number_words(1.5, "km") == "1,5 km"


def test_a_typed_number_is_submitted_and_locked(qtbot, entry):
    with qtbot.waitSignal(entry.submitted, timeout=1000):
        qtbot.keyClick(entry.field, Qt.Key.Key_Return)
    entry.set_value(2.5)
    assert entry.value() == 2.5
    entry.set_locked(True)
    assert entry.field.isReadOnly()
    assert entry.field.accessibleName() == "Your number (km)"


@pytest.fixture
def slider(qtbot):
    widget = NumberSlider(0, 10, 0.1, "%")
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_an_untouched_slider_is_no_answer(qtbot, slider):
    assert slider.value() is None
    assert slider.slider.accessibleName() == "Your number: not set yet"
    slider.focus()
    qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert slider.value() == 5.1
    assert slider.slider.accessibleName() == "Your number: 5.1 %"


def test_a_slider_is_set_and_locked(slider):
    slider.set_value(0.3)
    assert slider.value() == 0.3
    slider.set_locked(True)
    assert not slider.slider.isEnabled()


@given(
    low=st.floats(-1e6, 1e6),
    span=st.floats(0, 1e6),
    step=st.floats(0, 1e3),
    share=st.floats(0, 1),
)
def test_a_slider_stays_in_its_range(qapp, low, span, step, share):
    widget = NumberSlider(low, low + span, step, "")
    widget.set_value(low + share * span)
    high = float(f"{low + span:.12g}")
    slack = max(abs(low), abs(high)) * 1e-9
    value = widget.value()
    assert value is not None
    assert low - slack <= value <= high + slack
    widget.deleteLater()


def test_numbers_in_words():
    assert number_words(1000000, "m") == "1000000 m"
    assert number_words(0.1 + 0.2) == "0.3"
    assert number_words(1e30) == "1e+30"
