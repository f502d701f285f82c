"""The button by which a person chooses whether a collection's files travel to and from this computer."""

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.service import CollectionView
from desktop.widgets.button import IconButton
from shared.content.files import FileChoice

_ICONS = {
    FileChoice.NEVER: "cloud-off-outline",
    FileChoice.OPENED: "cloud-outline",
    FileChoice.ALWAYS: "cloud-check-outline",
}


class FilesButton(IconButton):
    """A menu of choices. Hidden while nobody is signed in: then every file is here."""

    def __init__(self, collection: CollectionView, edits: LibraryEdits) -> None:
        super().__init__("cloud-outline", self.tr("Files of “{title}”").format(title=collection.title))
        self._collection = collection
        self._edits = edits
        self.choices: dict[FileChoice | None, QAction] = {}
        menu = QMenu(self)
        group = QActionGroup(menu)
        for choice in (None, *FileChoice):
            action = QAction(self._words(choice), menu)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _checked=False, choice=choice: edits.choose_files(collection, choice)
            )
            group.addAction(action)
            menu.addAction(action)
            self.choices[choice] = action
            if choice is None:
                menu.addSeparator()
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(edits.files_travel)
        self.setSizePolicy(kept)
        self.setVisible(edits.files_travel)
        self.show_choice(None)

    def show_choice(self, choice: FileChoice | None) -> None:
        """Mark what holds."""
        self.choices[choice].setChecked(True)
        self.set_icon(_ICONS[choice or self._edits.usual_files])
        words = self.tr("Files of “{title}”: {choice}")
        self.setToolTip(words.format(title=self._collection.title, choice=self._words(choice)))

    def _words(self, choice: FileChoice | None) -> str:
        if choice is None:
            usual = self._words(self._edits.usual_files)
            return self.tr("As in the settings ({choice})").format(choice=usual)
        texts = {
            FileChoice.NEVER: self.tr("Neither send nor fetch files"),
            FileChoice.OPENED: self.tr("Send files, fetch when opened"),
            FileChoice.ALWAYS: self.tr("Send files, fetch every one"),
        }
        return texts[choice]
