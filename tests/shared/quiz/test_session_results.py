"""Results hold every player and every answer on record."""

from shared.quiz import commands
from tests.support.quiz_game import KINDS, Room, all_kinds


def test_results_tell_everything():
    room = Room(all_kinds())
    room.join("ana", "bo", device="phone")
    for _, right, wrong in KINDS.values():
        room.opened()
        room.answer("ana", right)
        room.answer("bo", wrong)
        room.until("reveal")
    room.until("ended")
    result = room.session.results()
    assert result.asked == tuple(range(len(KINDS)))
    assert (result.game_id, result.quiz, result.options) == ("game", room.setup.quiz, room.setup.options)
    assert (result.started_ms < room.at, result.ended_ms) == (True, room.at)
    assert [(player.name, player.rank, player.device) for player in result.players] == [
        ("ana", 1, "phone"), ("bo", 2, "phone"),
    ]  # fmt: skip
    by_player = {pid: [a for a in result.answers if a.pid == pid] for pid in ("ana", "bo")}
    assert [answer.fraction for answer in by_player["ana"]] == [1.0] * 8 + [0.0] * 3
    assert [answer.fraction for answer in by_player["bo"]] == [0.0] * 11
    assert by_player["ana"][0].text == "Paris"
    assert sum(answer.points for answer in by_player["ana"]) == result.players[0].total


def test_a_running_game_has_results_without_points_of_what_is_open():
    room = Room()
    room.join("ana", "bo")
    assert room.session.results().asked == ()
    room.opened()
    room.answer("ana")
    result = room.session.results()
    assert (result.ended_ms, result.asked, result.answers[0].points) == (None, (0,), 0)


def test_who_was_taken_out_stays_in_the_results():
    room = Room()
    room.join("ana", "bo")
    room.opened()
    room.answer("ana")
    room.until("reveal")
    room.command(commands.Kick("ana"))
    player = room.session.results().players[0]
    assert (player.state, player.rank) == ("kicked", 0)
    assert player.total > 900
