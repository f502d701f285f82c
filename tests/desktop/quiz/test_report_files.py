"""Reports as CSV and XLSX: readable by spreadsheets, and nothing in them runs."""

import csv
import io

from openpyxl import load_workbook

from desktop.quiz.report import report_of
from desktop.quiz.report_files import (
    answers_table,
    as_csv,
    as_xlsx,
    players_table,
    questions_table,
    safe,
    topics_table,
)
from tests.support.quiz_results import small_result

REPORT = report_of(small_result())


def read_back(rows):
    return list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"))))


def test_players_have_a_column_per_question():
    head, ana, ben = players_table(REPORT)
    assert head[:4] == ["Rank", "Name", "Team", "Points"]
    assert head[-1] == "4. Did you like it?"
    assert ana[:4] == [1, "Ana", "", 2_900]
    assert ben[-4:] == [1.0, 0.0, None, 0.0]


def test_questions_and_topics():
    assert questions_table(REPORT)[2][:7] == [2, "Who found the scale?", "Scales", "Celsius", 2, 0, 0.5]
    assert topics_table(REPORT)[1] == ["Scales", 1, 2, 0.5, "Ben"]


def test_every_answer_is_there_with_the_time_that_counted():
    rows = answers_table(REPORT)
    assert len(rows) == 1 + len(small_result().answers)
    ben = next(row for row in rows if row[0] == "Ben" and row[1] == 1)
    assert ben[3:9] == ["Solid water", 1.0, 800, 9.0, -0.2, 0]


def test_csv_opens_in_a_spreadsheet_and_runs_nothing():
    rows = read_back(answers_table(REPORT))
    assert any(row[0] == "'=Cem" for row in rows)
    assert [safe(value) for value in ("=1+1", "+a", "-b", "@c", "\tx", "plain", -3)] == [
        "'=1+1", "'+a", "'-b", "'@c", "'\tx", "plain", -3,
    ]  # fmt: skip


def test_a_workbook_has_four_sheets_and_no_formula():
    book = load_workbook(io.BytesIO(as_xlsx(REPORT)))
    assert book.sheetnames == ["Players", "Questions", "Topics", "Answers"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "=Cem" in [cell.value for cell in cells]


def test_headings_speak_the_language_of_the_window():
    book = load_workbook(io.BytesIO(as_xlsx(REPORT, lambda heading: f"¡{heading}!")))
    assert book.sheetnames[0] == "¡Players!"
    assert book["¡Players!"]["B1"].value == "¡Name!"
