"""What can be done with chosen items: one set of actions for the bar under the list and for the context menu."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.media.home_words_page import home_icon, home_words
from desktop.media.library_view_model import TO_RETRY, UNFINISHED
from desktop.media.service import CollectionView, ItemView, JobState
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import IconButton, follow_action
from desktop.widgets.card import Rule
from desktop.widgets.icons import icon
from desktop.widgets.label import ElidedLabel
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.toast import BOTTOM_BAR
from shared.errors import AppError

_GROUPS = (
    ("open", "fetch", "ask", "search", "quiz"),
    ("rename", "tags", "move", "details"),
    ("retry", "cancel", "again"),
    ("delete",),
)

_CHANGES = ("rename", "tags", "move", "delete")


class ItemActions(QObject):
    """`wanted(action id)` for the chosen items; `move_wanted(collection or None)`, None being a new one."""

    wanted = Signal(str)
    move_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.actions: dict[str, QAction] = {}
        self.icons: dict[str, str] = {}
        for id_, icon_name, text in (
            ("open", "play-circle-outline", self.tr("Open")),
            ("fetch", "cloud-download-outline", self.tr("Download")),
            ("ask", "message-question-outline", self.tr("Ask about this")),
            ("search", "magnify", self.tr("Search in this")),
            ("quiz", "clipboard-text-outline", self.tr("Make a quiz from this…")),
            ("rename", "pencil-outline", self.tr("Rename")),
            ("tags", "tag-outline", self.tr("Tags…")),
            ("move", "folder-move-outline", self.tr("Move to")),
            ("details", "information-outline", self.tr("Details…")),
            ("retry", "refresh", self.tr("Try again")),
            ("cancel", "stop-circle-outline", self.tr("Cancel")),
            ("again", "text-recognition", self.tr("Turn into text again")),
            ("delete", "delete-outline", self.tr("Delete")),
        ):
            action = QAction(icon(icon_name), text, self)
            action.triggered.connect(lambda _checked=False, id_=id_: self.wanted.emit(id_))
            self.actions[id_], self.icons[id_] = action, icon_name
        self.move_menu = QMenu(parent)
        self.actions["move"].setMenu(self.move_menu)
        self.show_for([])

    def show_for(self, items: Sequence[ItemView], closed: str = "") -> None:
        """Offer what these items allow; nothing for none. `closed`: the error code of why they may only be read."""
        one = items[0] if len(items) == 1 else None
        ready = one is not None and one.state is JobState.COMPLETED
        offered = {
            "open": one is not None,
            "fetch": any(not item.here and item.fetching is None for item in items),
            "ask": ready,
            "search": ready,
            "quiz": ready,
            "rename": one is not None,
            "tags": bool(items),
            "move": bool(items),
            "details": one is not None,
            "retry": any(item.state in TO_RETRY for item in items),
            "cancel": any(item.state in UNFINISHED for item in items),
            "again": bool(items)
            and all(
                item.state is JobState.COMPLETED and item.kind != "document" and item.here for item in items
            ),
            "delete": bool(items),
        }
        for id_, action in self.actions.items():
            action.setVisible(offered[id_])
            shut = closed if id_ in _CHANGES else ""
            action.setEnabled(not shut)
            action.setToolTip(error_text(AppError(shut)).in_one_line() if shut else "")

    def set_collections(self, collections: Sequence[CollectionView]) -> None:
        """Homes to move to, and a new one."""
        self.move_menu.clear()
        for collection in collections:
            home = self.move_menu.addAction(
                icon(home_icon(collection)),
                home_words(collection).replace("&", "&&"),
                lambda collection=collection: self.move_wanted.emit(collection),
            )
            home.setEnabled(not collection.closed)
        self.move_menu.addSeparator()
        self.move_menu.addAction(
            icon("folder-plus-outline"), self.tr("New collection…"), lambda: self.move_wanted.emit(None)
        )

    def menu(self, parent: QWidget) -> QMenu:
        """The context menu: what the bar offers."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        for group in _GROUPS:
            menu.addActions([self.actions[id_] for id_ in group if self.actions[id_].isVisible()])
            menu.addSeparator()
        return menu


class ActionBar(QWidget):
    """A line of words about the list or the selection, and the buttons of what can be done."""

    def __init__(self, actions: ItemActions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAutoFillBackground(True)
        self.setObjectName(BOTTOM_BAR)
        self.words = ElidedLabel("", TypeRole.SMALL, tone="muted")
        self.buttons: dict[str, IconButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.XS, Space.XL, Space.XS)
        row.setSpacing(Space.XS)
        row.addWidget(self.words, 1)
        for group in _GROUPS:
            for id_ in group:
                row.addWidget(self._button(actions, id_))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(row)
        self.clear_button = IconButton("close", self.tr("Choose nothing"))
        row.addWidget(self.clear_button)
        # The list must not jump when the first item is chosen.
        stays = self.clear_button.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.clear_button.setSizePolicy(stays)

    def _button(self, actions: ItemActions, id_: str) -> IconButton:
        action = actions.actions[id_]
        button = IconButton(actions.icons[id_], action.text().removesuffix("…"))
        if id_ == "move":
            button.setMenu(actions.move_menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        else:
            button.clicked.connect(action.trigger)
        button.setVisible(action.isVisible())
        name = button.accessibleName()
        action.changed.connect(lambda: follow_action(button, action, name))
        self.buttons[id_] = button
        return button
