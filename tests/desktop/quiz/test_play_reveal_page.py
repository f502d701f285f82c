"""What is told after a question."""

import pytest

from desktop.quiz.play_reveal_page import RevealBanner, RevealDetails
from desktop.widgets.theming import ThemeChoice
from shared.quiz.messages import OwnResult
from shared.quiz.views import Summary
from tests.support.look import look
from tests.support.quiz_playing import SOLUTIONS, VIEWS

__all__ = ["look"]

STATES = ("right", "partly", "wrong", "none", "late", "void", "opinion", "joined_later")


@pytest.fixture
def banner(qtbot):
    made = RevealBanner()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", ["light", "contrast"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_looks_and_reads_different(banner, look, state, name):
    look.choose(ThemeChoice(name))
    pictures = []
    for one in STATES:
        banner.show_own(OwnResult(state=one), total=0, rank=0)
        banner.resize(500, 80)
        pictures.append(banner.grab().toImage())
    banner.show_own(OwnResult(state=state), total=0, rank=0)
    assert pictures.count(banner.grab().toImage()) == 1


def test_points_place_gap_and_streak(banner):
    banner.show_own(OwnResult(state="right", points=850, gap=40, streak=3), total=1850, rank=2)
    text = banner.spoken_text()
    for part in ("+850", "1,850 points", "place 2", "40 to the next", "in a row"):
        assert part in text


def test_a_penalty_is_a_minus_and_the_first_has_nobody_ahead(banner):
    banner.show_own(OwnResult(state="wrong", points=-100, gap=10), total=100, rank=1)
    assert "−100" in banner.spoken_text()
    assert "next" not in banner.spoken_text()


def test_without_an_own_result_there_is_no_banner(banner):
    banner.show_own(None, total=5, rank=1)
    assert banner.isHidden()


def test_details_leave_out_what_is_not_there(qtbot):
    details = RevealDetails()
    qtbot.addWidget(details)
    details.show_details(
        VIEWS["single"], SOLUTIONS["single"], Summary(1, 1, (0, 1, 0)), "Because.", (0, 1, 2), 1
    )
    details.show()
    assert details.solution.text() == "Right answer: Lyon"
    assert details.why_heading.isVisible()
    details.show_details(VIEWS["poll"], None, None, "", ())
    assert not details.solution.isVisible()
    assert not details.why_heading.isVisible()
    assert details.summary.isHidden()
