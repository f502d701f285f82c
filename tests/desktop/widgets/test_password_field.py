from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.widgets.password_field import STEPS, PasswordField, StrengthMeter


def test_the_eye_shows_and_hides(qtbot):
    field = PasswordField()
    qtbot.addWidget(field)
    field.resize(300, 36)
    field.show()
    assert field.echoMode() == QLineEdit.EchoMode.Password
    before = field.reveal.accessibleName()
    field.reveal.click()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert field.reveal.accessibleName() != before
    field.hide_again()
    assert (field.echoMode(), field.reveal.accessibleName()) == (QLineEdit.EchoMode.Password, before)


def test_the_eye_stands_at_the_trailing_end(qtbot):
    field = PasswordField()
    qtbot.addWidget(field)
    field.resize(300, 36)
    field.show()
    assert field.reveal.x() > 200
    assert field.textMargins().right() > 0
    field.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    field.resize(301, 36)
    assert field.reveal.x() == 0
    assert field.textMargins().left() > 0


def test_the_meter_shows_its_steps_in_either_direction(qtbot):
    meter = StrengthMeter()
    qtbot.addWidget(meter)
    meter.resize(200, 4)
    seen = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        meter.setLayoutDirection(direction)
        for step in range(STEPS + 1):
            meter.set_step(step)
            image = meter.grab().toImage()
            seen.append(bytes(image.constBits()))
    assert len(set(seen)) == 2 * STEPS
    meter.set_step(99)
    assert meter.step() == STEPS
