"""Which column holds what."""

import pytest

from desktop.quiz.table_columns import find_columns, usual_columns


def test_a_header_is_found_anywhere_in_several_languages():
    rows = [
        ["Template"],
        [],
        ["", "Pregunta", "Respuesta 1", "Respuesta 2", "Tiempo límite", "Respuestas correctas"],
    ]
    place, columns = find_columns(rows) or pytest.fail("none found")
    assert place == 2
    assert columns.places == {"question": 1, "time": 4, "correct": 5}
    assert columns.answers == (2, 3)


def test_letters_gaps_and_short_rows():
    _, columns = find_columns([["Question", "Option B", "Option A", "Correct answer"]]) or pytest.fail(
        "none found"
    )
    assert columns.answers_of(["q", "b", "a"]) == ["a", "b"]
    assert columns.cell(["q"], "correct") == ""
    assert columns.cell(["q"], "topic") == ""


def test_a_question_is_no_header():
    assert find_columns([["Question time is when?", "Answer 1", "Answer 2"]]) is None
    assert find_columns([["Question"], ["Time to go"]]) is None
    assert find_columns([]) is None


def test_without_a_header():
    assert usual_columns(7).places == {"question": 0, "time": 5, "correct": 6}
    assert usual_columns(2).answers == (1,)
    assert usual_columns(0).answers == ()
