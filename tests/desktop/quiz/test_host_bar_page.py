"""The bar: what can be done now, and the words of the one big button."""

from contextlib import asynccontextmanager

from desktop.quiz.host_bar_page import HostBar
from desktop.quiz.host_view_model import HostViewModel
from desktop.widgets.toast import BOTTOM_BAR
from shared.quiz import commands
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def barred():
    table = Table()
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        bar = HostBar(model)
        bar.resize(1000, 70)
        bar.show()
        model.changed.connect(bar.show_bar)
        bar.show_bar()
        yield table, model, bar
        model.close()


async def test_messages_stand_above_the_bar(qloop):
    async with barred() as (_table, _model, bar):
        assert bar.objectName() == BOTTOM_BAR


async def test_in_the_lobby_there_is_only_the_start(qloop):
    async with barred() as (_table, _model, bar):
        assert bar.next.text() == "Start the game"
        assert not bar.pause.isVisible()
        assert not bar.skip.isVisible()
        wanted = []
        bar.next_wanted.connect(lambda: wanted.append(1))
        bar.next.click()
        assert wanted == [1]


async def test_a_question_is_paused_prolonged_and_skipped(qloop):
    async with barred() as (table, model, bar):
        table.join("ada")
        table.opened()
        bar.show_bar()
        bar.more[0].click()
        bar.more[1].click()
        bar.pause.click()
        await until(lambda: model.stage.paused)
        bar.show_bar()
        assert bar.pause.text() == "Go on"
        assert table.link.done == [commands.Extend(10_000), commands.Extend(30_000), commands.Pause()]
        bar.pause.click()
        await until(lambda: not model.stage.paused)
        bar.skip.click()
        await until(lambda: commands.Skip() in table.link.done)


async def test_without_a_connection_nothing_can_be_pressed(qloop):
    async with barred() as (table, _model, bar):
        table.link.lose()
        bar.show_bar()
        assert not bar.next.isEnabled()
