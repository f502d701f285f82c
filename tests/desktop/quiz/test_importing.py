"""Files of questions: of every format and encoding, good, odd and broken. Nothing but an AppError ever comes out."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from desktop.quiz.importing import MOST_QUESTIONS, read_import, read_text, suffix_list
from shared.errors import AppError
from shared.quiz.quiz import Cloze, Multiple, Single, TrueFalse, Typed
from shared.quiz.quiz_file import write_quiz_file
from tests.support.sample_quizzes import every_kind, quiz_of

CSV = "Question,Answer 1,Answer 2,Time limit,Correct\nÑandú o águila?,Sí,No,20,1\n"


def write(path, data):
    path.write_bytes(data)
    return path


def kahoot_book(path, rows):
    """Kahoot's own template: instructions above the header, numbers before the questions."""
    book = Workbook()
    book.active.title = "Instructions"
    sheet = book.create_sheet("Sheet1")
    sheet.append(["Quiz template"])
    sheet.append(["Add questions, at least two answer alternatives, time limit and choose correct answers"])
    for _ in range(5):
        sheet.append([])
    header = ["Question - max 120 characters", *(f"Answer {n} - max 75 characters" for n in range(1, 5))]
    limits = "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs"
    sheet.append(["", *header, limits, "Correct answer(s) - choose at least one"])
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    for number in range(len(rows) + 1, 101):
        sheet.append([number])
    book.save(path)
    return path


def test_kahoots_template(tmp_path):
    found = read_import(
        kahoot_book(
            tmp_path / "Light and lenses.xlsx",
            [
                ["What is light?", "A wave", "A particle", "Both", None, 20, 3],
                ["Which are colours?", "Red", "Loud", "Blue", None, 30, "1,3"],
                ["Which are even?", 2, 3, 4, None, 30, 1.3],
                ["Glass is solid.", "True", "False", None, None, 10, 1],
                ["No right one", "a", "b", None, None, 10, None],
                ["Nine?", "a", "b", None, None, 10, 9],
            ],
        )
    )
    assert found.title == "Light and lenses"
    one, several, decimals, truth = found.questions
    assert (one.body.correct, one.time_limit_s, len(one.body.choices)) == (2, 20, 3)
    assert several.body.correct == (0, 2)
    assert [choice.text for choice in decimals.body.choices] == ["2", "3", "4"]
    assert decimals.body.correct == (0, 2), "a spreadsheet took 1,3 for a number"
    assert truth.body == TrueFalse(True)
    assert [(one.row, one.code) for one in found.problems] == [
        (13, "quiz.row_no_correct"),
        (14, "quiz.row_bad_correct"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path, encoding, mark):
    path = write(tmp_path / "q.csv", CSV.replace(",", mark).encode(encoding))
    (question,) = read_import(path).questions
    assert question.text == "Ñandú o águila?"


def test_a_text_is_told_by_its_content():
    assert isinstance(read_text("Capital of France\tParis\n", "t", ".txt").questions[0].body, Typed)
    assert isinstance(read_text("{{c1::Paris}} is in France\n", "t", ".txt").questions[0].body, Cloze)
    assert isinstance(read_text("{{c1::Paris}} is in France\n", "t", ".csv").questions[0].body, Cloze)
    assert isinstance(read_text("Is it? {T}\n", "t", ".txt").questions[0].body, TrueFalse)
    assert isinstance(read_text(CSV, "t", ".txt").questions[0].body, Single)
    assert isinstance(read_text("Which?,a,b,20,1\n", "t", ".csv").questions[0].body, Single)
    assert isinstance(
        read_text("sep=;\nQuestion;Answer 1;Answer 2;Correct\nQ?;a;b;1,2\n", "t", ".csv").questions[0].body,
        Multiple,
    )
    assert suffix_list().startswith("*.lantern-quiz")


def test_own_files_come_in_whole(tmp_path):
    quiz = quiz_of(*every_kind())
    found = read_import(write(tmp_path / "x.lantern-quiz", write_quiz_file(quiz, {})))
    assert (found.title, found.questions, found.problems) == (quiz.title, quiz.questions, ())


def test_nothing_found_is_said():
    for text in ("", "\n\n", "Question,Answer 1,Correct\n"):
        found = read_text(text, "t", ".csv")
        assert [one.code for one in found.problems] == ["quiz.import_nothing"]


def test_too_many_questions_are_cut():
    found = read_text("Q\tA\n" * (MOST_QUESTIONS + 5), "t", ".txt")
    assert len(found.questions) == MOST_QUESTIONS
    assert found.problems[0].parameters == {"most": MOST_QUESTIONS, "left_out": 5}


def test_an_open_quotation_mark_costs_a_row_at_most():
    text = CSV + '"' + "x" * 200_000 + "\n"
    found = read_text(text, "t", ".csv")
    assert len(found.questions) == 1
    assert found.problems[0].code == "quiz.row_unreadable"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("q.xlsx", b"not a workbook", "quiz.import_unreadable"),
        ("q.xlsx", b"PK\x03\x04 cut short", "quiz.import_unreadable"),
        ("q.lantern-quiz", b"PK\x03\x04 cut short", "quiz.file_damaged"),
        ("q.lantern-quiz", b"nothing", "quiz.import_unreadable"),
        ("q.csv", bytes(range(256)) * 20, "media.not_text"),
    ],
)
def test_whole_files_that_cannot_be_read(tmp_path, name, data, code):
    with pytest.raises(AppError) as refused:
        read_import(write(tmp_path / name, data))
    assert refused.value.code == code


def test_a_missing_file_and_a_workbook_that_is_none(tmp_path):
    with pytest.raises(AppError, match=r"storage\.file_missing"):
        read_import(tmp_path / "gone.csv")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<nonsense")
    with pytest.raises(AppError, match=r"quiz\.import_unreadable"):
        read_import(write(tmp_path / "q.xlsx", out.getvalue()))


@settings(max_examples=150)
@given(
    st.text(st.sampled_from("aQ1²{}=~#:%\\->TF,;\t\n\"'|.[]c*/$ ñ"), max_size=120),
    st.sampled_from([".csv", ".gift", ".txt", ".tsv"]),
)
def test_no_text_ever_fails_whole(text, suffix):
    found = read_text(text, "t", suffix)
    assert all(one.row >= 1 and one.error().code == one.code for one in found.problems)


@settings(max_examples=60)
@given(st.lists(st.lists(st.text("ab1²,;|. TF{c1::x}}->-", max_size=12), max_size=8), max_size=6))
def test_no_table_ever_fails_whole(rows):
    lines = ["Question,Answer 1,Answer 2,Answer 3,Time limit,Correct,Type,Points,More"]
    lines += [",".join(f'"{cell}"' for cell in row) for row in rows]
    read_text("\n".join(lines), "t", ".csv")


@settings(max_examples=40)
@given(st.binary(max_size=300), st.sampled_from(["q.csv", "q.xlsx", "q.lantern-quiz", "q.gift"]))
def test_no_bytes_ever_raise_anything_else(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)
    with contextlib.suppress(AppError):
        found = read_import(path)
        assert found.questions or found.problems
