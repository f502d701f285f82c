"""Rows of a table become questions; each row by itself."""

from desktop.quiz.imported import Findings
from desktop.quiz.table_import import has_header, read_table

HEADER = ["Question", "Answer 1", "Answer 2", "Time limit", "Correct", "Points", "More", "Topic"]


def read(*rows):
    findings = Findings()
    assert read_table([HEADER, *rows], findings)
    return findings


def row(text="Q?", time="", points="", more=""):
    return [text, "a", "b", time, "1", points, more, "Light"]


def test_times_and_points():
    findings = read(row(time="20 sec"), row(time="no limit"), row(), row(points="x2"), row(points="2000"))
    assert [one.time_limit_s for one in findings.questions] == [20, None, 30, 30, 30]
    assert [one.multiplier for one in findings.questions] == [1, 1, 1, 2, 2]
    assert findings.questions[0].topic == "Light"
    assert findings.problems == []


def test_what_is_taken_otherwise_is_said():
    findings = read(row(time="33"), row(time="soon"), row(points="lots"), row(more="{"), row(more="[1]"))
    assert len(findings.questions) == 5
    assert [(one.row, one.code, one.skipped) for one in findings.problems] == [
        (2, "quiz.row_time_changed", False),
        (3, "quiz.row_bad_time", False),
        (4, "quiz.row_bad_points", False),
        (5, "quiz.row_details_ignored", False),
        (6, "quiz.row_details_ignored", False),
    ]


def test_empty_rows_and_rows_without_a_question():
    findings = read([], ["", "", ""], row(text=""), row())
    assert len(findings.questions) == 1
    assert [(one.row, one.code) for one in findings.problems] == [(4, "quiz.row_no_question")]


def test_a_table_without_header():
    findings = Findings()
    assert not has_header([["Q?", "a", "b", "20", "2"]])
    assert not read_table([["Q?", "a", "b", "20", "2"]], findings)
    assert findings.questions[0].body.correct == 1
