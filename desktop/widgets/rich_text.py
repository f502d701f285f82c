"""Shows an answer's text: limited markdown, [n] chips that are links, marked sentences. Never takes markup.

The document is built block by block through cursors, so no text can become HTML, and growing text is laid
out again only from the block that changed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontDatabase,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextListFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.widgets.markdown import Block, GrowingText, Span, mark
from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming

_CITE = "cite:"
_HAIR_SPACE = "\u200a"
_NO_BREAK_SPACE = "\u00a0"
_LINE_HEIGHT_PERCENT = 135


@dataclass(frozen=True, slots=True)
class _Chip:
    """Where a citation stands in the document."""

    number: int
    start: int
    end: int


class RichText(QTextBrowser):
    """As high as its text; scrolling belongs to whatever it stands in.

    Tab goes from chip to chip and Enter opens one. Numbers that are not in `citations` stay plain text.
    """

    citation_opened = Signal(int)
    citation_pointed = Signal(int)
    """The chip under pointer or focus changed; 0 for none."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setMinimumHeight(0)
        self.viewport().setMouseTracking(True)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._source = ""
        self._citations: frozenset[int] = frozenset()
        self._marks: tuple[tuple[int, int], ...] = ()
        self._mark_tip = ""
        self._growing = False
        self._parsed = GrowingText()
        self._blocks: list[Block] = []
        self._starts: list[int] = []
        self._chips: list[_Chip] = []
        self._pointed = 0
        self._highlighted = 0
        self._height = 0
        self.anchorClicked.connect(self._open)
        theming().changed.connect(self._restyle)
        self._restyle()

    def set_source(
        self,
        source: str,
        *,
        citations: Collection[int] = (),
        marks: Sequence[tuple[int, int]] = (),
        mark_tip: str = "",
        growing: bool = False,
    ) -> None:
        """Show markdown. `marks` are ranges of `source` to underline, explained by the tooltip `mark_tip`."""
        numbers = frozenset(citations)
        if numbers != self._citations or mark_tip != self._mark_tip:
            self._forget()
        self._source, self._citations, self._growing = source, numbers, growing
        self._marks, self._mark_tip = tuple(marks), mark_tip
        self._show(mark(self._parsed.parse(source, growing=growing), marks))
        self._fit()

    def markdown(self) -> str:
        """The text as it was given."""
        return self._source

    def highlight(self, number: int) -> None:
        """Fill the chips of one citation; 0 for none."""
        if number != self._highlighted:
            self._highlighted = number
            self.viewport().update()

    def chips(self) -> list[int]:
        """Numbers of the chips in reading order."""
        return [chip.number for chip in self._chips]

    def chip_rect(self, index: int) -> QRectF:
        """Where a chip is drawn, in viewport coordinates."""
        return self._rect_of(self._chips[index])

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point_at(_number(self.anchorAt(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(0)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        stays = super().focusNextPrevChild(next)
        # Qt moves its cursor to the chip without telling.
        self._follow_focus()
        return stays

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(0)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Nothing is ever fetched."""
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme()
        first = self.cursorForPosition(event.rect().topLeft()).block().position()
        last = self.cursorForPosition(event.rect().bottomRight()).position()
        for chip in self._chips:
            if not first <= chip.start <= last:
                continue
            hot = chip.number in (self._highlighted, self._pointed)
            painter.setPen(QPen(now.colour("accent"), 2) if hot else QPen(now.colour("control_border"), 1))
            painter.setBrush(now.colour("accent_tint"))
            painter.drawRoundedRect(self._rect_of(chip), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.end()
        super().paintEvent(event)

    def _rect_of(self, chip: _Chip) -> QRectF:
        cursor = QTextCursor(self.document())
        cursor.setPosition(chip.start)
        first = self.cursorRect(cursor)
        cursor.setPosition(chip.end)
        last = self.cursorRect(cursor)
        box = QRectF(first).united(QRectF(last))
        return box.adjusted(0.5, 1.5, -0.5, -0.5)

    def _show(self, blocks: list[Block]) -> None:
        same = 0
        while same < min(len(blocks), len(self._blocks)) and blocks[same] == self._blocks[same]:
            same += 1
        if same == len(blocks) == len(self._blocks):
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._cut_from(cursor, same)
        for block in blocks[same:]:
            if self._starts:
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            self._starts.append(cursor.position())
            self._write(cursor, block)
        cursor.endEditBlock()
        self._blocks = blocks

    def _cut_from(self, cursor: QTextCursor, index: int) -> None:
        """Remove the blocks from `index` on, with the break before them."""
        if index >= len(self._starts):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            return
        cursor.setPosition(max(self._starts[index] - 1, 0))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        del self._starts[index:]
        self._chips = [chip for chip in self._chips if chip.end <= cursor.position()]
        if index == 0:
            cursor.setBlockFormat(QTextBlockFormat())

    def _write(self, cursor: QTextCursor, block: Block) -> None:
        first = len(self._starts) == 1
        cursor.setBlockFormat(_block_format(block, first=first))
        cursor.setBlockCharFormat(_char_format(block, Span("", 0, 0)))
        if block.kind == "item":
            cursor.createList(_list_format(block))
        for span, following in zip(block.spans, (*block.spans, None)[1:], strict=True):
            shape = _char_format(block, span)
            if span.marked:
                shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                shape.setUnderlineColor(theme().colour("warning"))
                shape.setToolTip(self._mark_tip)
            if span.cite in self._citations:
                self._write_chip(cursor, span.cite, shape)
            else:
                text = f"[{span.cite}]" if span.cite else span.text
                if following is not None and following.cite in self._citations and text.endswith(" "):
                    # A chip never begins a line: it belongs to the word before it.
                    text = text[:-1] + _NO_BREAK_SPACE
                cursor.insertText(text.replace("\n", "\u2028"), shape)

    def _write_chip(self, cursor: QTextCursor, number: int, shape: QTextCharFormat) -> None:
        if self._chips and self._chips[-1].end == cursor.position():
            cursor.insertText(_HAIR_SPACE, QTextCharFormat())
        start = cursor.position()
        shape.setFont(theme().font(TypeRole.SMALL, semibold=True, tabular=True))
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.NoUnderline)
        shape.setAnchor(True)
        shape.setAnchorHref(f"{_CITE}{number}")
        # The brackets are the chip's padding: there for copying and for a screen reader, not to be seen.
        bracket = QTextCharFormat(shape)
        bracket.setForeground(theme().colour("accent_tint"))
        cursor.insertText("[", bracket)
        cursor.insertText(str(number), shape)
        cursor.insertText("]", bracket)
        self._chips.append(_Chip(number, start, cursor.position()))

    def _forget(self) -> None:
        self.document().clear()
        self._blocks, self._starts, self._chips = [], [], []

    def _restyle(self) -> None:
        self.document().setDefaultFont(theme().font())
        self.document().setIndentWidth(theme().px(28))
        self._forget()
        self._show(mark(self._parsed.parse(self._source, growing=self._growing), self._marks))
        self._fit()

    def _fit(self) -> None:
        height = round(self.document().size().height() + 0.5) if self._blocks else 0
        if height != self._height:
            self._height = height
            self.setFixedHeight(height)
            self.updateGeometry()

    def _open(self, url: QUrl) -> None:
        if number := _number(url.toString()):
            self.citation_opened.emit(number)

    def _follow_focus(self) -> None:
        cursor = self.textCursor()
        on_chip = self.hasFocus() and cursor.hasSelection()
        self._point_at(_number(cursor.charFormat().anchorHref()) if on_chip else 0)

    def _point_at(self, number: int) -> None:
        if number != self._pointed:
            self._pointed = number
            self.viewport().update()
            self.citation_pointed.emit(number)


def _number(href: str) -> int:
    digits = href.removeprefix(_CITE)
    return int(digits) if href.startswith(_CITE) and digits.isdigit() else 0


def _block_format(block: Block, *, first: bool) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setTopMargin(0 if first else Space.M if block.kind == "heading" else Space.S)
    if block.kind == "item":
        shape.setTopMargin(0 if first else Space.XS)
    elif block.kind == "quote":
        shape.setLeftMargin(Space.L)
        shape.setRightMargin(Space.L)
    elif block.kind == "code":
        shape.setBackground(theme().colour("raised"))
        shape.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
    return shape


def _list_format(block: Block) -> QTextListFormat:
    shape = QTextListFormat()
    shape.setIndent(block.depth + 1)
    if block.label:
        shape.setStyle(QTextListFormat.Style.ListDecimal)
        shape.setStart(int(block.label))
    else:
        shape.setStyle(
            QTextListFormat.Style.ListDisc if block.depth == 0 else QTextListFormat.Style.ListCircle
        )
    return shape


def _char_format(block: Block, span: Span) -> QTextCharFormat:
    now = theme()
    shape = QTextCharFormat()
    if span.code:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(now.point_size(TypeRole.SMALL if block.kind == "code" else TypeRole.BODY))
        shape.setFont(fixed)
        shape.setBackground(now.colour("raised"))
    else:
        heading = block.kind == "heading"
        font = now.font(TypeRole.LEAD if heading else TypeRole.BODY, semibold=heading or span.bold)
        font.setItalic(span.italic)
        font.setStyle(QFont.Style.StyleItalic if span.italic else QFont.Style.StyleNormal)
        shape.setFont(font)
    shape.setForeground(now.colour("muted" if block.kind == "quote" else "text"))
    return shape
