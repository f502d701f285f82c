"""The first page a newcomer sees: what Lantern does, the sample lecture, and adding one's own."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings.service import SettingsService
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

SAMPLE_LECTURE = Path(str(files("resources") / "samples" / "how_a_lantern_works.m4a"))


class WelcomePage(Page):
    """Leaves by one of its two buttons, or by the rail."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._settings: SettingsService = context.services.settings
        self.sample_button = Button(
            self.tr("Try the sample lecture"), "primary", icon_name="play-circle-outline"
        )
        self.sample_button.clicked.connect(self._try_sample)
        self.own_button = Button(self.tr("Add your own"), icon_name="plus")
        self.own_button.clicked.connect(self._add_own)
        column = ScrollColumn()
        column.body.addSpacing(Space.XXL)
        column.body.addWidget(
            Glyph("lightbulb-on-outline", pixels=64, role="accent"), 0, Qt.AlignmentFlag.AlignLeading
        )
        column.body.addWidget(
            Label(self.tr("Welcome to Lantern"), TypeRole.DISPLAY, semibold=True, wrap=True)
        )
        column.body.addWidget(
            Label(
                self.tr(
                    "Drop a recording or a document on this window. Lantern turns it into text on this "
                    "computer, and you can search it, ask it questions, and jump to the second where it was "
                    "said. No internet is needed."
                ),
                TypeRole.LEAD,
                wrap=True,
            )
        )
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=Space.M)
        row.addWidget(self.sample_button)
        row.addWidget(self.own_button)
        column.body.addWidget(buttons)
        column.body.addSpacing(Space.L)
        for icon_name, title, words in self._steps():
            column.body.addWidget(_step(icon_name, title, words))
        self.account_button = Button(self.tr("I have an account: bring my library here"), "link")
        self.account_button.clicked.connect(self._sign_in)
        column.body.addWidget(self.account_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(column)

    def activated(self) -> None:
        self.sample_button.setFocus()

    def deactivated(self) -> None:
        self.context.scope.spawn(self._settings.set("welcome_seen", True), name="seen")

    def _steps(self) -> list[tuple[str, str, str]]:
        return [
            (
                "tray-arrow-down",
                self.tr("Add"),
                self.tr("Videos, sound recordings, PDF, text and subtitle files. Several at once is fine."),
            ),
            (
                "magnify",
                self.tr("Search"),
                self.tr("Find a sentence by its words or its meaning, and play it from there."),
            ),
            (
                "chat-question-outline",
                self.tr("Ask"),
                self.tr(
                    "Every answer shows where it comes from. What is not in your material is said to be so."
                ),
            ),
        ]

    def _try_sample(self) -> None:
        self._leave(import_paths=[SAMPLE_LECTURE])

    def _add_own(self) -> None:
        self._leave(choose_files=True)

    def _sign_in(self) -> None:
        self.shell.open("account", create=False)

    def _leave(self, **target: Any) -> None:
        self.shell.open("library", **target)


def _step(icon_name: str, title: str, words: str) -> Card:
    card = Card()
    row = QHBoxLayout()
    row.setSpacing(Space.L)
    row.addWidget(Glyph(icon_name, pixels=28), 0, Qt.AlignmentFlag.AlignTop)
    texts = QVBoxLayout()
    texts.setSpacing(Space.XS)
    texts.addWidget(Label(title, semibold=True))
    texts.addWidget(Label(words, tone="muted", wrap=True))
    row.addLayout(texts, 1)
    card.body.addLayout(row)
    card.setMinimumWidth(theme().px(240))
    return card


def create_page(context: PageContext) -> WelcomePage:
    """Make the page."""
    return WelcomePage(context)
