from desktop.widgets.theming import ThemeChoice, theming
from desktop.widgets.typing_dots import TypingDots


def test_they_move_while_they_are_seen(qtbot):
    theming().choose(ThemeChoice("light"))
    dots = TypingDots()
    qtbot.addWidget(dots)
    dots.show()
    first = dots.grab().toImage()
    qtbot.waitUntil(lambda: dots.grab().toImage() != first)
    dots.hide()
    assert not dots._timer.isActive()


def test_they_stand_still_when_motion_is_reduced(qtbot):
    theming().choose(ThemeChoice("light", reduce_motion=True))
    try:
        dots = TypingDots()
        qtbot.addWidget(dots)
        dots.show()
        assert not dots._timer.isActive()
        assert dots.grab().width() > 0
    finally:
        theming().choose(ThemeChoice("light"))
