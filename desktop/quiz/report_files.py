"""A report as files for a gradebook: CSV and XLSX. Cells that a spreadsheet would run are written as text."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from desktop.quiz.report import Report
from shared.quiz.questions import is_answerable

Cell = str | int | float | None
Row = Sequence[Cell]
Words = Callable[[str], str]
"""Translates a heading; the page gives its own, a program none."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _same(heading: str) -> str:
    return heading


def safe(value: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def players_table(report: Report, words: Words = _same) -> list[Row]:
    """Return one row per player with a column per question (the share of its marks), headings first."""
    asked = [found for found in report.questions if is_answerable(found.question.body)]
    given = {(answer.pid, answer.q): answer for answer in report.result.answers}
    rows: list[Row] = [
        [
            *(
                words(name)
                for name in ("Rank", "Name", "Team", "Points", "Right", "Answered", "Median s", "Late")
            ),
            *(f"{found.q + 1}. {found.question.text}" for found in asked),
        ]
    ]
    for found in report.players:
        answers = [given.get((found.player.pid, question.q)) for question in asked]
        rows.append(
            [
                found.player.rank,
                found.player.name,
                found.player.team,
                found.player.total,
                _rounded(found.share),
                found.answered,
                _seconds(found.median_ms),
                found.late,
                *(None if answer is None else _rounded(answer.fraction) for answer in answers),
            ]
        )
    return rows


def questions_table(report: Report, words: Words = _same) -> list[Row]:
    """Return one row per question, headings first."""
    headings = (
        "Question", "Text", "Topic", "Right answer", "Answered", "Missed", "Right", "Median s", "Confident mistakes",
    )  # fmt: skip
    rows: list[Row] = [[words(name) for name in headings]]
    rows.extend(
        [
            found.q + 1,
            found.question.text,
            found.question.topic,
            found.solution,
            found.answered,
            found.missed,
            _rounded(found.share),
            _seconds(found.median_ms),
            found.sure_mistakes,
        ]
        for found in report.questions
    )
    return rows


def answers_table(report: Report, words: Words = _same) -> list[Row]:
    """Return one row per answer, headings first: everything that was given, with the time that counted."""
    headings = (
        "Name", "Question", "Text", "Answer", "Right", "Points", "Seconds", "Corrected by s", "Late", "Confidence",
        "At (UTC)",
    )  # fmt: skip
    names = {player.pid: player.name for player in report.result.players}
    rows: list[Row] = [[words(name) for name in headings]]
    rows.extend(
        [
            names.get(answer.pid, ""),
            answer.q + 1,
            report.result.quiz.questions[answer.q].text,
            answer.text,
            _rounded(answer.fraction),
            answer.points,
            _seconds(answer.elapsed_ms),
            _seconds(answer.clamped_ms),
            int(answer.late),
            answer.sure or None,
            _time(answer.at_ms),
        ]
        for answer in report.result.answers
    )
    return rows


def topics_table(report: Report, words: Words = _same) -> list[Row]:
    """Return one row per topic, headings first."""
    rows: list[Row] = [[words(name) for name in ("Topic", "Questions", "Answers", "Right", "Needs help")]]
    rows.extend(
        [found.topic, found.questions, found.answers, _rounded(found.share), ", ".join(found.struggling)]
        for found in report.topics
    )
    return rows


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return a table as CSV: UTF-8 with a byte-order mark, so that Excel reads accents right."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report, words: Words = _same) -> bytes:
    """Return all four tables as the sheets of one workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    tables = (
        ("Players", players_table(report, words)),
        ("Questions", questions_table(report, words)),
        ("Topics", topics_table(report, words)),
        ("Answers", answers_table(report, words)),
    )
    for title, rows in tables:
        _fill(book.create_sheet(words(title)), rows)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _fill(sheet: Any, rows: Sequence[Row]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(row=number, column=column, value=text)
            if isinstance(text, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _seconds(value_ms: int | None) -> float | None:
    return None if value_ms is None else round(value_ms / 1000, 2)


def _time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds") if at_ms else ""
