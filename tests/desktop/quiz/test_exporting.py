"""What is written can be read again, and no spreadsheet reckons it."""

import csv
import io

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.quiz.exporting import Format, encoded, table_text
from desktop.quiz.importing import read_text
from shared.quiz.quiz import Choice, Order, Typed
from tests.support.sample_quizzes import every_kind, question, questions, quiz_of


def same(found, wanted):
    assert [msgspec.structs.replace(one, id="") for one in found] == [
        msgspec.structs.replace(one, id="") for one in wanted
    ]


def test_every_kind_comes_back_from_a_table():
    quiz = quiz_of(*every_kind())
    data = encoded(quiz, Format.CSV)
    assert data.startswith(b"\xef\xbb\xbf")
    back = read_text(data.decode("utf-8-sig"), "quiz", ".csv")
    assert back.problems == ()
    same(back.questions, quiz.questions)


@settings(max_examples=60)
@given(st.lists(questions(), min_size=1, max_size=4))
def test_any_quiz_comes_back_from_a_table(made):
    back = read_text(table_text(quiz_of(*made)), "quiz", ".csv")
    assert back.problems == ()
    same(back.questions, made)


def test_the_right_order_is_written_not_the_listed_one():
    mixed = Order((Choice("b"), Choice("c"), Choice("a")), (2, 0, 1))
    back = read_text(table_text(quiz_of(question("Order", mixed))), "quiz", ".csv")
    assert back.questions[0].body == Order((Choice("a"), Choice("b"), Choice("c")))


def test_no_cell_is_a_formula():
    made = question('=cmd|" /C calc"!A0', Typed(("@SUM(A1)", "-2", "+x", "'=1")))
    rows = list(csv.reader(io.StringIO(table_text(quiz_of(made)))))
    cells = [cell for row in rows[1:] for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == ["-2"]
    same(read_text(table_text(quiz_of(made)), "quiz", ".csv").questions, [made])
