import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from desktop.widgets.button import Button, IconButton
from desktop.widgets.stylesheet import indicator_path, stylesheet
from desktop.widgets.theme import PALETTES, Colours, Theme
from desktop.widgets.theming import ThemeChoice

INDICATORS = {"chevron-down": "muted", "check": "on_accent", "dot": "on_accent"}


def themed(colours: Colours) -> Theme:
    return Theme(colours, "Sans Serif", 10.0, 1.0, reduce_motion=False)


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_only_colours_of_the_theme_are_used(colours: Colours):
    used = set(re.findall(r"#[0-9A-Fa-f]{3,8}", stylesheet(themed(colours))))
    derived = {getattr(colours, name) for name in dir(colours) if not name.startswith("_")}
    assert used <= derived


def test_braces_match_and_nothing_is_left_unfilled():
    text = stylesheet(themed(PALETTES["light"]))
    assert text.count("{") == text.count("}")
    assert "None" not in text


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("name", INDICATORS)
def test_drawings_are_there_in_the_colour_of_the_palette(qapp, colours: Colours, name: str):
    path = indicator_path(themed(colours), name)
    assert QImageReader(path).canRead()
    assert colours.role(INDICATORS[name]) in Path(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_qt_understands_it(qapp, qtbot, scale: float):
    """Qt warns about a stylesheet it cannot parse, and a warning fails the test."""
    from PySide6.QtWidgets import QPushButton

    button = QPushButton("Add")
    qtbot.addWidget(button)
    button.setStyleSheet(stylesheet(Theme(PALETTES["dark"], "Sans Serif", 10.0, scale, reduce_motion=False)))
    button.ensurePolished()
    assert button.sizeHint().height() >= 36


def test_a_quiet_button_shows_no_edge_while_it_cannot_be_used(qtbot, look):
    button = IconButton("close", "Close")
    qtbot.addWidget(button)
    look.choose(ThemeChoice("light"))
    button.setEnabled(False)
    button.resize(80, 40)
    picture = button.grab().toImage()
    assert picture.pixelColor(40, 0) == picture.pixelColor(40, 4)


@pytest.mark.parametrize("kind", ["danger", "link"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_button_that_cannot_be_used_has_no_colour_of_its_kind(qtbot, look, kind, mode):
    button = Button("Delete", kind)
    qtbot.addWidget(button)
    look.choose(ThemeChoice(mode))
    button.setEnabled(False)
    button.ensurePolished()
    assert button.palette().buttonText().color().name() == PALETTES[mode].disabled.lower()
