"""What a reader gathers."""

from desktop.quiz.imported import Findings
from shared.errors import AppError
from tests.support.sample_quizzes import every_kind


def test_problems_come_in_the_order_of_their_rows():
    findings = Findings()
    findings.questions.append(every_kind()[0])
    findings.remark(7, AppError("quiz.row_bad_time", found="soon"))
    findings.skip(3, AppError("quiz.row_no_question"))
    found = findings.imported("Light")
    assert [(one.row, one.skipped) for one in found.problems] == [(3, True), (7, False)]
    error = found.problems[1].error()
    assert (error.code, error.parameters) == ("quiz.row_bad_time", {"found": "soon"})


def test_nothing_is_a_problem_of_its_own():
    assert [one.code for one in Findings().imported("Light").problems] == ["quiz.import_nothing"]
