"""Words of the teacher's window."""

import pytest

from desktop.quiz import host_words_page as words
from desktop.quiz.host_view_model import Told
from desktop.quiz.host_words_page import step_words
from desktop.widgets.language import install_language
from shared.quiz.commands import Seat, Stage
from shared.quiz.messages import Shown
from tests.support.look import look

__all__ = ["look"]


def stage(step="close", **more):
    return Stage(1, more.pop("phase", "open"), 0, next_step=step, **more)


@pytest.mark.parametrize(
    "step", ["start", "open", "close", "reveal", "board", "question", "podium", "end", ""]
)
def test_every_step_has_words_and_an_icon(step):
    said, icon_name = step_words(stage(step), self_paced=False)
    assert said
    assert icon_name


def test_the_button_says_what_follows():
    poll = stage("reveal", phase="closed", shown=Shown(0, 3, "poll"))
    assert step_words(poll, self_paced=False)[0] == "Show the results"
    assert step_words(stage("start"), self_paced=True)[0] == "Hand out the questions"
    assert step_words(stage("podium"), self_paced=True)[0] == "Collect from everyone"


def test_addresses_are_short_enough_to_type():
    assert words.address_words("http://192.168.1.2:8420/?pin=123456") == "192.168.1.2:8420"
    assert words.pin_words("123456") == "123 456"


def test_phases_and_pauses():
    assert words.phase_words(stage(paused=True)) == ("Paused", "warning")
    assert words.phase_words(stage()) == ("Answers are open", "ok")
    assert words.phase_words(stage(phase="board")) == ("", "neutral")


def test_what_was_refused_and_done_is_said():
    assert words.refusal_words("stale") != words.refusal_words("anything")
    assert words.told_words(Told("kicked", "Ada", lambda: None)) == "Ada is out of the game"
    for kind in ("banned", "renamed", "team", "void", "accepted", "refused", "hidden"):
        assert "Ada" in words.told_words(Told(kind, "Ada", lambda: None))


def test_a_player_in_one_line():
    seat = Seat("a", "Ada", "Reds", extra_time=1.5, low=True, fast_taps=2, link_ms=900)
    line = words.seat_words(seat, "stuck")
    assert line == "Reds · is still thinking · 1.5 × time · battery low · slow connection · taps very fast"
    assert words.time_words(0) == "no time limit"
    assert words.time_words(1) == "the usual time"
    install_language("es")
    assert "1,25" in words.time_words(1.25)


def test_a_question_that_gives_no_points_says_none():
    assert words.question_words(Shown(1, 4, "poll", points=0)) == "Question 2 of 4"
    assert "1,000" in words.question_words(Shown(1, 4, "single"))
    assert words.answered_words(3, 10) == "3 of 10 have answered"
