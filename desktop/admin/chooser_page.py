"""A list and the chosen thing beside it; with little room one at a time. What was begun in one stays there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button
from desktop.widgets.card import Rule
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import ElidedLabel
from desktop.widgets.pill import Pill, Tone
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

LIST_WIDTH = 250
NARROW = 700
_UNBOUND = 16_777_215


@dataclass(frozen=True)
class Entry:
    """One thing of the list; `pills` are words with a tone."""

    key: str
    title: str
    subtitle: str = ""
    pills: tuple[tuple[str, Tone], ...] = ()


class Chooser(QWidget):
    """`chosen(key)`. `make(key)` gives the widget of a thing, made when it is first chosen and kept after that."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        make: Callable[[str], QWidget],
        *,
        head: Sequence[QWidget] = (),
        foot: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._make = make
        self._rows: list[EntryRow] = []
        self._details: dict[str, QWidget] = {}
        self._in_detail = False
        self.current = ""
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        if foot is not None:
            self._column.addWidget(foot)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(holder)
        self._scroll.setAccessibleName(name)
        self._list = QWidget()
        side = QVBoxLayout(self._list)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        if head:
            top = QVBoxLayout()
            top.setContentsMargins(Space.L, Space.L, Space.L, 0)
            top.setSpacing(Space.S)
            for widget in head:
                top.addWidget(widget)
            side.addLayout(top)
        side.addWidget(self._scroll, 1)
        self._lay_out(name)
        theming().changed.connect(self._fit)
        self._fit()

    def _lay_out(self, name: str) -> None:
        self.back_button = Button(name, "link", icon_name="arrow-left")
        self.back_button.clicked.connect(self.show_list)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())  # for when there is nothing
        self._detail = QWidget()
        column = QVBoxLayout(self._detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        back = QHBoxLayout()
        back.setContentsMargins(Space.L, 0, Space.L, 0)
        back.addWidget(self.back_button)
        back.addStretch(1)
        column.addLayout(back)
        column.addWidget(self._stack, 1)
        self._rule = Rule(vertical=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._rule)
        row.addWidget(self._detail, 1)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the first is chosen where nothing is, or where what was is gone."""
        if [row.entry for row in self._rows] != list(entries):
            focused = next((row.entry.key for row in self._rows if row.hasFocus()), None)
            for row in self._rows:
                row.hide()
                row.deleteLater()
            self._rows = [EntryRow(entry) for entry in entries]
            for position, row in enumerate(self._rows):
                row.clicked.connect(lambda _checked=False, key=row.entry.key: self.choose(key))
                self._column.insertWidget(position, row)
                if row.entry.key == focused:
                    row.setFocus()
        keys = [entry.key for entry in entries]
        if not keys:
            self.current = ""
            self._stack.setCurrentIndex(0)
        elif self.current not in keys:
            self._show(keys[0])
        self._mark()

    def rows(self) -> list["EntryRow"]:
        return self._rows

    def detail(self, key: str = "") -> QWidget | None:
        """The widget of a thing, of the chosen one without a key; None while it was not made."""
        return self._details.get(key or self.current)

    def details(self) -> dict[str, QWidget]:
        """Those that were made, by key."""
        return self._details

    def choose(self, key: str) -> None:
        """Show a thing, in a narrow window instead of the list."""
        self._in_detail = True
        self._show(key)
        self._fit()

    def forget(self, key: str) -> None:
        """Let go of a thing's widget; it is made anew when it is chosen again."""
        if (widget := self._details.pop(key, None)) is not None:
            self._stack.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if key == self.current:
            self.current = ""

    def show_list(self) -> None:
        """Go back to the list of a narrow window."""
        self._in_detail = False
        self._fit()
        current = [row for row in self._rows if row.entry.key == self.current]
        for row in current[:1]:
            row.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self, key: str) -> None:
        if key not in self._details:
            self._details[key] = self._make(key)
            self._stack.addWidget(self._details[key])
        self._stack.setCurrentWidget(self._details[key])
        self.current = key
        self._mark()
        self.chosen.emit(key)

    def _mark(self) -> None:
        for row in self._rows:
            row.set_highlighted(row.entry.key == self.current)

    def _fit(self) -> None:
        narrow = self.width() < theme().px(NARROW)
        self._list.setVisible(not narrow or not self._in_detail)
        self._detail.setVisible(not narrow or self._in_detail)
        self._rule.setVisible(not narrow)
        self.back_button.setVisible(narrow)
        self._list.setMinimumWidth(0 if narrow else theme().px(LIST_WIDTH))
        self._list.setMaximumWidth(_UNBOUND if narrow else theme().px(LIST_WIDTH))


class EntryRow(ActionCard):
    """One thing of the list."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.title)
        self.entry = entry
        self.add(ElidedLabel(entry.title, semibold=True))
        if entry.subtitle:
            self.add(ElidedLabel(entry.subtitle, TypeRole.SMALL, tone="muted"))
        said = (entry.subtitle, *(text for text, _ in entry.pills))
        self.setAccessibleDescription(", ".join(text for text in said if text))
        if entry.pills:
            holder = QWidget()
            flow = FlowLayout(holder, spacing=Space.XS)
            for text, tone in entry.pills:
                flow.addWidget(Pill(text, tone))
            self.add(holder)
