"""What a person does with the item in the player: rename, details, export, ask, delete. Says what was done."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.media.library_details_dialog import DetailsDialog
from desktop.media.library_edits_view_model import Done, LibraryEdits
from desktop.media.player_header_page import PlayerHeader
from desktop.media.player_view_model import PlayerViewModel
from desktop.media.service import ExportFormat
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.page import Page

_NAME_CHARACTERS = 80
_FORBIDDEN = frozenset('<>:"/\\|?*')


class PlayerActions(QObject):
    """Binds the head of the page to what it asks for."""

    def __init__(
        self, page: Page, header: PlayerHeader, view_model: PlayerViewModel, edits: LibraryEdits
    ) -> None:
        super().__init__(page)
        self._page = page
        self._view_model = view_model
        self._edits = edits
        header.back_wanted.connect(page.shell.back)
        header.renamed.connect(self.rename)
        header.export_wanted.connect(self.choose_export)
        header.copy_wanted.connect(self.choose_copy)
        header.details_wanted.connect(self.show_details)
        header.ask_wanted.connect(self.ask)
        header.quiz_wanted.connect(self.make_quiz)
        header.again_wanted.connect(view_model.transcribe_again)
        header.delete_wanted.connect(self.delete)
        view_model.exported.connect(self._exported)
        edits.done.connect(self._done)

    def rename(self, title: str) -> None:
        if (item := self._view_model.item) is not None:
            self._edits.rename(item.id, title)

    def ask(self) -> None:
        """Ask about this item only."""
        if (item := self._view_model.item) is not None:
            self._page.shell.open("ask", item_id=item.id)

    def make_quiz(self) -> None:
        """Make questions of this item."""
        if (item := self._view_model.item) is not None:
            self._page.shell.open("quiz_generate", item_id=item.id)

    def delete(self) -> None:
        """Delete the item and go back; the toast undoes it."""
        if (item := self._view_model.item) is not None:
            self._edits.delete([item])

    def show_details(self) -> None:
        self._page.context.scope.spawn(self._open_details(), name="details")

    def choose_export(self, format_: ExportFormat) -> None:
        """Ask where the text goes."""
        item = self._view_model.item
        if item is None:
            return
        dialog = self._save_dialog(self.tr("Export the text"), item.title, format_.value)
        dialog.fileSelected.connect(lambda path: self._view_model.export(format_, Path(path)))
        dialog.open()

    def choose_copy(self) -> None:
        """Ask where a copy of the file goes: what was recorded here is nowhere else."""
        item = self._view_model.item
        if item is None:
            return
        dialog = self._save_dialog(self.tr("Save a copy of the file"), item.title, item.suffix.lstrip("."))
        dialog.fileSelected.connect(lambda path: self._view_model.save_copy(Path(path)))
        dialog.open()

    def _save_dialog(self, title: str, name: str, suffix: str) -> QFileDialog:
        kind = f"{suffix.upper()} (*.{suffix})"
        return save_dialog(self._page.window(), title, file_name(name), suffix, kind)

    async def _open_details(self) -> None:
        model = self._view_model
        costs, collections, tags = await model.costs(), await model.collections(), await model.known_tags()
        if (item := model.item) is None:
            return
        dialog = DetailsDialog(self._page.window(), item, collections, tags, costs)
        dialog.saved.connect(lambda details: self._edits.change_details(item, details))
        dialog.open()

    def _exported(self, target: Path) -> None:
        self._page.shell.toast(self.tr("Saved as “{name}”").format(name=target.name), tone="ok")

    def _done(self, done: Done) -> None:
        if done.kind == "deleted":
            self._page.shell.back()
            self._say(self.tr("Deleted “{title}”").format(title=done.title), done)
        elif done.kind == "renamed":
            self._say(self.tr("Renamed to “{title}”").format(title=done.title), done)
        elif done.kind == "detailed":
            self._say(self.tr("Details of “{title}” changed").format(title=done.title), done)

    def _say(self, text: str, done: Done) -> None:
        undo = self.tr("Undo")
        self._page.shell.toast(text, action_text=undo, on_action=lambda: self._edits.undo(done))


def file_name(title: str) -> str:
    """A title as a file name every system accepts."""
    clean = "".join("-" if character in _FORBIDDEN or character < " " else character for character in title)
    return clean.strip(" .")[:_NAME_CHARACTERS] or "text"
