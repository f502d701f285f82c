"""What stands on the wall: nothing before its time, names only in the lobby and on the board, all within the window."""

from contextlib import asynccontextmanager

import msgspec
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.projector_scenes_page import BoardScene, EntranceScene, MessageScene, QuestionScene
from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import theme
from shared.quiz import commands, quiz
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_game import game_quiz, question
from tests.support.quiz_table import Table
from tests.support.waiting import until

__all__ = ["look"]

ROOM = QSize(1280, 720)


@asynccontextmanager
async def scene(kind, held=None, **options):
    table = Table(held, **options)
    async with TaskScope("test") as scope:
        model = HostViewModel(table.service, scope, table.bus)
        model.attach(table.run_game())
        await until(lambda: model.stage)
        widget = kind(model, 1.3, ROOM)
        widget.resize(ROOM)
        widget.show()
        yield table, model, widget
        model.close()


def everything_said(widget):
    texts = []
    for child in widget.findChildren(QWidget):
        texts.append(child.accessibleName())
        if hasattr(child, "text") and callable(child.text):
            texts.append(str(child.text()))
    return " ".join(texts)


async def test_the_way_in_names_who_is_in_newest_first(qloop):
    async with scene(EntranceScene) as (table, _model, widget):
        widget.show_scene()
        assert widget.here.text() == "Come in!"
        table.join("Adalbert", "Ben")
        widget.show_scene()
        assert widget.here.text().startswith("2 ")
        assert widget.names.shown() == ("Ben", "Adalbert")
        assert (widget.address.text(), widget.pin.text()) == ("192.168.1.20:8420", "123 456")
        table.do(commands.Lock())
        widget.show_scene()
        assert "start" in widget.here.text()


async def test_who_waits_to_be_let_in_is_not_named(qloop):
    async with scene(EntranceScene, approval=True) as (table, _model, widget):
        table.join("Adalbert")
        widget.show_scene()
        assert "Adalbert" not in everything_said(widget)
        assert widget.here.text() == "Come in!"


async def test_options_wait_for_the_opening_and_results_for_the_reveal(qloop):
    async with scene(QuestionScene) as (table, _model, widget):
        table.join("ada", "ben")
        table.until("prep")
        widget.show_scene()
        assert widget.stage.tiles is None
        assert widget.state.text() == "Read the question"
        table.opened()
        table.answer("ada", 1)
        widget.show_scene()
        assert widget.stage.tiles is not None
        assert widget.answered.text() == "1 of 2 have answered"
        table.until("closed")
        widget.show_scene()
        assert not widget.stage.solution.isVisible()
        assert not widget.stage.summary.isVisible()
        table.until("reveal")
        widget.show_scene()
        assert widget.stage.solution.text() == "Right answer: Paris"
        assert "ada" not in everything_said(widget)


async def test_letters_are_shown_only_where_they_are_the_same_on_every_device(qloop):
    for own_order in (True, False):
        async with scene(QuestionScene, own_order=own_order) as (table, _model, widget):
            table.join("ada", "ben")
            table.opened()
            table.answer("ada", 1)
            widget.show_scene()
            assert widget.stage.tiles.tiles[0].lettered is not own_order
            table.until("reveal")
            widget.show_scene()
            named = [row.accessibleName() for row in widget.stage.summary.bars.rows]
            assert named[0].startswith("A: ") is not own_order


async def test_paused_and_without_a_limit(qloop):
    async with scene(QuestionScene, game_quiz(question(time_limit_s=None))) as (table, _model, widget):
        table.join("ada")
        table.until("prep")
        table.do(commands.Pause())
        widget.show_scene()
        assert widget.state.text() == "Paused"
        table.do(commands.Resume())
        table.opened()
        widget.show_scene()
        assert not widget.countdown.isVisible()


async def test_a_long_question_is_made_smaller_until_it_fits(qloop):
    choices = tuple(quiz.Choice(f"{number} " + "a long answer with many words " * 4) for number in range(6))
    long = question(quiz.Single(choices, 0), text="Why is it so? " * 20)
    async with scene(QuestionScene, game_quiz(long, question(name="2"))) as (table, _model, widget):
        table.join("ada")
        table.opened()
        widget.show_scene()
        assert widget._fits(widget.stage)
        small = widget.stage._enlarged
        table.do(commands.Skip())
        table.opened()
        widget.show_scene()
        assert widget.stage._enlarged > small


@pytest.mark.parametrize("shape", [(1600, 900), (900, 1600)])
async def test_a_picture_leaves_room_for_text_that_can_be_read(qloop, tmp_path, shape):
    path = tmp_path / "picture.png"
    pixmap = QPixmap(*shape)
    pixmap.fill(Qt.GlobalColor.darkGreen)
    pixmap.save(str(path))
    choices = tuple(quiz.Choice(name) for name in ("Lyon", "Paris", "Nice", "Marseille"))
    shown = question(
        quiz.Single(choices, 1), text="Which town is it?", media=quiz.Media("ab", "image/png", "A")
    )
    async with scene(QuestionScene, game_quiz(shown)) as (table, _model, widget):
        table.service.files["ab"] = path
        table.join("ada")
        table.opened()
        widget.show_scene()
        pane = widget.stage
        assert widget._fits(pane)
        picture = pane.media.picture.heightForWidth(ROOM.width())
        assert 0.1 * ROOM.height() < picture <= 0.4 * ROOM.height() + 1
        letters = theme().point_size(TypeRole.LEAD) * widget.logicalDpiY() / 72 * pane._enlarged
        assert letters >= 0.0399 * ROOM.height()
        await until(lambda: pane.isVisible())
        table.answer("ada", 1)
        table.until("reveal")
        widget.show_scene()
        await until(lambda: widget.stage.summary.bars.rows[-1].isVisible())
        assert widget._fits(widget.stage)


async def test_hidden_words_are_not_on_the_wall(qloop):
    async with scene(QuestionScene, game_quiz(question(quiz.WordCloud()))) as (table, _model, widget):
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", ["mud", "sun"])
        table.until("reveal")
        table.do(commands.Hide(0, "mud"))
        widget.show_scene()
        said = everything_said(widget)
        assert "sun" in said
        assert "mud" not in said


async def test_the_board_and_the_podium(qloop):
    async with scene(BoardScene) as (table, _model, widget):
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", 1)
        table.until("board")
        widget.show_scene()
        assert [row.line.name for row in widget.board.rows] == ["ada", "ben"]
        assert not widget.podium.isVisible()
        table.until("podium")
        widget.show_scene()
        assert widget.podium.lines[0].name == "ada"
        assert widget.title.text() == "The winners"


async def test_private_games_show_no_names(qloop):
    async with scene(BoardScene, board="private") as (table, _model, widget):
        table.join("Adalbert")
        table.opened()
        table.answer("Adalbert", 1)
        table.until("podium")
        widget.show_scene()
        assert "Adalbert" not in everything_said(widget)
        assert widget.words_.text()


async def test_trouble_is_one_calm_sentence(qloop):
    async with scene(MessageScene) as (table, model, widget):
        table.link.lose()
        widget.show_scene()
        assert "goes on" in widget.title.text()
        assert msgspec.structs.astuple(model.stage)
