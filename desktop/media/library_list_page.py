"""The items as a grid of cards or a list of lines: keys, mouse, selection. Knows no service."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.media.library_delegate_page import ItemDelegate, Mode, card_width
from desktop.media.library_list_model import LibraryListModel
from desktop.media.library_thumbnails_page import Thumbnails
from desktop.media.service import ItemView
from desktop.widgets.drag_picture import drag_picture
from desktop.widgets.theme import Space
from desktop.widgets.theming import theming
from shared.ids import ItemId

ITEMS_MIME = "application/x-lantern-items"
"""The ids of dragged items, one on a line."""
_Select = QItemSelectionModel.SelectionFlag


class LibraryView(QListView):
    """Enter or a double click opens, F2 renames, Delete deletes; a reset of the model keeps the selection.

    `dragged(begun)` at both ends of a drag of the chosen items.
    """

    opened = Signal(object)
    chosen_changed = Signal()
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)
    dragged = Signal(bool)

    def __init__(
        self, name: str, model: LibraryListModel, thumbnails: Thumbnails, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self._items = model
        self.setModel(model)
        self._delegate = ItemDelegate(self, thumbnails)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self._kept: tuple[list[ItemId], ItemId | None, int] = ([], None, 0)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._recall)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        thumbnails.arrived.connect(self.viewport().update)
        theming().changed.connect(self._restyle)
        self.set_mode("grid")

    @property
    def mode(self) -> Mode:
        return self._delegate.mode

    def set_mode(self, mode: Mode) -> None:
        """Show cards or lines; what is current stays in sight."""
        self._delegate.mode = mode
        grid = mode == "grid"
        self.setFlow(QListView.Flow.LeftToRight if grid else QListView.Flow.TopToBottom)
        self.setWrapping(grid)
        self._fit()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def chosen(self) -> list[ItemView]:
        """Selected items, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self._items.item(self._items.index(row)) for row in rows)
        return [item for item in found if item is not None]

    def choose(self, ids: Sequence[ItemId], *, current: ItemId | None = None, show: bool = True) -> None:
        """Select these as far as they are listed, and nothing else."""
        rows = sorted(row for id_ in ids if (row := self._items.row_of(id_)) >= 0)
        selection = QItemSelection()
        for row in rows:
            index = self._items.index(row)
            selection.select(index, index)
        self.selectionModel().select(selection, _Select.ClearAndSelect)
        row = self._items.row_of(current)
        if row < 0 and rows:
            row = rows[0]
        if row >= 0:
            index = self._items.index(row)
            self.selectionModel().setCurrentIndex(index, _Select.NoUpdate)
            if show:
                self.scrollTo(index)

    def rename_current(self) -> None:
        """Edit the title of the one selected item where it stands."""
        items = self.chosen()
        if len(items) == 1:
            index = self._items.index(self._items.row_of(items[0].id))
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() != QAbstractItemView.State.EditingState:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.currentIndex())
                return
            if event.matches(QKeySequence.StandardKey.Delete):
                self.delete_wanted.emit()
                return
            if event.key() == Qt.Key.Key_Escape and self.chosen():
                self.clearSelection()
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))
            return
        self.menu_wanted.emit(event.globalPos())

    def startDrag(self, _actions: Qt.DropAction) -> None:
        if drag := self.drag():
            self.dragged.emit(True)
            try:
                drag.exec(Qt.DropAction.CopyAction)
            finally:
                self.dragged.emit(False)

    def drag(self) -> QDrag | None:
        """The chosen items on their way to somewhere; None without any."""
        items = self.chosen()
        if not items:
            return None
        data = QMimeData()
        data.setData(ITEMS_MIME, "\n".join(str(item.id) for item in items).encode())
        words = items[0].title if len(items) == 1 else self.tr("%n item(s)", "", len(items))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(drag_picture(words, self.devicePixelRatioF()))
        return drag

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _open(self, index: QModelIndex) -> None:
        item = self._items.item(index)
        if item is not None:
            self.opened.emit(item)

    def _fit(self) -> None:
        """Let as many cards stand side by side as fit, and share the width among them."""
        if self.mode == "list":
            self.setGridSize(QSize())
            self.scheduleDelayedItemsLayout()
            return
        # Room for a scroll bar that may not be there: whether it is hangs on the size of the cards.
        width = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width() - 1
        columns = max(1, width // (card_width() + Space.L))
        wide = max(width // columns, 1)
        size = QSize(wide, self._delegate.card_height(wide))
        if size != self.gridSize():
            self.setGridSize(size)

    def _restyle(self) -> None:
        self._fit()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _remember(self) -> None:
        current = self._items.item(self.currentIndex())
        scroll = self.verticalScrollBar().value()
        self._kept = ([item.id for item in self.chosen()], current.id if current else None, scroll)

    def _recall(self) -> None:
        ids, current, scroll = self._kept
        self.choose(ids, current=current, show=False)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        self.chosen_changed.emit()

    def view_state(self) -> dict[str, Any]:
        """Mode, selection and scroll, JSON-able."""
        chosen = [str(item.id) for item in self.chosen()]
        return {"mode": self.mode, "chosen": chosen[:200], "scroll": self.verticalScrollBar().value()}
