"""Shown over the library while items are dragged: the collections to drop them on. Knows no service."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QObject, QRect, Qt, Signal
from PySide6.QtGui import QCursor, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.media.home_words_page import home_icon, home_words
from desktop.media.library_actions_page import ItemActions
from desktop.media.library_list_page import ITEMS_MIME, LibraryView
from desktop.media.library_view_model import LibraryViewModel
from desktop.media.service import CollectionView
from desktop.widgets.button import Button
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

MOST_SHOWN = 24
"""More collections than this are in the menu that opens where items are dropped on "another"."""
_WIDEST = 220


def is_items(data: QMimeData) -> bool:
    """Whether a drag carries items of a library."""
    return data.hasFormat(ITEMS_MIME)


class DropButton(Button):
    """A place to drop items on; it stands out while they are over it."""

    def __init__(self, text: str, icon_name: str, act: Callable[[], None], *, parent: QWidget) -> None:
        super().__init__("", icon_name=icon_name, parent=parent)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme().px(_WIDEST))
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAcceptDrops(True)
        self._act = act

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_items(event.mimeData()):
            self.set_kind("primary")
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.set_kind("secondary")

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_kind("secondary")
        if is_items(event.mimeData()):
            event.acceptProposedAction()
            self._act()


class CollectionShelf(QFrame):
    """`dropped(collection)`, None being a new one; `other_wanted` when the one meant is not among those shown."""

    dropped = Signal(object)
    other_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "drop")
        self._collections: Sequence[CollectionView] = ()
        self._places = QWidget()
        self._flow = FlowLayout(self._places)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(Label(self.tr("Drop on a collection"), semibold=True))
        column.addWidget(self._places)
        self.hide()

    def set_collections(self, collections: Sequence[CollectionView]) -> None:
        """Homes to offer."""
        self._collections = tuple(collections)

    def show_over(self, area: QRect) -> None:
        """Stand at the top of an area of the parent."""
        self._flow.clear()
        few = len(self._collections) <= MOST_SHOWN
        for one in self._collections[: None if few else MOST_SHOWN]:
            self._add(home_words(one), home_icon(one), lambda one=one: self.dropped.emit(one))
        if not few:
            self._add(self.tr("Another collection…"), "folder-search-outline", self.other_wanted.emit)
        self._add(self.tr("New collection…"), "folder-plus-outline", lambda: self.dropped.emit(None))
        inside = area.width() - 2 * Space.L - 2 * self.frameWidth()
        self._places.setFixedHeight(self._flow.heightForWidth(inside))
        self.setGeometry(area.left(), area.top(), area.width(), self.sizeHint().height())
        self.raise_()
        self.show()

    def places(self) -> list[DropButton]:
        """What items can be dropped on."""
        return self._places.findChildren(DropButton)

    def _add(self, text: str, icon_name: str, act: Callable[[], None]) -> None:
        self._flow.addWidget(DropButton(text, icon_name, act, parent=self._places))


class LibraryDrags(QObject):
    """Shows the shelf over the list while items are dragged, and asks for what the menu "Move to" asks for."""

    def __init__(self, list_: LibraryView, actions: ItemActions, view_model: LibraryViewModel) -> None:
        super().__init__(list_)
        self._list = list_
        self._view_model = view_model
        self.shelf = CollectionShelf(list_)
        list_.dragged.connect(self._show)
        # A drop ends inside the drag's own loop: what it opens must wait until that is over.
        later = Qt.ConnectionType.QueuedConnection
        self.shelf.dropped.connect(actions.move_wanted, later)
        self.shelf.other_wanted.connect(lambda: actions.move_menu.popup(QCursor.pos()), later)

    def _show(self, begun: bool) -> None:
        if not begun:
            self.shelf.hide()
            return
        homes = {item.collection_id for item in self._list.chosen()}
        others = [one for one in self._view_model.collections if {one.id} != homes]
        self.shelf.set_collections(others)
        area = self._list.viewport().geometry()
        self.shelf.show_over(area.adjusted(Space.S, Space.S, -Space.S, 0))
