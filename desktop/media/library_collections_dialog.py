"""Collections: make, rename in place, delete with undo. Shows the view model's list; stores nothing itself."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.media.library import MOST_TITLE
from desktop.media.library_edits_view_model import Done, LibraryEdits
from desktop.media.library_files_page import FilesButton
from desktop.media.library_view_model import LibraryViewModel
from desktop.media.service import CollectionView
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import ScrollColumn
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.text_dialog import TextDialog
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.ids import CollectionId


class NameDialog(TextDialog):
    """Asks for the name of a new collection; `named(str)` when it has one."""

    named = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            QCoreApplication.translate("NameDialog", "New collection"),
            QCoreApplication.translate("NameDialog", "Name of the collection"),
            QCoreApplication.translate("NameDialog", "Make collection"),
            longest=MOST_TITLE,
        )
        self.accepted.connect(lambda: self.named.emit(self.text()))


class _Row(QWidget):
    """One collection: its name to edit, how many items, Delete."""

    def __init__(self, collection: CollectionView, edits: LibraryEdits) -> None:
        super().__init__()
        self.collection = collection
        self._edits = edits
        self.field = QLineEdit(collection.title)
        self.field.setMaxLength(MOST_TITLE)
        self.field.setCursorPosition(0)
        self.field.setAccessibleName(self.tr("Name of “{title}”").format(title=collection.title))
        self.field.editingFinished.connect(self._rename)
        count = Label(self.tr("%n item(s)", "", collection.item_count), TypeRole.SMALL, tone="muted")
        count.setMinimumWidth(theme().px(88))
        self.delete_button = IconButton(
            "delete-outline", self.tr("Delete “{title}”").format(title=collection.title)
        )
        self.delete_button.clicked.connect(lambda: edits.delete_collection(collection))
        # The first collection holds what is not put elsewhere: it stays.
        stays = self.delete_button.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.delete_button.setSizePolicy(stays)
        self.delete_button.setVisible(not collection.is_default)
        shared = collection.shared
        words = (
            self.tr("“{title}” is shared: change it") if shared else self.tr("Share “{title}” with a group")
        )
        self.share_button = IconButton(
            "account-group" if shared else "account-group-outline", words.format(title=collection.title)
        )
        kept = self.share_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.share_button.setSizePolicy(kept)
        self.share_button.setVisible(not collection.is_default)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.field, 1)
        row.addWidget(count)
        self.files_button = FilesButton(collection, edits)
        row.addWidget(self.files_button)
        row.addWidget(self.share_button)
        row.addWidget(self.delete_button)

    def _rename(self) -> None:
        title = " ".join(self.field.text().split())
        if not title:
            self.field.setText(self.collection.title)
        elif title != self.collection.title:
            self._edits.rename_collection(self.collection.id, title)


class CollectionsDialog(QDialog):
    """Follows the view model while it is open. `share_wanted(CollectionView)`: who it is for shall change."""

    share_wanted = Signal(object)

    def __init__(self, parent: QWidget, view_model: LibraryViewModel, edits: LibraryEdits) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Collections"))
        self._view_model = view_model
        self._edits = edits
        self._deleted: Done | None = None
        self.rows: dict[CollectionId, _Row] = {}
        self._build()
        view_model.choices_changed.connect(self._show)
        edits.done.connect(self._heard)
        self._show()
        self.field.setFocus()

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("New collection"))
        self.field.setAccessibleName(self.tr("New collection"))
        self.field.setMaxLength(MOST_TITLE)
        self.field.returnPressed.connect(self._add)
        self.add_button = Button(self.tr("Add"), icon_name="plus")
        self.add_button.clicked.connect(self._add)
        adding = QHBoxLayout()
        adding.setSpacing(Space.S)
        adding.addWidget(self.field, 1)
        adding.addWidget(self.add_button)
        self.notice = Notice("delete-outline")
        self.notice.action.connect(self._undo)
        self._list = ScrollColumn(centred=False)
        self._list.body.setSpacing(Space.S)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.XL, 0, Space.L)
        column.setSpacing(Space.M)
        for part in (adding, self.notice, self._list, foot):
            if isinstance(part, QHBoxLayout):
                part.setContentsMargins(Space.XL, 0, Space.XL, 0)
                column.addLayout(part)
            elif part is self.notice:
                framed = QHBoxLayout()
                framed.setContentsMargins(Space.XL, 0, Space.XL, 0)
                framed.addWidget(part)
                column.addLayout(framed)
            else:
                column.addWidget(part, 1)
        room = self.screen().availableGeometry()
        self.resize(
            min(theme().px(520), room.width() - Space.XXL),
            min(theme().px(480), room.height() - 2 * Space.XXL),
        )

    def _show(self) -> None:
        """Rows of collections that did not change keep their cursor."""
        wanted = {one.id: one for one in self._view_model.collections}
        for id_, row in list(self.rows.items()):
            if wanted.get(id_) != row.collection:
                del self.rows[id_]
                row.hide()
                row.deleteLater()
        for position, (id_, collection) in enumerate(wanted.items()):
            row = self.rows.get(id_)
            if row is None:
                row = self.rows[id_] = _Row(collection, self._edits)
                row.files_button.show_choice(self._view_model.file_choices.get(id_))
                row.share_button.clicked.connect(
                    lambda _checked=False, collection=collection: self.share_wanted.emit(collection)
                )
            else:
                row.files_button.show_choice(self._view_model.file_choices.get(id_))
            self._list.body.insertWidget(position, row)

    def _add(self) -> None:
        title = " ".join(self.field.text().split())
        if title:
            self._edits.add_collection(title)
            self.field.clear()

    def _heard(self, done: Done) -> None:
        if done.kind == "collection_deleted":
            self._deleted = done
            words = self.tr("Deleted “{title}”. Its items are in the first collection now.")
            self.notice.set_notice(words.format(title=done.title), self.tr("Undo"))

    def _undo(self) -> None:
        if self._deleted is not None:
            self._edits.undo(self._deleted)
            self._deleted = None
        self.notice.set_notice("")
