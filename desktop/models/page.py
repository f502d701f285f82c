"""Settings, Models: what each model is for, its size and licence, and fetching, importing, removing it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.service import ImportResult, ModelState, ModelView, Phase, Progress
from desktop.models.view_model import IMPORTING, ModelsViewModel
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.file_dialog import file_dialog
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_bytes
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.pill import Pill, Tone
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError


def state_words(state: ModelState) -> tuple[str, Tone]:
    """Word and tone of a model's state."""
    words: dict[ModelState, tuple[str, Tone]] = {
        ModelState.PRESENT: (QCoreApplication.translate("Models", "Ready"), "ok"),
        ModelState.UNCHECKED: (QCoreApplication.translate("Models", "Being checked"), "info"),
        ModelState.PARTIAL: (QCoreApplication.translate("Models", "Partly downloaded"), "warning"),
        ModelState.DAMAGED: (QCoreApplication.translate("Models", "Damaged"), "danger"),
        ModelState.MISSING: (QCoreApplication.translate("Models", "Not on this computer"), "neutral"),
    }
    return words[state]


def progress_words(progress: Progress | None) -> str:
    """What is going on with a model that is on its way."""
    if progress is None:
        return QCoreApplication.translate("Models", "Starting")
    done, total = format_bytes(progress.done_bytes), format_bytes(progress.total_bytes)
    words = {
        Phase.WAITING: QCoreApplication.translate("Models", "Another Lantern program is at it; waiting"),
        Phase.COPYING: QCoreApplication.translate("Models", "Copying, {done} of {total}"),
        Phase.DOWNLOADING: QCoreApplication.translate("Models", "Downloading, {done} of {total}"),
        Phase.CHECKING: QCoreApplication.translate("Models", "Checking that every byte is right"),
    }
    return words[progress.phase].format(done=done, total=total)


def fraction(progress: Progress | None) -> float | None:
    """How far, 0 to 1; None while nothing can be said."""
    if progress is None or not progress.total_bytes or progress.phase in (Phase.WAITING, Phase.CHECKING):
        return None
    return progress.done_bytes / progress.total_bytes


def model_facts(model: ModelView) -> str:
    """Size, languages and licence in one line."""
    if "*" in model.languages:
        languages = QCoreApplication.translate("Models", "many languages")
    elif model.languages == ("en",):
        languages = QCoreApplication.translate("Models", "English")
    else:
        languages = QCoreApplication.translate("Models", "%n language(s)", "", len(model.languages))
    licence = QCoreApplication.translate("Models", "licence {name}").format(name=model.licence)
    return " · ".join((format_bytes(model.size_bytes), languages, licence))


class ModelCard(Card):
    """One model. Its buttons call the view model; Remove asks first, for the download may be long."""

    def __init__(self, model: ModelView, models: ModelsViewModel, page: "ModelsPage") -> None:
        super().__init__()
        self._models = models
        self._page = page
        self.model = model
        self._title = Label("", semibold=True, wrap=True)
        self._state = Pill()
        self._use = Label("", wrap=True)
        self._facts = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._error = Label("", tone="danger", wrap=True)
        self._row = ProgressRow(model.title)
        self._row.cancelled.connect(lambda: models.cancel(model.name))
        self.pull_button = Button("", icon_name="download")
        self.pull_button.clicked.connect(lambda: models.pull(model.name))
        self.remove_button = Button(self.tr("Remove"), "quiet", icon_name="delete-outline")
        self.remove_button.clicked.connect(lambda: page.ask_to_remove(self.model))
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._title, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        for widget in (self._use, self._facts, self._error, self._row):
            self.body.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.pull_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.show_model(model)

    def show_model(self, model: ModelView) -> None:
        """Show the model as it is now."""
        self.model = model
        busy = self._models.is_busy(model.name)
        progress = self._models.progress.get(model.name)
        self._title.setText(model.title)
        self._state.set_state(*state_words(model.state))
        self._state.setVisible(not busy)
        self._use.setText(model.use)
        self._facts.setText(model_facts(model))
        self._facts.setToolTip(model.origin)
        self._row.setVisible(busy)
        self._row.set_progress(fraction(progress), progress_words(progress))
        error = self._models.errors.get(model.name)
        self._error.setVisible(error is not None)
        self._error.setText(error_text(error).in_one_line() if error else "")
        self._set_buttons(model, busy=busy, failed=error is not None)

    def _set_buttons(self, model: ModelView, *, busy: bool, failed: bool) -> None:
        words = {
            ModelState.DAMAGED: self.tr("Repair"),
            ModelState.PARTIAL: self.tr("Go on downloading"),
        }
        text = self.tr("Try again") if failed else words.get(model.state, self.tr("Download"))
        self.pull_button.setText(text)
        self.pull_button.setAccessibleName(f"{text}: {model.title}")
        self.pull_button.setVisible(not busy and model.state is not ModelState.PRESENT)
        self.remove_button.setAccessibleName(f"{self.remove_button.text()}: {model.title}")
        self.remove_button.setVisible(not busy and model.on_disk_bytes > 0)


class ModelsPage(Page):
    """The section's cards, grouped by what the models are for."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.models = context.shell.shared(
            ModelsViewModel,
            lambda scope: ModelsViewModel(context.services.models, scope, context.services.bus),
        )
        self._cards: dict[str, ModelCard] = {}
        self._groups = {"speech": QVBoxLayout(), "embedding": QVBoxLayout()}
        self.import_button = Button(self.tr("Import from a file"), icon_name="file-import-outline")
        self.import_button.clicked.connect(self.choose_file)
        self.folder_button = Button(self.tr("Import from a folder"), "quiet", icon_name="folder-outline")
        self.folder_button.clicked.connect(self.choose_folder)
        self._import_row = ProgressRow(self.tr("Importing"))
        self._import_row.cancelled.connect(lambda: self.models.cancel(IMPORTING))
        self._import_error = Label("", tone="danger", wrap=True)
        self._build()
        self.models.changed.connect(self._refresh)
        self.models.imported.connect(self._tell_imported)
        self._refresh()
        self.models.reload()

    def choose_file(self) -> None:
        """Ask for a model file, zip or wheel."""
        self._choose(QFileDialog.FileMode.ExistingFile)

    def choose_folder(self) -> None:
        """Ask for a folder of model files."""
        self._choose(QFileDialog.FileMode.Directory)

    def ask_to_remove(self, model: ModelView) -> None:
        """Remove after a question."""
        self.context.scope.spawn(self._ask_to_remove(model), name="ask")

    def card(self, name: str) -> ModelCard:
        """The card of a model. KeyError before it is loaded."""
        return self._cards[name]

    def _build(self) -> None:
        self.body.setSpacing(Space.L)
        words = self.tr(
            "Models do the work on this computer: no recording leaves it. They are downloaded once and "
            "checked; on a computer without internet, bring them on a stick and import them."
        )
        self.body.addWidget(Label(words, tone="muted", wrap=True))
        titles = {"speech": self.tr("Speech to text"), "embedding": self.tr("Search by meaning")}
        for purpose, group in self._groups.items():
            group.setSpacing(Space.M)
            self.body.addWidget(Label(titles[purpose], TypeRole.LEAD, semibold=True))
            self.body.addLayout(group)
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(self.import_button)
        row.addWidget(self.folder_button)
        self.body.addWidget(buttons)
        self.body.addWidget(self._import_row)
        self.body.addWidget(self._import_error)
        self.body.addStretch(1)

    def _refresh(self) -> None:
        for model in self.models.models:
            card = self._cards.get(model.name)
            if card is None:
                card = self._cards[model.name] = ModelCard(model, self.models, self)
                self._groups[model.purpose].addWidget(card)
            card.show_model(model)
        busy = self.models.is_busy(IMPORTING)
        self.import_button.setEnabled(not busy)
        self.folder_button.setEnabled(not busy)
        progress = self.models.progress.get(IMPORTING)
        self._import_row.setVisible(busy)
        self._import_row.set_progress(fraction(progress), progress_words(progress))
        error = self.models.errors.get(IMPORTING)
        self._import_error.setVisible(error is not None)
        self._import_error.setText(error_text(error).in_one_line() if error else "")

    def _choose(self, mode: QFileDialog.FileMode) -> None:
        dialog = file_dialog(self, self.tr("Import a model"))
        dialog.setFileMode(mode)
        dialog.fileSelected.connect(lambda chosen: self.models.import_from(Path(chosen)))
        dialog.open()

    async def _ask_to_remove(self, model: ModelView) -> None:
        size = format_bytes(model.on_disk_bytes)
        title = self.tr("Remove “{title}”?").format(title=model.title)
        body = self.tr("This frees {size}. To use it again it must be downloaded again.").format(size=size)
        if await ConfirmDialog(self, title, body, self.tr("Remove")).ask():
            self.models.remove(model.name)

    def _tell_imported(self, result: ImportResult) -> None:
        titles = {model.name: model.title for model in self.models.models}
        for name in result.installed:
            words = self.tr("“{title}” is ready.").format(title=titles.get(name, name))
            self.shell.toast(words, tone="ok")
        for name, files in result.incomplete.items():
            error = AppError(
                "models.import_incomplete", title=titles.get(name, name), missing=", ".join(files)
            )
            self.shell.report(error)
        if not result.installed and not result.incomplete:
            self.shell.toast(self.tr("These models were here already."))


def create_page(context: PageContext) -> ModelsPage:
    """Make the section."""
    return ModelsPage(context)
