"""Homework: everyone in their own time, results for each learner alone."""

from shared.quiz import commands, events, quiz
from shared.quiz.messages import Assignment, Board, Ended, Result
from tests.support.quiz_game import KINDS, START_MS, Room, acks, game_quiz, question

DAY_MS = 86_400_000


def homework(**options) -> Room:
    held = game_quiz(
        question(name="1"),
        question(quiz.Slide("read"), "s"),
        question(KINDS["poll"][0], "2"),
        question(name="3"),
    )
    room = Room(held, pace="self", deadline_ms=START_MS + DAY_MS, **options)
    room.join("ana", "bo")
    room.next()
    return room


def give(room: Room, pid: str, q: int, value, after_ms: int = 1000) -> str:
    room.at += after_ms
    return acks(room.handle(events.Answered(pid, q, f"{pid}{q}{value}", value, 4321.4, 0)))[0].s


def test_the_questions_are_handed_out_at_the_start_and_to_everyone_who_comes():
    room = homework()
    first = room.frames("ana")[-1]
    assert isinstance(first, Assignment)
    assert [item.shown.type for item in first.items] == ["single", "slide", "poll", "single"]
    assert all(item.shown.limit_ms is None for item in first.items)
    room.join("late")
    assert isinstance(room.frames("late")[-1], Assignment)
    give(room, "late", 3, 1)
    room.handle(events.Disconnected("late"))
    room.handle(events.Connected("late"))
    assert room.frames("late")[-1].answered == (3,)
    assert room.session.assignment("late").answered == (3,)
    assert room.session.assignment("late") == room.session.assignment("late")


def test_answers_come_in_any_order_and_count_by_being_right():
    room = homework(preset="race")
    assert [give(room, "ana", q, value) for q, value in ((3, 1), (0, 1), (2, [0]), (1, 1))] == [
        "ok", "ok", "ok", "bad",
    ]  # fmt: skip
    assert give(room, "ana", 0, 2) == "locked"
    assert room.total("ana") == 0
    room.handle(events.Finished("ana"))
    result = room.frames("ana")[-1]
    assert isinstance(result, Result)
    assert (result.total, result.best) == (2000, 2000)
    assert [reveal.own.state for reveal in result.reveals] == ["right", "opinion", "right"]
    assert [reveal.summary.answers for reveal in result.reveals] == [0, 0, 0]
    assert room.session.results().answers[0].elapsed_ms == 4321


def test_who_has_handed_in_answers_no_more_and_can_look_again():
    room = homework()
    room.handle(events.Finished("ana"))
    finished = room.session.results().players[0].finished_ms
    assert give(room, "ana", 0, 1) == "closed"
    room.handle(events.Finished("ana"), 1000)
    room.handle(events.Connected("ana"))
    results = [frame for frame in room.frames("ana") if isinstance(frame, Result)]
    assert [result.total for result in results] == [0, 0, 0]
    assert room.session.results().players[0].finished_ms == finished
    assert room.session.seat("ana").finished
    assert room.session.counts().answered == 1


def test_before_the_start_and_in_a_live_game_nothing_is_handed_in():
    room = Room(pace="self")
    room.join("ana")
    assert give(room, "ana", 0, 1) == "early"
    assert room.handle(events.Finished("ana")) == []
    live = Room()
    live.join("ana")
    live.opened()
    assert live.handle(events.Finished("ana")) == []


def test_after_the_deadline_answers_are_late_and_the_host_says_if_they_count():
    room = homework()
    assert give(room, "ana", 0, 1) == "ok"
    room.at += DAY_MS
    assert give(room, "ana", 3, 1) == "late"
    room.handle(events.Finished("ana"))
    assert room.total("ana") == 2000
    room.command(commands.AllowLate(3, False))
    assert room.total("ana") == 1000
    assert room.frames("ana")[-1].total == 1000
    room.command(commands.AllowLate(3, True))
    room.command(commands.Void(0))
    assert (room.total("ana"), room.frames("ana")[-1].best) == (1000, 1000)


def test_the_host_ends_it_for_all():
    room = homework()
    give(room, "ana", 0, 1)
    room.handle(events.Finished("bo"))
    room.next()
    assert room.session.phase == "podium"
    assert room.frames("ana")[-2].total == 1000
    board = room.frames("ana")[-1]
    assert isinstance(board, Board)
    assert [(line.name, line.total) for line in board.top] == [("ana", 1000), ("bo", 0)]
    assert give(room, "ana", 3, 1) == "closed"
    room.next()
    assert room.frames("ana")[-1] == Ended("finished")
    assert room.session.over
    assert room.replayed().results() == room.session.results()


def test_it_can_be_stopped_before_and_after_the_start():
    room = Room(pace="self")
    room.command(commands.End())
    assert room.frames()[-1] == Ended("stopped")
    room = homework(board="private")
    give(room, "ana", 0, 1)
    room.command(commands.End())
    assert room.frames("ana")[-1].own.total == 1000
    assert room.frames("ana")[-1].top == ()


def test_no_clock_runs():
    room = homework()
    assert room.session.due_ms() is None
    assert room.command(commands.Pause()) == "not_now"
    assert room.command(commands.Extend(1000)) == "not_now"
    assert room.command(commands.Skip()) == "not_now"
    room.handle(events.Restarted(2), 1000)
    assert not room.session.stage(0, solutions=False).paused
    assert give(room, "ana", 0, 1) == "ok"


def test_what_the_button_does():
    room = Room(pace="self")
    steps: list[str] = []
    while room.session.stage(0, solutions=True).next_step:
        steps.append(room.session.stage(0, solutions=True).next_step)
        room.next()
    assert steps == ["start", "podium", "end"]
    assert Room(quiz.Quiz("q", "x"), pace="self").command(commands.Next()) == "not_now"
