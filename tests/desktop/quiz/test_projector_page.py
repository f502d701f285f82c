"""The projector's window: what the room sees, when, on which screen, and its keys."""

from contextlib import asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.projector_page import Projector
from desktop.widgets.theming import ThemeChoice, theming
from shared.quiz import commands
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def projected(**options):
    table = Table(**options)
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        window = Projector(model)
        window.resize(1280, 720)
        window.show()
        window.rebuild()
        yield table, model, window
        window.close()
        window.deleteLater()
        model.close()


async def test_scenes_follow_the_game(qloop):
    async with projected() as (table, _model, window):
        assert window.scene() == "entrance"
        table.join("ada")
        table.opened()
        window.show_game()
        assert window.scene() == "question"
        table.answer("ada", 1)
        table.until("board")
        assert window.scene() == "board"
        table.until("podium")
        assert window.scene() == "board"
        table.link.lose()
        window.show_game()
        assert window.scene() == "message"


async def test_keys_of_a_presenter(qloop):
    async with projected() as (table, model, window):
        wanted, closed = [], []
        window.next_wanted.connect(lambda: wanted.append(1))
        window.closed.connect(lambda: closed.append(1))
        for key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Right):
            QTest.keyClick(window, key)
        assert len(wanted) == 3
        table.join("ada")
        table.opened()
        QTest.keyClick(window, Qt.Key.Key_P)
        await until(lambda: model.stage.paused)
        QTest.keyClick(window, Qt.Key.Key_F11)
        assert window.isFullScreen()
        QTest.keyClick(window, Qt.Key.Key_A)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert closed == [1]
        assert commands.Pause() in table.link.done


async def test_with_one_screen_it_is_a_window_and_with_two_it_fills_the_other(qloop):
    async with projected() as (_table, _model, window):
        [only] = QGuiApplication.screens()
        window.open_on([only], only)
        assert not window.isFullScreen()
        window.open_on([only], None)
        assert window.isFullScreen()


async def test_it_is_made_anew_for_another_size_and_theme(qloop):
    async with projected() as (_table, _model, window):
        first = window._scenes["question"]
        window.resize(1920, 1080)
        await until(lambda: window._scenes["question"] is not first)
        assert window.size().height() == 1080
        second = window._scenes["question"]
        theming().choose(ThemeChoice("dark", 150))
        await until(lambda: window._scenes["question"] is not second)
