import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

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


def test_the_first_line_has_the_focus_and_tab_ends_at_the_buttons(qtbot, parent):
    dialog = FormDialog(parent, "New group", "Make it")
    fields = [QLineEdit(), QLineEdit()]
    for field in fields:
        dialog.content.addWidget(FormField("Name", field))
    dialog.open()
    assert dialog.focusWidget() is fields[0]
    order = [fields[0]]
    while order[-1] is not dialog.action_button and len(order) < 20:
        order.append(order[-1].nextInFocusChain())
    stops = [one for one in order if one in (*fields, dialog.cancel_button, dialog.action_button)]
    assert stops == [*fields, dialog.cancel_button, dialog.action_button]


def test_of_a_choice_what_is_marked_has_the_focus(qtbot, parent):
    dialog = FormDialog(parent, "Share", "Share")
    buttons = [QRadioButton("Only me"), QRadioButton("Year 9")]
    for button in buttons:
        dialog.content.addWidget(button)
    buttons[1].setChecked(True)
    dialog.open()
    assert dialog.focusWidget() is buttons[1]


def test_a_chosen_focus_stays_and_without_lines_the_action_has_it(qtbot, parent):
    dialog = FormDialog(parent, "New group", "Make it")
    first, second = QLineEdit(), QLineEdit()
    for field in (first, second):
        dialog.content.addWidget(field)
    second.setFocus()
    dialog.open()
    assert dialog.focusWidget() is second
    bare = FormDialog(parent, "Sure", "Go")
    bare.open()
    assert bare.focusWidget() is bare.action_button
