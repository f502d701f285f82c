"""Makes questions of rows of a table: Kahoot's columns, and our own that hold every kind. Pure."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from desktop.quiz.imported import Findings
from desktop.quiz.table_bodies import body_of, kind_of
from desktop.quiz.table_columns import Columns, find_columns, usual_columns
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz.quiz import MULTIPLIERS, TIME_LIMITS_S, Question

_UNLIMITED = {"0", "no", "none", "no limit", "unlimited", "-", "sin limite", "sin límite"}
_STANDARD_POINTS = 1000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


class More(msgspec.Struct, frozen=True, omit_defaults=True):
    """What our own files keep of a question's settings beyond the columns, as JSON in the column "More"."""

    confidence: bool = False
    read_s: float | None = None
    body: dict[str, bool | int | float | str] = {}


def read_table(rows: Iterable[Sequence[str]], findings: Findings) -> bool:
    """Read rows into `findings`. Returns whether a header row was found."""
    table = [[_plain(cell) for cell in row] for row in rows]
    header = find_columns(table)
    place, columns = header or (-1, usual_columns(max((len(row) for row in table), default=0)))
    for number, row in enumerate(table, start=1):
        if number <= place + 1 or not any(row):
            continue
        try:
            question = _question(number, row, columns, findings)
        except AppError as error:
            findings.skip(number, error)
            continue
        if question is not None:
            findings.questions.append(question)
    return header is not None


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table has a row that names its columns."""
    return find_columns(rows) is not None


def _question(number: int, row: Sequence[str], columns: Columns, findings: Findings) -> Question | None:
    text = columns.cell(row, "question")
    answers = columns.answers_of(row)
    if not text and not any(answers):
        # A template's numbered rows that nobody filled in.
        return None
    more = _more(columns.cell(row, "more"), number, findings)
    kind = kind_of(columns.cell(row, "type"))
    body = body_of(kind, answers, columns.cell(row, "correct"), more.body)
    if not text and kind not in ("cloze", "slide"):
        raise AppError("quiz.row_no_question")
    return Question(
        id=str(new_id()),
        text=text,
        body=body,
        time_limit_s=_time_limit(columns.cell(row, "time"), number, findings),
        read_s=more.read_s,
        multiplier=_multiplier(columns.cell(row, "points"), number, findings),
        explanation=columns.cell(row, "explanation"),
        topic=columns.cell(row, "topic"),
        ask_confidence=more.confidence,
    )


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reckoning it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _more(cell: str, number: int, findings: Findings) -> More:
    if not cell:
        return More()
    try:
        return msgspec.json.decode(cell, type=More)
    except (msgspec.MsgspecError, UnicodeError):
        findings.remark(number, AppError("quiz.row_details_ignored"))
        return More()


def _time_limit(cell: str, number: int, findings: Findings) -> int | None:
    if not cell:
        return 30
    if cell.casefold() in _UNLIMITED:
        return None
    found = re.search(r"\d+", cell)
    if found is None or len(found[0]) > 6:
        findings.remark(number, AppError("quiz.row_bad_time", found=cell[:40]))
        return 30
    wanted = int(found[0])
    nearest = min(TIME_LIMITS_S, key=lambda limit: abs(limit - wanted))
    if nearest != wanted:
        findings.remark(number, AppError("quiz.row_time_changed", found=wanted, taken=nearest))
    return nearest


def _multiplier(cell: str, number: int, findings: Findings) -> float:
    if not cell:
        return 1.0
    try:
        value = float(cell.replace(",", ".").lstrip("x×").strip())
    except ValueError:
        value = -1.0
    if value > MULTIPLIERS[-1]:
        value /= _STANDARD_POINTS
    if value not in MULTIPLIERS:
        findings.remark(number, AppError("quiz.row_bad_points", found=cell[:40]))
        return 1.0
    return value
