import asyncio

import pytest
from PySide6.QtWidgets import QWidget

from desktop.widgets.text_dialog import TextDialog
from tests.support.waiting import until


async def asked(act, **arguments):
    parent = QWidget()
    dialog = TextDialog(parent, "Rename", "Name", "Save", **arguments)
    task = asyncio.create_task(dialog.ask())
    await until(dialog.isVisible)
    act(dialog)
    try:
        return await task
    finally:
        parent.deleteLater()


async def test_what_was_typed_with_single_spaces(qloop):
    def act(dialog):
        assert not dialog.action_button.isEnabled()
        dialog.field.setText("  New   name ")
        dialog.action_button.click()

    assert await asked(act) == "New name"


async def test_cancelled_is_none(qloop):
    assert await asked(lambda dialog: dialog.reject(), text="Old") is None


async def test_the_old_name_is_there_to_be_typed_over(qloop):
    def act(dialog):
        assert dialog.field.selectedText() == "Old"
        dialog.accept()

    assert await asked(act, text="Old", longest=10) == "Old"


async def test_a_cancelled_task_closes_it(qloop):
    parent = QWidget()
    dialog = TextDialog(parent, "Rename", "Name", "Save", text="x")
    results = []
    dialog.finished.connect(results.append)
    task = asyncio.create_task(dialog.ask())
    await until(dialog.isVisible)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert results == [0]
    parent.deleteLater()


async def test_what_is_wrong_is_said_and_stays_to_be_mended(qloop):
    def act(dialog):
        dialog.field.setText("a b")
        dialog.action_button.click()
        assert dialog.isVisible()
        assert dialog.line.problem() == "No spaces."
        dialog.field.setText("ab")
        assert dialog.line.problem() == ""
        dialog.action_button.click()

    assert await asked(act, check=lambda text: "No spaces." if " " in text else "") == "ab"
