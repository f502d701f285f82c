"""The overview: headline numbers, what was hard, who may need help, charts with words."""

import msgspec

from desktop.quiz.report import report_of
from desktop.quiz.report_overview_page import OverviewPane
from desktop.widgets.label import ElidedLabel, Label
from shared.quiz.results import PlayerResult
from tests.support.look import look
from tests.support.quiz_results import small_result

__all__ = ["look"]


def pane_of(result):
    pane = OverviewPane()
    pane.resize(1000, 700)
    pane.show()
    pane.show_report(report_of(result))
    return pane


def texts(card):
    return [label.text() for label in card.findChildren(Label)]


def all_wrong():
    result = small_result()
    answers = tuple(msgspec.structs.replace(answer, fraction=0.0) for answer in result.answers)
    return small_result(answers=answers)


def test_headline_numbers(qapp):
    pane = pane_of(small_result())
    shown = [texts(card) for card in pane.numbers]
    assert ["2", "players"] in shown
    assert ["80 %", "right on average"] in shown
    assert ["4", "questions asked"] in shown


def test_one_is_not_many(qapp):
    result = small_result()
    shown = [texts(card) for card in pane_of(small_result(players=result.players[:1], asked=(0,))).numbers]
    assert ["1", "player"] in shown
    assert ["1", "question asked"] in shown


def test_charts_say_their_numbers(qapp):
    pane = pane_of(small_result())
    assert [bar.label for bar in pane.chart.bars()] == ["1", "2", "3"]
    assert "Who found the scale?: 50 %" in pane.chart.accessibleDescription()
    assert sum(bar.value for bar in pane.spread.bars()) == 2
    wanted = []
    pane.question_wanted.connect(wanted.append)
    pane.chart.pressed.emit(1)
    assert wanted == [1]


def test_hard_questions_and_players_lead_on(qapp):
    pane = pane_of(all_wrong())
    wanted = []
    pane.question_wanted.connect(wanted.append)
    pane.player_wanted.connect(wanted.append)
    links = [*pane.hard.findChildren(ElidedLabel), *pane.help.findChildren(ElidedLabel)]
    for link in links:
        link.clicked.emit()
    assert wanted == [0, 1, 2, "p1", "p2"]


def test_a_class_that_did_well_is_told(qapp):
    pane = pane_of(small_result())
    assert any("at least half" in text for text in texts(pane.hard) + texts(pane.help))


def test_a_game_without_marks_has_no_charts(qapp):
    pane = pane_of(small_result(answers=(), asked=(3,)))
    assert not any(card.isVisible() for card in pane.charts)
    assert not pane.hard.isVisible()


def test_many_players_in_trouble_are_not_all_named(qapp):
    result = all_wrong()
    names = tuple(PlayerResult(f"q{number}", f"P{number}") for number in range(12))
    given = tuple(msgspec.structs.replace(result.answers[0], pid=player.pid) for player in names)
    pane = pane_of(small_result(players=names, answers=given))
    assert any(text.startswith("and 4 more") for text in texts(pane.help))
