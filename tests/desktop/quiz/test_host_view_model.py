"""A whole game from the view model: the real host and players, a window that goes and comes back, a host that dies."""

from contextlib import asynccontextmanager

from desktop.quiz.host_service import HostService
from desktop.quiz.host_view_model import DOUBLE_CLICK_MS, HostViewModel
from desktop.runtime.changes import ChangeBus
from desktop.storage.database import Database
from shared.clock import SystemClock
from shared.errors import AppError
from shared.ids import QuizId, new_id
from shared.quiz import commands, quiz
from shared.quiz.quiz import GameOptions
from shared.tasks import TaskScope
from tests.support.quiz_game import game_quiz, question
from tests.support.quiz_hosting import host_process, hosting
from tests.support.quiz_table import Table, TableLink, a_game
from tests.support.simulated_players import Crowd, SimulatedPlayer
from tests.support.waiting import until

QUIZ_ID = QuizId(new_id())


@asynccontextmanager
async def window(service):
    """A teacher's window: a model in a scope of its own."""
    errors = []
    async with TaskScope("window", on_error=errors.append) as scope:
        model = HostViewModel(service, scope, ChangeBus())
        model.errors = errors
        try:
            yield model
        finally:
            model.close()


@asynccontextmanager
async def opened(database, paths, **options):
    async with hosting(database, paths) as room, window(room.service) as model:
        model.prepare(room.quiz_id)
        await until(lambda: model.setup)
        model.host(model.setup, GameOptions(**options), "Room 4")
        await until(lambda: model.stage)
        yield room, model


async def press(model, *phases):
    """Press the one button, waiting out the rest after each step, until the game is in one of these phases."""
    link = model.link
    while model.stage.phase not in phases:
        before = (model.stage.phase, model.stage.seq)
        await until(lambda: link.host_now_ms() - model._moved_ms >= DOUBLE_CLICK_MS)
        model.press_next()
        await until(lambda before=before: (model.stage.phase, model.stage.seq) != before)


def players(room, game, *names):
    return Crowd([SimulatedPlayer(room.socket_url, game.pin, name, think_ms=(5, 20)) for name in names])


async def test_a_whole_game_with_two_players_from_set_up_to_the_report(qloop, paths, clock, bus):
    database = await Database.open(paths, clock=clock, bus=bus)
    async with opened(database, paths) as (room, model):
        assert (model.scene(), model.title) == ("lobby", "Sums")
        async with players(room, model.game, "Ada", "Ben") as crowd:
            await crowd.all_in()
            await until(lambda: len(model.seats()) == 2)
            for q in range(3):
                await press(model, "open")
                await crowd.all_acked(q)
                await until(lambda: model.stage.phase in {"closed", "reveal"})
                await press(model, "reveal")
                assert model.stage.solution is not None
                assert model.stage.summary.answers == 2
                await press(model, "board", "podium")
            await press(model, "podium")
            await until(lambda: model.saved_id)
            await press(model, "ended")
        report = await room.service.report(model.saved_id)
        assert {found.player.name for found in report.players} == {"Ada", "Ben"}
        assert all(found.answered == 3 for found in report.players)
        assert model.errors == []
    await database.close()


async def test_the_window_goes_in_the_middle_of_a_question_and_finds_it_again(qloop, paths, clock, bus):
    database = await Database.open(paths, clock=clock, bus=bus)
    async with opened(database, paths) as (room, model), players(room, model.game, "Ada") as crowd:
        await crowd.all_in()
        await press(model, "prep")
        game_id = model.game.game_id
        model.close()
        again = HostService(database, room.quizzes, host_process(room.folder), SystemClock())
        async with window(again) as second:
            second.show_games()
            await until(lambda: second.stage)
            assert (second.game.game_id, second.scene()) == (game_id, "question")
            await press(second, "open")
            await crowd.all_acked(0)
            await press(second, "reveal")
            await until(lambda: second.saved_id)
            second.do(commands.End(), guarded=False)
            await until(lambda: second.stage.phase == "podium")
        await again.close()
    await database.close()


async def test_the_host_is_killed_while_a_question_is_open_and_goes_on(qloop, paths, clock, bus):
    database = await Database.open(paths, clock=clock, bus=bus)
    async with opened(database, paths) as (room, model):
        async with players(room, model.game, "Ada", "Ben") as crowd:
            crowd.players[1].choose = lambda _seat: None
            await crowd.all_in()
            await press(model, "open")
            await until(lambda: 0 in crowd.players[0].acked)
            await room.kill()
            await until(lambda: model.trouble() == "lost")
            await until(lambda: model.trouble() == "" and model.stage.paused)
            assert (model.stage.phase, model.stage.answered) == ("open", 1)
            assert model.left_ms() > 0
            model.pause_or_resume()
            await until(lambda: not model.stage.paused)
            await press(model, "reveal")
            assert model.stage.summary.answers == 1
        assert model.errors == []
    await database.close()


# Without sockets: the real rules behind a link that a test can break


@asynccontextmanager
async def at_table(held=None, **options):
    table = Table(held, **options)
    async with window(table.service) as model:
        model.attach(table.run_game())
        await until(lambda: model.stage)
        table.model = model
        yield table, model


def quiet(table):
    """The game has been where it is for a while."""
    table.link.later_ms += DOUBLE_CLICK_MS


async def test_a_double_click_is_one_step(qloop):
    async with at_table() as (table, model):
        table.join("ada")
        quiet(table)
        model.press_next()
        await until(lambda: model.stage.phase == "prep")
        model.press_next()
        assert [type(action) for action in table.link.done] == [commands.Next]
        quiet(table)
        model.press_next()
        await until(lambda: model.stage.phase == "open")


async def test_a_command_on_a_state_that_is_gone_is_told_as_stale(qloop):
    async with at_table() as (table, model):
        refusals = []
        model.refused.connect(refusals.append)
        table.room.join("ada")
        table.room.next()
        model.do(commands.Next())
        await until(lambda: refusals)
        assert refusals == ["stale"]
        assert model.stage.phase == "prep"


async def test_what_can_be_taken_back_comes_with_its_undo(qloop):
    async with at_table(teams=("Reds", "Blues")) as (table, model):
        told = []
        model.told.connect(told.append)
        table.join("ada", "ben")
        ada = model.seats()[0]
        model.kick(ada, ban=True)
        await until(lambda: told)
        assert (told[0].kind, told[0].name) == ("banned", "ada")
        assert [seat.name for seat in model.seats("banned")] == ["ada"]
        told[0].undo()
        await until(lambda: len(model.seats()) == 2)
        model.rename(ada, "Ada L")
        await until(lambda: len(told) == 2)
        told[1].undo()
        await until(lambda: "ada" in {seat.name for seat in model.seats()})
        other = "Blues" if model.seats()[0].team == "Reds" else "Reds"
        model.set_team(model.seats()[0], other)
        await until(lambda: len(told) == 3)
        model.give_time("ada", 2.0)
        await until(lambda: model.seats()[0].extra_time == 2.0)
        model.readmit("nobody")
        model.lock_or_open()
        await until(lambda: model.stage.locked)


async def test_typed_answers_are_accepted_afterwards_and_back(qloop):
    async with at_table(game_quiz(question(quiz.Typed(("Celsius",))))) as (table, model):
        told = []
        model.told.connect(told.append)
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", "Kelvin")
        table.until("reveal")
        assert model.stage.summary.texts[0].fraction == 0
        model.mark(0, "Kelvin", right=True)
        await until(lambda: told and model.stage.summary.texts[0].fraction == 1)
        assert model.seats()[0].total > 0
        told[0].undo()
        await until(lambda: model.stage.summary.texts[0].fraction == 0)
        model.void(0, void=True)
        await until(lambda: model.stage.voided == (0,))
        model.allow_late(0, allow=False)


async def test_words_are_hidden_and_known_as_hidden_to_the_next_window(qloop):
    async with at_table(game_quiz(question(quiz.WordCloud()))) as (table, model):
        table.join("ada", "ben")
        table.opened()
        table.answer("ada", ["mud"])
        table.until("reveal")
        model.hide(0, "mud")
        await until(lambda: model.hidden.get(0) == {"mud"})
        assert model.stage.summary.texts == ()
        async with window(table.service) as second:
            second.attach(a_game(table.room))
            await until(lambda: second.hidden.get(0) == {"mud"})
            second.hide(0, "mud", hidden=False)
            await until(lambda: second.hidden[0] == set())


async def test_time_is_shown_as_the_host_has_it(qloop):
    async with at_table(game_quiz(question(time_limit_s=20))) as (table, model):
        assert (model.left_ms(), model.opens_in_ms()) == (None, None)
        table.join("ada")
        table.until("prep")
        assert model.opens_in_ms() > 0
        assert model.reading_ms() == model.opens_in_ms()
        table.opened()
        assert 0 < model.left_ms() <= 20_000
        model.pause_or_resume()
        await until(lambda: model.stage.paused)
        assert model.left_ms() == model.stage.left_ms
        model.pause_or_resume()
        await until(lambda: not model.stage.paused)
        before = model.left_ms()
        model.extend(30)
        await until(lambda: model.left_ms() > before)


async def test_trouble_has_a_name(qloop):
    async with at_table() as (table, model):
        link = table.link
        assert model.trouble() == ""
        link.disk = "disk_full"
        link.hear()
        assert model.trouble() == "disk_full"
        link.lose()
        assert model.trouble() == "lost"
        link.refused = object()
        assert model.trouble() == "gone"
        link.silent = True
        model.do(commands.Pause())
        await until(lambda: model.errors)
        assert isinstance(model.errors[0], AppError)


async def test_which_games_run_and_which_is_gone_on_with(qloop):
    table = Table()
    async with window(table.service) as model:
        assert model.scene() == "loading"
        model.show_games()
        await until(lambda: model.loaded)
        assert (model.scene(), table.service.woken) == ("games", 1)
        first, second = a_game(table.room, "one"), a_game(table.room, "two")
        table.service.games_ = [first, second]
        model.show_games()
        await until(lambda: len(model.games) == 2)
        assert model.game is None
        model.show_games("two")
        await until(lambda: model.game)
        assert model.game.game_id == "two"
        model.leave()
        await until(lambda: model.game is None)
        assert model.scene() == "games"


async def test_an_assignment_is_handed_out_at_once(qloop):
    table = Table()
    async with window(table.service) as model:
        model.prepare(QUIZ_ID, self_paced=True)
        await until(lambda: model.setup)
        assert (model.scene(), model.setup.options.pace) == ("setup", "self")
        model.host(model.setup, model.setup.options, "Room 4")
        await until(lambda: model.game)
        await until(lambda: model.stage and model.stage.phase == "open")
        assert (model.scene(), model.self_paced) == ("assignment", True)


async def test_an_assignment_given_up_before_it_opened_starts_no_other_game(qloop, monkeypatch):
    table = Table()
    async with window(table.service) as model:
        model.prepare(QUIZ_ID, self_paced=True)
        await until(lambda: model.setup)
        connect = TableLink.connect
        monkeypatch.setattr(TableLink, "connect", lambda _link: None)
        model.host(model.setup, model.setup.options, "Room 4")
        await until(lambda: model.game and table.service.links)
        monkeypatch.setattr(TableLink, "connect", connect)
        told = []
        model.changed.connect(lambda: told.append(model.stage is not None))
        model.attach(a_game(table.room, "another"))
        await until(lambda: any(told))
        model.do(commands.Lock())
        await until(lambda: table.service.links[-1].done)
        assert table.service.links[-1].done == [commands.Lock()]


async def test_a_host_that_refuses_is_told_in_place(qloop):
    table = Table()
    table.service.error = AppError("quiz.host_not_started")
    async with window(table.service) as model:
        failures = []
        model.failed.connect(failures.append)
        model.prepare(QUIZ_ID)
        await until(lambda: model.setup)
        model.host(model.setup, GameOptions(), "")
        await until(lambda: failures)
        assert model.scene() == "setup"
