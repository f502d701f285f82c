"""The question in the teacher's window: counts, who still thinks, time, results from the close on."""

from contextlib import asynccontextmanager

from desktop.quiz.host_question_page import QuestionPane
from desktop.quiz.host_view_model import HostViewModel
from shared.quiz import commands, quiz
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_game import game_quiz, question
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def asked(*questions):
    table = Table(game_quiz(*questions))
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        pane = QuestionPane(model)
        pane.resize(900, 700)
        pane.show()
        yield table, model, pane
        model.close()


async def test_counts_and_names_of_those_who_think(qloop):
    async with asked() as (table, _model, pane):
        table.join(*(f"p{number}" for number in range(12)))
        table.opened()
        table.answer("p0", 1)
        pane.show_question()
        assert pane.answered.text() == "1 of 12 have answered"
        assert pane.stuck.text().startswith("Still thinking: p1, p10")
        assert "3 more" in pane.stuck.text()
        assert pane.countdown.seconds() is not None
        assert not pane.marking.isVisible()


async def test_the_teacher_sees_results_as_soon_as_it_is_closed(qloop):
    async with asked() as (table, _model, pane):
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", 1)
        pane.show_question()
        assert not pane.stage.solution.isVisible()
        table.until("closed")
        pane.show_question()
        assert pane.stage.solution.isVisible()
        assert pane.marking.isVisible()
        assert not pane.countdown.isVisible()


async def test_paused_without_a_limit_and_slides(qloop):
    free = question(time_limit_s=None)
    slide = question(quiz.Slide("Read."), "2")
    async with asked(free, slide) as (table, _model, pane):
        table.join("ada")
        table.until("prep")
        table.do(commands.Pause())
        pane.show_question()
        assert pane.phase.text() == "Paused"
        table.do(commands.Resume())
        table.opened()
        pane.show_question()
        assert not pane.countdown.isVisible()
        table.do(commands.Skip())
        pane.show_question()
        assert not pane.bar.isVisible()


async def test_typed_texts_are_listed_once(qloop):
    async with asked(question(quiz.Typed(("Celsius",)))) as (table, _model, pane):
        table.join("ada")
        table.opened()
        table.answer("ada", "Kelvin")
        table.until("reveal")
        pane.show_question()
        assert not pane.stage.summary.isVisible()
        assert pane.marking.texts.isVisible()
