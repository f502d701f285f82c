import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop.widgets.confirm_dialog import ConfirmDialog
from shared.tasks import TaskScope


@pytest.fixture
def question(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield ConfirmDialog(window, "Remove this model?", "It can be fetched again.", "Remove")
    window.close()


async def test_the_action_is_true(qloop, question):
    async with TaskScope("test") as scope:
        answer = scope.spawn(question.ask(), name="ask")
        await asyncio.sleep(0)
        assert question.isVisible()
        assert question.cancel_button.hasFocus() or not question.isActiveWindow()
        question.action_button.click()
        assert await answer is True


async def test_escape_is_false_and_other_tasks_run_meanwhile(qloop, question):
    async with TaskScope("test") as scope:
        answer = scope.spawn(question.ask(), name="ask")
        await asyncio.sleep(0.01)
        question.reject()
        assert await answer is False


async def test_cancelling_the_task_closes_it(qloop, question):
    results: list[int] = []
    question.finished.connect(results.append)
    async with TaskScope("test") as scope:
        answer = scope.spawn(question.ask(), name="ask")
        await asyncio.sleep(0)
        answer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answer
    assert results == [QDialog.DialogCode.Rejected]


async def test_enter_presses_what_has_the_focus(qloop, qtbot, question):
    async with TaskScope("test") as scope:
        answer = scope.spawn(question.ask(), name="ask")
        await asyncio.sleep(0)
        assert question.focusWidget() is question.cancel_button
        assert question.cancel_button.isDefault()
        qtbot.keyClick(question.cancel_button, Qt.Key.Key_Return)
        assert await answer is False


async def test_tab_and_enter_choose_the_action(qloop, qtbot, question):
    async with TaskScope("test") as scope:
        answer = scope.spawn(question.ask(), name="ask")
        await asyncio.sleep(0)
        question.action_button.setFocus()
        qtbot.keyClick(question.action_button, Qt.Key.Key_Return)
        assert await answer is True


async def test_what_will_happen_is_heard(qloop, question):
    assert question.accessibleDescription() == "It can be fetched again."
