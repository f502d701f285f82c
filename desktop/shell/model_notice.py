"""A line over the page while a model is missing: what cannot be done without it, and one button to get it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.page import fraction, progress_words
from desktop.models.view_model import ModelsViewModel
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_bytes
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.progress_row import ProgressBar
from desktop.widgets.theme import Space


class ModelNotice(QWidget):
    """Hidden while nothing is missing, or once a person put it away for this time."""

    settings_asked = Signal()

    def __init__(self, models: ModelsViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._models = models
        self._put_away = False
        self._words = Label("", wrap=True)
        self._bar = ProgressBar(self.tr("Downloading a model"))
        self.get_button = Button("", "primary", icon_name="download")
        self.get_button.clicked.connect(self._get)
        self.more_button = Button(self.tr("All models"), "quiet")
        self.more_button.clicked.connect(self.settings_asked)
        self.away_button = IconButton("close", self.tr("Not now"))
        self.away_button.clicked.connect(self._hide_for_now)
        self._build()
        models.changed.connect(self._refresh)
        self._refresh()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._words)
        words.addWidget(self._bar)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.S, Space.L, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(Glyph("alert-outline", pixels=20, role="warning"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.get_button)
        row.addWidget(self.more_button)
        row.addWidget(self.away_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Rule())

    def _refresh(self) -> None:
        missing = self._models.missing(ui_language())
        self.setVisible(bool(missing) and not self._put_away)
        if not missing:
            return
        coming = [model for model in missing if self._models.is_busy(model.name)]
        errors = [error for model in missing if (error := self._models.errors.get(model.name))]
        if coming:
            progress = self._models.progress.get(coming[0].name)
            self._words.setText(f"{coming[0].title}: {progress_words(progress)}")
            self._bar.set_fraction(fraction(progress))
        elif errors:
            self._words.setText(error_text(errors[0]).in_one_line())
        else:
            self._words.setText(self._explained({model.purpose for model in missing}))
        self._bar.setVisible(bool(coming))
        size = format_bytes(sum(model.size_bytes for model in missing))
        self.get_button.setText(
            self.tr("Try again") if errors else self.tr("Download ({size})").format(size=size)
        )
        self.get_button.setVisible(not coming)

    def _explained(self, purposes: set[str]) -> str:
        if "speech" in purposes:
            return self.tr(
                "Recordings you add wait: the model that turns speech into text is not on this computer yet."
            )
        return self.tr(
            "Search finds words, not yet what is meant: the model for that is not on this computer yet."
        )

    def _get(self) -> None:
        for model in self._models.missing(ui_language()):
            self._models.pull(model.name)

    def _hide_for_now(self) -> None:
        self._put_away = True
        self.hide()
