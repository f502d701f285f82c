"""Reads notes as Anki exports them to text: tab separated front and back, or gaps. Pure."""

import csv
import io
import re
from html import unescape

from desktop.quiz.imported import Findings
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz.quiz import Body, Cloze, Question, Typed

MOST_TYPED = 100
"""Longer backs are sentences: nobody types them as they stand."""

_GAP = re.compile(r"\{\{c\d+::.+?\}\}", re.DOTALL)
_HEADER = re.compile(r"^#([a-z ]+):(.*)$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<(br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_MEDIA = re.compile(r"\[sound:[^\]]*\]|<img\b[^<>]*>", re.IGNORECASE)
_MATHS = re.compile(r"\[\$\](.+?)\[/\$\]|\[latex\](.+?)\[/latex\]|\\\[(.+?)\\\]", re.DOTALL | re.IGNORECASE)
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}


def looks_like_notes(text: str) -> bool:
    """Whether a text has notes: lines with tabs, gaps, or Anki's own header lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return False
    return (
        _HEADER.match(lines[0]) is not None
        or _GAP.search(text) is not None
        or sum("\t" in line for line in lines) * 2 > len(lines)
    )


def read_notes(text: str, findings: Findings) -> None:
    """Read all notes of a text into `findings`; rows are lines."""
    settings, skipped, body = _header(text)
    separator = settings.get("separator", "tab")
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=_SEPARATORS.get(separator.casefold(), separator[:1] or "\t")
    )
    line = skipped
    while True:
        start = line + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.skip(skipped + reader.line_num, AppError("quiz.row_unreadable"))
            line = skipped + reader.line_num
            continue
        line = skipped + reader.line_num
        if any(field.strip() for field in fields):
            _read_note(start, fields, settings, findings)


def _read_note(line: int, fields: list[str], settings: dict[str, str], findings: Findings) -> None:
    try:
        findings.questions.append(_question(line, fields, settings, findings))
    except AppError as error:
        findings.skip(line, error)


def _header(text: str) -> tuple[dict[str, str], int, str]:
    """Anki's settings, how many lines they take, and what follows."""
    settings: dict[str, str] = {}
    lines = text.splitlines(keepends=True)
    for count, line in enumerate(lines):
        found = _HEADER.match(line.strip())
        if found is None:
            return settings, count, "".join(lines[count:])
        settings[found[1].strip()] = found[2].strip()
    return settings, len(lines), ""


def _question(line: int, fields: list[str], settings: dict[str, str], findings: Findings) -> Question:
    special = {name: _column(settings, name) for name in ("notetype", "deck", "tags", "guid")}
    content = [field for at, field in enumerate(fields) if at not in special.values()]
    if any(_MEDIA.search(field) for field in content):
        findings.remark(line, AppError("quiz.row_media_left_out"))
    words = [_words(field) for field in content]
    topic = _topic(fields, special, settings)
    gapped = next((field for field in words if _GAP.search(field)), "")
    body: Body
    if gapped:
        extra = " ".join(field for field in words if field and field != gapped)
        return Question(str(new_id()), "", Cloze(gapped), explanation=extra, topic=topic)
    front, back = words[0], words[1] if len(words) > 1 else ""
    if not front:
        raise AppError("quiz.row_no_question")
    if not back:
        raise AppError("quiz.row_no_correct")
    if len(back) > MOST_TYPED:
        raise AppError("quiz.row_answer_too_long", most=MOST_TYPED)
    body = Typed((" ".join(back.split()),))
    extra = " ".join(field for field in words[2:] if field)
    return Question(str(new_id()), front, body, explanation=extra, topic=topic)


def _column(settings: dict[str, str], name: str) -> int:
    """Place of a column that Anki's header names; -1 for none."""
    found = settings.get(f"{name} column", "")
    return int(found) - 1 if found.isdecimal() and len(found) < 4 else -1


def _topic(fields: list[str], special: dict[str, int], settings: dict[str, str]) -> str:
    for name in ("tags", "deck"):
        place = special[name]
        if 0 <= place < len(fields) and fields[place].strip():
            text = fields[place].strip()
            return (text.split()[0] if name == "tags" else text.split("::")[-1])[:80]
    return settings.get("deck", "").split("::")[-1][:80]


def _words(field: str) -> str:
    text = _MATHS.sub(lambda found: rf"\({next(part for part in found.groups() if part)}\)", field)
    text = unescape(_TAG.sub("", _BREAK.sub("\n", _MEDIA.sub("", text)))).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
