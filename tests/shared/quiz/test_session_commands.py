"""Commands are done once, on the state their sender saw; points follow what the host decides."""

import pytest

from shared.quiz import commands, events, quiz
from shared.quiz.commands import Cmd, Done, Expect
from shared.quiz.effects import RevealToPlayers
from shared.quiz.messages import Board, Ended
from tests.support.quiz_game import KINDS, Room, dones, game_quiz, question

TYPED = quiz.Typed(("Paris",), typos=False)


def test_two_hosts_who_double_click_do_one_step():
    room = Room()
    room.join("ana")
    for phase in ("lobby", "prep", "open", "closed", "reveal", "board"):
        q = -1 if phase == "lobby" else 0
        words = [room.command(commands.Next(), Expect(phase, q), 1) for _ in range(4)]
        assert words == ["", "stale", "stale", "stale"]
    assert room.session.phase == "prep"
    assert room.command(commands.Next(), Expect("prep", 0)) == "stale"
    assert room.command(commands.Next(), Expect("prep", 1)) == ""


def test_the_same_command_again_is_answered_again_and_done_once():
    room = Room()
    cmd = events.Commanded(Cmd("x", commands.Next()))
    assert dones(room.handle(cmd)) == [Done("x")]
    assert dones(room.handle(cmd)) == [Done("x")]
    assert room.session.phase == "prep"
    refused = events.Commanded(Cmd("y", commands.Resume()))
    assert dones(room.handle(refused)) == dones(room.handle(refused)) == [Done("y", "not_now")]


def test_only_so_many_commands_are_remembered():
    room = Room()
    for number in range(1500):
        room.command(commands.Lock(bool(number % 2)))
    assert len(room.session._game.done) == 1000


def test_a_skipped_question_gives_no_points_and_keeps_its_answers():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1)
    assert room.command(commands.Skip()) == ""
    assert room.session.phase == "prep"
    result = room.session.results()
    assert (result.asked, result.voided, [answer.points for answer in result.answers]) == ((0,), (0,), [0])
    assert room.command(commands.Void(0, False)) == ""
    assert room.total("ana") > 900


def test_a_question_skipped_while_it_was_read_was_never_asked():
    room = Room()
    room.join("ana")
    room.until("prep")
    room.command(commands.Skip())
    assert room.answer("ana", 1, q=0) == "closed"
    room.opened()
    room.answer("ana", 1)
    room.until("reveal")
    assert room.session.results().asked == (1,)
    assert room.own("ana").points > 900
    assert room.command(commands.Skip()) == "not_now"


def test_skipping_the_last_question_ends_the_game():
    room = Room(game_quiz(question()))
    room.until("prep")
    room.command(commands.Skip())
    assert room.session.phase == "ended"


def test_void_takes_points_back_and_gives_them_again():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1)
    room.answer("bo", 0)
    room.until("reveal")
    before = room.session.results()
    room.effects.clear()
    assert room.command(commands.Void(0)) == ""
    assert (room.total("ana"), room.own("ana").state, room.own("ana").points) == (0, "void", 0)
    assert any(isinstance(effect, RevealToPlayers) for effect in room.effects)
    assert room.session.stage(0, solutions=False).voided == (0,)
    assert room.session.stage(0, solutions=False).next_step == "question"
    room.command(commands.Void(0))
    room.command(commands.Void(0, False))
    assert room.session.results() == before


def test_a_void_on_the_board_renews_the_board():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1)
    room.until("board")
    room.command(commands.Void(0))
    board = room.frames()[-1]
    assert isinstance(board, Board)
    assert [(line.name, line.total, line.rank) for line in board.top] == [("ana", 0, 1), ("bo", 0, 1)]


def test_a_text_the_host_accepts_is_right_for_all_who_gave_it():
    room = Room(game_quiz(question(TYPED), question(name="2")))
    room.join("ana", "bo", "cy")
    room.opened()
    room.answer("ana", "lutetia")
    room.answer("bo", " LUTETIA ")
    room.answer("cy", "paris")
    room.until("reveal")
    assert room.total("ana") == room.total("bo") == 0
    assert room.command(commands.Remark(0, "Lutetia")) == ""
    assert room.total("ana") > 800 < room.total("bo")
    stage = room.session.stage(0, solutions=True)
    assert stage.summary.right == 3
    room.command(commands.Remark(0, "LUTETIA", False))
    room.command(commands.Remark(0, "Paris", False))
    assert [room.total(name) for name in ("ana", "bo", "cy")] == [0, 0, 0]
    room.command(commands.Remark(0, "paris"))
    assert room.total("cy") > 800


@pytest.mark.parametrize(
    ("action", "word"),
    [
        (commands.Remark(0, "x"), "bad"),
        (commands.Remark(1, ""), "bad"),
        (commands.Remark(1, "x" * 501), "bad"),
        (commands.Remark(2, "x"), "not_now"),
        (commands.Remark(9, "x"), "bad"),
        (commands.Void(-1), "bad"),
        (commands.Void(2), "not_now"),
        (commands.Hide(1, "x"), "bad"),
        (commands.AllowLate(2), "not_now"),
    ],
)
def test_what_does_not_fit_the_question_is_refused(action, word):
    room = Room(game_quiz(question(), question(TYPED, "2"), question(name="3")))
    room.opened()
    room.until("reveal")
    room.opened()
    assert room.command(action) == word


def test_a_hidden_word_is_on_no_screen():
    room = Room(game_quiz(question(KINDS["word_cloud"][0])))
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", ["sun", "silly"])
    room.until("closed")
    assert "silly" in str(room.session.stage(0, solutions=True).summary)
    assert room.command(commands.Hide(0, "silly")) == ""
    room.until("reveal")
    assert "silly" not in str(room.session.stage(0, solutions=True).summary)
    assert "silly" not in str(room.frames())
    assert room.session.results().hidden == ((0, "silly"),)
    room.command(commands.Hide(0, "silly", False))
    assert "silly" in str(room.frames()[-1])


def test_streaks_and_penalties_are_derived_anew():
    room = Room(streak_bonus=True, penalty=0.5)
    room.join("ana", "bo")
    for value in (1, 1, 0):
        room.opened()
        room.answer("ana", value, 500)
        room.answer("bo", 0, 500)
        room.until("reveal")
    assert room.total("ana") == 1000 + 1050 - 500
    assert room.total("bo") == 0
    room.command(commands.Void(0))
    assert room.total("ana") == 1000 - 500
    room.command(commands.Void(0, False))
    room.command(commands.Void(1))
    assert room.total("ana") == 500
    points = [answer.points for answer in room.session.results().answers if answer.pid == "ana"]
    assert points == [1000, 0, -500]


@pytest.mark.parametrize(
    ("phase", "reason"), [("lobby", "stopped"), ("prep", "stopped"), ("board", "stopped")]
)
def test_a_game_can_be_stopped_at_any_time(phase, reason):
    room = Room()
    room.join("ana")
    room.until(phase)
    assert room.command(commands.End()) == ""
    if room.session.phase == "podium":
        assert phase == "board"
        assert room.command(commands.End()) == ""
    assert room.frames()[-1] == Ended(reason)
    assert room.command(commands.End()) == "not_now"
    assert room.command(commands.Next()) == "not_now"


def test_an_open_question_counts_for_nobody_when_the_game_is_stopped():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1)
    room.until("board")
    room.opened()
    room.answer("ana", 1)
    room.command(commands.End())
    assert room.session.phase == "podium"
    result = room.session.results()
    assert result.voided == (1,)
    assert room.total("ana") == result.answers[0].points > 900


def test_after_the_last_question_ending_is_finishing():
    room = Room(game_quiz(question()))
    room.join("ana")
    room.until("reveal")
    room.command(commands.End())
    room.command(commands.End())
    assert room.frames()[-1] == Ended("finished")


def test_marks_and_names_can_change_after_the_end():
    room = Room(game_quiz(question()))
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 1)
    room.until("ended")
    assert room.command(commands.Void(0)) == ""
    assert room.command(commands.Rename("ana", "Anna")) == ""
    result = room.session.results()
    assert [(player.name, player.total) for player in result.players] == [("Anna", 0), ("bo", 0)]
