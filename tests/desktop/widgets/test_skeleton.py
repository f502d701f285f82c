from desktop.widgets.skeleton import Skeleton
from desktop.widgets.theming import ThemeChoice


def colours(skeleton: Skeleton) -> int:
    image = skeleton.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)})


def test_it_appears_only_after_a_while(qtbot):
    skeleton = Skeleton(3)
    qtbot.addWidget(skeleton)
    skeleton.resize(400, 200)
    skeleton.show()
    assert colours(skeleton) == 1
    skeleton._delay.setInterval(0)
    skeleton.hide()
    skeleton.show()
    qtbot.waitUntil(lambda: colours(skeleton) > 1)
    assert skeleton._pulse.isActive()
    skeleton._beat()
    skeleton.hide()
    assert not skeleton._pulse.isActive()


def test_it_is_still_when_motion_is_reduced(qtbot, look):
    look.choose(ThemeChoice("light", reduce_motion=True))
    skeleton = Skeleton(3)
    qtbot.addWidget(skeleton)
    skeleton._appear()
    assert not skeleton._pulse.isActive()
    assert skeleton.sizeHint().height() > 100
