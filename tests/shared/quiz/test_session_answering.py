"""Every answer gets its word: in time, late, early, repeated, out of turn, not eligible."""

import math

import pytest

from shared.quiz import commands, events
from shared.quiz.messages import Open
from shared.quiz.quiz import Slide
from tests.support.quiz_game import KINDS, Room, acks, game_quiz, question


def a_room(*names: str, limit_s: int | None = 20, **options) -> Room:
    """A room with the first of three questions open."""
    held = game_quiz(*(question(name=str(index), time_limit_s=limit_s) for index in range(3)))
    room = Room(held, **options)
    room.join(*(names or ("ana", "bo")))
    room.opened()
    return room


@pytest.mark.parametrize(
    ("received_ms", "said_ms", "word", "counted_ms"),
    [
        (1, 1, "ok", 1),
        (5000, 4960, "ok", 4960),
        (5000, 10, "ok", 4900),
        (5000, 99_999, "ok", 5000),
        (5000, math.nan, "ok", 5000),
        (5000, -math.inf, "ok", 5000),
        (20_100, 20_090, "ok", 20_090),
        (20_101, 19_900, "late", 20_000),
        (23_000, 5000, "late", 20_000),
        (22_000, 20_001, "closed", None),
        (22_000, math.nan, "closed", None),
        (23_001, 5000, "closed", None),
    ],
)
def test_an_answer_in_time(received_ms, said_ms, word, counted_ms):
    """20 s to answer, an allowance of 100 ms."""
    room = a_room()
    assert room.answer("ana", 1, received_ms, said_ms) == word
    recorded = room.session.results().answers
    assert [answer.elapsed_ms for answer in recorded] == ([] if counted_ms is None else [counted_ms])
    if math.isfinite(said_ms) and recorded:
        assert recorded[0].clamped_ms == counted_ms - said_ms


def test_before_the_options_are_shown_it_is_early():
    room = a_room()
    assert room.answer("ana", 1, -1) == "early"
    assert room.answer("ana", 1, 0, 0, q=1) == "early"
    assert room.answer("ana", 1, 1, 0) == "ok"


def test_in_the_reading_time_it_is_early():
    room = Room()
    room.join("ana")
    room.next()
    assert room.answer("ana", 1, 100) == "early"


@pytest.mark.parametrize("q", [-1, 3, 999])
def test_a_question_that_does_not_exist_is_bad(q):
    assert a_room().answer("ana", 1, q=q) == "bad"


def test_the_same_answer_again_gets_the_same_word_and_counts_once():
    room = a_room()
    assert room.answer("ana", 1, nonce="n") == "ok"
    assert room.answer("ana", 0, nonce="n") == "ok"
    room.until("reveal")
    assert room.answer("ana", 0, 60_000, nonce="n", q=0) == "ok"
    room.until("ended")
    assert room.answer("ana", 0, nonce="n", q=0) == "ok"
    assert [answer.answer for answer in room.session.results().answers] == [1]


def test_a_second_answer_is_locked_out():
    room = a_room()
    assert room.answer("ana", 1) == "ok"
    assert room.answer("ana", 0) == "locked"


def test_where_answers_may_be_changed_the_last_tap_counts_with_its_own_time():
    room = a_room(change_answer=True)
    room.answer("ana", 0, 1000, nonce="first")
    room.answer("bo", 1, 1000)
    assert room.session.phase == "open"
    assert room.answer("ana", 1, 3000, nonce="second") == "ok"
    assert room.answer("ana", 0, 100, nonce="first") == "ok"
    answer = next(answer for answer in room.session.results().answers if answer.pid == "ana")
    assert (answer.answer, answer.elapsed_ms) == (1, 5000)
    assert room.answer("ana", 0, 16_000, elapsed_ms=15_000) == "locked"


def test_after_the_reveal_nothing_is_taken():
    """Within the three seconds too: the solution is out."""
    room = a_room()
    room.next(2)
    assert room.session.phase == "reveal"
    assert room.answer("ana", 1, 10, 5) == "closed"
    room.until("prep")
    assert room.answer("ana", 1, 10, 5, q=0) == "closed"


def test_when_the_host_closes_what_is_on_its_way_still_counts():
    room = a_room()
    room.at += 5000
    room.next()
    assert room.answer("ana", 1, 100, 5000) == "ok"
    assert room.answer("bo", 1, 1000, 4000) == "late"
    room = a_room()
    room.at += 5000
    room.next()
    assert room.answer("ana", 1, 1000, 5900) == "closed"


def test_late_answers_count_if_the_host_lets_them():
    for options, allow, points in (({}, True, 610), ({}, False, 0), ({"late_answers": False}, None, 0)):
        room = a_room(**options)
        assert room.answer("ana", 1, 22_000, 3000) == "late"
        room.until("reveal")
        if allow is not None:
            assert room.command(commands.AllowLate(0, allow)) == ""
        assert room.own("ana").points == points
        assert room.own("ana").state == ("right" if points else "late")
        assert [late.late_ms for late in room.session.stage(0, solutions=True).late] == [2000]
        assert room.session.stage(0, solutions=False).late == ()


def test_paused_only_what_was_on_its_way_counts():
    room = a_room("ana", "bo", "cy")
    room.at += 4990
    assert room.command(commands.Pause()) == ""
    assert room.answer("ana", 1, 100, 4950) == "ok"
    assert room.answer("bo", 1, 1, 4980, nonce="bo") == "paused"
    room.at += 60_000
    assert room.answer("bo", 1, 1, 4980, nonce="bo") == "paused"
    room.command(commands.Resume())
    assert room.answer("bo", 1, 200, 4980, nonce="bo") == "ok"
    times = {answer.pid: answer.elapsed_ms for answer in room.session.results().answers}
    assert times == {"ana": 4950, "bo": 5100}


@pytest.mark.parametrize("state", ["kicked", "banned", "unknown", "waiting"])
def test_who_is_not_in_is_not_eligible(state):
    room = a_room(approval=state == "waiting")
    if state in {"kicked", "banned"}:
        room.command(commands.Kick("ana", ban=state == "banned"))
    assert room.answer("nobody" if state == "unknown" else "ana") == "ineligible"


def test_who_comes_while_a_question_is_open_takes_part_from_the_next_one():
    room = a_room()
    room.join("late")
    assert not room.session.snapshot("late", room.at).eligible
    assert room.answer("late") == "ineligible"
    room.until("reveal")
    assert room.own("late").state == "joined_later"
    room.until("prep")
    room.join("later")
    room.opened()
    assert room.answer("late") == "ok"
    assert room.answer("later") == "ok"


@pytest.mark.parametrize("kind", KINDS)
def test_nonsense_of_any_kind_is_bad_and_does_not_use_up_the_answer(kind):
    body, right, _ = KINDS[kind]
    room = Room(game_quiz(question(body)))
    room.join("ana", "bo")
    room.opened()
    for raw in (None, {}, [[]], {"a": [1]}, "x" * 10_000, 1e300 * 10, [None], math.nan, "", b"x", -7):
        if (kind, raw) == ("number", -7):
            continue
        assert room.answer("ana", raw, 1) == "bad", raw
    assert room.answer("ana", right, 1) == "ok"


@pytest.mark.parametrize("nonce", ["", "x" * 65])
def test_a_nonce_has_a_length(nonce):
    room = a_room()
    room.handle(events.Answered("ana", 0, "fine", 9, 1, 1), 100)
    assert acks(room.handle(events.Answered("ana", 0, nonce, 1, 1, 1)))[0].s == "bad"


def test_a_slide_is_not_answered():
    room = Room(game_quiz(question(Slide("read"))))
    room.join("ana")
    room.next()
    assert isinstance(room.frames()[-1], Open)
    assert room.answer("ana", 1, 1000) == "bad"


def test_extra_time_is_ones_own():
    room = a_room("ana", "bo", "cy")
    room.command(commands.ExtraTime("ana", 2))
    room.command(commands.ExtraTime("bo", 0))
    assert room.answer("cy", 1, 20_200, 20_100) == "closed"
    assert room.answer("ana", 1, 10_000, elapsed_ms=None) == "ok"
    assert room.session.phase == "open"
    assert room.answer("bo", 1, 900_000) == "ok"
    room.until("reveal")
    assert room.own("bo").points == 1000
    assert 690 < room.own("ana").points < 710


def test_taps_faster_than_anybody_reads_are_counted_for_the_teacher():
    room = a_room()
    room.answer("ana", 1, 120)
    room.answer("bo", 1, 400)
    assert [seat.fast_taps for seat in room.session.roster()] == [1, 0]


@pytest.mark.parametrize(("sure", "kept"), [(0, 0), (1, 1), (4, 4), (5, 0), (-3, 0)])
def test_a_bet_is_from_one_to_four(sure, kept):
    room = a_room()
    room.handle(events.Answered("ana", 0, "n", 1, 900, 0, sure), 1000)
    assert room.session.results().answers[0].sure == kept
