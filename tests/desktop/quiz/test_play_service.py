"""Playing against the real host: from the PIN to the podium, through kills of either side, offline and back."""

import hashlib
from contextlib import asynccontextmanager

import pytest

from desktop.quiz.play_link import own_time_ms
from desktop.quiz.play_service import ASK_TEAM, PlayService
from desktop.runtime.discovery import FoundGame, FoundHost
from shared.errors import AppError
from shared.ids import AttemptId, new_id
from shared.quiz import commands
from shared.quiz.quiz import Choice, GameOptions, Media, Question, Quiz, Single, Typed
from tests.support.host_talk import hosting
from tests.support.live_host import live_host, quiz_file, sums_quiz
from tests.support.waiting import until, until_true

__all__ = ["live_host", "quiz_file"]

NEXT = commands.Next()


def base(host):
    return host.url.rstrip("/")


@asynccontextmanager
async def service(database, paths, clock):
    made = PlayService(database, paths, clock)
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def play(database, paths, clock):
    async with service(database, paths, clock) as made:
        yield made


async def seated(play, host, name="Ada", pin=""):
    """Join as the page does: the first hello asks for the teams, then a name is given."""
    playing = play.join(base(host), pin or host.pin, host="Room 4", lang="en")
    await until(lambda: playing.link.seat.denied)
    assert playing.link.seat.denied.reason == "name"
    playing.link.retry(name=name, team="")
    await until(lambda: playing.link.seat.link == "in")
    return playing


def right(playing):
    """The place of the right sum: the least of four results is the double."""
    stage = playing.link.seat.stage
    number = int(stage.shown.text.split()[-1].rstrip("?"))
    return [choice.text for choice in stage.view.options].index(str(2 * number))


def wrong(playing):
    return (right(playing) + 1) % 4


async def answered(playing, value):
    seat = playing.link.seat
    await until(lambda: seat.can_answer(own_time_ms()))
    playing.link.painted()
    playing.link.answer(value(playing) if callable(value) else value)
    await until(lambda: seat.stage.answer_state == "ok")


async def revealed(teacher, playing):
    """Press on until the reveal, however much the host did by itself."""
    stage = playing.link.seat.stage
    while stage.phase != "reveal":
        phase = stage.phase
        if phase == "closed":
            await teacher.do(commands.Next())
        await until(lambda phase=phase: stage.phase != phase)


async def test_a_whole_game_from_the_pin_to_the_podium(play, live_host):
    playing = await seated(play, live_host)
    seat = playing.link.seat
    changes = []
    stop = playing.subscribe(lambda: changes.append(seat.stage.phase))
    async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
        for q in range(3):
            await teacher.do(NEXT)
            await until(lambda q=q: seat.stage.phase == "prep" and seat.stage.q == q)
            await teacher.do(NEXT)
            await answered(playing, right if q != 1 else wrong)
            await revealed(teacher, playing)
            if q < 2:
                await teacher.do(NEXT)
                await until(lambda: seat.stage.phase == "board")
        await teacher.do(NEXT)
        await until(lambda: seat.stage.phase == "podium")
        await teacher.do(NEXT)
        await until(lambda: playing.link.over and not playing.link.running)
    stop()
    assert {"prep", "open", "reveal", "board", "podium", "ended"} <= set(changes)
    await play.close()
    [attempt] = await play.attempts()
    assert (attempt.title, attempt.host, attempt.name, attempt.finished) == ("Sums", "Room 4", "Ada", True)
    assert (attempt.right, attempt.judged, attempt.rank, attempt.players) == (2, 3, 1, 1)
    assert attempt.total == live_host.result().players[0].total > 0
    missed = [one for one in attempt.questions if one.wrong]
    assert [one.shown.q for one in missed] == [1]
    assert missed[0].solution.answer == right_of(missed[0])
    [seat_kept] = await play.seats()
    assert not seat_kept.can_resume
    assert seat_kept.url == base(live_host)


def right_of(question):
    number = int(question.shown.text.split()[-1].rstrip("?"))
    return [choice.text for choice in question.view.options].index(str(2 * number))


async def test_a_killed_host_comes_back_and_the_answer_counts(play, live_host):
    playing = await seated(play, live_host)
    seat = playing.link.seat
    async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
        await teacher.do(NEXT)
        await teacher.do(NEXT)
        await until(lambda: seat.stage.phase == "open" and seat.can_answer(own_time_ms()))
    live_host.kill()
    await until(lambda: seat.link == "off")
    value = right(playing)
    playing.link.answer(value)
    assert seat.stage.answer == value
    live_host.restart()
    playing.link.wake()
    await until(lambda: seat.link == "in")
    assert seat.stage.paused
    assert seat.stage.answer == value
    async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
        await teacher.do(commands.Resume())
        await until(lambda: seat.stage.answer_state == "ok" or seat.stage.phase != "open")
        await revealed(teacher, playing)
    assert seat.stage.own.state == "right"


async def test_a_closed_window_finds_its_seat_and_answer_again(database, paths, clock, live_host):
    async with service(database, paths, clock) as before:
        playing = await seated(before, live_host)
        async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
            await teacher.do(NEXT)
            await teacher.do(NEXT)
            await answered(playing, right)
            total = playing.link.seat.stage.answer
    async with service(database, paths, clock) as after:
        [kept] = await after.seats()
        assert (kept.can_resume, kept.name, kept.title) == (True, "Ada", "Sums")
        playing = await after.resume(kept.game)
        assert playing is await after.resume(kept.game)
        await until(lambda: playing.link.seat.link == "in")
        assert playing.link.seat.name == "Ada"
        assert playing.link.seat.stage.answer == total
        assert live_host.health()["games"][0]["players"] == 1


async def test_a_killed_window_delivers_what_it_had_chosen(database, paths, clock, live_host):
    async with service(database, paths, clock) as before:
        playing = await seated(before, live_host)
        async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
            await teacher.do(NEXT)
            await teacher.do(NEXT)
            await until(lambda: playing.link.seat.can_answer(own_time_ms()))
        live_host.kill()
        await until(lambda: playing.link.seat.link == "off")
        playing.link.answer(right(playing))
    live_host.restart()
    async with service(database, paths, clock) as after:
        after.start()
        await until(after.playing)
        [playing] = after.playing()
        assert playing.link.patient
        await until(lambda: playing.link.seat.link == "in")
        async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
            await teacher.do(commands.Resume())
            await until(lambda: live_host.result().answers)
            await revealed(teacher, playing)
    assert live_host.result().answers[0].fraction == 1


async def test_a_wrong_pin_and_another_name_are_told(play, live_host):
    playing = play.join(base(live_host), "000000" if live_host.pin != "000000" else "111111")
    await until(lambda: playing.link.seat.denied)
    assert playing.link.seat.denied.reason == "pin"
    playing.link.retry(pin=live_host.pin)
    await until(lambda: playing.link.seat.denied and playing.link.seat.denied.reason == "name")
    await play.leave(playing)
    assert await play.seats() == []


async def test_teams_are_told_before_a_name_is_asked(play, live_host):
    keys = live_host.create_game(sums_quiz(), GameOptions(teams=("Owls", "Larks")))
    playing = play.join(base(live_host), keys.pin)
    assert playing.link.seat.team == ASK_TEAM
    await until(lambda: playing.link.seat.denied)
    assert playing.link.seat.denied.choices == ("Owls", "Larks")
    playing.link.retry(team="Larks")
    await until(lambda: playing.link.seat.denied and playing.link.seat.denied.reason == "name")
    playing.link.retry(name="Ada")
    await until(lambda: playing.link.seat.link == "in")
    assert playing.link.seat.team == "Larks"


async def test_an_assignment_is_answered_without_its_host_and_delivered(database, paths, clock, live_host):
    keys = live_host.create_game(sums_quiz(), GameOptions(pace="self", own_order=False))
    async with hosting(live_host.socket_url, keys.host_token) as teacher:
        await teacher.do(NEXT)
    async with service(database, paths, clock) as before:
        playing = await seated(before, live_host, pin=keys.pin)
        await until(lambda: playing.link.seat.assigned)
    live_host.kill()
    async with service(database, paths, clock) as offline:
        [kept] = await offline.seats()
        assert kept.is_assignment
        assert kept.questions == 3
        playing = await offline.resume(kept.game)
        for item in playing.link.seat.assigned.items:
            playing.link.painted(item.shown.q)
            playing.link.answer(right_of(item), q=item.shown.q)
        playing.link.finish()
    live_host.restart()
    async with service(database, paths, clock) as after:
        [kept] = await after.seats()
        assert (kept.answered, len(kept.saved.unsent), kept.saved.finishing) == (3, 3, True)
        playing = await after.resume(kept.game)
        await until(lambda: playing.link.seat.result)
    async with service(database, paths, clock) as later:
        [attempt] = await later.attempts()
        assert (attempt.pace, attempt.right, attempt.finished) == ("self", 3, True)
        assert attempt.total == 3000


async def test_leaving_keeps_the_seat_and_forgetting_does_not(play, live_host):
    playing = await seated(play, live_host)
    await play.leave(playing)
    [kept] = await play.seats()
    assert kept.can_resume
    again = await play.resume(kept.game)
    await until(lambda: again.link.seat.link == "in")
    await play.forget(kept.game)
    assert await play.seats() == []
    with pytest.raises(AppError, match=r"quiz\.no_seat"):
        await play.resume(kept.game)


async def test_a_host_at_another_address_is_followed(play, live_host, tmp_path):
    playing = await seated(play, live_host)
    game = playing.game_id
    live_host.kill()
    await until(lambda: playing.link.seat.link == "off")
    old_port = live_host.port
    live_host.arguments = (*live_host.arguments[:0], "--port", str(old_port + 1))
    live_host.restart()
    assert live_host.port != old_port
    found = FoundHost("h", "Room 4", base(live_host), games=(FoundGame(game),))
    await play.follow([found])
    await until(lambda: playing.link.seat.link == "in")
    assert playing.link.url == base(live_host)


async def test_a_seat_left_for_later_finds_its_host_at_another_address(play, live_host):
    playing = await seated(play, live_host)
    game = playing.game_id
    await play.leave(playing)
    elsewhere = FoundHost(
        "h", "Room 4", base(live_host).replace("127.0.0.1", "localhost"), games=(FoundGame(game),)
    )
    await play.follow([elsewhere])
    [seat] = await play.seats()
    assert (seat.url, seat.can_resume) == (elsewhere.url, True)
    again = await play.resume(game)
    await until(lambda: again.link.seat.link == "in")
    assert again.link.url == elsewhere.url


async def test_who_answers_is_told(play, live_host, unused_tcp_port):
    assert (await play.ask_host(base(live_host))).games[0].title == "Sums"
    with pytest.raises(AppError, match=r"quiz\.nothing_there"):
        await play.ask_host(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(AppError, match=r"quiz\.not_a_host"):
        await play.ask_host(f"{base(live_host)}/ws")


async def test_media_come_once_and_only_whole(play, live_host):
    data = b"\x89PNG\r\n\x1a\n" + b"x" * 100
    sha = hashlib.sha256(data).hexdigest()
    quiz = Quiz(
        "q",
        "Pictures",
        (Question("1", "What?", Single((Choice("a"), Choice("b")), 0), Media(sha, "image/png", "A wall")),),
    )
    keys = live_host.create_game(quiz, media={sha: data})
    playing = await seated(play, live_host, pin=keys.pin)
    path = await play.media_file(playing, Media(sha, "image/png"))
    assert path.read_bytes() == data
    live_host.kill()
    assert await play.media_file(playing, Media(sha, "image/png")) == path
    with pytest.raises(AppError, match=r"network\."):
        await play.media_file(playing, Media("0" * 64, "image/png"))
    with pytest.raises(AppError, match=r"quiz\.media_lost"):
        await play.media_file(playing, Media("../../etc/passwd", "image/png"))


async def test_results_are_deleted_and_brought_back(play, live_host):
    with pytest.raises(AppError, match=r"quiz\.no_attempt"):
        await play.attempt(AttemptId(new_id()))
    playing = await seated(play, live_host)
    async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
        for _ in range(4):
            await teacher.do(NEXT)
        await until(lambda: playing.link.seat.stage.phase == "reveal")
    await play.leave(playing)
    [attempt] = await play.attempts()
    await play.delete_attempt(attempt.id)
    assert await play.attempts() == []
    await play.restore_attempt(attempt.id)
    assert (await play.attempt(attempt.id)).questions[0].own.state == "none"


async def test_a_typed_answer_is_kept_with_all_that_was_right(play, live_host):
    quiz = Quiz("q", "Rivers", (Question("1", "Longest river?", Typed(("Nile", "Amazon")), read_s=2),))
    keys = live_host.create_game(quiz)
    playing = await seated(play, live_host, pin=keys.pin)
    async with hosting(live_host.socket_url, keys.host_token) as teacher:
        await teacher.do(NEXT)
        await teacher.do(NEXT)
        await answered(playing, "Rhine")
        await revealed(teacher, playing)
    await play.leave(playing)
    [attempt] = await play.attempts()
    assert attempt.questions[0].answer == "Rhine"
    assert set(attempt.questions[0].solution.accepted) | {attempt.questions[0].solution.answer} == {
        "Nile",
        "Amazon",
    }


async def test_joining_anew_takes_the_place_of_the_seat_held_so_far(play, live_host):
    first = await seated(play, live_host)
    second = await seated(play, live_host, name="Bea")
    await until(lambda: not first.link.running and second.kept)
    assert play.playing() == [second]
    [kept] = await play.seats()
    assert kept.name == "Bea"


async def is_right(play):
    return [one.right for one in await play.attempts()] == [1]


async def test_a_full_disk_does_not_end_the_game(play, live_host, monkeypatch):
    playing = await seated(play, live_host)
    await until(lambda: playing.kept)
    told = []
    playing.subscribe(lambda: told.append(playing.unsaved))
    write = play._database.write

    async def full(_work):
        raise AppError("storage.disk_full", folder="x")

    monkeypatch.setattr(play._database, "write", full)
    async with hosting(live_host.socket_url, live_host.game.host_token) as teacher:
        await teacher.do(NEXT)
        await teacher.do(NEXT)
        await answered(playing, right)
        # Acknowledged, nothing is left to keep: the trouble was there only while the answer was on its way.
        await until(lambda: any(told))
        assert next(error for error in told if error).code == "storage.disk_full"
        monkeypatch.setattr(play._database, "write", write)
        await revealed(teacher, playing)
        await until(lambda: playing.unsaved is None)
    await until_true(lambda: is_right(play))
