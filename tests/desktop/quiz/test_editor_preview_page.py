"""The phone beside the form."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from desktop.quiz.editor_preview_page import PreviewPanel
from desktop.widgets.theme import DARK, LIGHT
from desktop.widgets.theming import ThemeChoice, theming
from shared.quiz.quiz import Media
from tests.support.look import look
from tests.support.sample_quizzes import every_kind

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(qtbot):
    made = PreviewPanel(lambda _media: None)
    qtbot.addWidget(made)
    made.resize(330, 700)
    made.show()
    return made


def ground(panel):
    image = panel.screen_.grab().toImage()
    return image.pixelColor(2, image.height() - 3).name().upper()


def test_light_and_dark_are_the_phones_own(panel):
    panel.show_question(every_kind()[0], 1, 12)
    assert ground(panel) == LIGHT.background
    panel.looks.selected.emit("dark")
    assert ground(panel) == DARK.background
    theming().choose(ThemeChoice("light", 150))
    assert ground(panel) == DARK.background


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_every_kind_is_shown_and_long_ones_scroll(panel, direction):
    panel.setLayoutDirection(direction)
    for number, one in enumerate(every_kind(), start=1):
        shown = msgspec.structs.replace(
            one, text=one.text * 9, media=Media("a" * 64, "video/mp4"), multiplier=2.0
        )
        panel.show_question(shown, number, 12)
        panel.grab()
        assert panel.screen_.accessibleName() == shown.text.replace("\\(", "").replace("\\)", "")
        assert panel.screen_.hasHeightForWidth()
    panel.show_question(None, 0, 0)
    panel.grab()
