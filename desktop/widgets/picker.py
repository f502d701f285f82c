"""A button that shows one choice among many and opens a list of them: grouped, filtered by typing, by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.button import Button
from desktop.widgets.icons import icon
from desktop.widgets.label import Label
from desktop.widgets.language import is_right_to_left
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

FILTER_FROM = 8
"""With fewer options than this a filter field is only in the way."""
_SHOWN_ROWS = 9
_ROOT = QModelIndex()
_LTR, _RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. Options of the same `group` stand together under its name."""

    id: str
    text: str
    group: str = ""
    icon_name: str = ""


class _Options(QAbstractListModel):
    """Rows: a group's name (not selectable) before its options."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()
        self._rows: list[Option | str] = []

    def set_options(self, options: Sequence[Option]) -> None:
        self._options = tuple(options)
        self.filter("")

    def filter(self, text: str) -> None:
        wanted = text.casefold()
        self.beginResetModel()
        self._rows = []
        group = ""
        for option in self._options:
            if wanted not in option.text.casefold():
                continue
            if option.group != group:
                group = option.group
                self._rows.append(group)
            self._rows.append(option)
        self.endResetModel()

    def row_of(self, id_: str) -> int:
        """Row of an option, else the first option's, else -1."""
        rows = [at for at, row in enumerate(self._rows) if isinstance(row, Option)]
        return next((at for at in rows if self.option(at).id == id_), rows[0] if rows else -1)

    def option(self, row: int) -> Option:
        found = self._rows[row]
        if isinstance(found, str):
            raise IndexError(row)
        return found

    def is_option(self, row: int) -> bool:
        return 0 <= row < len(self._rows) and isinstance(self._rows[row], Option)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return both if self.is_option(index.row()) else Qt.ItemFlag.NoItemFlags

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row = self._rows[index.row()]
        if isinstance(row, str):
            return self._heading(row, role)
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return row.text
        if role == Qt.ItemDataRole.DecorationRole and row.icon_name:
            return icon(row.icon_name)
        return None

    @staticmethod
    def _heading(text: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.FontRole:
            return theme().font(TypeRole.SMALL, semibold=True)
        return theme().colour("muted") if role == Qt.ItemDataRole.ForegroundRole else None


class Picker(Button):
    """`selected(id)` fires when a person chooses; `about_to_open` lets the owner refresh the options first."""

    selected = Signal(str)
    about_to_open = Signal()

    def __init__(self, name: str, *, width: int = 240, parent: QWidget | None = None) -> None:
        super().__init__("", icon_name="chevron-down", parent=parent)
        self._name = name
        self._width = width
        self._options: dict[str, Option] = {}
        self._current = ""
        self.popup = _Popup(self)
        self.popup.chosen.connect(self._choose)
        self.clicked.connect(self.open_popup)
        theming().changed.connect(self._show)

    def set_options(self, options: Sequence[Option], selected: str) -> None:
        """Offer these; `selected` is shown without telling anyone, the first option if it is not among them."""
        self._options = {option.id: option for option in options}
        self._current = selected if selected in self._options else next(iter(self._options), "")
        self._show()

    def set_selected(self, id_: str) -> None:
        """Choose without telling anyone; KeyError for an option that is not there."""
        self._current = self._options[id_].id
        self._show()

    def current(self) -> str:
        return self._current

    def options(self) -> list[Option]:
        return list(self._options.values())

    def open_popup(self) -> None:
        self.about_to_open.emit()
        self.popup.open_under(self, list(self._options.values()), self._current, self._name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        # The chevron follows the word: a button lays its icon out before the text of its direction.
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        setattr(option, "direction", _LTR if mirrored else _RTL)  # noqa: B010 - missing in the stubs
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_popup()
            return
        super().keyPressEvent(event)

    def _choose(self, id_: str) -> None:
        self.set_selected(id_)
        self.selected.emit(id_)

    def _show(self) -> None:
        option = self._options.get(self._current)
        text = " ".join(option.text.split()) if option else ""
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme().px(self._width))
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(f"{self._name}: {text}" if text else self._name)
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)


class _Popup(QFrame):
    """The list under a picker. Enter chooses, Esc closes, typing filters."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", "toast")
        self.filter = SearchField(self.tr("Find"))
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._choose_current)
        self.filter.installEventFilter(self)
        self._model = _Options(self)
        self.list = QListView()
        self.list.setProperty("plain", "true")
        self.list.setModel(self._model)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.installEventFilter(self)
        self._nothing = Label(self.tr("Nothing found"), tone="muted")
        self._nothing.setMargin(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        for widget in (self.filter, self.list, self._nothing):
            column.addWidget(widget)
        self._selected = ""

    def open_under(self, button: QWidget, options: Sequence[Option], selected: str, name: str) -> None:
        self._selected = selected
        self.list.setAccessibleName(name)
        self._model.set_options(options)
        self.filter.clear()
        self.filter.setVisible(len(options) >= FILTER_FROM)
        self._filter("")
        rows = min(self._model.rowCount(), _SHOWN_ROWS)
        side = theme().icon_size
        self.list.setIconSize(QSize(side, side))
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 2)
        self.resize(max(button.width(), theme().px(320)), self.sizeHint().height())
        self._place(button)
        self.show()
        (self.list if self.filter.isHidden() else self.filter).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.filter and event.key() in _MOVES:
            self.list.keyPressEvent(event)
            return True
        if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose_current()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _filter(self, text: str) -> None:
        self._model.filter(text)
        row = self._model.row_of(self._selected)
        self.list.setVisible(row >= 0)
        self._nothing.setVisible(row < 0)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def _choose_current(self) -> None:
        self._choose(self.list.currentIndex().row())

    def _choose(self, row: int) -> None:
        if self._model.is_option(row):
            self.hide()
            self.chosen.emit(self._model.option(row).id)

    def _place(self, button: QWidget) -> None:
        corner = button.mapToGlobal(QPoint(0, button.height() + Space.XS))
        room = button.screen().availableGeometry()
        if corner.y() + self.height() > room.bottom():
            above = button.mapToGlobal(QPoint(0, 0)).y() - self.height() - Space.XS
            corner.setY(max(room.top(), above))
        if is_right_to_left():
            corner.setX(corner.x() + button.width() - self.width())
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        self.move(corner)
