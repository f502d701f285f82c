"""What stands on a printed quiz: the sheet to fill in, and the key. Lays out and paints; saves nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from desktop.quiz import print_pieces_page as paper
from desktop.quiz.mixed import mixed
from desktop.quiz.print_pieces_page import Block, Piece
from desktop.runtime.paths import disk_error
from desktop.widgets.quiz_math import spoken
from desktop.widgets.quiz_number import number_words
from shared.quiz.cloze_text import parse_cloze
from shared.quiz.questions import public_view
from shared.quiz.quiz import (
    Choice,
    Cloze,
    Matching,
    Media,
    Multiple,
    Number,
    Order,
    Poll,
    Question,
    Quiz,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)
from shared.quiz.views import ClozeView

PictureOf = Callable[[Media], Path | None]
_MARGIN_MM = 18.0
_INDENT = 40.0
_BLANK = "__________"
_FOOT = 40.0
_SMALL_PICTURE = 160.0


def write_pdf(
    target: Path,
    quiz: Quiz,
    picture_of: PictureOf,
    *,
    sheet: bool = True,
    key: bool = True,
    page: QPageSize.PageSizeId = QPageSize.PageSizeId.A4,
) -> int:
    """Write sheet, key or both, each beginning on a page of its own. Returns how many pages.

    Raises AppError `storage.disk_full`, `storage.read_only`.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(b"")
        writer = QPdfWriter(str(part))
        writer.setResolution(paper.DPI)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        layout = QPageLayout(
            QPageSize(page), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
        writer.setPageLayout(layout)
        writer.setTitle(quiz.title)
        count = _paint(writer, quiz, picture_of, sheet=sheet, key=key)
        part.replace(target)
    except OSError as cause:
        part.unlink(missing_ok=True)
        raise disk_error(cause, target.parent) from cause
    return count


def _paint(writer: QPdfWriter, quiz: Quiz, picture_of: PictureOf, *, sheet: bool, key: bool) -> int:
    width, height = float(writer.width()), float(writer.height()) - _FOOT
    parts: list[tuple[str, list[Block]]] = []
    if sheet:
        parts.append((quiz.title, Sheet(quiz, width, picture_of).blocks()))
    if key:
        parts.append((_key_title(quiz), key_blocks(quiz, width)))
    pages = [(title, paper.flowed(blocks, height)) for title, blocks in parts]
    painter = QPainter(writer)
    count = 0
    for title, found in pages:
        for number, page in enumerate(found, start=1):
            if count:
                writer.newPage()
            count += 1
            for y, piece in page:
                piece.draw(painter, QRectF(0, y, width, piece.height))
            _foot(painter, QRectF(0, height, width, _FOOT), title, number, len(found))
    painter.end()
    return count


def _key_title(quiz: Quiz) -> str:
    return QCoreApplication.translate("Print", "{title}: answers").format(title=quiz.title)


def _foot(painter: QPainter, rect: QRectF, title: str, number: int, count: int) -> None:
    painter.setFont(paper.paper_font(paper.SMALL_POINTS))
    painter.setPen(paper.ink(muted=True))
    bottom = Qt.AlignmentFlag.AlignBottom
    shown = painter.fontMetrics().elidedText(
        " ".join(spoken(title).split()), Qt.TextElideMode.ElideRight, round(rect.width() * 0.75)
    )
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | bottom, shown)
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | bottom, f"{number} / {count}")


class Sheet:
    """The sheet of one quiz for one width of paper."""

    def __init__(self, quiz: Quiz, width: float, picture_of: PictureOf) -> None:
        self._quiz = quiz
        self._width = width
        self._picture_of = picture_of

    def blocks(self) -> list[Block]:
        """Return the head, then each question."""
        found = [self._head()]
        number = 0
        for question in self._quiz.questions:
            if not isinstance(question.body, Slide):
                number += 1
            found.append(self._question(question, number))
        return found

    def _head(self) -> Block:
        width = self._width
        pieces = [paper.words(self._quiz.title, width, points=paper.TITLE_POINTS, semibold=True)]
        if self._quiz.description:
            pieces.append(paper.words(self._quiz.description, width, muted=True))
        name = paper.row(
            [
                (0.0, _blank(QCoreApplication.translate("Print", "Name"), width * 0.62)),
                (width * 0.66, _blank(QCoreApplication.translate("Print", "Date"), width * 0.34)),
            ]
        )
        return Block([*pieces, name, paper.rule(width)], after=paper.GAP)

    def _question(self, question: Question, number: int) -> Block:
        body = question.body
        marker = "" if isinstance(body, Slide) else f"{number}."
        pieces: list[Piece] = []
        if question.text or marker:
            text = question.text or QCoreApplication.translate("Print", "Fill the gaps.")
            pieces.append(paper.words(text, self._width, semibold=isinstance(body, Slide), marker=marker))
        pieces += self._media(question.media, _INDENT)
        return Block([*pieces, *self._body(mixed(question))])

    def _body(self, question: Question) -> list[Piece]:
        body = question.body
        if isinstance(body, Single | Multiple | Poll):
            several = isinstance(body, Multiple) or (isinstance(body, Poll) and body.multiple)
            return self._options(body.choices, "square" if several else "round")
        if isinstance(body, TrueFalse):
            return self._true_false()
        if isinstance(body, Order):
            return self._numbered(body.items)
        if isinstance(body, Matching):
            return self._columns(body)
        if isinstance(body, Cloze):
            return self._gaps(question)
        return self._free(body)

    def _free(self, body: object) -> list[Piece]:
        if isinstance(body, Typed):
            return [paper.writing_lines(1, self._width, indent=_INDENT, share=0.6)]
        if isinstance(body, Number):
            return [paper.writing_lines(1, self._width, indent=_INDENT, share=0.3, after=body.unit)]
        if isinstance(body, WordCloud):
            return [paper.writing_lines(body.entries, self._width, indent=_INDENT, share=0.6)]
        if isinstance(body, Scale):
            return self._scale(body)
        return [paper.words(body.text, self._width)] if isinstance(body, Slide) and body.text else []

    def _options(self, choices: Sequence[Choice], box: str) -> list[Piece]:
        pieces: list[Piece] = []
        for at, choice in enumerate(choices):
            text = choice.text or (choice.media.alt if choice.media else "")
            pieces.append(paper.words(text, self._width, marker=f"{letter(at)}.", indent=_INDENT, box=box))
            pieces += self._media(choice.media, 3 * _INDENT, _SMALL_PICTURE)
        return pieces

    def _true_false(self) -> list[Piece]:
        half = self._width / 3
        both = (QCoreApplication.translate("Print", "True"), QCoreApplication.translate("Print", "False"))
        cells = [
            (at * half, paper.words(text, half, indent=_INDENT, box="round")) for at, text in enumerate(both)
        ]
        return [paper.row(cells)]

    def _numbered(self, items: Sequence[Choice]) -> list[Piece]:
        pieces: list[Piece] = []
        for item in items:
            text = item.text or (item.media.alt if item.media else "")
            pieces.append(paper.words(text, self._width, indent=_INDENT, box="square"))
            pieces += self._media(item.media, 2 * _INDENT, _SMALL_PICTURE)
        return pieces

    def _columns(self, body: Matching) -> list[Piece]:
        order = body.right_order or range(len(body.pairs))
        half = self._width / 2
        pieces: list[Piece] = []
        for at, right in enumerate(order):
            left_text = _name_of(body.pairs[at].left)
            right_text = _name_of(body.pairs[right].right)
            left = paper.words(f"{left_text}  ____", half - _INDENT, marker=f"{at + 1}.", indent=_INDENT)
            other = paper.words(right_text, half - _INDENT, marker=f"{letter(at)}.")
            pieces.append(paper.row([(0.0, left), (half, other)]))
        return pieces

    def _gaps(self, question: Question) -> list[Piece]:
        view = public_view(question)
        if not isinstance(view, ClozeView):
            return []
        blanks = [f"{_BLANK} ({hint})" if hint else _BLANK for hint in view.hints]
        text = "".join(part + blank for part, blank in zip(view.parts, [*blanks, ""], strict=False))
        pieces = [paper.words(text, self._width, indent=_INDENT)]
        if view.bank:
            bank = QCoreApplication.translate("Print", "Words: {words}").format(words="  ·  ".join(view.bank))
            pieces.append(paper.words(bank, self._width, indent=_INDENT, muted=True))
        return pieces

    def _scale(self, body: Scale) -> list[Piece]:
        steps = range(body.low, body.high + 1)
        room = min((self._width - _INDENT) / len(steps), 110.0)
        cells = [
            (_INDENT + at * room, paper.words(str(step), room, box="round")) for at, step in enumerate(steps)
        ]
        ends = " – ".join(
            f"{step} = {label}"
            for step, label in ((body.low, body.low_label), (body.high, body.high_label))
            if label
        )
        pieces = [paper.row(cells)]
        if ends:
            pieces.append(
                paper.words(ends, self._width, indent=_INDENT, muted=True, points=paper.SMALL_POINTS)
            )
        return pieces

    def _media(self, media: Media | None, indent: float, most: float = 380.0) -> list[Piece]:
        """A picture; of sounds and films, which paper cannot play, what they are said to be."""
        if media is None:
            return []
        path = self._picture_of(media)
        image = QImage(str(path)) if path is not None and media.mime.startswith("image/") else QImage()
        if not image.isNull():
            return [paper.picture(image, self._width, indent=indent, most=most)]
        alt = media.alt or QCoreApplication.translate("Print", "(see the screen)")
        return [paper.words(alt, self._width, indent=indent, muted=True)]


def key_blocks(quiz: Quiz, width: float) -> list[Block]:
    """Return the key: each question in short, what is right, and why."""
    found = [Block([paper.words(_key_title(quiz), width, points=paper.TITLE_POINTS, semibold=True)])]
    number = 0
    for question in quiz.questions:
        if isinstance(question.body, Slide):
            continue
        number += 1
        answer = answer_words(mixed(question)) or QCoreApplication.translate("Print", "No right answer")
        pieces = [
            paper.words(question.text or _gapless(question.body), width, marker=f"{number}.", muted=True),
            paper.words(answer, width, indent=_INDENT, semibold=True),
        ]
        if question.explanation:
            pieces.append(paper.words(question.explanation, width, indent=_INDENT, points=paper.SMALL_POINTS))
        found.append(Block(pieces, after=paper.GAP))
    return found


def answer_words(question: Question) -> str:
    """Return what is right, with the letters of the sheet; empty for opinions."""
    body = question.body
    if isinstance(body, Single):
        return _lettered(body.choices, [body.correct])
    if isinstance(body, Multiple):
        return _lettered(body.choices, body.correct)
    if isinstance(body, TrueFalse):
        return (
            QCoreApplication.translate("Print", "True")
            if body.correct
            else QCoreApplication.translate("Print", "False")
        )
    if isinstance(body, Order):
        return "  ".join(
            f"{place}. {_name_of(body.items[at])}"
            for place, at in enumerate(body.order or range(len(body.items)), start=1)
        )
    return _other_answer(body)


def _other_answer(body: object) -> str:
    found = ""
    if isinstance(body, Typed):
        found = " / ".join(text for text in body.accepted if text.strip())
    elif isinstance(body, Number):
        wide = f" (± {number_words(body.tolerance)})" if body.tolerance else ""
        found = number_words(body.answer, body.unit) + wide
    elif isinstance(body, Cloze):
        found = "  ".join(
            f"{number}. {' / '.join(gap.answers)}"
            for number, gap in enumerate(parse_cloze(body.text).gaps, 1)
        )
    elif isinstance(body, Matching):
        order = list(body.right_order or range(len(body.pairs)))
        found = "  ".join(f"{at + 1}{letter(order.index(at))}" for at in range(len(body.pairs)))
    return found


def letter(at: int) -> str:
    """Return the letter of a place, A for 0."""
    return chr(ord("A") + at % 26)


def _lettered(choices: Sequence[Choice], right: Sequence[int]) -> str:
    return "   ".join(f"{letter(at)}. {_name_of(choices[at])}" for at in right if at < len(choices))


def _name_of(choice: Choice) -> str:
    return choice.text or (choice.media.alt if choice.media else "")


def _gapless(body: object) -> str:
    return (
        "".join(
            part + ("…" if at < len(parse_cloze(body.text).gaps) else "")
            for at, part in enumerate(parse_cloze(body.text).parts)
        )
        if isinstance(body, Cloze)
        else ""
    )


def _blank(label: str, width: float) -> Piece:
    """A word and a line to write on behind it."""
    text = paper.words(f"{label}:", width)
    room = len(label) * 16.0 + 24.0
    line = paper.writing_lines(1, width, indent=room)
    return paper.row([(0.0, text), (0.0, line)])
