"""What is kept of a game to learn from."""

import msgspec
import pytest

from desktop.quiz.attempts import AttemptQuestion, Keeper
from shared.quiz import messages
from shared.quiz.messages import AssignedItem, Assignment, OwnResult, Result, Reveal, Shown
from shared.quiz.views import Solution, Summary
from shared.tasks import TaskScope
from tests.support.quiz_playing import SOLUTIONS, VIEWS, Table


@pytest.fixture
async def table():
    async with TaskScope("test") as scope:
        made = Table(scope)
        made.enter()
        yield made


async def test_a_reveal_is_kept_whole(table):
    table.prep()
    table.open()
    table.playing.keeper.chose(0, 3)
    table.link.answer(2, sure=3)
    table.reveal(own=OwnResult(state="wrong", answer=2), why="Because.")
    [kept] = table.playing.keeper.questions()
    assert (kept.answer, kept.why, kept.sure, kept.view) == (2, "Because.", 3, VIEWS["single"])
    assert kept.wrong
    assert msgspec.json.decode(msgspec.json.encode(kept), type=AttemptQuestion).own.state == "wrong"


async def test_the_same_again_is_nothing_new(table):
    table.prep()
    table.open()
    table.reveal(own=OwnResult(state="none"))
    assert not table.playing.keeper.look(table.seat)
    later = Keeper(table.playing.keeper.questions())
    assert not later.look(table.seat)
    assert later.questions() == table.playing.keeper.questions()


@pytest.mark.parametrize(
    ("state", "wrong"),
    [("right", False), ("partly", True), ("wrong", True), ("none", True), ("late", False), ("void", False)],
)
def test_what_is_worth_a_card(state, wrong):
    question = AttemptQuestion(Shown(0, 1, "single"), solution=Solution(1), own=OwnResult(state=state))
    assert question.wrong is wrong


def test_an_opinion_is_never_wrong():
    assert not AttemptQuestion(Shown(0, 1, "poll"), solution=Solution(), own=OwnResult(state="none")).wrong
    assert not AttemptQuestion(Shown(0, 1, "single"), solution=Solution(1)).wrong


async def test_an_assignment_is_kept_when_it_is_handed_in(table):
    items = tuple(AssignedItem(Shown(q, 2, "single", "?"), VIEWS["single"]) for q in range(2))
    table.feed(Assignment(1, items))
    table.link.answer(0, q=0)
    own = OwnResult(state="wrong")
    table.feed(
        Result(
            2,
            (Reveal(2, 0, SOLUTIONS["single"], Summary(), own=own), Reveal(2, 7, Solution(), Summary())),
            0,
            2000,
        )
    )
    [kept] = table.playing.keeper.questions()
    assert (kept.answer, kept.solution) == (0, Solution(1))


async def test_a_slide_or_a_board_is_no_question(table):
    table.feed(messages.Board(final=True))
    assert table.playing.keeper.questions() == ()
