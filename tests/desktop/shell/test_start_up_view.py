import time

import pytest

from desktop.shell.start_up_view import StartUpView, backups_to_offer
from desktop.storage.backup import back_up
from desktop.storage.database import Database
from desktop.widgets.button import Button
from shared.errors import AppError


def test_it_says_why_and_offers_what_helps(qtbot, tmp_path):
    view = StartUpView()
    qtbot.addWidget(view)
    view.resize(800, 700)
    view.show()
    assert view.currentIndex() == 0
    view.show_error(AppError("storage.corrupt"), [("3/5/26 14:05", tmp_path / "one.db")])
    restore = next(button for button in view.findChildren(Button) if "14:05" in button.text())
    with qtbot.waitSignal(view.restore) as asked:
        restore.click()
    assert asked.args == [tmp_path / "one.db"]
    with qtbot.waitSignal(view.retry):
        view.error.retry_button.click()
    view.show_error(AppError("storage.read_only", folder="/x"), [])
    qtbot.waitUntil(lambda: not [button for button in view.findChildren(Button) if "14:05" in button.text()])
    view.show_opening()
    assert view.currentIndex() == 0


async def test_backups_are_offered_for_a_damaged_library_only(paths, clock, bus):
    database = await Database.open(paths, clock=clock, bus=bus)
    await database.close()
    kept = back_up(paths, "daily")
    assert backups_to_offer(paths, AppError("storage.busy")) == []
    [(when, path)] = backups_to_offer(paths, AppError("storage.corrupt"))
    assert path == kept
    assert time.strftime("%y") in when


@pytest.mark.parametrize("code", ["storage.newer_database", "storage.disk_full"])
def test_any_failure_can_be_tried_again(qtbot, code):
    view = StartUpView()
    qtbot.addWidget(view)
    view.show()
    view.show_error(AppError(code), [])
    assert view.error.retry_button.isVisible()
