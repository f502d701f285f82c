"""Finds words in the text beside a recording: a field, how many places, the one before and after."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.media.finding import Finder, Match
from desktop.widgets.button import IconButton
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.search_field import SearchField
from desktop.widgets.text_painting import Ranges
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming


class FindBar(QWidget):
    """`marked(all places, this place)` by line; `went_to(row)` when one is gone to; `left` when the text is wanted."""

    marked = Signal(object, object)
    went_to = Signal(int)
    left = Signal()

    def __init__(self, top_row: Callable[[], int], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top_row = top_row
        self._finder = Finder(())
        self._query = ""
        self._matches: list[Match] = []
        self._match = -1
        self.field = SearchField(self.tr("Find in the text"))
        self.field.installEventFilter(self)
        self.count = Label("", TypeRole.SMALL, tone="muted")
        self.previous = IconButton("chevron-up", self.tr("Previous place found"))
        self.next = IconButton("chevron-down", self.tr("Next place found"))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.XS)
        row.addWidget(self.field, 100)
        for widget in (self.count, self.previous, self.next):
            row.addWidget(widget)
        row.addStretch(1)
        self.field.settled.connect(self.look_for)
        self.previous.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(+1))
        theming().changed.connect(self._restyle)
        self._restyle()
        self._show()

    def start(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus()
        self.field.selectAll()

    def reset(self, finder: Finder) -> None:
        """Another text: nothing is looked for."""
        self._finder = finder
        self.field.clear()
        self.look_for("")

    def set_finder(self, finder: Finder) -> None:
        """The text changed: the places are found again, and one stays at the same number."""
        self._finder = finder
        if self._query:
            self._matches = finder.find(self._query)
            self._match = min(self._match, len(self._matches) - 1)
            self._show()

    def look_for(self, text: str) -> None:
        """Find another text, and go to its first place from what is seen on."""
        if text == self._query:
            return
        self._query = text
        self._matches = self._finder.find(text)
        top = max(self._top_row(), 0)
        later = (at for at, match in enumerate(self._matches) if match[0].row >= top)
        self._go_to(next(later, 0) if self._matches else -1)

    def go(self, step: int) -> None:
        """Go to the next (+1) or previous (-1) place, around the ends."""
        if self._matches:
            self._go_to((self._match + step) % len(self._matches))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is not self.field
            or event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
        ):
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        if event.key() == Qt.Key.Key_Down or (event.key() == Qt.Key.Key_Escape and not self.field.text()):
            self.left.emit()
            return True
        return False

    def _enter(self, step: int) -> None:
        """Enter right after typing does not wait for the pause."""
        text = self.field.text().strip()
        if text != self._query:
            self.look_for(text)
        else:
            self.go(step)

    def _go_to(self, number: int) -> None:
        self._match = number
        if number >= 0:
            self.went_to.emit(self._matches[number][0].row)
        self._show()

    def _show(self) -> None:
        here = self._matches[self._match : self._match + 1] if self._match >= 0 else []
        self.marked.emit(_by_row(self._matches), _by_row(here))
        self.count.setText(self._count_text())
        for button in (self.previous, self.next):
            button.setVisible(len(self._matches) > 1)

    def _count_text(self) -> str:
        if not self._query:
            return ""
        if not self._matches:
            return self.tr("Not found")
        return self.tr("{number} of {count}").format(
            number=format_number(self._match + 1), count=format_number(len(self._matches))
        )

    def _restyle(self) -> None:
        self.field.setMaximumWidth(theme().px(420))


def _by_row(matches: list[Match]) -> Mapping[int, Ranges]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for match in matches:
        for span in match:
            spans.setdefault(span.row, []).append((span.start, span.end))
    return spans
