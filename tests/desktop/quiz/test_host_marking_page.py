"""Putting a question right: accepted texts, hidden words, late answers, taken points, its source."""

from contextlib import asynccontextmanager

from desktop.quiz.host_marking_page import MarkingPane
from desktop.quiz.host_view_model import HostViewModel
from desktop.widgets.button import Button, IconButton
from shared.quiz import commands, quiz
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_game import game_quiz, question
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def marking(body=None, **more):
    held = game_quiz(question(**({"body": body} if body else {}), **more), question(name="2"))
    table = Table(held)
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        pane = MarkingPane(model)
        pane.show()
        table.join("ada", "ben")
        model.changed.connect(lambda: pane.show_marking(model.stage))
        yield table, model, pane
        model.close()


async def test_only_closed_questions_are_put_right(qloop):
    async with marking() as (table, model, pane):
        table.opened()
        pane.show_marking(model.stage)
        assert not pane.isVisible()
        table.answer("ada", 0)
        table.until("reveal")
        pane.show_marking(model.stage)
        assert pane.isVisible()
        assert pane.void.isVisible()
        assert not pane.texts.isVisible()
        pane.void.click()
        await until(lambda: model.stage.voided == (0,))
        pane.show_marking(model.stage)
        assert "again" in pane.void.text()


async def test_typed_texts_can_be_accepted_and_refused(qloop):
    async with marking(quiz.Typed(("Celsius",))) as (table, model, pane):
        table.opened()
        table.answer("ada", "Kelvin")
        table.answer("ben", "celsius")
        table.until("reveal")
        pane.show_marking(model.stage)
        buttons = {button.accessibleName(): button for button in pane.texts.findChildren(Button)}
        buttons["Accept “Kelvin”"].click()
        await until(lambda: commands.Remark(0, "Kelvin", right=True) in table.link.done)
        await until(lambda: model.stage.summary.right == 2)
        pane.show_marking(model.stage)
        await until(lambda: "Count “Kelvin” as wrong" in names_of(pane, Button))


async def test_words_of_a_cloud_are_hidden_and_shown(qloop):
    async with marking(quiz.WordCloud()) as (table, model, pane):
        table.opened()
        table.answer("ada", ["mud", "sun"])
        table.until("reveal")
        pane.show_marking(model.stage)
        buttons = {button.accessibleName(): button for button in pane.texts.findChildren(IconButton)}
        buttons["Hide “mud”"].click()
        await until(lambda: model.hidden.get(0) == {"mud"})
        await until(lambda: "Show “mud” again" in names_of(pane))
        assert not pane.void.isVisible()


def names_of(pane, kind=IconButton):
    return {button.accessibleName() for button in pane.texts.findChildren(kind) if button.isVisible()}


async def test_late_answers_and_the_source_are_offered(qloop):
    source = quiz.Source("0190a000-0000-7000-8000-0000000000aa", "Lecture 1", start_ms=5_000)
    async with marking(source=source) as (table, model, pane):
        table.opened()
        stage = model.stage
        table.room.at = stage.close_at + 1_000
        table.room.tick()
        table.answer("ada", 0, after_ms=100, elapsed_ms=1_000)
        table.until("reveal")
        pane.show_marking(model.stage)
        asked = []
        pane.source_wanted.connect(asked.append)
        pane.source.click()
        assert asked == [source]
        assert pane.late.isVisible() == bool(model.stage.late)
        pane.drop_late.click()
        pane.count_late.click()
        await until(lambda: commands.AllowLate(0, allow=True) in table.link.done)
        assert commands.AllowLate(0, allow=False) in table.link.done
