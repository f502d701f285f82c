"""The list of chats by mouse and keyboard."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit

from desktop.chat.sessions_page import SessionsPanel
from desktop.chat.sessions_view_model import SessionsViewModel
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.asking import asked_library
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@asynccontextmanager
async def panel_of(paths, clock, *names):
    async with asked_library(paths, clock, filled=False) as library:
        services, scope = library.services, TaskScope("test")
        for name in names:
            clock.advance(60_000)
            await services.chat.create(name)
        model = SessionsViewModel(services.chat, scope, services.bus)
        panel = SessionsPanel(model)
        panel.resize(260, 500)
        panel.show()
        panel.activateWindow()
        model.reload()
        await until(lambda: model.loaded)
        yield panel, model
        model.close()
        await scope.close()
        panel.close()
        panel.deleteLater()


def titles(panel):
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


async def test_the_newest_is_first_and_a_click_opens(qloop, qtbot, paths, clock):
    async with panel_of(paths, clock, "One", "Two") as (panel, model):
        assert titles(panel) == ["Two", "One"]
        opened = []
        panel.opened.connect(opened.append)
        place = panel.list.visualRect(panel.model.index(1)).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert opened == [model.chats[1].id]
        panel.show_current(model.chats[0].id)
        assert panel.current_chat() == model.chats[0]
        assert len(opened) == 1
        panel.show_current(None)
        assert panel.current_chat() is None


async def test_arrow_keys_open_chats(qloop, qtbot, paths, clock):
    async with panel_of(paths, clock, "One", "Two") as (panel, model):
        panel.show_current(model.chats[0].id)
        panel.list.setFocus()
        opened = []
        panel.opened.connect(opened.append)
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
        assert opened == [model.chats[1].id]


async def test_renaming_in_place(qloop, qtbot, paths, clock):
    async with panel_of(paths, clock, "One") as (panel, model):
        panel.show_current(model.chats[0].id)
        panel.rename_current()
        field = panel.list.findChild(QLineEdit)
        assert field.text() == "One"
        field.setText("Uno")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: titles(panel) == ["Uno"])


async def test_deleting_by_key_and_menu(qloop, qtbot, paths, clock):
    async with panel_of(paths, clock, "One", "Two") as (panel, model):
        panel.show_current(model.chats[0].id)
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
        await until(lambda: titles(panel) == ["One"])
        rename, delete = panel.list.menu_for(panel.model.index(0)).actions()
        rename.trigger()
        assert panel.list.findChild(QLineEdit) is not None
        delete.trigger()
        await until(lambda: titles(panel) == [])
        assert panel.stack.state() == "empty"
        panel.list._edit(QPersistentModelIndex())


async def test_finding(qloop, qtbot, paths, clock):
    async with panel_of(paths, clock, "Plants", "History") as (panel, _model):
        qtbot.keyClicks(panel.search, "plant")
        await until(lambda: titles(panel) == ["Plants"])
        panel.search.setText("zebra")
        await until(lambda: panel.stack.state() == "empty")
        assert "words" in panel.empty._sentence.text()
        qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
        await until(lambda: len(titles(panel)) == 2)


async def test_a_failure_is_shown_with_try_again(qloop, qtbot, paths, clock, monkeypatch):
    async with panel_of(paths, clock, "One") as (panel, model):
        model.failed.emit(AppError("storage.disk_error"))
        assert panel.stack.state() == "error"
        qtbot.mouseClick(panel.stack.error.retry_button, Qt.MouseButton.LeftButton)
        await until(lambda: panel.stack.state() == "content")


@pytest.mark.parametrize("choice", [ThemeChoice("dark"), ThemeChoice("contrast", 200)])
async def test_rows_are_drawn_in_every_look(qloop, paths, clock, choice):
    async with panel_of(paths, clock, "A title that is far too long for the list " * 3) as (panel, model):
        height = panel.list.sizeHintForRow(0)
        theming().choose(choice)
        try:
            panel.show_current(model.chats[0].id)
            panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            assert panel.list.sizeHintForRow(0) >= height
            assert not panel.grab().isNull()
        finally:
            theming().choose(ThemeChoice("light"))
