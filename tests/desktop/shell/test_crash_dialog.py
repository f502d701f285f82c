from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from desktop.shell.crash_dialog import CrashDialog


def test_details_can_be_copied_and_grow(qtbot):
    dialog = CrashDialog("Traceback one", None)
    qtbot.addWidget(dialog)
    dialog.add_details("Traceback two")
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.details() == "Traceback one\n\nTraceback two"


def test_a_person_goes_on_or_closes(qtbot):
    dialog = CrashDialog("x", None)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.close_asked), qtbot.waitSignal(dialog.finished) as finished:
        dialog.go_on_button.click()
    assert finished.args == [QDialog.DialogCode.Accepted]
    other = CrashDialog("x", None)
    other.open()
    with qtbot.waitSignal(other.close_asked):
        other.end_button.click()
