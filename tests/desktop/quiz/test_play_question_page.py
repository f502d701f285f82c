"""One question from its announcement to the reveal, without a host."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from desktop.quiz import play_question_page
from desktop.quiz.play_question_page import QuestionView
from shared.quiz.messages import Ack, OwnResult, Ready, Time
from shared.quiz.quiz import Media
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.quiz_playing import FakePlay, Table
from tests.support.waiting import until

__all__ = ["look"]


@asynccontextmanager
async def asked(qtbot, *, service=None, **game):
    async with TaskScope("test") as scope:
        table = Table(scope, **game)
        table.enter()
        model = table.model(service)
        view = QuestionView(model)
        qtbot.addWidget(view)
        view.resize(900, 700)
        model.changed.connect(view.show_stage)
        view.show()
        table.view, table.game_model = view, model
        yield table
        view.media.clear()
        await model.aclose()


async def test_reading_comes_before_the_options(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep(points=2_000)
        view = table.view
        assert view.number.text() == "Question 1 of 3 · up to 2,000 points"
        assert (view.pad, view.text.text()) == (None, "Which city?")
        assert "Get ready" in view.state.text()
        assert Ready(0) in table.sent


async def test_a_tap_sends_and_is_acknowledged(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep()
        table.open()
        view = table.view
        await until(lambda: table.seat.stage._painted_ms)
        assert not view.send.isVisible()
        assert view.press(1)
        [sent] = table.answers()
        assert sent.a == table.seat.order()[1]
        assert view.state.text() == "Sending your answer…"
        assert not view.press(0)
        table.feed(Ack(0, sent.nonce, "ok"))
        assert view.state.text() == "Your answer has arrived."


async def test_fields_send_by_button_and_enter(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep("typed")
        table.open("typed")
        view = table.view
        assert view.send.isVisible()
        assert not view.send.isEnabled()
        qtbot.keyClicks(view.pad.fields.fields[0], "Nile")
        assert view.send.isEnabled()
        qtbot.keyClick(view.pad.fields.fields[0], Qt.Key.Key_Return)
        assert [sent.a for sent in table.answers()] == ["Nile"]
        assert not view.send.isVisible()


async def test_a_bet_is_asked_before_a_tap_is_sent(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep(sure=True)
        table.open()
        view = table.view
        assert view.sure.isVisible()
        view.press(0)
        assert table.answers() == []
        assert not view.send.isEnabled()
        view.sure.press(2)
        view.send.click()
        [sent] = table.answers()
        assert sent.sure == 3


async def test_an_answer_may_be_changed_where_the_quiz_says_so(qloop, qtbot):
    async with asked(qtbot, change_answer=True) as table:
        table.prep()
        table.open()
        view = table.view
        view.press(0)
        assert view.press(1)
        # The second follows when the first is acknowledged.
        table.feed(Ack(0, table.answers()[0].nonce, "ok"))
        assert len({sent.nonce for sent in table.answers()}) == 2


async def test_paused_and_late_joiners_are_told(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep()
        table.open()
        table.feed(Time(table.next_seq(), 0, paused=True, left_ms=9_000))
        view = table.view
        assert "Paused" in view.state.text()
        assert view.countdown.seconds() == 9
        assert not view.press(0)
        table.seat.stage.eligible = False
        view.show_stage()
        assert "next one" in view.state.text()


@pytest.mark.parametrize("state", ["late", "closed", "locked", "bad", "ineligible"])
async def test_every_ack_has_words(qloop, qtbot, state):
    async with asked(qtbot) as table:
        table.prep()
        table.open()
        table.view.press(0)
        table.feed(Ack(0, table.answers()[0].nonce, state))
        assert table.view.state.text() not in {"", "Sending your answer…"}


async def test_offline_an_answer_is_kept_and_said_so(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep()
        table.open()
        table.seat.lost()
        table.view.press(0)
        assert "kept here" in table.view.state.text()
        assert len(table.seat.saved().unsent) == 1


async def test_the_reveal_tells_everything(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep()
        table.open()
        view = table.view
        view.press(1)
        table.reveal(
            own=OwnResult(state="right", fraction=1, points=900, total=900, rank=2, gap=40), why="It is so."
        )
        assert view.banner.isVisible()
        assert "+900" in view.banner.spoken_text()
        assert view.details.why.text() == "It is so."
        assert "Lyon" in view.details.solution.text()
        assert len(view.details.summary.bars.rows) == 3
        assert not view.send.isVisible()


async def test_the_next_question_begins_anew(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep()
        table.open()
        table.view.press(1)
        table.reveal(own=OwnResult(state="right"))
        table.prep("typed", q=1, text="A river?")
        view = table.view
        assert (view.pad, view.text.text(), view.banner.isVisible()) == (None, "A river?", False)
        table.open("typed", q=1)
        assert view.pad.value() is None


async def test_a_slide_has_nothing_to_send(qloop, qtbot):
    async with asked(qtbot) as table:
        table.prep("slide", points=0)
        table.open("slide", lasts_ms=None)
        view = table.view
        assert not view.send.isVisible()
        assert view.countdown.seconds() is None
        assert "Read on" in view.state.text()
        assert view.number.text() == "Question 1 of 3"


async def test_a_picture_is_loaded_before_the_host_is_told(qloop, qtbot, tmp_path):
    path = tmp_path / "picture"
    pixmap = QPixmap(20, 10)
    pixmap.fill(Qt.GlobalColor.red)
    pixmap.save(str(path), "PNG")
    service = FakePlay()
    service.files["a" * 64] = path
    async with asked(qtbot, service=service) as table:
        table.prep(media=Media("a" * 64, "image/png", "A wall"))
        assert Ready(0) not in table.sent
        await until(lambda: Ready(0) in table.sent)
        assert table.view.media.picture.accessibleName() == "A wall"
        table.prep(q=1, media=Media("b" * 64, "image/png", "Lost"))
        await until(lambda: Ready(1) in table.sent)
        assert "Lost" in table.view.media.words.text()


async def test_turns_are_announced_once(qloop, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(
        play_question_page, "announce", lambda _w, text, **_: said.append(text) if text else None
    )
    async with asked(qtbot) as table:
        table.prep(text=r"What is \(x^2\)?")
        table.playing.tell()
        table.open()
        table.playing.tell()
        table.view.press(1)
        table.reveal(own=OwnResult(state="wrong"))
        table.view.countdown.passed.emit(0)
    assert said[0].endswith("What is x^2?")
    assert said[1] == "You can answer now."
    assert said[2] == "Sending your answer…"
    assert any("Not right" in text for text in said[3:])
    assert said[-1] == "Time is up."
    assert len(said) == len(set(said))
