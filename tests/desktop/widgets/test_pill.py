import pytest
from PySide6.QtCore import Qt

from desktop.widgets.pill import TONE_ICONS, Pill
from desktop.widgets.theming import ThemeChoice


@pytest.mark.parametrize("tone", TONE_ICONS)
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_every_tone_paints_in_both_directions(qtbot, tone, direction):
    pill = Pill("Ready", tone)
    qtbot.addWidget(pill)
    pill.setLayoutDirection(direction)
    assert not pill.grab().isNull()
    assert pill.accessibleName() == pill.text() == "Ready"


def test_a_state_is_never_colour_alone():
    assert all(TONE_ICONS[tone] for tone in ("ok", "warning", "danger", "info"))


def test_it_makes_room_for_its_words(qtbot, look):
    pill = Pill("Ready")
    qtbot.addWidget(pill)
    narrow = pill.sizeHint().width()
    pill.set_state("Waiting for the speech model", "warning")
    assert pill.sizeHint().width() > narrow * 2
    height = pill.sizeHint().height()
    look.choose(ThemeChoice("light", 200))
    assert pill.sizeHint().height() > height * 1.5
