from PySide6.QtWidgets import QLineEdit

from desktop.widgets.form_field import FormField
from desktop.widgets.label import Label


def test_a_problem_takes_the_hints_place_and_is_heard_with_the_field(qtbot):
    field = QLineEdit()
    line = FormField("E-mail", field, "Yours.")
    qtbot.addWidget(line)
    line.show()
    assert (field.accessibleName(), field.accessibleDescription()) == ("E-mail", "Yours.")
    line.set_problem("That is none.")
    assert (line.problem(), field.accessibleDescription()) == ("That is none.", "That is none.")
    assert line._glyph.isVisible()
    assert field.property("invalid") == "true"
    line.set_hint("Another.")
    assert field.accessibleDescription() == "That is none."
    line.set_problem("")
    assert (line.hint(), field.accessibleDescription()) == ("Another.", "Another.")
    assert field.property("invalid") == "false"


def test_something_may_stand_under_the_field(qtbot):
    line = FormField("Password", QLineEdit())
    qtbot.addWidget(line)
    meter = Label("meter")
    line.add_under_field(meter)
    line.resize(300, 120)
    line.show()
    assert line.field.y() < meter.y()
