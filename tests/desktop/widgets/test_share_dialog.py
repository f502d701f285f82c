import asyncio

from PySide6.QtWidgets import QWidget

from desktop.widgets.share_dialog import Home, ShareDialog
from tests.support.waiting import until

HOMES = [Home("group:a", "Year 9 & friends"), Home("group:b", "Teachers")]


async def asked(act, current=""):
    parent = QWidget()
    dialog = ShareDialog(parent, "Share “Light” with", HOMES, current)
    task = asyncio.create_task(dialog.ask())
    await until(dialog.isVisible)
    act(dialog)
    try:
        return await task
    finally:
        parent.deleteLater()


async def test_a_group_is_chosen(qloop):
    def act(dialog):
        assert dialog.chosen() == ""
        assert not dialog.action_button.isEnabled()
        dialog.choices["group:b"].setChecked(True)
        assert dialog.action_button.isEnabled()
        dialog.action_button.click()

    assert await asked(act) == "group:b"


async def test_taking_back_has_words_of_its_own(qloop):
    def act(dialog):
        assert dialog.choices["group:a"].isChecked()
        dialog.choices[""].setChecked(True)
        assert dialog.action_button.text() == "Only for me"
        dialog.action_button.click()

    assert await asked(act, "group:a") == ""


async def test_cancelled_changes_nothing(qloop):
    assert await asked(lambda dialog: dialog.reject()) is None


async def test_a_name_keeps_its_ampersand(qloop):
    def act(dialog):
        assert dialog.choices["group:a"].text() == "Year 9 && friends"
        dialog.reject()

    await asked(act)
