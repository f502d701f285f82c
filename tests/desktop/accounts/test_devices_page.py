import pytest

from desktop.accounts.devices_page import DeviceRow, DevicesCard
from desktop.widgets.label import ElidedLabel
from shared.errors import AppError
from tests.support.account_stage import device


@pytest.fixture
def card(qtbot):
    made = DevicesCard()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def rows(card):
    column = card._column
    widgets = [column.itemAt(place).widget() for place in range(column.count())]
    return [widget for widget in widgets if isinstance(widget, DeviceRow)]


def test_this_computer_stands_first_and_is_not_signed_out_here(card):
    here, there = device("here", current=True), device("there")
    card.show_devices([there, here], None)
    assert [row.device for row in rows(card)] == [here, there]
    assert [row.revoke.isVisible() for row in rows(card)] == [False, True]


def test_what_is_asked_of_a_device(qtbot, card):
    there = device("there")
    card.show_devices([there], None)
    with qtbot.waitSignal(card.revoke_asked) as asked:
        card.row(there.device_id).revoke.trigger()
    assert asked.args == [there]
    with qtbot.waitSignal(card.rename_asked):
        card.row(there.device_id).rename.trigger()


def test_offline_keeps_what_was_known(qtbot, card):
    card.show_devices([], None)
    assert not card._loading.isHidden()
    card.show_devices([device("here")], None)
    before = rows(card)
    card.show_devices([before[0].device], AppError("network.unreachable"))
    assert rows(card) == before
    with qtbot.waitSignal(card.retry):
        card._notice.button.click()


def test_two_of_one_name_are_told_apart_by_since_when(card):
    ids = [device("vm", current=True), device("vm"), device("tablet")]
    card.show_devices(ids, None)
    told = [[label.full_text() for label in row.findChildren(ElidedLabel)][1] for row in rows(card)]
    assert ["since" in words for words in told] == [True, True, False]
