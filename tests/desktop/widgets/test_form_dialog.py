import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from shared.errors import AppError


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def dialog_of(parent, **arguments):
    dialog = FormDialog(parent, "New group", "Make it", **arguments)
    dialog.content.addWidget(FormField("Name", QLineEdit()))
    dialog.open()
    return dialog


def test_enter_presses_the_action_and_escape_cancels(qtbot, parent):
    dialog = dialog_of(parent)
    pressed, results = [], []
    dialog.action_button.clicked.connect(lambda: pressed.append(1))
    dialog.finished.connect(results.append)
    [field] = dialog.findChildren(QLineEdit)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (pressed, results) == ([1], [])
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert results == [0]


def test_an_error_stands_above_the_buttons_and_the_dialog_makes_room(qtbot, parent):
    dialog = dialog_of(parent, danger=True)
    before = dialog.height()
    dialog.show_error(AppError("network.not_lantern"))
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog.error.isVisible()
    dialog.show_error(None)
    assert not dialog.error.isVisible()


def test_what_it_is_for_is_heard(parent):
    dialog = dialog_of(parent)
    dialog.explain("One.", "Two.", tone="muted")
    assert dialog.accessibleDescription() == "One. Two."
