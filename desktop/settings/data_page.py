"""Settings, Your data: where it lies, one file to carry it away, and bringing it back."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.runtime.paths import ProfilePaths
from desktop.settings.data_view_model import DataViewModel
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.file_dialog import file_dialog, save_dialog
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space
from shared.clock import Clock

ENDING = ".lantern"


class DataPage(Page):
    """Export, restore, and the folder."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        services = context.services
        self._paths: ProfilePaths = services.paths
        self._clock: Clock = services.clock
        self.view_model = DataViewModel(services.paths, services.clock, context.scope, services.bus)
        self.export_button = Button(self.tr("Save a backup"), icon_name="content-save-outline")
        self.export_button.clicked.connect(self._choose_target)
        self.restore_button = Button(self.tr("Restore a backup"), icon_name="backup-restore")
        self.restore_button.clicked.connect(self._choose_source)
        self.folder_button = Button(self.tr("Open the folder"), icon_name="folder-open-outline")
        self.folder_button.clicked.connect(self._open_folder)
        self._row = ProgressRow(self.tr("Saving a backup"))
        self._row.cancelled.connect(self.view_model.stop)
        self._build()
        self.view_model.changed.connect(self._refresh)
        self.view_model.exported.connect(self._tell_exported)
        self._refresh()

    async def aclose(self) -> None:
        self.view_model.close()

    def restore_from(self, source: Path) -> None:
        """Replace the library after a question."""
        self.context.scope.spawn(self._restore_from(source), name="restore")

    def _build(self) -> None:
        backups = self._card(
            self.tr("Backup"),
            self.tr(
                "Everything in one file: recordings, documents, transcripts, your corrections and chats. "
                "Restoring replaces the library; the present one is kept among the automatic backups."
            ),
            self.export_button,
            self.restore_button,
        )
        backups.body.addWidget(self._row)
        folder = self._card(self.tr("Where it lies"), "", self.folder_button)
        folder.body.insertWidget(1, Label(str(self._paths.root), tone="muted", wrap=True, selectable=True))
        self.body.setSpacing(Space.L)
        self.body.addStretch(1)

    def _card(self, title: str, words: str, *buttons: Button) -> Card:
        card = Card()
        card.body.addWidget(Label(title, semibold=True))
        if words:
            card.body.addWidget(Label(words, tone="muted", wrap=True))
        holder = QWidget()
        row = FlowLayout(holder)
        for button in buttons:
            row.addWidget(button)
        card.body.addWidget(holder)
        self.body.addWidget(card)
        return card

    def _refresh(self) -> None:
        model = self.view_model
        self._row.setVisible(model.running)
        self._row.set_progress(model.fraction)
        self.export_button.setEnabled(not model.running)
        self.restore_button.setEnabled(not model.running)

    def _choose_target(self) -> None:
        today = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC).astimezone().date()
        kind = self.tr("Lantern backup (*{ending})").format(ending=ENDING)
        name, suffix = f"lantern-{today.isoformat()}", ENDING.removeprefix(".")
        dialog = save_dialog(self, self.tr("Save a backup"), name, suffix, kind)
        # An existing file is refused by the export itself, in the words of the program.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(lambda chosen: self.view_model.export_to(Path(chosen)))
        dialog.open()

    def _choose_source(self) -> None:
        dialog = file_dialog(self, self.tr("Restore a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        # Automatic backups lie in the profile's own folder, as bare library files.
        dialog.setNameFilter(self.tr("Lantern backup (*{ending})").format(ending=f"{ENDING} library-*.db"))
        dialog.fileSelected.connect(lambda chosen: self.restore_from(Path(chosen)))
        dialog.open()

    async def _restore_from(self, source: Path) -> None:
        title = self.tr("Replace your library by this backup?")
        body = self.tr(
            "What you added since the backup was made is put aside, not thrown away: it stays among the "
            "automatic backups. Running work stops and goes on afterwards."
        )
        if await ConfirmDialog(self, title, body, self.tr("Replace")).ask():
            self.shell.reopen(self.view_model.restore_work(source), self.tr("Your library was restored."))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.root)))

    def _tell_exported(self, target: Path) -> None:
        self.shell.toast(self.tr("Saved as {name}.").format(name=target.name), tone="ok")


def create_page(context: PageContext) -> DataPage:
    """Make the section."""
    return DataPage(context)
