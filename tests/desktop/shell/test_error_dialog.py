from PySide6.QtWidgets import QWidget

from desktop.shell.error_dialog import ErrorDialog
from shared.errors import AppError


def test_it_tries_again_after_closing(qtbot):
    parent = QWidget()
    parent.resize(900, 600)
    qtbot.addWidget(parent)
    tries: list[int] = []
    dialog = ErrorDialog(AppError("storage.busy"), lambda: tries.append(1), parent)
    dialog.open()
    with qtbot.waitSignal(dialog.finished):
        dialog.state.retry_button.click()
    assert tries == [1]


def test_without_a_retry_there_is_no_button(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = ErrorDialog(AppError("storage.busy"), None, parent)
    dialog.open()
    assert not dialog.state.retry_button.isVisible()
    with qtbot.waitSignal(dialog.finished):
        dialog.close_button.click()


def test_it_leads_to_where_more_is_to_be_seen(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[int] = []
    dialog = ErrorDialog(
        AppError("billing.used_up", meter="ai_tokens"),
        None,
        parent,
        way=("See usage", lambda: seen.append(1)),
    )
    dialog.open()
    with qtbot.waitSignal(dialog.finished):
        dialog.way_button.click()
    assert seen == [1]
