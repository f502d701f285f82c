import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.billing.buying_service import BuyingService
from desktop.media.service import JobState
from desktop.shell.bindings import Bindings
from desktop.shell.error_dialog import ErrorDialog
from desktop.shell.main_window import MainWindow
from desktop.shell.window_memory import read_state
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.file_dialog import last_folder, set_last_folder
from desktop.widgets.theme import DARK
from desktop.widgets.theming import theme
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.stub_page import StubPage, stub_spec
from tests.support.waiting import until
from tests.support.window_services import some_item

SPECS = [
    stub_spec("library"),
    stub_spec("ask"),
    stub_spec("settings"),
    stub_spec("player", in_rail=False),
    stub_spec("welcome", in_rail=False),
    stub_spec("usage", in_rail=False),
    stub_spec("plans", in_rail=False),
]


def targets() -> list[dict[str, Any]]:
    """What pages were asked to show, in the order in which the pages were made."""
    return [call for page in StubPage.made for call in page.calls if isinstance(call, dict)]


@pytest.fixture
def attached(services, qtbot):
    """`async with attached() as (window, services)`: a window on an open library."""
    StubPage.made.clear()

    @asynccontextmanager
    async def opened(*, seen: bool = True):
        async with services() as made:
            await made.settings.set("welcome_seen", seen)
            faults: list[BaseException] = []
            window = MainWindow(SPECS, made.settings.get, faults.append)
            window.show()
            window.attach(made, Bindings)
            try:
                yield window, made
            finally:
                await window.detach()
                window.retire()
            assert faults == []

    return opened


async def test_a_newcomer_is_welcomed_and_others_come_back_where_they_were(qloop, attached):
    async with attached(seen=False) as (window, _):
        assert window.frame.host.current_id == "welcome"
    async with attached() as (window, made):
        assert window.frame.host.current_id == "library"
        window.open("ask")
        window.open("player", item_id=3)
    assert read_state(made.settings.get).page == "ask"
    async with attached() as (window, _):
        assert window.frame.host.current_id == "ask"
        assert window.windowTitle() == "Ask · Lantern"


async def test_place_and_rail_are_remembered(qloop, attached):
    async with attached() as (window, _):
        window.resize(741, 555)
        window.toggle_rail()
    async with attached() as (window, _):
        assert (window.width(), window.height()) == (741, 555)
        assert window.frame.rail.collapsed


async def test_the_folder_of_the_last_file_is_remembered(qloop, attached, tmp_path: Path):
    async with attached():
        set_last_folder(str(tmp_path))
    set_last_folder("")
    async with attached():
        assert last_folder() == str(tmp_path)
    set_last_folder("")


async def test_the_view_is_stored_soon_after_it_changed(qloop, attached):
    async with attached() as (window, made):
        window._remember_soon.setInterval(0)
        window.open("ask")
        await until(lambda: read_state(made.settings.get).page == "ask")


async def test_pages_move_within_the_window(qloop, attached):
    async with attached() as (window, _):
        window.open("player", item_id=3)
        assert targets() == [{"item_id": 3}]
        assert window.can_go_back()
        window.back()
        assert window.frame.host.current_id == "library"
        window.open("nowhere")
        assert window.has_page("ask")
        assert not window.has_page("nowhere")


async def test_files_dropped_anywhere_go_to_the_library(qloop, attached, tmp_path: Path):
    async with attached() as (window, _):
        window.open("ask")
        data = QMimeData()
        data.setUrls(
            [QUrl.fromLocalFile(str(tmp_path / "a.mp3")), QUrl.fromLocalFile(str(tmp_path / "b.pdf"))]
        )
        actions, buttons, keys = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter = QDragEnterEvent(QPoint(50, 50), actions, data, buttons, keys)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        assert window.frame.overlay.isVisible()
        QApplication.sendEvent(window, QDragLeaveEvent())
        assert not window.frame.overlay.isVisible()
        window.dropEvent(QDropEvent(QPointF(50, 50), actions, data, buttons, keys))
        assert window.frame.host.current_id == "library"
        assert targets() == [{"import_paths": [tmp_path / "a.mp3", tmp_path / "b.pdf"]}]
        words = QMimeData()
        words.setText("words")
        refused = QDragEnterEvent(QPoint(50, 50), actions, words, buttons, keys)
        refused.ignore()
        QApplication.sendEvent(window, refused)
        assert not window.frame.overlay.isVisible()


async def test_an_expected_failure_is_a_message_with_details(qloop, attached):
    async with attached() as (window, _):
        window.report(AppError("network.unreachable"), retry=lambda: None)
        [toast] = window.frame.toasts.toasts()
        toast.action_button.click()
        [dialog] = window.findChildren(ErrorDialog)
        assert dialog.state.retry_button.isVisible()
        dialog.reject()


async def test_what_is_used_up_leads_to_usage(qloop, attached):
    async with attached() as (window, _):
        window.report(AppError("billing.used_up", meter="ai_tokens"))
        window.frame.toasts.toasts()[0].action_button.click()
        [dialog] = window.findChildren(ErrorDialog)
        dialog.way_button.click()
        assert window.frame.host.current_id == "usage"


async def test_where_more_is_sold_what_is_used_up_leads_there(qloop, attached, monkeypatch):
    monkeypatch.setattr(BuyingService, "sells", property(lambda _self: True))
    async with attached() as (window, _):
        window.report(AppError("billing.used_up", meter="ai_tokens"))
        window.frame.toasts.toasts()[0].action_button.click()
        [dialog] = window.findChildren(ErrorDialog)
        assert dialog.way_button.text() == "Get more"
        dialog.way_button.click()
        assert window.frame.host.current_id == "plans"


async def test_what_a_school_shares_leads_to_no_shop(qloop, attached, monkeypatch):
    monkeypatch.setattr(BuyingService, "sells", property(lambda _self: True))
    async with attached() as (window, _):
        window.report(AppError("billing.used_up", meter="ai_tokens", whose="tenant"))
        window.frame.toasts.toasts()[0].action_button.click()
        [dialog] = window.findChildren(ErrorDialog)
        assert dialog.way_button.text() == "See usage"


async def test_anything_else_is_a_fault(qloop, services, qtbot):
    faults: list[BaseException] = []
    async with services() as made:
        window = MainWindow(SPECS, made.settings.get, faults.append)
        qtbot.addWidget(window)
        error = ValueError()
        window.report(error)
        assert faults == [error]
        with pytest.raises(RuntimeError):
            window.shared(TaskScope, lambda scope: scope)


async def test_settings_change_the_window_at_once(qloop, attached, qtbot):
    async with attached() as (window, made):
        await made.settings.set("theme", "dark")
        await until(lambda: theme().colours is DARK)
        asked: list[int] = []
        window.rebuild_asked.connect(lambda: asked.append(1))
        await made.settings.set("language", "es")
        await until(lambda: asked)


async def test_larger_text_narrows_the_rail_at_once_and_smaller_text_widens_it_again(qloop, attached):
    async with attached() as (window, made):
        window.resize(1180, 760)
        wide = window.frame.rail.width()
        await made.settings.set("text_scale", 200)
        await until(lambda: window.frame.rail.width() < wide)
        await made.settings.set("text_scale", 100)
        await until(lambda: window.frame.rail.width() == wide)


async def test_running_work_is_shown(qloop, attached):
    async with attached() as (window, made):
        made.media.held = [some_item("Lecture", JobState.TRANSCRIBING, 0.5)]
        made.bus.announce("job")
        await until(lambda: window.frame.strip.jobs.text() == "1 job running")
        window.frame.strip.jobs.click()
        assert window._bindings.panel.isVisible()
        window.toggle_jobs()
        assert not window._bindings.panel.isVisible()
        await until(lambda: "45" in window.frame.strip._storage.text())


async def test_closing_asks_only_while_work_is_unfinished(qloop, attached):
    async with attached() as (window, made):
        made.media.held = [some_item("Lecture", JobState.TRANSCRIBING, 0.5)]
        made.bus.announce("job")
        await until(window._bindings.unfinished)
        closes: list[int] = []
        window.close_asked.connect(lambda: closes.append(1))
        for answer, told in (("cancel_button", []), ("action_button", [1])):
            event = QCloseEvent()
            QApplication.sendEvent(window, event)
            assert not event.isAccepted()
            await until(lambda: window.findChildren(ConfirmDialog))
            [question] = window.findChildren(ConfirmDialog)
            getattr(question, answer).click()
            await until(lambda: not window.findChildren(ConfirmDialog))
            await asyncio.sleep(0.01)
            assert closes == told


async def test_closing_without_work_is_at_once(qloop, attached):
    async with attached() as (window, _):
        closes: list[int] = []
        window.close_asked.connect(lambda: closes.append(1))
        window.quit()
        assert closes == [1]


async def test_a_second_start_brings_it_forward(qloop, attached, monkeypatch):
    async with attached() as (window, _):
        # The offscreen platform cannot raise windows, and says so.
        monkeypatch.setattr(window, "raise_", lambda: None)
        window.setWindowState(Qt.WindowState.WindowMinimized)
        window.bring_forward()
        assert not window.isMinimized()
        assert window.isVisible()
        asked: list[Any] = []
        window.reopen_asked.connect(lambda work, text: asked.append(text))
        window.reopen(lambda: None, "done")
        assert asked == ["done"]
        assert window.restored_words()
