"""Reads a file of questions of any known format. What cannot be read is listed by row; bad files never end it."""

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path

from desktop.media.service import decode_text
from desktop.quiz.anki_import import looks_like_notes, read_notes
from desktop.quiz.gift_import import looks_like_gift, read_gift
from desktop.quiz.imported import Findings, Imported
from desktop.quiz.table_import import has_header, read_table
from shared.errors import AppError
from shared.quiz.quiz_file import read_quiz_file

__all__ = ["SUFFIXES", "Imported", "read_import"]

SUFFIXES = (".lantern-quiz", ".csv", ".tsv", ".xlsx", ".gift", ".txt")
"""Endings a file picker offers; what a file is, its content tells."""
MOST_TEXT_BYTES = 20 * 1024 * 1024
MOST_BYTES = 250 * 1024 * 1024
MOST_ROWS = 20_000
MOST_QUESTIONS = 2_000
_MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_DELIMITERS = ",;\t|"


def read_import(path: Path) -> Imported:
    """Read a file. Raises AppError only when nothing of it can be read.

    Codes: `storage.file_missing`, `quiz.import_too_large`, `quiz.import_unreadable`, `media.not_text`, and
    those of `read_quiz_file`.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise AppError("quiz.import_too_large", most_mb=MOST_BYTES // 1024**2)
        data = path.read_bytes()
    except OSError as cause:
        raise AppError("storage.file_missing", detail=str(cause.strerror)) from cause
    title = " ".join(path.stem.replace("_", " ").split()) or path.name
    if data.startswith(b"PK"):
        return _read_zip(data, title, path.suffix.lower())
    if path.suffix.lower() in (".lantern-quiz", ".xlsx"):
        raise AppError("quiz.import_unreadable")
    if size > MOST_TEXT_BYTES:
        raise AppError("quiz.import_too_large", most_mb=MOST_TEXT_BYTES // 1024**2)
    return read_text(decode_text(data), title, path.suffix.lower())


def read_text(text: str, title: str, suffix: str) -> Imported:
    """Read questions of a text; its ending decides where the content leaves a doubt."""
    findings = Findings()
    text = text.removeprefix("\ufeff")
    reader = _reader_of(text, suffix)
    reader(text, findings)
    return _limited(findings).imported(title)


def _reader_of(text: str, suffix: str) -> Callable[[str, Findings], object]:
    if suffix == ".gift":
        return read_gift
    if suffix in (".csv", ".tsv"):
        return _read_csv
    if has_header(_rows(text, Findings())):
        return _read_csv
    if looks_like_gift(text):
        return read_gift
    return read_notes if looks_like_notes(text) else _read_csv


def _read_csv(text: str, findings: Findings) -> None:
    rows = _rows(text, findings)
    if any("{{c" in cell for row in rows for cell in row) and not has_header(rows):
        read_notes(text, findings)
        return
    read_table(rows, findings)


def _rows(text: str, findings: Findings) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    while len(rows) < MOST_ROWS:
        try:
            rows.append(next(reader))
        except StopIteration:
            break
        except csv.Error:
            rows.append([])
            findings.skip(len(rows), AppError("quiz.row_unreadable"))
    return rows


def _delimiter(text: str) -> str:
    """The mark that parts the most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]

    def score(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        return (sum(1 for count in counts if count), max(counts, default=0))

    return max(_DELIMITERS, key=score)


def _read_zip(data: bytes, title: str, suffix: str) -> Imported:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as cause:
        code = "quiz.file_damaged" if suffix == ".lantern-quiz" else "quiz.import_unreadable"
        raise AppError(code, detail=type(cause).__name__) from cause
    if "xl/workbook.xml" in names or suffix == ".xlsx":
        if unpacked > _MOST_UNPACKED_BYTES:
            raise AppError("quiz.import_too_large", most_mb=_MOST_UNPACKED_BYTES // 1024**2)
        findings = Findings()
        _read_workbook(data, findings)
        return _limited(findings).imported(title)
    found = read_quiz_file(data)
    quiz = found.quiz
    return Imported(
        quiz.title.strip() or title,
        quiz.questions,
        media=dict(found.media),
        description=quiz.description,
        language=quiz.language,
    )


def _read_workbook(data: bytes, findings: Findings) -> None:
    """Read the first sheet with a header, else the first with anything in it."""
    sheets = _sheets(data)
    chosen = next((rows for rows in sheets if has_header(rows)), None)
    if chosen is None:
        chosen = next((rows for rows in sheets if any(any(row) for row in rows)), [])
    read_table(chosen, findings)


def _sheets(data: bytes) -> list[list[list[str]]]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # It warns of drop-down lists and styles that it does not keep; we only read.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets: list[list[list[str]]] = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=60, values_only=True)
                sheets.append([[_cell(value) for value in row] for row in rows])
            book.close()
    except Exception as cause:
        # Whatever a damaged workbook makes the library stumble over, it is the file.
        raise AppError("quiz.import_unreadable", detail=type(cause).__name__) from cause
    return sheets


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).strip()


def _limited(findings: Findings) -> Findings:
    left_out = len(findings.questions) - MOST_QUESTIONS
    if left_out > 0:
        del findings.questions[MOST_QUESTIONS:]
        findings.remark(MOST_ROWS, AppError("quiz.import_cut", most=MOST_QUESTIONS, left_out=left_out))
    return findings


def suffix_list(suffixes: Iterable[str] = SUFFIXES) -> str:
    """Return the endings as a file dialog's filter writes them."""
    return " ".join(f"*{suffix}" for suffix in suffixes)
