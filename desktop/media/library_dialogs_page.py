"""Opens the dialogs of the Library page and hands what they tell to the view models."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.groups.service import GroupsService
from desktop.media.library_collections_dialog import CollectionsDialog, NameDialog
from desktop.media.library_details_dialog import DetailsDialog
from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.library_import_view_model import LibraryImports
from desktop.media.library_reports_page import LibraryReports
from desktop.media.library_tags_dialog import TagsDialog
from desktop.media.library_view_model import LibraryViewModel
from desktop.media.recording_dialog import RecordingDialog
from desktop.media.recording_view_model import RecordingViewModel
from desktop.media.service import SUFFIXES, CollectionView, ItemView, MediaService
from desktop.widgets.file_dialog import file_dialog
from desktop.widgets.page import Page
from desktop.widgets.share_dialog import Home, ShareDialog


class LibraryDialogs(QObject):
    """What is added goes into the collection that is listed."""

    def __init__(
        self,
        page: Page,
        view_model: LibraryViewModel,
        edits: LibraryEdits,
        imports: LibraryImports,
        reports: LibraryReports,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._media: MediaService = page.context.services.media
        self._view_model = view_model
        self._edits = edits
        self._imports = imports
        self._reports = reports

    def choose_files(self) -> None:
        """Let a person pick files to add."""
        dialog = self._file_dialog(self.tr("Add files to your library"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        known = f"{self.tr('Recordings and documents')} ({endings})"
        dialog.setNameFilters([known, f"{self.tr('All files')} (*)"])
        dialog.open()

    def choose_folder(self) -> None:
        """Let a person pick a folder whose files are added."""
        dialog = self._file_dialog(self.tr("Add all recordings and documents of a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.open()

    def record(self) -> None:
        """Let a person record from a microphone."""
        context = self._page.context
        model = RecordingViewModel(self._media, context.scope, context.services.bus)
        model.saved.connect(self._reports.recorded)
        dialog = RecordingDialog(self._page.window(), model, self._view_model.collection_id())
        dialog.finished.connect(lambda _result: model.spawn(model.aclose(), name="recording"))
        dialog.open()

    def edit_collections(self) -> None:
        """Make, rename and delete collections."""
        dialog = CollectionsDialog(self._page.window(), self._view_model, self._edits)
        self._reports.muted = True
        dialog.finished.connect(self._collections_edited)
        dialog.share_wanted.connect(self.share)
        dialog.open()

    def share(self, collection: CollectionView) -> None:
        """Ask who a collection is for."""
        self._page.context.scope.spawn(self._share(collection), name="share")

    async def _share(self, collection: CollectionView) -> None:
        shell = self._page.shell
        groups: GroupsService = self._page.context.services.groups
        homes = [Home(group.scope, group.name) for group in await groups.shareable()]
        if not homes:
            text = self.tr("You are in no group yet that you could share with.")
            shell.toast(text, action_text=self.tr("Groups"), on_action=lambda: shell.open("groups"))
            return
        title = self.tr("Share “{title}” with").format(title=collection.title)
        current = collection.scope if collection.shared else ""
        scope = await ShareDialog(self._page.window(), title, homes, current).ask()
        if scope is not None:
            self._edits.share_collection(collection, scope)

    def edit_tags(self, items: Sequence[ItemView]) -> None:
        """Change the tags of one or many items."""
        dialog = TagsDialog(self._page.window(), items, self._view_model.tags)
        dialog.chosen.connect(lambda add, remove: self._edits.change_tags(items, add, remove))
        dialog.open()

    def edit_details(self, item: ItemView) -> None:
        """Show and change all about one item."""
        self._page.context.scope.spawn(self._edit_details(item), name="details")

    def move(self, items: Sequence[ItemView], home: CollectionView | None) -> None:
        """Put items into a collection; None asks for the name of a new one."""
        if home is not None:
            self._edits.move(items, home.id, home.title)
            return
        dialog = NameDialog(self._page.window())
        dialog.named.connect(lambda title: self._edits.move_to_new(items, title))
        dialog.open()

    async def _edit_details(self, item: ItemView) -> None:
        costs = await self._media.costs(item.id)
        model = self._view_model
        dialog = DetailsDialog(self._page.window(), item, model.collections, model.tags, costs)
        dialog.saved.connect(lambda details: self._edits.change_details(item, details))
        dialog.open()

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = file_dialog(self._page.window(), title)
        dialog.filesSelected.connect(self._import)
        return dialog

    def _import(self, chosen: list[str]) -> None:
        self._imports.add([Path(text) for text in chosen], self._view_model.collection_id())

    def _collections_edited(self, _result: int) -> None:
        self._reports.muted = False
