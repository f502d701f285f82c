"""Names of the columns of a table of questions, in our own files, Kahoot's template and what people write. Pure."""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

HEADER_ROWS = 40
"""A template's instructions stand above its header; further down nothing is looked for."""

_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("correct", re.compile(r"(correct|right|solution|respuestas? correcta|correcta|solucion)")),
    ("answer", re.compile(r"(answer|option|choice|respuesta|opcion)\s*#?\s*(\d{1,2}|[a-i])\b")),
    ("type", re.compile(r"(question )?(type|kind|tipo)\b")),
    ("question", re.compile(r"(question|pregunta|prompt|statement|enunciado)")),
    ("time", re.compile(r"(time|seconds|tiempo|segundos)")),
    ("points", re.compile(r"(points|multiplier|puntos)")),
    ("topic", re.compile(r"(topic|category|tema|categoria)")),
    ("explanation", re.compile(r"(explanation|feedback|explicacion|comentario)")),
    ("more", re.compile(r"more\b")),
)


class Columns(msgspec.Struct, frozen=True):
    """Which column holds what: places by name, and those of the answers in order."""

    places: dict[str, int]
    answers: tuple[int, ...]

    def cell(self, row: Sequence[str], name: str) -> str:
        """Return a row's cell; empty when there is no such column or the row is short."""
        place = self.places.get(name, -1)
        return row[place] if 0 <= place < len(row) else ""

    def answers_of(self, row: Sequence[str]) -> list[str]:
        """Return the row's answer cells, empty ones too."""
        return [row[place] if place < len(row) else "" for place in self.answers]


def find_columns(rows: Sequence[Sequence[str]]) -> tuple[int, Columns] | None:
    """Return the place of the header row and what its columns are; None when there is none."""
    for place, row in enumerate(rows[:HEADER_ROWS]):
        columns = _columns_of(row)
        if columns is not None:
            return place, columns
    return None


def usual_columns(width: int) -> Columns:
    """Return the columns of a table without header: question, answers, time limit, right answers."""
    if width < 4:
        return Columns({"question": 0}, tuple(range(1, width)))
    return Columns({"question": 0, "time": width - 2, "correct": width - 1}, tuple(range(1, width - 2)))


def _columns_of(row: Sequence[str]) -> Columns | None:
    places: dict[str, int] = {}
    answers: dict[int, int] = {}
    for place, cell in enumerate(row):
        name, number = _name_of(cell)
        if name == "answer":
            answers.setdefault(number, place)
        elif name:
            places.setdefault(name, place)
    if "question" not in places or not ("correct" in places or answers):
        return None
    return Columns(places, tuple(place for _, place in sorted(answers.items())))


def _name_of(cell: str) -> tuple[str, int]:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", cell) if not unicodedata.combining(letter)
    )
    text = " ".join(plain.casefold().split()).lstrip("# ")
    # A header is a few words: a question that begins with "Time" is none.
    if not text or len(text) > 90 or text.endswith("?"):
        return "", 0
    for name, pattern in _NAMES:
        if found := pattern.match(text):
            return name, _number_of(found[2]) if name == "answer" else 0
    return "", 0


def _number_of(text: str) -> int:
    return int(text) if text.isdecimal() else ord(text) - ord("a") + 1
