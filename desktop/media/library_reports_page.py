"""What the Library page says in passing: what was done, with its undo, and what became of imported files."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.media.importing import readable
from desktop.media.library_edits_view_model import Done, LibraryEdits
from desktop.media.library_import_dialog import ImportFailuresDialog
from desktop.media.library_import_view_model import ImportReport
from desktop.media.service import ImportOutcome, ImportResult
from desktop.runtime.error_texts import error_text
from desktop.widgets.page import Page


class LibraryReports(QObject):
    """Toasts of one Library page; `failures_changed` with `failures`, which stay until somebody looked at them."""

    failures_changed = Signal()

    def __init__(self, page: Page, edits: LibraryEdits) -> None:
        super().__init__(page)
        self._page = page
        self._edits = edits
        self.muted = False
        """While a dialog says it itself."""
        self.failures: list[ImportResult] = []

    def done(self, done: Done) -> None:
        """Say what was done."""
        if self.muted and done.kind == "collection_deleted":
            return
        text = self._words(done)
        if done.undo is None:
            self._page.shell.toast(text)
        else:
            undo = self.tr("Undo")
            self._page.shell.toast(text, action_text=undo, on_action=lambda: self._edits.undo(done))

    def imported(self, report: ImportReport) -> None:
        """Say what became of files. Nothing is said of a watched folder's duplicates."""
        added = report.having(ImportOutcome.ADDED)
        known = [] if report.watched else report.having(ImportOutcome.DUPLICATE)
        failed = report.having(ImportOutcome.FAILED)
        if added:
            self._say_added(len(added), watched=report.watched)
        if known:
            self._say_known(known)
        if failed:
            self._say_failed(failed)

    def recorded(self, result: ImportResult) -> None:
        """Say that a recording is in the library."""
        item_id = result.item_id
        self._page.shell.toast(
            self.tr("Your recording is in the library"),
            tone="ok",
            action_text=self.tr("Show"),
            on_action=lambda: self._page.shell.open("library", item_id=item_id),
        )

    def show_failures(self) -> None:
        """Say which files could not be added, and why."""
        if self.failures:
            ImportFailuresDialog(self._page.window(), self.failures).open()
            self._keep_failures([])

    def stopped(self) -> None:
        """Say that adding was stopped."""
        self._page.shell.toast(self.tr("Adding was stopped. What was added before is in your library."))

    def _words(self, done: Done) -> str:
        count = done.count
        texts: dict[str, Any] = {
            "deleted": lambda: self.tr("%n item(s) deleted", "", count),
            "moved": lambda: self.tr("%n item(s) moved to “{title}”", "", count),
            "tagged": lambda: self.tr("Tags of %n item(s) changed", "", count),
            "renamed": lambda: self.tr("Renamed to “{title}”"),
            "detailed": lambda: self.tr("Details of “{title}” changed"),
            "collection_deleted": lambda: self.tr("Collection “{title}” deleted"),
            "retried": lambda: self.tr("%n item(s) will be turned into text again", "", count),
            "shared": lambda: self.tr("“{title}” is shared"),
            "files_chosen": lambda: self.tr("Choice for the files of “{title}” changed"),
            "taken_back": lambda: self.tr("“{title}” is only for you now"),
            "cancelled": lambda: self.tr("Work on %n item(s) cancelled", "", count),
        }
        if done.kind == "deleted" and done.title:
            return self.tr("Deleted “{title}”").format(title=done.title)
        return texts[done.kind]().format(title=done.title)

    def _say_added(self, count: int, *, watched: bool) -> None:
        if watched:
            text = self.tr("%n item(s) added from your watched folders", "", count)
        else:
            text = self.tr("%n item(s) added", "", count)
        self._page.shell.toast(text, tone="ok")

    def _say_known(self, known: list[ImportResult]) -> None:
        text = self.tr("%n file(s) were in your library already", "", len(known))
        if len(known) == 1:
            text = self.tr("“{name}” is in your library already").format(name=readable(known[0].path.name))
        item_id = known[0].item_id
        if item_id is None:
            self._page.shell.toast(text)
            return
        self._page.shell.toast(
            text,
            action_text=self.tr("Show"),
            on_action=lambda: self._page.shell.open("library", item_id=item_id),
        )

    def _say_failed(self, failed: list[ImportResult]) -> None:
        first = failed[0].error
        text = self.tr("%n file(s) could not be added", "", len(failed))
        if len(failed) == 1 and first is not None:
            text = self.tr("“{name}” was not added. {reason}").format(
                name=readable(failed[0].path.name), reason=error_text(first).title
            )
        self._page.shell.toast(
            text,
            tone="danger",
            action_text=self.tr("Show why"),
            on_action=self.show_failures,
        )
        self._keep_failures([*self.failures, *failed])

    def _keep_failures(self, failures: list[ImportResult]) -> None:
        self.failures = failures
        self.failures_changed.emit()
