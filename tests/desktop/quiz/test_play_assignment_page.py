"""A quiz at one's own pace: answered in any order, offline, handed in once."""

from contextlib import asynccontextmanager

import msgspec
from PySide6.QtWidgets import QDialog

from desktop.quiz.play_assignment_page import AssignmentView
from shared.quiz.messages import Ack, AssignedItem, Assignment, Finish, OwnResult, Result, Reveal, Shown
from shared.quiz.views import Solution, Summary
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_playing import SOLUTIONS, VIEWS, Table
from tests.support.waiting import until

__all__ = ["look"]

KINDS = ("typed", "slide", "single")
ITEMS = tuple(AssignedItem(Shown(q, 3, kind, f"Question {q}?"), VIEWS[kind]) for q, kind in enumerate(KINDS))


@asynccontextmanager
async def assigned(qtbot, items=ITEMS, answered=(), **game):
    async with TaskScope("test") as scope:
        table = Table(scope, pace="self", **game)
        model = table.model()
        view = AssignmentView(model)
        qtbot.addWidget(view)
        view.resize(900, 700)
        model.changed.connect(view.show_assignment)
        table.enter()
        table.feed(Assignment(1, items, answered))
        view.show()
        table.view = view
        yield table
        view.media.clear()
        await model.aclose()


async def test_saving_goes_on_to_the_next(qloop, qtbot):
    async with assigned(qtbot, deadline_ms=1_900_000_000_000) as table:
        view = table.view
        assert view.text.text() == "Question 0?"
        assert "hand in by" in view.deadline.text()
        assert not view.save.isEnabled()
        view.pad.fields.fields[0].setText("Nile")
        view.save.click()
        assert [(sent.q, sent.a) for sent in table.answers()] == [(0, "Nile")]
        assert view.text.text() == "Question 1?"
        assert view.save.text() == "Next question"
        view.save.click()
        assert view.press(1)
        view.save.click()
        assert [sent.q for sent in table.answers()] == [0, 2]
        assert [button.text() for button in view.buttons] == ["1 ✓", "2", "3 ✓"]


async def test_an_answer_is_shown_again_and_can_be_changed(qloop, qtbot):
    async with assigned(qtbot) as table:
        view = table.view
        view.pad.fields.fields[0].setText("Rhine")
        view.save.click()
        table.feed(Ack(0, table.answers()[0].nonce, "ok"))
        view.buttons[0].click()
        assert view.pad.value() == "Rhine"
        assert view.state.text() == "Saved."
        view.save.click()
        assert len(table.answers()) == 1
        view.go_to(0)
        view.pad.fields.fields[0].setText("Nile")
        view.save.click()
        assert [sent.a for sent in table.answers()] == ["Rhine", "Nile"]


async def test_what_was_begun_stays(qloop, qtbot):
    async with assigned(qtbot) as table:
        view = table.view
        view.pad.fields.fields[0].setText("Ni")
        view.go_to(2)
        view.go_to(0)
        assert view.pad.value() == "Ni"
        view.go_to(-1)
        view.go_to(9)
        assert view.text.text() == "Question 0?"
        assert table.answers() == []


async def test_answers_that_wait_are_counted(qloop, qtbot):
    async with assigned(qtbot) as table:
        table.seat.lost()
        table.view.pad.fields.fields[0].setText("Nile")
        table.view.save.click()
        assert "1" in table.view.deadline.text().split("·")[-1]


async def test_a_bet_is_asked_with_the_answer(qloop, qtbot):
    sure = tuple(
        msgspec.structs.replace(item, shown=msgspec.structs.replace(item.shown, sure=True)) for item in ITEMS
    )
    async with assigned(qtbot, sure) as table:
        view = table.view
        view.pad.fields.fields[0].setText("Nile")
        assert not view.save.isEnabled()
        view.sure.press(3)
        view.save.click()
        assert table.answers()[0].sure == 4


async def _answer_dialog(view, *, yes):
    await until(lambda: view.findChildren(QDialog))
    [dialog] = view.findChildren(QDialog)
    dialog.accept() if yes else dialog.reject()


async def test_handing_in_is_asked_once_more(qloop, qtbot):
    async with assigned(qtbot, ITEMS[:1]) as table:
        view = table.view
        view.hand_in.click()
        await _answer_dialog(view, yes=False)
        assert not any(isinstance(frame, Finish) for frame in table.sent)
        view.pad.fields.fields[0].setText("Nile")
        view.save.click()
        table.feed(Ack(0, table.answers()[0].nonce, "ok"))
        await until(lambda: not view.findChildren(QDialog))
        view.hand_in.click()
        await _answer_dialog(view, yes=True)
        await until(lambda: any(isinstance(frame, Finish) for frame in table.sent))


async def test_the_result_takes_its_place(qloop, qtbot):
    async with assigned(qtbot) as table:
        reveals = (
            Reveal(
                2, 0, SOLUTIONS["typed"], Summary(), own=OwnResult(state="right", points=1_000, answer="Nile")
            ),
            Reveal(2, 2, Solution(1), Summary(), own=OwnResult(state="none")),
        )
        table.feed(Result(2, reveals, 1_000, 2_000))
        view = table.view
        assert view.result.isVisible()
        assert not view.card.isVisible()
        assert view.result.points.text() == "You reached 1,000 of 2,000 points."
        assert len(view.result.cards.cards) == 2
