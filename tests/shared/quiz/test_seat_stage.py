"""What a player sees follows the frames; the samples of the wire are taken whole."""

import json

import msgspec
import pytest

from shared.quiz import messages
from shared.quiz.messages import (
    Assignment,
    Board,
    Close,
    Ended,
    Lobby,
    Open,
    Prep,
    Result,
    Reveal,
    Shown,
    Snapshot,
    Time,
)
from shared.quiz.quiz import Choice
from shared.quiz.seat_stage import SeatStage
from shared.quiz.views import SingleView, Solution, Summary
from tests.support.source_tree import ROOT

VIEW = SingleView((Choice("a"), Choice("b")))


def opened() -> SeatStage:
    stage = SeatStage()
    stage.take(Prep(1, Shown(0, 3, "single", math={"x": "<x/>"}), 5000), 0)
    stage.take(Open(2, 0, 5000, 25_000, VIEW, {"y": "<y/>"}), 0)
    return stage


def test_a_question_from_reading_to_podium():
    stage = opened()
    assert (stage.phase, stage.q, stage.view, stage.math) == ("open", 0, VIEW, {"x": "<x/>", "y": "<y/>"})
    stage.answer = 1
    stage.take(Close(3, 0), 0)
    assert stage.phase == "closed"
    own = messages.OwnResult(1, 900, 900, 2, answer=1, state="right")
    stage.take(Reveal(4, 0, Solution(1), Summary(5), "Why.", own=own), 0)
    assert (stage.phase, stage.total, stage.rank, stage.why) == ("reveal", 900, 2, "Why.")
    stage.take(Reveal(4, 7, Solution(0), Summary()), 0)
    assert stage.solution == Solution(1)
    stage.take(Board(players=9), 0)
    assert (stage.phase, stage.players) == ("board", 9)
    stage.take(Prep(5, Shown(1, 3, "single"), 9000), 0)
    assert (stage.phase, stage.answer, stage.solution, stage.own, stage.board) == (
        "prep",
        None,
        None,
        None,
        None,
    )
    stage.take(Board(final=True), 0)
    assert stage.phase == "podium"
    stage.take(Ended("stopped"), 0)
    assert (stage.phase, stage.ended) == ("ended", "stopped")


def test_homework_is_open_and_ends_with_a_result():
    stage = SeatStage()
    stage.take(Assignment(1, ()), 0)
    stage.take(Result(2, (), 700, 900), 0)
    assert (stage.phase, stage.total) == ("open", 700)
    stage.take(Ended(), 0)
    stage.take(Assignment(3, ()), 0)
    assert stage.phase == "ended"


def test_what_is_not_of_the_game_is_left_to_others():
    assert not SeatStage().take(Lobby("x"), 0)


@pytest.mark.parametrize(
    ("host_ms", "change", "answer", "possible"),
    [
        (4999, False, None, False),
        (5000, False, None, True),
        (6000, False, 1, False),
        (6000, True, 1, True),
        (25_000, True, None, False),
    ],
)
def test_when_a_tap_is_worth_sending(host_ms, change, answer, possible):
    stage = opened()
    stage.answer = answer
    assert stage.can_answer(host_ms, change=change) is possible
    stage.eligible = False
    assert not stage.can_answer(host_ms, change=change)


def test_time_runs_from_the_paint_and_stands_in_a_pause():
    stage = opened()
    assert stage.elapsed_ms(7000, 0) == 2000
    stage.painted(5300)
    stage.painted(6000)
    assert stage.elapsed_ms(7000, 0) == 1700
    stage.take(Time(3, 0, None, paused=True, left_ms=18_000), 7000)
    assert stage.remaining_ms(99_999) == 18_000
    stage.take(Time(4, 0, None, paused=True, left_ms=18_000), 8000)
    stage.take(Time(5, 1, 7), 9000)
    stage.take(Time(6, 0, 35_000), 17_000)
    assert stage.elapsed_ms(18_000, 0) == 2700
    assert stage.remaining_ms(20_000) == 15_000
    stage.take(Time(7, 0, None), 18_000)
    assert stage.remaining_ms(20_000) is None


def test_without_a_paint_a_pause_is_left_out_too():
    stage = opened()
    stage.take(Time(3, 0, None, paused=True), 7000)
    stage.take(Time(4, 0, None), 17_000)
    assert stage.elapsed_ms(18_000, 0) == 3000


def test_a_snapshot_of_the_same_open_question_keeps_the_paint():
    for q, elapsed in ((0, 1000), (1, 2000)):
        stage = opened()
        stage.painted(6000)
        stage.restore(Snapshot("open", shown=Shown(q, 3, "single"), view=VIEW, open_at=5000), 6500)
        assert stage.elapsed_ms(7000, 0) == elapsed


def test_every_sample_of_the_wire_can_be_taken():
    kinds = messages.ToClient
    stage = opened()
    taken: set[str] = set()
    for path in sorted((ROOT / "tests/wire").glob("*.json")):
        for sample in json.loads(path.read_text("utf-8")):
            if path.stem in {kind.__struct_config__.tag for kind in kinds.__args__}:
                frame = msgspec.convert(sample, kinds)
                if isinstance(frame, messages.Welcome):
                    stage.restore(frame.snapshot, 0)
                if stage.take(frame, 0):
                    taken.add(path.stem)
    assert taken == {"prep", "open", "time", "close", "reveal", "board", "ended", "assignment", "result"}
