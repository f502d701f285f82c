from desktop.shell.page_list import PAGES
from desktop.shell.window_frame import WindowFrame
from desktop.widgets.theming import ThemeChoice
from tests.support.fake_shell import FakeShell


def test_the_first_paint_is_told(qtbot):
    frame = WindowFrame(PAGES, FakeShell())
    qtbot.addWidget(frame)
    frame.resize(900, 600)
    with qtbot.waitSignal(frame.painted):
        frame.show()


def test_a_narrow_window_gives_room_to_the_page(qtbot, look):
    frame = WindowFrame(PAGES, FakeShell())
    qtbot.addWidget(frame)
    frame.fit(1280)
    assert frame.rail.width() > 150
    frame.fit(853)
    assert frame.rail.width() < 80
    look.choose(ThemeChoice("light", 200))
    frame.fit(1280)
    assert frame.rail.width() < 160
