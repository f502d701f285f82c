from PySide6.QtCore import Qt

from desktop.widgets.notice import Notice
from desktop.widgets.theme import TypeRole


def test_it_is_there_when_it_has_something_to_say(qtbot):
    notice = Notice()
    qtbot.addWidget(notice)
    assert notice.isHidden()
    notice.set_notice("Some items are not ready.")
    assert not notice.isHidden()
    assert notice.button.isHidden()
    notice.set_notice("")
    assert notice.isHidden()


def test_its_action(qtbot):
    notice = Notice("alert-outline", tone="warning")
    qtbot.addWidget(notice)
    notice.set_notice("Words only.", "Get the model", icon_name="download", tone="info")
    assert (notice.text(), notice.button.text()) == ("Words only.", "Get the model")
    with qtbot.waitSignal(notice.action):
        qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)


def test_what_is_heavy_is_said_in_plain_text(qtbot):
    notice = Notice("alert-outline", role=TypeRole.BODY)
    qtbot.addWidget(notice)
    assert (notice._label.property("typeRole"), notice._label.property("tone")) == ("body", None)
