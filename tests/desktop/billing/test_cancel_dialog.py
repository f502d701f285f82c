import pytest
from PySide6.QtWidgets import QWidget

from desktop.billing.cancel_dialog import CancelDialog
from tests.support.shop_stage import subscribed


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def asked(parent, mine):
    dialog = CancelDialog(parent, mine)
    dialog.open()
    return dialog


def test_the_end_of_what_is_paid_for_comes_first(parent):
    dialog = asked(parent, subscribed())
    assert dialog.later.isChecked()
    assert "change your mind" in dialog.note.text()
    assert dialog.cancel_button.text() == "Keep Pro"
    dialog.now.click()
    assert "ends at once" in dialog.note.text()


def test_what_the_provider_does_not_allow_is_not_offered(parent):
    only_now = asked(parent, subscribed(ends_then=True, period_end_ms=0))
    assert (only_now.later.isVisible(), only_now.now.isChecked()) == (False, True)
    only_later = asked(parent, subscribed(can=("cancel_at_end",), period_end_ms=0))
    assert (only_later.now.isVisible(), only_later.later.text()) == (False, "When what is paid for ends")


async def test_the_answer(qloop):
    parent = QWidget()
    parent.show()
    dialog = CancelDialog(parent, subscribed())
    dialog.now.setChecked(True)
    dialog.accepted.connect(dialog.deleteLater)
    qloop.call_soon(dialog.action_button.click)
    assert await dialog.ask() is True
    dialog = CancelDialog(parent, subscribed())
    qloop.call_soon(dialog.cancel_button.click)
    assert await dialog.ask() is None
    parent.deleteLater()
