"""A game's report: marks per question, player and topic, and who is left out of them."""

import msgspec
import pytest

from desktop.quiz.report import report_of
from shared.quiz.results import AnswerResult
from tests.support.quiz_results import small_result


def by_name(report):
    return {found.player.name: found for found in report.players}


def test_questions_tell_marks_time_and_what_was_right():
    report = report_of(small_result())
    ice, scale, boil, poll = report.questions
    assert (ice.share, ice.full, ice.answered, ice.missed) == (1.0, 2, 2, 0)
    assert ice.solution == "Solid water"
    assert ice.median_ms == 5_100
    assert ice.summary.counts == (2, 0, 0)
    assert (scale.share, scale.full) == (0.5, 1)
    assert (boil.answered, boil.missed) == (1, 1)
    assert (poll.share, poll.solution, poll.answered) == (None, "", 1)


def test_confident_mistakes_are_counted():
    report = report_of(small_result())
    assert [question.sure_mistakes for question in report.questions] == [0, 1, 0, 0]
    assert by_name(report)["Ben"].sure_mistakes == 1


def test_players_come_by_rank_without_those_who_were_put_out():
    report = report_of(small_result())
    assert [found.player.name for found in report.players] == ["Ana", "Ben"]
    ben = by_name(report)["Ben"]
    assert (ben.answered, ben.asked, ben.share, ben.full) == (2, 3, 0.5, 1)
    assert (ben.late, ben.clamped, ben.weak_topics) == (1, 1, ("Scales",))


def test_topics_come_weakest_first_with_names():
    report = report_of(small_result())
    assert [(topic.topic, topic.share, topic.struggling) for topic in report.topics] == [
        ("Scales", 0.5, ("Ben",)),
        ("States", 1.0, ()),
    ]


def test_a_voided_question_counts_for_nobody():
    report = report_of(small_result(voided=(1,)))
    assert report.share == 1.0
    assert report.questions[1].voided
    assert by_name(report)["Ben"].asked == 2
    assert [topic.topic for topic in report.topics] == ["States"]


def test_hard_questions_are_named():
    result = small_result()
    wrong = tuple(
        msgspec.structs.replace(answer, fraction=0.0) if answer.q == 0 else answer
        for answer in result.answers
    )
    assert [found.q for found in report_of(small_result(answers=wrong)).hardest] == [0]


@pytest.mark.parametrize("asked", [(), (0,)])
def test_a_game_that_nobody_answered_has_a_report(asked):
    report = report_of(small_result(asked=asked, answers=()))
    assert report.share is None
    assert [found.answered for found in report.questions] == [0] * len(asked)
    assert report.topics == ()


def test_answers_of_a_question_that_was_skipped_do_not_count():
    extra = AnswerResult("p1", 3, [0], "Yes", 0.0, 0, 100)
    report = report_of(small_result(asked=(0,), answers=(*small_result().answers, extra)))
    assert by_name(report)["Ben"].asked == 1
    assert report.share == 1.0
