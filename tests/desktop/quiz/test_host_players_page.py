"""The list of players: order, search, letting in, and what the menu does."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop.quiz.host_players_page import PlayersPane
from desktop.quiz.host_rename_dialog import RenameDialog
from desktop.quiz.host_view_model import HostViewModel
from desktop.widgets.button import IconButton
from shared.quiz import commands
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@asynccontextmanager
async def listed(*names, **options):
    table = Table(**options)
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        pane = PlayersPane(model)
        pane.resize(320, 600)
        pane.show()
        model.changed.connect(pane.show_players)
        table.join(*names)
        pane.show_players()
        yield table, model, pane
        for menu in pane.findChildren(QMenu):
            menu.close()
        model.close()


def shown(pane):
    return [pane.players.seat_at(row).name for row in range(pane.players.rowCount())]


def action(menu, text):
    return next(found for found in menu.actions() if found.text() == text)


async def test_many_players_are_found_and_ordered(qloop):
    async with listed(*(f"p{number}" for number in range(12))) as (_table, _model, pane):
        assert pane.title.text().startswith("12 ")
        assert pane.search.isVisible()
        pane.search.setText("p11")
        pane.show_players()
        assert shown(pane) == ["p11"]
        pane.go_to_search()
        pane.search.clear()
        pane.sort.click()
        assert "points" in pane.sort.toolTip()
        assert len(shown(pane)) == 12
        pane.grab()


async def test_the_menu_does_what_it_says(qloop):
    async with listed("ada", "ben", teams=("Reds", "Blues")) as (table, model, pane):
        ada = model.seats()[0]
        menu = pane.menu_for(ada)
        other = "Blues" if ada.team == "Reds" else "Reds"
        action(action(menu, "Team").menu(), other).trigger()
        action(action(menu, "Time for answering").menu(), "2 × time").trigger()
        action(menu, "Take out").trigger()
        await until(lambda: commands.Kick("ada") in table.link.done)
        assert commands.SetTeam("ada", other) in table.link.done
        assert commands.ExtraTime("ada", 2.0) in table.link.done
        await until(lambda: pane.out.isVisible())
        assert shown(pane) == ["ben"]
        action(pane.menu_for(model.seats()[0]), "Take out for good").trigger()
        await until(lambda: commands.Kick("ben", ban=True) in table.link.done)
        pane.out.click()
        menu.close()


async def test_keys_take_out_rename_and_open_the_menu(qloop):
    async with listed("ada") as (table, _model, pane):
        pane.list.setCurrentIndex(pane.players.index(0))
        pane.list.setFocus()
        QTest.keyClick(pane.list, Qt.Key.Key_F2)
        dialog = pane.findChild(RenameDialog) or pane.window().findChild(RenameDialog)
        dialog.field.setText("Ada L")
        dialog.accept()
        await until(lambda: commands.Rename("ada", "Ada L") in table.link.done)
        wanted = []
        pane.list.menu_wanted.connect(wanted.append)
        reason = QContextMenuEvent.Reason
        at = pane.list.visualRect(pane.players.index(0)).center()
        for why in (reason.Keyboard, reason.Mouse):
            pane.list.contextMenuEvent(QContextMenuEvent(why, at, QPoint(5, 5)))
        assert len(wanted) == 2
        QTest.keyClick(pane.list, Qt.Key.Key_Delete)
        await until(lambda: commands.Kick("ada") in table.link.done)


async def test_who_waits_is_let_in_or_sent_away(qloop):
    async with listed("ada", "ben", "cem", approval=True) as (table, model, pane):
        assert shown(pane) == []
        assert pane.waiting.isVisible()
        buttons = {button.toolTip(): button for button in pane.waiting.findChildren(IconButton)}
        buttons["Let ada in"].click()
        buttons["Send cem away"].click()
        await until(lambda: len(model.seats("waiting")) == 1)
        await until(lambda: shown(pane) == ["ada"])
        pane.waiting.all.click()
        await until(lambda: not model.seats("waiting"))
        assert commands.Approve("ben") in table.link.done
        await until(lambda: not pane.waiting.isVisible())


async def test_a_line_is_read_out_with_its_state(qloop):
    async with listed("ada", "ben") as (table, _model, pane):
        table.opened()
        table.answer("ada", 1)
        pane.show_players()
        lines = [pane.players.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
        assert [line.casefold() for line in lines] == ["ada, has answered", "ben, is still thinking"]
