"""Reads PDF, text, Markdown and subtitle files into segments. Runs in the worker process; draws nothing.

Segments of documents are paragraphs, long ones divided at sentences, with their page (from 1).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.media.formats import SUBTITLES, unreadable_file
from desktop.media.segments import Segment, ends_sentence
from desktop.media.subtitles import parse_subtitles
from desktop.media.text_files import decode_text
from shared.errors import AppError

LONGEST_WORDS = 110
_SHORT_LINE = 0.75
_HYPHEN = re.compile(r"(?<=\w)(?:-|\u00ad|\u2010|\x02|\ufffe)\s*\n\s*(?=[a-zà-ÿ])")
_MARKERS = re.compile(r"[\x02\ufffe\ufeff\u00ad]")
_BULLET = re.compile(r"^\s*(?:[•▪◦‣*–-]|\d{1,3}[.)]|[a-z][.)])\s+")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w)|`|~~)")
_RULE = re.compile(r"^\s{0,3}(?:[-*_]\s*){3,}$|^[=-]{3,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")


def read_document(path: Path, suffix: str, check: Callable[[float], None]) -> list[Segment]:
    """Read a document. `check(share_done)` is called on the way and may raise to stop.

    Empty when there is no text in it (a scan). Raises AppError: `media.pdf_locked`, `media.unreadable`,
    `media.not_text`, `media.no_subtitles`, `storage.file_missing`.
    """
    if suffix == ".pdf":
        return _read_pdf(path, check)
    text = decode_text(_bytes(path))
    if suffix in SUBTITLES:
        segments = parse_subtitles(text)
        if not segments:
            raise AppError("media.no_subtitles")
        return segments
    blocks = markdown_blocks(text) if suffix == ".md" else text_blocks(text)
    return [Segment(text=part, page=1) for block in blocks for part in divided(block)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        raise unreadable_file(cause) from cause


@contextmanager
def opened_pdf(path: Path) -> Iterator[Any]:
    """Open a PDF. Raises `AppError("media.pdf_locked")` or `("media.unreadable")`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except FileNotFoundError as cause:
        raise AppError("storage.file_missing", detail="the file is gone") from cause
    except pypdfium2.PdfiumError as cause:
        locked = "password" in str(cause).lower() or "security" in str(cause).lower()
        raise AppError("media.pdf_locked" if locked else "media.unreadable", detail=str(cause)) from cause
    try:
        yield document
    finally:
        document.close()


def _read_pdf(path: Path, check: Callable[[float], None]) -> list[Segment]:
    segments: list[Segment] = []
    with opened_pdf(path) as document:
        for number in range(len(document)):
            check(number / len(document))
            for block in page_blocks(_page_text(document, number)):
                segments.extend(Segment(text=part, page=number + 1) for part in divided(block))
    return segments


def _page_text(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        # One damaged page must not cost the others.
        return ""
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
        page.close()


def page_blocks(text: str) -> list[str]:
    """Join the printed lines of a page into paragraphs; words divided at a line's end become whole."""
    text = _HYPHEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [" ".join(_MARKERS.sub("", line).split()) for line in text.split("\n")]
    width = max((len(line) for line in lines), default=0)
    blocks: list[str] = []
    current: list[str] = []
    for line in lines:
        ended = bool(current) and len(current[-1]) < _SHORT_LINE * width and ends_sentence(current[-1])
        if current and (not line or ended or _BULLET.match(line)):
            blocks.append(" ".join(current))
            current = []
        if line:
            current.append(line)
    if current:
        blocks.append(" ".join(current))
    return blocks


def text_blocks(text: str) -> list[str]:
    """Paragraphs of a plain text: divided by empty lines, or by every line end when there is no empty line."""
    clean = _MARKERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    pattern = r"\n\s*\n" if re.search(r"\S\s*\n\s*\n\s*\S", clean) else r"\n"
    blocks = (" ".join(block.split()) for block in re.split(pattern, clean))
    return [block for block in blocks if block]


def markdown_blocks(text: str) -> list[str]:
    """Paragraphs, headings and list entries of a Markdown text, without its marks."""
    blocks: list[str] = []
    current: list[str] = []
    fenced = False

    def finish() -> None:
        if current:
            blocks.append(" ".join(current))
            current.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = _HEADING.match(line)
        if _FENCE.match(line):
            fenced = not fenced
            finish()
        elif not fenced and (not line.strip() or _RULE.match(line) or _TABLE_RULE.match(line)):
            finish()
        elif not fenced and heading:
            finish()
            blocks.append(_unmarked(heading.group(1)))
        else:
            if not fenced and _BULLET.match(line):
                finish()
            current.append(" ".join(line.split()) if fenced else _unmarked(line))
    finish()
    return [block for block in blocks if block.strip()]


def _unmarked(line: str) -> str:
    plain = _EMPHASIS.sub("", _LINK.sub(r"\1", line))
    plain = re.sub(r"^\s*>+\s?", "", plain).strip().strip("|").replace("|", " ")
    return " ".join(plain.split())


def divided(block: str) -> list[str]:
    """Divide a long paragraph at sentence ends (else after `LONGEST_WORDS` words). Keeps every word."""
    words = block.split()
    parts: list[str] = []
    while len(words) > LONGEST_WORDS:
        ends = [at for at in range(LONGEST_WORDS // 2, LONGEST_WORDS) if ends_sentence(words[at])]
        cut = (ends[-1] + 1) if ends else LONGEST_WORDS
        parts.append(" ".join(words[:cut]))
        words = words[cut:]
    if words:
        parts.append(" ".join(words))
    return parts
