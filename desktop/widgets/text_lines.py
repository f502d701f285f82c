"""Lays out lines of running text at one width, each when it is needed. Knows no scrolling and no player."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

_LEADING = 1.25
_KEPT = 400
"""Laid-out lines kept in memory: several screens, whatever the transcript's length."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a transcript or document: `mark` stands in the margin (a time, a page), `heading` above it."""

    text: str
    mark: str = ""
    heading: str = ""


class LineLayouts:
    """Layouts of `lines` for text `width` pixels wide, in the theme in force: make a new one when either changes.

    All geometry is relative to the top of the line's row and the leading edge of its text.
    """

    def __init__(self, lines: Sequence[TextLine], width: int) -> None:
        self._lines = lines
        self._width = max(width, 40)
        self._font = theme().font()
        self._heading_height = round(QFontMetricsF(theme().font(TypeRole.SMALL)).height()) + Space.XS
        metrics = QFontMetricsF(self._font)
        self._line_height = metrics.height() * _LEADING
        self._characters = max(self._width / max(metrics.averageCharWidth(), 1.0), 1.0)
        self._kept: OrderedDict[int, QTextLayout] = OrderedDict()

    @property
    def measure(self) -> tuple[int, str]:
        """What the height of a line depends on, besides its text."""
        return self._width, self._font.key()

    @property
    def line_height(self) -> float:
        return self._line_height

    def top(self, row: int) -> int:
        """Pixels above the text of a row: padding and heading."""
        return Space.XS + (self._heading_height if self._lines[row].heading else 0)

    def estimate(self, row: int) -> int:
        """Height of a row without laying it out."""
        text = self._lines[row].text
        count = max(1, int(len(text) / self._characters * 1.06) + 1 + text.count("\n"))
        return self._height(row, count)

    def height(self, row: int) -> int:
        """Exact height of a row."""
        return self._height(row, self.layout(row).lineCount())

    def layout(self, row: int) -> QTextLayout:
        """Return the laid-out text of a row."""
        found = self._kept.get(row)
        if found is not None:
            self._kept.move_to_end(row)
            return found
        made = self._made(self._lines[row].text)
        self._kept[row] = made
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made

    def forget(self, row: int) -> None:
        """Lay a row out again: its text changed."""
        self._kept.pop(row, None)

    def offset_at(self, row: int, point: QPointF) -> int:
        """Character nearest to `point`."""
        layout = self.layout(row)
        y = point.y() - self.top(row)
        number = min(max(int(y / self._line_height), 0), layout.lineCount() - 1)
        return int(layout.lineAt(number).xToCursor(point.x()))

    def is_on_text(self, row: int, point: QPointF) -> bool:
        """Whether `point` is on words, not on the empty rest of a line."""
        layout = self.layout(row)
        number = int((point.y() - self.top(row)) // self._line_height)
        if not 0 <= number < layout.lineCount():
            return False
        area = layout.lineAt(number).naturalTextRect()
        return area.left() <= point.x() <= area.right()

    def rectangles(self, row: int, start: int, end: int) -> list[QRectF]:
        """Where characters [start, end) stand, one rectangle for each line of text they are on."""
        layout = self.layout(row)
        found: list[QRectF] = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            edges = [_x(line.cursorToX(first)), _x(line.cursorToX(last))]
            y = self.top(row) + number * self._line_height
            found.append(QRectF(min(edges), y, abs(edges[1] - edges[0]), self._line_height))
        return found

    def _height(self, row: int, count: int) -> int:
        return round(self.top(row) + count * self._line_height) + Space.XS

    def _made(self, text: str) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self._font)
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y = (self._line_height - QFontMetricsF(self._font).height()) / 2
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            line.setPosition(QPointF(0, y))
            y += self._line_height
        layout.endLayout()
        return layout


def _x(answer: object) -> float:
    """Qt gives the position alone or with the cursor it moved to, by version of the binding."""
    return float(answer[0]) if isinstance(answer, tuple | list) else float(answer)  # pyright: ignore[reportArgumentType]
