"""Links for the teacher's other devices."""

from PySide6.QtGui import QGuiApplication

from desktop.quiz.host_devices_dialog import DevicesDialog
from tests.support.look import look

__all__ = ["look"]

SCREEN, REMOTE = "http://10.0.0.7:8420/screen#t=s", "http://10.0.0.7:8420/host#t=h"


def test_each_device_has_a_code_and_a_link(qtbot):
    dialog = DevicesDialog(None, screen_url=SCREEN, remote_url=REMOTE)
    copied = []
    dialog.copied.connect(lambda: copied.append(QGuiApplication.clipboard().text()))
    dialog.open()
    assert [card.qr.text() for card in (dialog.screen_card, dialog.remote_card)] == [SCREEN, REMOTE]
    dialog.screen_card.copy.click()
    dialog.remote_card.copy.click()
    assert copied == [SCREEN, REMOTE]
    assert dialog.remote_card.qr.accessibleName() == "Remote control"
    dialog.close_button.click()
