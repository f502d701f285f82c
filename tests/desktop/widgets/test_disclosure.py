from PySide6.QtCore import Qt

from desktop.widgets.disclosure import Disclosure
from desktop.widgets.label import Label
from desktop.widgets.theming import ThemeChoice


def test_it_opens_and_closes_by_keyboard(qtbot, look):
    inside = Label("code")
    disclosure = Disclosure("Details", inside)
    qtbot.addWidget(disclosure)
    disclosure.show()
    assert not inside.isVisible()
    qtbot.keyClick(disclosure.heading, Qt.Key.Key_Space)
    assert inside.isVisible()
    disclosure.set_open(False)
    assert not inside.isVisible()
    look.choose(ThemeChoice("light", 200))
    assert disclosure.heading.iconSize().width() == 40
